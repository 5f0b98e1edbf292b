"""Forms of the letters to authorities and of their replies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms.desk import DeskForm
from commission.forms.fields import DocumentField


class RequestForm(DeskForm):
    """What one letter asks its authority. The part is the list of checks that can be asked of it."""

    codes = forms.MultipleChoiceField(
        label=_("What the letter asks for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the letter asks for.")},
    )

    def prepare(self) -> None:
        self.fields["codes"].choices = [(check.code, check.title) for check in self.part]
        self.fields["codes"].initial = [check.code for check in self.part]


class ReplyForm(DeskForm):
    """What an authority answered. The part is the letter: the rows that share its number."""

    reference = forms.CharField(label=_("Number and date of the reply"), required=False, max_length=100)
    words = forms.CharField(
        label=_("What the authority answered"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In one or two sentences; they stand beside the check whose result you record next."),
    )
    codes = forms.MultipleChoiceField(label=_("Which checks it answers"), required=False, widget=forms.CheckboxSelectMultiple)
    document = DocumentField(label=_("Scan of the reply"), required=False, help_text=_("PDF, JPEG or PNG."))

    def prepare(self) -> None:
        waiting = [row.asked for row in self.part if row.replied_at is None]
        if len(waiting) < 2:
            del self.fields["codes"]
            return
        self.fields["codes"].choices = [(check.code, check.title) for check in waiting]
        self.fields["codes"].initial = [check.code for check in waiting]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "codes" in self.fields:
            data["codes"] = data.get("codes") or None
            if data["codes"] is None and "codes" not in self.errors:
                self.add_error("codes", forms.ValidationError(_("Choose at least one check."), code="required"))
        if not (data.get("reference") or data.get("words") or data.get("document") or self.errors):
            self.add_error("reference", forms.ValidationError(_("Enter the number of the reply, its words, or its scan."), code="required"))
        return data
