"""Appeals at the desk: filed, decided, and an upheld one carried out by the reinstatement."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import effects
from candidates.forms.paper_appeals import AppealForm, AppealOutcomeForm, ReinstatementForm
from candidates.models import Appeal, AppealOutcome, Nomination
from candidates.selectors import appeal_ends, last_decision_fell
from candidates.services import appeals, deciding
from candidates.workflow import State
from commission.access import Action
from commission.admin.writing import DeskStep, Run, register
from commission.models import Decision

ENDED_BY_DECISION = (State.REFUSED, State.CANCELLED)


def the_appeal(row: Nomination, key: str) -> Appeal | None:
    appeal = row.appeals.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    if appeal:
        appeal.nomination = row
    return appeal


def terms(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    """Until when each decision could be appealed."""
    decisions = Decision.objects.filter(grounds__nomination=row).distinct().order_by("-adopted_at")
    period = row.election.pack.period("appeal_against_refusal")
    return {"terms": [(decision, appeal_ends(row.election, decision)) for decision in decisions], "period": period}


def of_the_appeal(request: HttpRequest, appeal: Appeal) -> dict[str, Any]:
    return {"appeal": appeal}


def what_returns(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    return {"effects": effects.of_reinstatement(row)}


def decide(run: Run) -> Appeal:
    return appeals.decide_appeal(run.row, **run.call, appeal=run.part, **run.data)


register(
    Nomination,
    DeskStep(
        "record-appeal",
        _("Record an appeal"),
        Action.RECORD_APPEAL,
        run=lambda r: appeals.record_appeal(r.row, **r.call, **r.data),
        form=AppealForm,
        explain=_("An appeal lies over the decision and changes no state: the decision stands until the appeal is upheld."),
        done=_("The appeal is on record."),
        offered=lambda row: row.stage in ENDED_BY_DECISION and row.grounds.exists(),
        template="admin/candidates/paper/appeal.html",
        context=terms,
    ),
    DeskStep(
        "decide-appeal",
        _("Record how the appeal was decided"),
        Action.RECORD_APPEAL,
        run=decide,
        form=AppealOutcomeForm,
        done=_("The outcome is on record."),
        offered=lambda appeal: appeal.outcome == AppealOutcome.PENDING,
        part=the_appeal,
        template="admin/candidates/paper/appeal.html",
        context=of_the_appeal,
    ),
    DeskStep(
        "reinstate",
        _("Reinstate the candidate"),
        Action.REINSTATE,
        run=lambda r: deciding.reinstate(r.row, **r.call, target=r.data["target"]),
        form=ReinstatementForm,
        explain=_("The decision has fallen: by an upheld appeal, or because the superior commission annulled it. Carry it out."),
        done=_("The candidate is reinstated; the public page says so."),
        offered=lambda row: row.stage in ENDED_BY_DECISION and last_decision_fell(row),
        template="admin/candidates/paper/leaving.html",
        context=what_returns,
    ),
)
