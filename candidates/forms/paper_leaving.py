"""Forms for those who leave the race over the counter, and for a death."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms.desk import DeskForm
from commission.forms.fields import DocumentField, MomentField

HANDED_OVER = _("The moment over the counter, in the city's time. By it the term is judged; the log keeps the moment of typing too.")


class WithdrawalForm(DeskForm):
    """The signed statement of the candidate."""

    handed_at = MomentField(label=_("When the statement was handed over"), help_text=HANDED_OVER)
    statement = DocumentField(label=_("Scan of the signed statement"))
    seen = forms.BooleanField(
        label=_("The candidate showed an identity document, or the signature is certified by a notary."),
        error_messages={"required": _("Make sure that it is the candidate who withdraws, and confirm it.")},
    )


class RecallForm(DeskForm):
    """The minutes of the party body."""

    handed_at = MomentField(label=_("When the minutes were handed over"), help_text=HANDED_OVER)
    minutes = DocumentField(label=_("Scan of the minutes"))
    seen = forms.BooleanField(
        label=_("The minutes are those of the body that nominated, and its representative handed them over."),
        error_messages={"required": _("Make sure that it is the party that recalls, and confirm it.")},
    )


class DeathForm(DeskForm):
    """What proves it."""

    died_on = forms.DateField(label=_("Day of death"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reference = forms.CharField(
        label=_("Record of the civil registry"), max_length=200, help_text=_("Number, date and office, as in the certificate.")
    )
    proof = DocumentField(label=_("Scan of the certificate"), required=False)
