"""Forms of the proxies at the desk: proposed on paper, registered, ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms.personal import LineField, PhoneField
from candidates.models import ProxyEnd
from commission.forms.desk import DeskForm
from commission.forms.fields import DocumentField
from commission.models import User


class ProposalForm(DeskForm):
    """Whom the candidate named on paper."""

    full_name = LineField(label=_("Full name of the proxy"), max_length=200, help_text=_("As in the identity card."))
    phone = PhoneField(label=_("Phone of the proxy (optional)"), required=False, max_length=40)
    station = forms.IntegerField(
        label=_("Number of the polling station (optional)"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty for a proxy who helps with the case and at no station."),
    )
    consent = DocumentField(
        label=_("Scan of the written consent"), required=False, help_text=_("Without it the proxy can't be registered.")
    )


class RegistrationForm(DeskForm):
    """The consent, where it is not there yet, and the account with which the proxy may act on the portal."""

    consent = DocumentField(label=_("Scan of the written consent"))
    account = forms.EmailField(
        label=_("E-mail address of the proxy's account on the portal (optional)"),
        required=False,
        help_text=_("With it he fills in pages and adds papers for the candidate; he hands nothing in and does not withdraw."),
    )

    def prepare(self) -> None:
        if self.row.consent_id:
            del self.fields["consent"]

    def clean_account(self) -> User | None:
        address = self.cleaned_data["account"]
        if not address:
            return None
        user: User | None = User.objects.filter(email=address.lower(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("No account of the portal has this address. The proxy signs up first, or leave it empty."))
        return user


class EndForm(DeskForm):
    """Why a registered proxy ends."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=[(why.value, why.label) for why in (ProxyEnd.OWN_WISH, ProxyEnd.CANDIDATE)],
        widget=forms.RadioSelect,
    )
