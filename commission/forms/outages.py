"""Forms of the outage log, and of the decision that extends a term."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms.desk import DeskForm
from commission.forms.fields import MomentField
from commission.forms.votes import ReasoningFields, VoteFields, reasoning_in
from commission.selectors import timetable_of
from commission.services import extending
from commission.services.extending import Extension
from commission.templatetags.words import moment

BY_FIGURES = ""


class OutageForm(DeskForm):
    """From when until when what was out of order."""

    began_at = MomentField(label=_("Began"))
    ended_at = MomentField(label=_("Ended"), required=False, help_text=_("Empty while it still lasts; its end is written down later."))
    words_kk = forms.CharField(label=_("What happened, in Kazakh"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "lang": "kk"}))
    words_ru = forms.CharField(label=_("What happened, in Russian"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "lang": "ru"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        began, ended = data.get("began_at"), data.get("ended_at")
        if began and ended and ended <= began:
            self.add_error("ended_at", _("The outage would end before it began."))
        return data


class OutageEndForm(DeskForm):
    ended_at = MomentField(label=_("Ended"))


class ExtendForm(VoteFields, ReasoningFields, DeskForm):
    """Which term, until when, why; and whether the members voted already or a session will."""

    entry = forms.ChoiceField(label=_("Term"))
    due_at = MomentField(label=_("New end"), help_text=_("In the city's time. Start, article and responsible person stay."))
    basis = forms.ChoiceField(label=_("Basis"), widget=forms.RadioSelect)
    outages = forms.MultipleChoiceField(label=_("Outages that the decision cites"), required=False, widget=forms.CheckboxSelectMultiple)
    session = forms.ChoiceField(
        label=_("Decided by"),
        required=False,
        help_text=_("Where a session will decide, the figures of the vote stay empty: it counts them itself."),
    )

    field_order = ("entry", "due_at", "basis", "outages", "reasoning_kk", "reasoning_ru", "session", *VoteFields.VOTE)

    def prepare(self) -> None:
        entries = [entry for entry in timetable_of(self.row) if entry.due_at]
        self.fields["entry"].choices = [("", "–")] + [
            (entry.code, _("%(term)s, until %(end)s") % {"term": entry.title, "end": moment(entry.due_at, self.zone)}) for entry in entries
        ]
        self.fields["basis"].choices = [(basis.name, basis.label) for basis in extending.bases()]
        self.logged = {str(outage.pk): outage for outage in self.row.home.outages.all()}
        self.fields["outages"].choices = [(key, self._outage(outage)) for key, outage in self.logged.items()]
        if not self.logged:
            del self.fields["outages"]
        self.sessions = {str(s.pk): s for s in self.row.home.sessions.filter(closed_at__isnull=True, called_off_at__isnull=True)}
        self.fields["session"].choices = [(BY_FIGURES, _("The members voted already; the figures stand below"))] + [
            (key, _("%(session)s, convened for %(moment)s") % {"session": each, "moment": moment(each.convened_for, self.zone)})
            for key, each in self.sessions.items()
        ]
        if not self.sessions:
            del self.fields["session"]
        if self.data.get("session"):
            for name in VoteFields.VOTE:
                self.fields[name].required = False

    def _outage(self, outage: Any) -> str:
        until = moment(outage.ended_at, self.zone) if outage.ended_at else _("still lasts")
        return f"{moment(outage.began_at, self.zone)} – {until}: {outage.words}"

    def clean(self) -> dict[str, Any]:
        """Adds what the step takes: the session, if one was chosen, and the extension as a whole."""
        data = super().clean() or {}
        if not self.errors:
            data["session"] = self.sessions.get(data.get("session", ""))
            cited = [self.logged[key] for key in data.get("outages", [])]
            data["extension"] = Extension(data["entry"], data["due_at"], data["basis"], reasoning_in(data), cited)
        return data
