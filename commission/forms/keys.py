"""allauth's forms for security keys, whose name field has no label that can be translated."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm as Add
from allauth.mfa.webauthn.forms import EditWebAuthnForm as Edit
from django.utils.translation import gettext_lazy as _


class AddKeyForm(Add):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class EditKeyForm(Edit):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
