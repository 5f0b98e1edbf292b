"""The form of a payment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.services.deposits import deposit_of
from commission.forms.desk import DeskForm


class DepositForm(DeskForm):
    """A payment as it stands on the account."""

    amount = forms.IntegerField(label=_("Amount in tenge"), min_value=1, max_value=2_000_000_000)
    paid_on = forms.DateField(
        label=_("Paid on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    reference = forms.CharField(label=_("Payment reference"), max_length=100, help_text=_("The number of the payment order."))

    def prepare(self) -> None:
        recorded = deposit_of(self.row)
        self.fields["amount"].initial = recorded.amount if recorded else self.row.election.pack.deposit_tenge
        if recorded:
            self.fields["paid_on"].initial, self.fields["reference"].initial = recorded.paid_on, recorded.reference
