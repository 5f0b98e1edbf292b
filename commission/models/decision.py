"""A decision (resolution, қаулы, постановление) of a commission."""

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from commission.models.base import Localized, Precision, Record
from commission.models.commission import Commission
from commission.models.election import Election, Origin
from commission.models.file import StoredFile


class DecisionKind(models.TextChoices):
    CALL = "call", _("Calls the election")
    TIMETABLE = "timetable", _("Adopts the timetable")
    REGISTER = "register", _("Registers a candidate")
    REFUSE = "refuse", _("Refuses a registration")
    CANCEL = "cancel", _("Cancels a registration")
    DEPARTURE = "departure", _("Cancels the registration of a candidate who left")
    BALLOT = "ballot", _("Approves the ballot")
    PROTOCOLS = "protocols", _("Accepts precinct protocols")
    DETERMINATION = "determination", _("Determines the result")
    REGISTER_ELECTED = "register_elected", _("Registers the elected akim")
    ANNUL = "annul", _("Annuls a decision")
    OTHER = "other", _("Other")


# The law's quorum (two thirds of all members) and majority (more than half of all members) in integers,
# so that the database itself holds them: 3 * present >= 2 * total, 2 * for > total.  CL art. 20(4), 20(5).
_COUNTED = Q(votes_published=True)
_NO_FIGURES = Q(votes_published=False, members_total=None, members_present=None, votes_for=None, votes_against=None, abstained=None)
_ALL_FIGURES = Q(
    votes_published=True,
    members_total__isnull=False,
    members_present__isnull=False,
    votes_for__isnull=False,
    votes_against__isnull=False,
    abstained__isnull=False,
)


class Decision(Record):
    """What the members voted, with quorum and majority held by constraints.

    Figures of the vote are empty only for a replayed record that never published them (`votes_published` is off).
    """

    home = models.ForeignKey(Commission, models.PROTECT, related_name="decisions", verbose_name=_("commission"))
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("election"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    adopted_at = models.DateTimeField(_("adopted"))
    precision = models.CharField(_("how exactly the moment is known"), max_length=10, choices=Precision, default=Precision.MOMENT)
    kind = models.CharField(_("kind"), max_length=20, choices=DecisionKind)
    subject_kk = models.CharField(_("subject in Kazakh"), max_length=500)
    subject_ru = models.CharField(_("subject in Russian"), max_length=500)
    subject_en = models.CharField(_("subject in English"), max_length=500, blank=True)
    votes_published = models.BooleanField(_("the vote was published"), default=True)
    members_total = models.PositiveSmallIntegerField(_("members in all"), null=True, blank=True)
    members_present = models.PositiveSmallIntegerField(_("members present"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    reasoning_kk = models.TextField(_("reasoning in Kazakh"), blank=True)
    reasoning_ru = models.TextField(_("reasoning in Russian"), blank=True)
    dissent = models.TextField(_("separate opinion"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    served_at = models.DateTimeField(_("served"), null=True, blank=True)
    document = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("scan of the signed decision")
    )
    served_how = models.CharField(_("how it was served"), max_length=200, blank=True)
    annulled_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="annuls", verbose_name=_("annulled by"))

    subject = Localized()
    reasoning = Localized()

    AUDITED = (
        "home", "election", "subject_kk", "subject_ru", "subject_en", "precision",
        "number", "adopted_at", "kind", "votes_published", "members_total", "members_present",
        "votes_for", "votes_against", "abstained", "published_at", "served_at", "annulled_by", "document",
    )  # fmt: skip
    SEALED = ("reasoning_kk", "reasoning_ru", "dissent", "served_how")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["adopted_at", "id"]
        constraints = [
            # once an election, because records of past elections bring numbers of their own; no election counts as one too
            models.UniqueConstraint(
                fields=["home", "election", "number"], condition=~Q(number=""), nulls_distinct=False, name="decision_number_once"
            ),
            models.CheckConstraint(condition=_ALL_FIGURES | _NO_FIGURES, name="decision_vote_whole_or_unpublished"),
            models.CheckConstraint(condition=~_COUNTED | Q(members_present__lte=F("members_total")), name="decision_present_within_total"),
            models.CheckConstraint(
                condition=~_COUNTED | Q(members_present__gte=F("votes_for") + F("votes_against") + F("abstained")),
                name="decision_votes_within_present",
            ),
            models.CheckConstraint(
                condition=~_COUNTED | GreaterThanOrEqual(F("members_present") * 3, F("members_total") * 2), name="decision_quorum"
            ),
            models.CheckConstraint(condition=~_COUNTED | GreaterThan(F("votes_for") * 2, F("members_total")), name="decision_majority"),
            models.CheckConstraint(condition=Q(annulled_by__isnull=True) | ~Q(annulled_by=F("id")), name="decision_not_annulled_by_itself"),
        ]

    def __str__(self) -> str:
        return _("No. %(number)s: %(subject)s") % {"number": self.number, "subject": self.subject} if self.number else str(self.subject)

    @property
    def commission(self) -> Commission:
        return self.home

    @property
    def printable(self) -> bool:
        """Was it taken on this portal? A replayed record has resolutions of its own, which the portal can't print."""
        replayed = self.election is not None and self.election.origin == Origin.REPLAYED
        return self.votes_published and self.number != "" and not replayed
