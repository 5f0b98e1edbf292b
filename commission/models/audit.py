"""The log: append-only, hash-chained per commission, sealed with a key that the database does not hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models.base import Record
from commission.models.commission import Commission
from commission.models.user import User


class AuditEvent(Record):
    """What happened, who did it and in which role, when it happened and when it was recorded.

    `data` holds states, figures and references, never a person's IIN, address, phone, e-mail or papers.
    """

    home = models.ForeignKey(Commission, models.PROTECT, related_name="audit_events", verbose_name=_("commission"))
    sequence = models.PositiveBigIntegerField(_("number in the chain"))
    kind = models.CharField(_("event"), max_length=60)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    role = models.CharField(_("in the role"), max_length=20)
    subject_type = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.BigIntegerField(_("subject"))
    happened_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"))
    data = models.JSONField(_("data"))
    previous_hash = models.CharField(_("hash of the event before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    seal = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["home", "sequence"]
        constraints = [models.UniqueConstraint(fields=["home", "sequence"], name="audit_sequence_once")]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.kind}"


class AuditChain(models.Model):
    """The end of a commission's chain: how long it is and its last hash, sealed. Locked while an event is written."""

    home = models.OneToOneField(Commission, models.PROTECT, primary_key=True, related_name="audit_chain", verbose_name=_("commission"))
    length = models.PositiveBigIntegerField(_("events"), default=0)
    head = models.CharField(_("last hash"), max_length=64, default="0" * 64)
    seal = models.CharField(_("seal"), max_length=64, default="")

    class Meta:
        verbose_name = _("audit chain")
        verbose_name_plural = _("audit chains")

    def __str__(self) -> str:
        return f"{self.length}: {self.head[:12]}"
