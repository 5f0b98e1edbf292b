"""What the timetable tells people: reminders, and the outbox through which they leave.

Neither is a row of record: to plan and to send a letter decides nothing, and an event for each would bury what was decided. What was
sent to whom stands here and is never deleted. No row holds an address: a letter goes to the address that the account has when it leaves.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models.base import NothingIsDeleted
from commission.models.election import Election
from commission.models.user import User


class Offset(models.TextChoices):
    """When a reminder comes, before the end of a term or after it. How long that is stands in `commission/services/debts.py`."""

    WEEK = "week", _("7 days before")
    THREE_DAYS = "three_days", _("72 hours before")
    DAY = "day", _("24 hours before")
    HOURS = "hours", _("3 hours before")
    PASSED = "passed", _("term passed")
    TO_SECRETARY = "to_secretary", _("term passed, to the secretary")
    TO_CHAIR = "to_chair", _("term passed, to the chair")


class ReminderState(models.TextChoices):
    PLANNED = "planned", _("planned")
    QUEUED = "queued", _("on its way")
    WITHHELD = "withheld", _("withheld")
    DONE = "done", _("sent")


class Why(models.TextChoices):
    """Why somebody was not reminded, or a message did not go out."""

    MOVED = "moved", _("the term was moved")
    NOT_OWED = "not_owed", _("the work was done, or is no longer this person's")
    OVERTAKEN = "overtaken", _("a later reminder of the same term took its place")
    NOTHING_LEFT = "nothing_left", _("nothing was left to remind of")
    BAD_ADDRESS = "bad_address", _("the address of the account is none that mail can go to")
    REFUSED = "refused", _("the mail server refused it for good")
    GAVE_UP = "gave_up", _("it was tried too often")


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, to be tried again")
    WITHHELD = "withheld", _("withheld")
    DEAD = "dead", _("undeliverable")


class OutgoingMessage(models.Model):
    """One letter to one person, in the outbox and in the person's inbox on the portal.

    A worker makes it its own by writing a new `claim`; whoever finds another claim there has lost it. `last_error` is the class
    of the error only: what mail servers answer holds addresses.
    """

    recipient = models.ForeignKey(User, models.PROTECT, related_name="messages", verbose_name=_("recipient"))
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("text as a page"))
    queued_at = models.DateTimeField(_("queued"))
    state = models.CharField(_("state"), max_length=10, choices=MessageState, default=MessageState.QUEUED)
    reason = models.CharField(_("reason"), max_length=20, choices=Why, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    claim = models.UUIDField(_("claim"), null=True, blank=True, unique=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    read_at = models.DateTimeField(_("read on the portal"), null=True, blank=True)

    objects = NothingIsDeleted.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at", "-id"]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state__in=["queued", "sending", "failed"]), name="messages_that_wait"),
            models.Index(fields=["recipient", "-queued_at"], name="messages_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", claim__isnull=False, claimed_at__isnull=False)
                | (~Q(state="sending") & Q(claim__isnull=True, claimed_at__isnull=True)),
                name="message_claimed_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_message_has_its_moment",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["withheld", "dead"]) & ~Q(reason="")) | (~Q(state__in=["withheld", "dead"]) & Q(reason="")),
                name="unsent_message_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Reminder(models.Model):
    """One person, one term, one offset. `code` is the entry of the timetable, or a term of a single case (a correction), which
    `matter_type` and `matter_id` then name as the log does.

    The key holds the end of the term: a moved one is reminded of anew. It does not hold the entry's row, which a decision replaces
    also where only its start moves. At most one message carries a reminder, for it names the message and not the other way round.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="reminders", verbose_name=_("election"))
    code = models.CharField(_("term"), max_length=40)
    matter_type = models.CharField(_("kind of matter"), max_length=60, blank=True)
    matter_id = models.BigIntegerField(_("matter"), null=True, blank=True)
    offset = models.CharField(_("when"), max_length=20, choices=Offset)
    recipient = models.ForeignKey(User, models.PROTECT, related_name="reminders", verbose_name=_("recipient"))
    due_at = models.DateTimeField(_("due"))
    send_at = models.DateTimeField(_("to be sent"))
    state = models.CharField(_("state"), max_length=10, choices=ReminderState, default=ReminderState.PLANNED)
    reason = models.CharField(_("reason"), max_length=20, choices=Why, blank=True)
    message = models.ForeignKey(OutgoingMessage, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("message"))

    objects = NothingIsDeleted.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_at", "send_at", "id"]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(state="planned"), name="reminders_that_wait"),
            models.Index(fields=["due_at"], name="reminders_by_due_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "code", "matter_type", "matter_id", "offset", "recipient", "due_at"],
                nulls_distinct=False,
                name="reminded_once",
            ),
            models.CheckConstraint(
                condition=Q(matter_type="", matter_id__isnull=True) | (~Q(matter_type="") & Q(matter_id__isnull=False)),
                name="matter_of_a_reminder_is_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state="withheld") & ~Q(reason="")) | (~Q(state="withheld") & Q(reason="")),
                name="withheld_reminder_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "done"], message__isnull=False)
                | Q(state="planned", message__isnull=True)
                | Q(state="withheld"),
                name="reminder_on_its_way_has_a_message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.get_offset_display()}"


class Tick(models.Model):
    """When a job that beat starts ran last. The next run tells by it what came due meanwhile, and the desk whether beat is alive."""

    job = models.CharField(_("job"), max_length=40, unique=True)
    ran_at = models.DateTimeField(_("ran last"))

    objects = NothingIsDeleted.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")

    def __str__(self) -> str:
        return self.job
