"""The form of a new calendar plan: every entry with its moments, as they stand, to be changed."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.forms.desk import DeskForm
from commission.forms.fields import MomentField
from commission.forms.votes import ReasoningFields, VoteFields, reasoning_in
from commission.selectors import windows_of
from commission.services.elections import Span, planned_for, span_of


class ReplanForm(VoteFields, ReasoningFields, DeskForm):
    """New moments for the entries, and the vote that adopts them. To look at what they would do, no vote is needed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        in_force = windows_of(self.row)
        self.plan = planned_for(self.row)
        self.standing = {p.code: span_of(in_force.get(p.code)) or Span(p.starts_at, p.due_at) for p in self.plan}
        self.mark = str(max((entry.pk for entry in in_force.values()), default=0))
        self.fields["seen"].initial = self.mark
        for planned in self.plan:
            span = self.standing[planned.code]
            for name, label, value in (("starts", _("start"), span.starts_at), ("due", _("end"), span.due_at)):
                if value is None:
                    continue  # a plain deadline has no start, and gets none here
                field = MomentField(label=_("%(entry)s, %(moment)s") % {"entry": planned.term.title, "moment": label}, initial=value)
                field.zone = self.zone
                field.widget.attrs["class"] = "form-control"
                self.fields[f"{name}_{planned.code}"] = field
        if "look" in self.data:
            for name in (*VoteFields.VOTE, "reasoning_kk", "reasoning_ru"):
                self.fields[name].required = False

    @property
    def lines(self) -> list[tuple[Any, list[Any]]]:
        """What a row of the table shows: the entry, and the fields of its start and its end, where it has them."""
        names = {p.code: (f"starts_{p.code}", f"due_{p.code}") for p in self.plan}
        return [(p.term.title, [self[name] if name in self.fields else None for name in names[p.code]]) for p in self.plan]

    @property
    def deciding(self) -> list[Any]:
        """The fields of the decision, below the table."""
        return [self[name] for name in ("reasoning_kk", "reasoning_ru", *VoteFields.VOTE)]

    def clean(self) -> dict[str, Any]:
        """Adds what the step takes: the spans that were changed, and the reasoning."""
        data = super().clean() or {}
        if data.get("seen") and data["seen"] != self.mark:
            self.add_error(None, _("The plan was changed meanwhile by another decision. Open this page anew."))
        if not self.errors:
            spans = {p.code: self._span(p.code, data) for p in self.plan}
            data["spans"] = {code: span for code, span in spans.items() if span != self.standing[code]}
            data["reasoning"] = reasoning_in(data)
        return data

    def _span(self, code: str, data: dict[str, Any]) -> Span:
        standing = self.standing[code]
        starts, due = data.get(f"starts_{code}"), data.get(f"due_{code}")
        return Span(self._moment(standing.starts_at, starts, end=False), self._moment(standing.due_at, due, end=True))

    def _moment(self, standing: datetime | None, typed: datetime | None, *, end: bool) -> datetime | None:
        """The moment that was typed. The field knows minutes: what was not changed stays to the microsecond, and 23:59 ends a day."""
        if standing is None or typed is None or typed == standing.replace(second=0, microsecond=0):
            return standing
        wall = clock.local(typed, self.zone)
        last = end and (wall.hour, wall.minute) == (time.max.hour, time.max.minute)
        return clock.at_local(wall.date(), time.max, self.zone) if last else typed
