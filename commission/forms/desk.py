"""The form of one step of the desk."""

import secrets
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from commission.forms.fields import MomentField


class DeskForm(forms.Form):
    """What a step needs to know. `row` is the row it is taken on, `part` the part of it that the step is about, if any, `actor` the
    person at the desk.

    Without fields it is a plain confirmation. A subclass fills its choices in `prepare`. `once` names this very form: sent twice,
    by a double click or by going back, it is taken once.
    """

    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(18))

    use_required_attribute = False  # the server says what is missing, all at once

    def __init__(self, *args: Any, row: Any, actor: Any, part: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.actor, self.part = row, actor, part
        self.zone = row.commission.time_zone
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = self.zone
        self.prepare()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True

    def prepare(self) -> None:
        """Choices and initial values that depend on the row."""
