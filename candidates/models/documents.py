"""The files of a case: every version of a paper as it came in, and what was handed in at which moment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.nomination import Channel, Nomination
from candidates.models.verification import OfNomination, Paper
from commission.models import StoredFile, User


class DocumentKind(models.TextChoices):
    PAPER = "paper", _("paper of the nomination")
    WITHDRAWAL = "withdrawal", _("statement of withdrawal")
    PARTY_MINUTES = "party_minutes", _("minutes of the party")
    REPLY = "reply", _("reply of an authority")
    COURT_ACT = "court_act", _("act of a court or of the superior commission")
    CONSENT = "consent", _("consent of a proxy")
    OTHER = "other", _("other document")


class DocumentVersion(OfNomination):
    """One file as it was received. A better one becomes the next version; none is ever overwritten."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="documents", verbose_name=_("nomination"))
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.PAPER)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="versions", verbose_name=_("paper"))
    ordinal = models.PositiveSmallIntegerField(_("version"))
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="document", verbose_name=_("file"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    received_at = models.DateTimeField(_("received"))
    received_from = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))

    AUDITED = ("nomination", "kind", "paper", "ordinal", "file", "channel", "received_at", "received_from")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "ordinal"], condition=Q(paper__isnull=False), name="paper_version_once"),
            models.CheckConstraint(
                condition=Q(kind="paper", paper__isnull=False) | (~Q(kind="paper") & Q(paper__isnull=True)), name="document_of_a_paper"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> object:
        return self.paper.title if self.paper else self.get_kind_display()


class SubmissionKind(models.TextChoices):
    SUBMISSION = "submission", _("papers of the nomination")
    SUPPLEMENT = "supplement", _("corrected papers")


class Submission(OfNomination):
    """What was handed in at one moment: its number, its moment to the microsecond, and its items with their hashes.

    `items`: code, version, pages and SHA-256 of every paper; no name and no free text. `mailed_at`: the receipt went out.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="submissions", verbose_name=_("nomination"))
    ordinal = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=SubmissionKind)
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    receipt = models.CharField(_("receipt"), max_length=40)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"))
    sha256 = models.CharField(_("hash of the whole"), max_length=64)
    items = models.JSONField(_("items"), default=list)
    mailed_at = models.DateTimeField(_("receipt sent"), null=True, blank=True)
    delay = models.TextField(_("why it was recorded later"), blank=True)

    AUDITED = ("nomination", "ordinal", "kind", "channel", "receipt", "received_at", "recorded_at", "sha256", "items", "mailed_at")
    SEALED = ("delay",)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["nomination", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "ordinal"], name="submission_once"),
            models.UniqueConstraint(fields=["receipt"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return self.receipt
