"""A session of a commission: who was there, what stood on the agenda, and how each member voted."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commission.models.base import Record
from commission.models.commission import Commission
from commission.models.decision import Decision, DecisionKind
from commission.models.election import Election
from commission.models.user import User


class Session(Record):
    """Convened for a moment, opened once a quorum is there, closed for good. `audit_head` is the end of the log at its close.

    One that found no quorum, or was not needed, is called off; it stays in the list and keeps its number.
    """

    home = models.ForeignKey(Commission, models.PROTECT, related_name="sessions", verbose_name=_("commission"))
    number = models.PositiveIntegerField(_("number"))
    convened_for = models.DateTimeField(_("convened for"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)
    audit_head = models.CharField(_("head of the log"), max_length=64, blank=True)

    AUDITED = ("home", "number", "convened_for", "place", "opened_at", "closed_at", "called_off_at", "audit_head")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-convened_for", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["home", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False), name="session_closed_after_opening"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(called_off_at__isnull=True), name="session_opened_or_called_off"
            ),
        ]

    def __str__(self) -> str:
        return _("Session No. %(number)d") % {"number": self.number}

    @property
    def commission(self) -> Commission:
        return self.home

    @property
    def running(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def over(self) -> bool:
        """Closed or called off: nothing of it changes any more."""
        return self.closed_at is not None or self.called_off_at is not None


class OfSession(Record):
    """A row that belongs to one session and so to its commission."""

    class Meta:
        abstract = True

    session: Session

    @property
    def commission(self) -> Commission:
        return self.session.home


class Attendance(OfSession):
    """A member who is present, from when and until when. Whoever was absent all the time has no row."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances", verbose_name=_("session"))
    member = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))

    came_at = models.DateTimeField(_("came"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    AUDITED = ("session", "member", "came_at", "left_at")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return str(self.member)


OPEN = Q(decision__isnull=True, rejected_at__isnull=True, taken_off_at__isnull=True)


class AgendaItem(OfSession):
    """One matter. `matter_type` and `matter_id` name its row (a nomination, an election) as the log does.

    `draft` is the proposal as JSON text: reasoning, grounds and what else the decision will hold. A matter ends as a decision,
    rejected for want of a majority, or taken off the agenda; in the last two cases it can be put onto a later one.
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
    taken_off_at = models.DateTimeField(_("taken off the agenda"), null=True, blank=True)

    AUDITED = ("session", "ordinal", "kind", "election", "matter_type", "matter_id", "decision", "rejected_at", "taken_off_at")
    SEALED = ("draft",)

    class Meta:
        verbose_name = _("matter of a session")
        verbose_name_plural = _("matters of sessions")
        ordering = ["session", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["session", "ordinal"], name="agenda_ordinal_once"),
            # the same matter is not open twice: it would be voted on twice
            models.UniqueConstraint(
                fields=["kind", "matter_type", "matter_id"], condition=OPEN & ~Q(matter_type=""), name="matter_on_one_agenda"
            ),
            models.CheckConstraint(
                condition=OPEN
                | Q(decision__isnull=False, rejected_at__isnull=True, taken_off_at__isnull=True)
                | Q(decision__isnull=True, rejected_at__isnull=False, taken_off_at__isnull=True)
                | Q(decision__isnull=True, rejected_at__isnull=True, taken_off_at__isnull=False),
                name="item_has_one_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.get_kind_display()}"

    @property
    def open(self) -> bool:
        return self.decision_id is None and self.rejected_at is None and self.taken_off_at is None

    @cached_property
    def matter(self) -> Any:
        """The row that the matter is about."""
        return apps.get_model(self.matter_type)._base_manager.get(pk=self.matter_id)


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
