"""An election, its timetable, and where its figures come from."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commission.access import ROLE_LABELS, Role
from commission.law import LawPack, pack
from commission.law.terms import CERTAINTY_LABELS, Certainty, Term
from commission.models.base import Localized, Precision, Record
from commission.models.commission import Commission


class Origin(models.TextChoices):
    LIVE = "live", _("Run on this portal")
    REPLAYED = "replayed", _("Replayed from the published record")
    INVENTED = "invented", _("Invented for demonstration")


class ElectionState(models.TextChoices):
    CALLED = "called", _("Called")
    DETERMINED = "determined", _("Result determined")
    COMPLETED = "completed", _("Elected akim registered")
    VOID = "void", _("Declared void")


class Ground(models.TextChoices):
    TERM_EXPIRED = "term_expired", _("the term of office expired")
    EARLY_TERMINATION = "early_termination", _("early termination of powers")


class Election(Record):
    """One office, one constituency, one seat: the territory is the constituency."""

    slug = models.SlugField(_("address name"), unique=True)
    home = models.ForeignKey(Commission, models.PROTECT, related_name="elections", verbose_name=_("commission"))
    office_kk = models.CharField(_("office in Kazakh"), max_length=200)
    office_ru = models.CharField(_("office in Russian"), max_length=200)
    office_en = models.CharField(_("office in English"), max_length=200, blank=True)
    title_kk = models.CharField(_("title in Kazakh"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    territory_kk = models.CharField(_("territory in Kazakh"), max_length=200)
    territory_ru = models.CharField(_("territory in Russian"), max_length=200)
    territory_en = models.CharField(_("territory in English"), max_length=200, blank=True)
    called_on = models.DateField(_("called on"))
    polling_date = models.DateField(_("polling day"))
    polls_open = models.TimeField(_("polls open"))
    polls_close = models.TimeField(_("polls close"))
    rules = models.CharField(_("rule set"), max_length=40)
    ground = models.CharField(_("ground"), max_length=30, choices=Ground)
    state = models.CharField(_("state"), max_length=20, choices=ElectionState, default=ElectionState.CALLED)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.LIVE)

    office = Localized()
    title = Localized()
    territory = Localized()

    AUDITED = (
        "home", "office_kk", "office_ru", "office_en", "title_kk", "title_ru", "title_en", "territory_kk", "territory_ru", "territory_en",
        "slug", "polling_date", "called_on", "polls_open", "polls_close", "rules", "ground", "state", "origin",
    )  # fmt: skip

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["-polling_date"]
        constraints = [
            models.CheckConstraint(condition=Q(polls_open__lt=F("polls_close")), name="polls_open_before_they_close"),
            models.CheckConstraint(condition=Q(called_on__lt=F("polling_date")), name="called_before_polling_day"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def commission(self) -> Commission:
        return self.home

    @property
    def pack(self) -> LawPack:
        return pack(self.rules)

    @property
    def zone(self) -> str:
        return self.home.time_zone

    @property
    def newer_law_possible(self) -> bool:
        """A newer law may govern this election: the page says so instead of staying silent."""
        return bool(self.pack.doubt_from and self.polling_date >= self.pack.doubt_from)

    @cached_property
    def marks(self) -> dict[str, "FigureSource"]:
        """Where each published figure comes from, by the figure's code."""
        return {source.figure: source for source in self.figure_sources.all()}

    def get_absolute_url(self) -> str:
        return reverse("public:overview", args=[self.slug])


class Standing(models.TextChoices):
    """How sure a published figure is; shown beside it wherever it stands."""

    OFFICIAL = "official", _("official")
    ARTICLE = "article", _("from the source article")
    PRESS = "press", _("from the press")
    INFERRED = "inferred", _("inferred by arithmetic")
    ILLUSTRATIVE = "illustrative", _("illustrative")


class FigureSource(Record):
    """Where a figure of an election comes from. A figure without a row is the commission's own."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="figure_sources", verbose_name=_("election"))
    figure = models.CharField(_("figure"), max_length=40)
    standing = models.CharField(_("standing"), max_length=20, choices=Standing)
    lowest = models.PositiveIntegerField(_("lowest possible"), null=True, blank=True)
    highest = models.PositiveIntegerField(_("highest possible"), null=True, blank=True)

    AUDITED = ("election", "figure", "standing", "lowest", "highest")

    class Meta:
        verbose_name = _("source of a figure")
        verbose_name_plural = _("sources of figures")
        constraints = [models.UniqueConstraint(fields=["election", "figure"], name="one_source_a_figure")]

    def __str__(self) -> str:
        return f"{self.figure}: {self.get_standing_display()}"


class EntryStanding(models.TextChoices):
    """Where an entry of a replayed timetable comes from. An entry without it is the commission's own."""

    ARTICLE = "article", _("from the source article")
    PRESS = "press", _("from the press")
    INFERRED = "inferred", _("inferred from the published record")
    BY_RULES = "by_rules", _("by the rule set, not in the published record")


class TimetableEntry(Record):
    """One entry of the calendar plan. Changed only by a new decision; the old entry stays and names its successor.

    `article` is empty where a published record gives another moment than the rule: the article does not say that one.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="timetable_entries", verbose_name=_("election"))
    code = models.CharField(_("entry"), max_length=40)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    precision = models.CharField(
        _("how exactly the moment is known"),
        max_length=10,
        choices=[(known.value, known.label) for known in (Precision.MOMENT, Precision.DAY)],
        default=Precision.MOMENT,
    )
    standing = models.CharField(_("source"), max_length=20, choices=EntryStanding, blank=True)
    article = models.CharField(_("article"), max_length=100, blank=True)
    responsible = models.CharField(_("responsible"), max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    binding = models.BooleanField(_("binding"), default=True)
    certainty = models.CharField(_("certainty"), max_length=20, choices=[(c.value, CERTAINTY_LABELS[c]) for c in Certainty])
    decision = models.ForeignKey("commission.Decision", models.PROTECT, related_name="timetable_entries", verbose_name=_("decision"))
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    in_force = models.BooleanField(_("in force"), default=True)

    AUDITED = (
        "election", "code", "starts_at", "due_at", "precision", "standing", "article", "responsible", "binding", "certainty",
        "decision", "replaced_by", "in_force",
    )  # fmt: skip

    class Meta:
        verbose_name = _("timetable entry")
        verbose_name_plural = _("timetable entries")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["election", "code"], condition=Q(in_force=True), name="one_entry_in_force"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(due_at__isnull=True) | Q(starts_at__lte=F("due_at")), name="entry_starts_before_due"
            ),
            models.CheckConstraint(condition=Q(starts_at__isnull=False) | Q(due_at__isnull=False), name="entry_has_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.title}"

    @property
    def term(self) -> Term:
        return self.election.pack.term(self.code)

    @property
    def title(self) -> str:
        return str(self.term.title)

    @property
    def commission(self) -> Commission:
        return self.election.home
