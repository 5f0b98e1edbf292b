"""What a nomination must hold, what is checked, and what was found wanting."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from candidates.models.nomination import Channel, Nomination
from commission.access import Role
from commission.law.terms import CheckRule
from commission.law.terms import Paper as PaperRule
from commission.models import Commission, Decision, Localized, Record, User


class OfNomination(Record):
    """A row that belongs to one nomination and so to its commission."""

    class Meta:
        abstract = True

    nomination: Any

    @property
    def commission(self) -> Commission:
        return self.nomination.commission

    def personal_roles(self, user: Any) -> set[Role]:
        """Whose case it is, his papers and checks are."""
        return set(self.nomination.personal_roles(user))


class Paper(OfNomination):
    """A required document of the nomination; the list is made from the rule set when the nomination starts."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="papers", verbose_name=_("nomination"))
    code = models.CharField(_("paper"), max_length=40)
    provided_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    channel = models.CharField(_("how"), max_length=10, choices=Channel, blank=True)
    sheets = models.PositiveSmallIntegerField(_("sheets of paper"), null=True, blank=True)

    AUDITED = ("nomination", "code", "provided_at", "channel", "sheets")

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [models.UniqueConstraint(fields=["nomination", "code"], name="paper_once")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def rule(self) -> PaperRule | None:
        """The row of the rule set that asks for this paper."""
        return self.nomination.election.pack.paper(self.code)

    @property
    def title(self) -> Any:
        return self.rule.title if self.rule else self.code

    @property
    def owed(self) -> bool:
        """Does this person owe the paper at all? A person who did not say yet whether he is married may."""
        rule = self.rule
        return bool(rule and rule.required and self.nomination.way in rule.ways and not (rule.married and self.nomination.married is False))


class CheckResult(models.TextChoices):
    PENDING = "pending", _("no result yet")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class Check(OfNomination):
    """One verification check: which authority answers until when, and what it answered."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="checks", verbose_name=_("nomination"))
    code = models.CharField(_("check"), max_length=40)
    after_registration = models.BooleanField(_("after registration"), default=False)
    due_at = models.DateTimeField(_("due"))
    result = models.CharField(_("result"), max_length=20, choices=CheckResult, default=CheckResult.PENDING)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by"))
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)

    AUDITED = ("nomination", "code", "after_registration", "due_at", "result", "recorded_by", "recorded_at")
    SEALED = ("reference", "note")

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "code"], name="check_once"),
            models.CheckConstraint(
                condition=Q(result="pending", recorded_by__isnull=True, recorded_at__isnull=True)
                | (~Q(result="pending") & Q(recorded_by__isnull=False, recorded_at__isnull=False)),
                name="check_result_has_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_result_display()}"

    @property
    def rule(self) -> CheckRule:
        """The row of the rule set that asks for this check."""
        return self.nomination.election.pack.check(self.code)

    @property
    def title(self) -> Any:
        return self.rule.title

    @property
    def authority(self) -> Any:
        return self.rule.authority


class Deficiency(OfNomination):
    """A failure with its article. It can carry a ground of refusal only once the candidate was told of it."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="deficiencies", verbose_name=_("nomination"))
    check_failed = models.ForeignKey(
        Check, models.PROTECT, null=True, blank=True, related_name="deficiencies", verbose_name=_("failed check")
    )
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="deficiencies", verbose_name=_("paper"))
    article = models.CharField(_("article"), max_length=100)
    description_kk = models.TextField(_("what is wanting, in Kazakh"))
    description_ru = models.TextField(_("what is wanting, in Russian"))
    curable = models.BooleanField(_("can be corrected"))
    noted_at = models.DateTimeField(_("noted"))
    notified_at = models.DateTimeField(_("candidate notified"), null=True, blank=True)
    section = models.CharField(_("page of the form"), max_length=20, blank=True)
    ground = models.CharField(_("ground for which it was noted"), max_length=40, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    AUDITED = ("nomination", "check_failed", "paper", "section", "ground", "article", "curable", "noted_at", "notified_at", "answered_at")
    SEALED = ("description_kk", "description_ru", "answer")

    class Meta:
        verbose_name = _("deficiency")
        verbose_name_plural = _("deficiencies")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(article=""), name="deficiency_has_article"),
            models.CheckConstraint(condition=~Q(description_kk="") & ~Q(description_ru=""), name="deficiency_in_both_languages"),
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | Q(notified_at__isnull=False), name="answered_after_notice"),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def words_in(self) -> str:
        """The language in which the reader gets the words: they are official in two, and who reads English gets the Russian ones."""
        return "kk" if (get_language() or "kk").startswith("kk") else "ru"

    @property
    def description(self) -> str:
        """What is wanting, in the reader's language."""
        return str(getattr(self, f"description_{self.words_in}"))


def last_round(points: Iterable[Deficiency]) -> list[Deficiency]:
    """Of the points that a person was told of, those of the last request for correction.

    What an earlier request asked for was answered in its own term, or was not: it reopens nothing and is not asked again.
    """
    asked = [point for point in points if point.curable and point.notified_at is not None]
    last = max((point.notified_at for point in asked), default=None)
    return [point for point in asked if point.notified_at == last]


class Ground(OfNomination):
    """A ground of a refusal or cancellation, with the notified failure behind it.

    Without a failure only where a published record named none (`as_published`): the page then says so.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="grounds", verbose_name=_("nomination"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grounds", verbose_name=_("decision"))
    code = models.CharField(_("ground"), max_length=40)
    article = models.CharField(_("article"), max_length=100, blank=True)
    deficiency = models.ForeignKey(Deficiency, models.PROTECT, null=True, blank=True, related_name="grounds", verbose_name=_("failure"))
    as_published = models.BooleanField(_("as published"), default=False)
    stated_kk = models.CharField(_("words of the published record, in Kazakh"), max_length=300, blank=True)
    stated_ru = models.CharField(_("words of the published record, in Russian"), max_length=300, blank=True)
    stated_en = models.CharField(_("words of the published record, in English"), max_length=300, blank=True)

    stated = Localized()

    AUDITED = ("nomination", "decision", "code", "article", "deficiency", "as_published", "stated_kk", "stated_ru", "stated_en")

    class Meta:
        verbose_name = _("ground")
        verbose_name_plural = _("grounds")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(as_published=True) | (Q(deficiency__isnull=False) & ~Q(article="")), name="ground_rests_on_a_failure"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Any:
        ground = self.nomination.election.pack.ground(self.code)
        return ground.title if ground else _("Ground not specified")


class AppealOutcome(models.TextChoices):
    PENDING = "pending", _("under appeal")
    UPHELD = "upheld", _("appeal upheld")
    REJECTED = "rejected", _("appeal rejected")


class Appeal(OfNomination):
    """An appeal lies over the state; it is never a state itself."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="appeals", verbose_name=_("nomination"))
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals", verbose_name=_("decision appealed"))
    body_kk = models.CharField(_("body in Kazakh"), max_length=300)
    body_ru = models.CharField(_("body in Russian"), max_length=300)
    body_en = models.CharField(_("body in English"), max_length=300, blank=True)
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=AppealOutcome, default=AppealOutcome.PENDING)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    decide_by = models.DateTimeField(_("to be decided by"), null=True, blank=True)
    act = models.ForeignKey(
        "candidates.DocumentVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act of the body")
    )

    body = Localized()

    AUDITED = ("nomination", "decision", "body_kk", "body_ru", "body_en", "filed_at", "decide_by", "decided_at", "outcome", "act")
    SEALED = ("reference",)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome="pending") | Q(decided_at__isnull=False), name="appeal_outcome_has_a_day")
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
