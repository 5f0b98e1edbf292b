"""The form of one step of the desk."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from commission.forms.fields import MomentField


class DeskForm(forms.Form):
    """What a step needs to know. `row` is the row it is taken on, `actor` the person at the desk.

    Without fields it is a plain confirmation. A subclass fills its choices in `prepare`.
    """

    use_required_attribute = False  # the server says what is missing, all at once

    def __init__(self, *args: Any, row: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.actor = row, actor
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
