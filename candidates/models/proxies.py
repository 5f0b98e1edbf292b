"""Proxies of a candidate, and the papers that came too late."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.documents import DocumentVersion
from candidates.models.nomination import Nomination
from candidates.models.verification import OfNomination
from commission.models import Commission, Election, Record, TimetableEntry, User


class ProxyEnd(models.TextChoices):
    OWN_WISH = "own_wish", _("own wish")
    CANDIDATE = "candidate", _("decision of the candidate")
    CANDIDACY = "candidacy", _("the candidacy ended")
    REFUSED = "refused", _("not registered by the commission")


class Proxy(OfNomination):
    """A person whom the candidate lets act for him, at one station or in the case; registered by the commission (CL art. 31).

    With an account (`user`) he may also act on the portal. Proposed first; registered by the commission; then ended.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="proxies", verbose_name=_("nomination"))
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="proxies", verbose_name=_("account"))
    # by name, not by import: the floor of the candidates does not know that of the stations
    station = models.ForeignKey(
        "stations.PollingStation", models.PROTECT, null=True, blank=True, related_name="proxies", verbose_name=_("polling station")
    )
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    consent = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent"))
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    certificate_number = models.CharField(_("certificate"), max_length=40, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end = models.CharField(_("why it ended"), max_length=20, choices=ProxyEnd, blank=True)

    AUDITED = (
        "nomination", "user", "station", "consent", "proposed_at", "registered_at", "certificate_number", "ended_at", "end",
    )  # fmt: skip
    SEALED = ("full_name", "phone")

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "user"], condition=Q(ended_at__isnull=True, user__isnull=False), name="proxy_once"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=False) | Q(registered_at__isnull=False), name="proxy_proposed_or_registered"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or str(self.user)


class NonAcceptance(Record):
    """Papers that somebody brought when their term had ended: not taken, and that itself is on record."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="non_acceptances", verbose_name=_("election"))
    number = models.PositiveIntegerField(_("number"))
    entry = models.ForeignKey(TimetableEntry, models.PROTECT, related_name="+", verbose_name=_("term"))
    brought_at = models.DateTimeField(_("brought"))
    person = models.CharField(_("brought by"), max_length=200)
    papers = models.TextField(_("what was brought"))
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("noted by"))

    AUDITED = ("election", "number", "entry", "brought_at", "noted_by")
    SEALED = ("person", "papers")

    class Meta:
        verbose_name = _("papers not accepted")
        verbose_name_plural = _("papers not accepted")
        ordering = ["election", "number"]
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="non_acceptance_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def commission(self) -> Commission:
        return self.election.home
