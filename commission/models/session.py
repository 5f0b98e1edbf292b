"""A session of a commission: who was there, what stood on the agenda, and how each member voted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models.base import Record
from commission.models.commission import Commission
from commission.models.decision import Decision, DecisionKind
from commission.models.election import Election
from commission.models.user import User


class Session(Record):
    """Convened for a moment, opened once a quorum is there, closed for good. `audit_head` is the end of the log at its close."""

    home = models.ForeignKey(Commission, models.PROTECT, related_name="sessions", verbose_name=_("commission"))
    number = models.PositiveIntegerField(_("number"))
    convened_for = models.DateTimeField(_("convened for"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    audit_head = models.CharField(_("head of the log"), max_length=64, blank=True)

    AUDITED = ("home", "number", "convened_for", "place", "opened_at", "closed_at", "audit_head")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-convened_for", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["home", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="session_closed_after_opening"),
        ]

    def __str__(self) -> str:
        return _("Session No. %(number)d") % {"number": self.number}

    @property
    def commission(self) -> Commission:
        return self.home


class OfSession(Record):
    """A row that belongs to one session and so to its commission."""

    class Meta:
        abstract = True

    session: Session

    @property
    def commission(self) -> Commission:
        return self.session.home


class Attendance(OfSession):
    """A member who is present. Whoever is absent has no row."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances", verbose_name=_("session"))
    member = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))

    AUDITED = ("session", "member")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return str(self.member)


class AgendaItem(OfSession):
    """One matter. `matter_type` and `matter_id` name its row (a nomination, an election) as the log does.

    `draft` is the proposal as JSON text: reasoning, grounds and what else the decision will hold.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="items", verbose_name=_("session"))
    ordinal = models.PositiveSmallIntegerField(_("number on the agenda"))
    kind = models.CharField(_("kind"), max_length=20, choices=DecisionKind)
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("election"))
    matter_type = models.CharField(_("kind of matter"), max_length=60, blank=True)
    matter_id = models.BigIntegerField(_("matter"), null=True, blank=True)
    draft = models.TextField(_("draft"), blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="agenda_item", verbose_name=_("decision"))
    rejected_at = models.DateTimeField(_("no majority"), null=True, blank=True)

    AUDITED = ("session", "ordinal", "kind", "election", "matter_type", "matter_id", "decision", "rejected_at")
    SEALED = ("draft",)

    class Meta:
        verbose_name = _("matter of a session")
        verbose_name_plural = _("matters of sessions")
        ordering = ["session", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["session", "ordinal"], name="agenda_ordinal_once"),
            models.CheckConstraint(condition=Q(decision__isnull=True) | Q(rejected_at__isnull=True), name="item_decided_or_rejected"),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.get_kind_display()}"


class VoteChoice(models.TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAINED = "abstained", _("abstained")


class MemberVote(OfSession):
    """The open vote of one member on one matter, with the separate opinion where there is one (CL art. 20(5))."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="votes", verbose_name=_("matter"))
    member = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))
    choice = models.CharField(_("vote"), max_length=10, choices=VoteChoice)
    dissent = models.TextField(_("separate opinion"), blank=True)

    AUDITED = ("item", "member", "choice")
    SEALED = ("dissent",)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_vote_a_member")]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_choice_display()}"

    @property
    def session(self) -> Session:  # type: ignore[override]  # through its matter
        return self.item.session
