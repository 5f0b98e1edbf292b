"""The draft of a decision on a nomination: which failure carries which ground, and the reasons in both official languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import Deficiency, Nomination
from candidates.services import drafting
from candidates.services.agenda import ON_GROUNDS, proposal_for
from candidates.services.deciding import Because, belongs, stands
from commission import clock
from commission.forms.desk import DeskForm
from commission.law.citing import cite
from commission.law.terms import Ground as LawGround
from commission.models import AgendaItem, DecisionKind, Session
from commission.services import sessions
from commission.services.decisions import Text
from commission.templatetags.words import moment


class DraftForm(DeskForm):
    """Grounds and reasons. `row` is the matter on the agenda, or the nomination that is to come onto one."""

    kind: DecisionKind
    nomination: Nomination

    reword = forms.BooleanField(
        label=_("Word the reasons anew from the grounds chosen above"),
        required=False,
        help_text=_("What stands in the two fields below is then replaced."),
    )
    reasoning_kk = forms.CharField(label=_("Reasons in Kazakh"), required=False, widget=forms.Textarea(attrs={"rows": 8, "lang": "kk"}))
    reasoning_ru = forms.CharField(label=_("Reasons in Russian"), required=False, widget=forms.Textarea(attrs={"rows": 8, "lang": "ru"}))

    def prepare(self) -> None:
        self.draft = self.draft_on_record()
        words = drafting.reasoning_in(self.draft)
        self.fields["reasoning_kk"].initial, self.fields["reasoning_ru"].initial = words.kk, words.ru
        self.failures: dict[str, Deficiency] = {}
        if self.kind in ON_GROUNDS:
            self.add_grounds()
        elif self.kind == DecisionKind.BALLOT:
            del self.fields["reword"]
        elif self.kind == DecisionKind.DEPARTURE:
            self.fields["reword"].label = _("Word the reasons anew from the statement that was received")
        else:
            self.fields["reword"].label = _("Word the reasons anew from the results of the checks")

    def draft_on_record(self) -> dict[str, Any]:
        raise NotImplementedError

    def add_grounds(self) -> None:
        """Every failure of the case with the grounds that speak of it, whether it can carry them or not: the service says why not."""
        for_cancellation = self.kind == DecisionKind.CANCEL
        grounds = [g for g in self.nomination.election.pack.grounds if (g.for_cancellation if for_cancellation else g.for_refusal)]
        chosen = {because.failure.pk: because.code for because in drafting.grounds_in(self.draft, self.nomination) if because.failure}
        fields = {}
        for failure in self.nomination.deficiencies.select_related("check_failed", "paper").order_by("pk"):
            fitting = [ground for ground in grounds if belongs(failure, ground)]
            name = f"ground_{failure.pk}"
            self.failures[name] = failure
            fields[name] = forms.ChoiceField(
                label=failure.description,
                choices=[("", _("carries no ground")), *((g.code, f"{g.title} ({cite(g.article)})") for g in fitting)],
                required=False,
                initial=chosen.get(failure.pk, ""),
                help_text=self.about(failure, fitting),
            )
        self.fields = {**fields, **self.fields}

    def about(self, failure: Deficiency, fitting: list[LawGround]) -> str:
        """Article and notice of a failure, and whether it still stands."""
        article, now = cite(failure.article), clock.now()
        if failure.notified_at is None:
            return str(
                _("%(article)s. The candidate was not told of it: it can carry no refusal and no cancellation.") % {"article": article}
            )
        words = {"article": article, "moment": moment(failure.notified_at, self.zone)}
        if not any(stands(failure, now, notice=ground.notice) for ground in fitting):
            return str(_("%(article)s. The candidate was told on %(moment)s; it was put right since.") % words)
        return str(_("%(article)s. The candidate was told on %(moment)s.") % words)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        grounds = [Because(data[name], failure) for name, failure in self.failures.items() if data.get(name)]
        words = Text(data.get("reasoning_kk", "").strip(), data.get("reasoning_ru", "").strip())
        if data.get("reword"):
            words = drafting.proposed_reasoning(self.nomination, self.kind, grounds)
        data["draft"] = drafting.as_draft(grounds, words)
        return data


class ItemDraftForm(DraftForm):
    """The draft of a matter that stands on an agenda."""

    row: AgendaItem

    def draft_on_record(self) -> dict[str, Any]:
        self.kind, self.nomination = DecisionKind(self.row.kind), self.row.matter
        return sessions.draft_of(self.row)


class ProposeForm(DraftForm):
    """A case that goes onto the agenda of a session, with its draft."""

    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        empty_label=None,
        error_messages={"required": _("No session is convened: convene one first.")},
    )
    field_order = ("session",)

    def draft_on_record(self) -> dict[str, Any]:
        self.nomination = self.row
        self.proposal = proposal_for(self.row, self.kind, clock.now())
        self.fields["session"].queryset = self.row.commission.sessions.filter(closed_at__isnull=True, called_off_at__isnull=True).order_by(
            "convened_for", "pk"
        )
        self.fields["session"].label_from_instance = lambda row: f"{row}, {moment(row.convened_for, self.zone)}"
        return self.proposal.draft

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "proposal": self.proposal}


class RegisterForm(ProposeForm):
    kind = DecisionKind.REGISTER


class RefuseForm(ProposeForm):
    kind = DecisionKind.REFUSE


class CancelForm(ProposeForm):
    kind = DecisionKind.CANCEL


class DepartureForm(ProposeForm):
    kind = DecisionKind.DEPARTURE
