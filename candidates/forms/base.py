"""What every form of the candidate portal shares."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from commission.law.citing import cite
from commission.refused import Refused


class ApplyForm(forms.Form):
    """A form of one page. The page holds the <form> with token and buttons, and the summary of errors above it."""

    use_required_attribute = False  # the server says what is missing, all at once

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        return Layout(*self.fields)

    def refuse(self, refused: Refused) -> None:
        """Show a refusal of a service above the form: what happened, by which article, and the way out."""
        article = f" ({cite(refused.article)})" if refused.article else ""
        self.add_error(None, f"{refused.reason}{article} {refused.way_out}".strip())
