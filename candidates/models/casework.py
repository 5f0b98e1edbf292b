"""What the registrar keeps beside the checks: letters to authorities, signature sheets, the deposit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models.documents import DocumentVersion
from candidates.models.nomination import Nomination
from candidates.models.verification import Check, OfNomination
from commission.models import User


class AuthorityRequest(OfNomination):
    """One check asked of its authority by letter, and what came back. A letter may ask several: they share its number."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="requests", verbose_name=_("nomination"))
    asked = models.ForeignKey(Check, models.PROTECT, related_name="requests", verbose_name=_("check"))
    number = models.CharField(_("number of the letter"), max_length=40)
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    due_at = models.DateTimeField(_("answer due"))
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reply_reference = models.CharField(_("number of the reply"), max_length=100, blank=True)
    reply_words = models.TextField(_("what the authority answered"), blank=True)
    reply = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reply"))

    AUDITED = ("nomination", "asked", "number", "sent_at", "sent_by", "due_at", "replied_at", "reply")
    SEALED = ("reply_reference", "reply_words")

    class Meta:
        verbose_name = _("request to an authority")
        verbose_name_plural = _("requests to authorities")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["asked", "number"], name="check_asked_once_a_letter")]

    def __str__(self) -> str:
        return self.number


class SignatureSheet(OfNomination):
    """A numbered sheet that the commission issued for collecting signatures, and its count."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="signature_sheets", verbose_name=_("nomination"))
    number = models.PositiveIntegerField(_("sheet"))
    issued_at = models.DateTimeField(_("issued"))
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    signatures = models.PositiveSmallIntegerField(_("signatures on it"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by"))

    AUDITED = ("nomination", "number", "issued_at", "handed_in_at", "signatures", "checked_at", "checked_by")

    class Meta:
        verbose_name = _("signature sheet")
        verbose_name_plural = _("signature sheets")
        ordering = ["nomination", "number"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "number"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True, signatures__isnull=True) | Q(handed_in_at__isnull=False, signatures__isnull=False),
                name="sheet_handed_in_with_its_count",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | Q(handed_in_at__isnull=False, checked_by__isnull=False),
                name="sheet_checked_after_return",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Fault(models.TextChoices):
    """Why a signature does not count. The law's list was not available: these are the usual ones, to be confirmed."""

    DUPLICATE = "duplicate", _("the same voter signed twice")
    NOT_A_VOTER = "not_a_voter", _("not a voter of this constituency")
    WRONG_DATA = "wrong_data", _("the data of the voter are wrong or missing")
    NOT_PERSONAL = "not_personal", _("not signed by the voter in person")
    NO_DATE = "no_date", _("the date is missing or lies outside the term")
    NOT_CERTIFIED = "not_certified", _("the sheet is not certified by the collector")


class Signature(OfNomination):
    """A line of a sheet: entered where its signer is looked for among others, or where it does not count.

    `signer_hash` is a keyed hash of the identity number; the number itself is not kept.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="signatures", verbose_name=_("nomination"))
    sheet = models.ForeignKey(SignatureSheet, models.PROTECT, related_name="lines", verbose_name=_("sheet"))
    line = models.PositiveSmallIntegerField(_("line"))
    signer_hash = models.CharField(max_length=64, blank=True, editable=False)
    fault = models.CharField(_("why it does not count"), max_length=20, choices=Fault, blank=True)

    AUDITED = ("nomination", "sheet", "line", "fault")
    SEALED = ("signer_hash",)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["sheet", "line"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "line"], name="signature_line_once"),
            models.CheckConstraint(condition=Q(line__gte=1), name="signature_line_from_one"),
        ]
        indexes = [models.Index(fields=["signer_hash"], name="signature_by_signer")]

    def __str__(self) -> str:
        return f"{self.sheet}/{self.line}"


class DepositOutcome(models.TextChoices):
    RETURNED = "returned", _("to be returned")
    TO_BUDGET = "to_budget", _("goes to the budget")


class Deposit(OfNomination):
    """The deposit of a nomination: who saw the payment, who confirmed it, and where the money goes in the end."""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="deposit", verbose_name=_("nomination"))
    amount = models.PositiveIntegerField(_("amount in tenge"))
    paid_on = models.DateField(_("paid on"))
    reference = models.CharField(_("payment reference"), max_length=100)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=DepositOutcome, blank=True)
    settled_at = models.DateTimeField(_("outcome recorded"), null=True, blank=True)

    AUDITED = (
        "nomination", "amount", "paid_on", "recorded_at", "recorded_by", "confirmed_at", "confirmed_by", "outcome", "settled_at",
    )  # fmt: skip
    SEALED = ("reference",)

    class Meta:
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by")), name="deposit_confirmed_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="deposit_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="deposit_settled_with_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.amount)
