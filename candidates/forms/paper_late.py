"""The form for papers that came too late."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms.desk import DeskForm
from commission.forms.fields import MomentField
from commission.selectors import timetable_of
from commission.templatetags.words import moment


class LatePapersForm(DeskForm):
    """Who brought what, when to the second, and which term had ended."""

    person = forms.CharField(label=_("Who brought them"), max_length=200, help_text=_("Family name, given name, patronymic."))
    papers = forms.CharField(
        label=_("What was brought"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each paper with its sheets. The note repeats it word for word."),
    )
    brought_at = MomentField(
        label=_("When they were brought"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}),
        help_text=_("To the second, in the city's time. The last moment of a term belongs to it."),
    )
    entry = forms.ChoiceField(label=_("Term that had ended"))

    def prepare(self) -> None:
        self.entries = {entry.code: entry for entry in timetable_of(self.row) if entry.due_at}
        self.fields["entry"].choices = [("", "–")] + [
            (code, _("%(term)s, until %(end)s") % {"term": entry.title, "end": moment(entry.due_at, self.zone)})
            for code, entry in self.entries.items()
        ]
        if "nomination" in self.entries:
            self.fields["entry"].initial = "nomination"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "entry" in data:
            data["entry"] = self.entries[data["entry"]]
        return data
