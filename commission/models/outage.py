"""The outage log: when the portal could not be reached. A decision to extend a term may cite it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.models.base import Localized, Record
from commission.models.commission import Commission
from commission.models.decision import Decision
from commission.models.user import User


class Outage(Record):
    """From when until when what was out of order. `decision`: the extension that cites it."""

    home = models.ForeignKey(Commission, models.PROTECT, related_name="outages", verbose_name=_("commission"))
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    words_kk = models.CharField(_("what happened, in Kazakh"), max_length=500)
    words_ru = models.CharField(_("what happened, in Russian"), max_length=500)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("noted by"))
    noted_at = models.DateTimeField(_("noted"))
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="outages", verbose_name=_("cited by"))

    words = Localized()

    AUDITED = ("home", "began_at", "ended_at", "words_kk", "words_ru", "noted_by", "noted_at", "decision")

    class Meta:
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("began_at")), name="outage_ends_after_it_began")
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.began_at, self.home.time_zone):%d.%m.%Y %H:%M}"

    @property
    def commission(self) -> Commission:
        return self.home
