"""The determined result and its published editions."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models import BallotOption
from commission.models import Commission, Decision, Election, Record, User
from results.digest import digest


class Determination(Record):
    """The commission's determination of the result: who is elected, by which decision, on which totals."""

    election = models.OneToOneField(Election, models.PROTECT, related_name="determination", verbose_name=_("election"))
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="determination", verbose_name=_("decision"))
    elected = models.ForeignKey(BallotOption, models.PROTECT, related_name="+", verbose_name=_("elected"))
    totals = models.JSONField(_("totals"))
    registered_by = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="registered_akim", verbose_name=_("akim registered by")
    )
    took_office_on = models.DateField(_("took office"), null=True, blank=True)

    AUDITED = ("election", "decision", "elected", "totals", "registered_by", "took_office_on")

    class Meta:
        verbose_name = _("determination")
        verbose_name_plural = _("determinations")

    def __str__(self) -> str:
        return str(self.election)

    @property
    def commission(self) -> Commission:
        return self.election.home


class EditionStatus(models.TextChoices):
    """NIST SP 1500-100 ReportStatus."""

    PRE_ELECTION = "pre-election", _("before the election")
    UNOFFICIAL_PARTIAL = "unofficial-partial", _("unofficial, not all stations")
    UNOFFICIAL_COMPLETE = "unofficial-complete", _("unofficial, all stations")
    CERTIFIED = "certified", _("determined by the commission")
    CORRECTION = "correction", _("corrected after determination")


# what the commission has decided; before it, every figure may still change
FINAL = frozenset({EditionStatus.CERTIFIED, EditionStatus.CORRECTION})


class Edition(Record):
    """A numbered publication that never changes; the database refuses to alter it. The pages read its document."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="editions", verbose_name=_("election"))
    number = models.PositiveIntegerField(_("number"))
    status = models.CharField(_("status"), max_length=30, choices=EditionStatus)
    published_at = models.DateTimeField(_("published"))
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author"))
    document = models.JSONField(_("document"))
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    previous_sha256 = models.CharField(_("SHA-256 of the edition before"), max_length=64, blank=True)

    AUDITED = ("election", "number", "status", "published_at", "author", "sha256", "previous_sha256")

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["election", "number"]
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return str(_("Edition %(number)d") % {"number": self.number})

    @property
    def final(self) -> bool:
        """Does it show the result as the commission determined or corrected it?"""
        return self.status in FINAL

    @property
    def commission(self) -> Commission:
        return self.election.home

    def contradictions(self) -> Iterable[str]:
        """The public reads the document: it must match its hash, and the hash before it must be that of the edition before."""
        if digest(self.document) != self.sha256:
            yield "its document does not match its hash"
        before = Edition.objects.filter(election_id=self.election_id, number=self.number - 1).values_list("sha256", flat=True).first()
        if self.previous_sha256 != (before or ""):
            yield "it does not hold the hash of the edition before"
