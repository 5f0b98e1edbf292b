"""What can happen next in a case, by whom and until when: read from the one table that runs it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.models import Nomination
from candidates.selectors import facts_of
from candidates.workflow import Facts, State, Transition, second_person
from commission import clock
from commission.access import MATRIX, ROLE_LABELS, Action, Role
from commission.admin.pages import StepLine, Steps, told, when
from commission.admin.scope import scope
from commission.law.citing import cite
from commission.models import Origin
from commission.refused import Refused

# Leaving the race is the candidate's or the party's will; it never waits for the commission.
NEVER_OWED = frozenset({Action.WITHDRAW, Action.RECALL})


def next_steps(request: HttpRequest, row: Nomination) -> Steps:
    """The rows that leave this state; “now” is what the services would answer this person at this moment."""
    # a reason and grounds are typed with the step itself: their absence is no obstacle yet
    facts = facts_of(row, actor=request.user, reason_given=True, grounds=1)
    at = clock.now()
    return Steps(
        _("What can happen next"),
        [step_line(request, row, facts, step, at) for step in workflow.open_steps(row.stage)],
        _("Nothing more: this is how the case ended."),
    )


def step_line(request: HttpRequest, row: Nomination, facts: Facts, step: Transition, at: datetime) -> StepLine:
    obstacle = hindrance(facts, step, at)
    if row.election.origin == Origin.REPLAYED:
        now, tone = _("replayed"), "quiet"
    elif obstacle:
        now, tone = _("not now"), "quiet"
    elif row.election.home_id in scope(request, step.by):
        now, tone = _("possible, also by you"), "info"
    else:
        now, tone = _("possible"), "wait"
    return StepLine(step.label, roles_of_step(step), term_of(facts, step, row.election.zone), now, tone, obstacle)


def roles_of_step(step: Transition) -> str:
    return ", ".join(str(ROLE_LABELS[role]) for role in Role if role in MATRIX[step.by])


def term_of(facts: Facts, step: Transition, zone: str) -> str:
    if step.name in ("resubmit", "close_correction"):
        return when(facts.correction_due, zone) if facts.correction_due else ""
    window = facts.windows.get(step.window)
    return f"{told(window.starts_at, zone, window.precision)} – {told(window.due_at, zone, window.precision)}" if window else ""


def hindrance(facts: Facts, step: Transition, at: datetime) -> str:
    """Why the step can't be taken now, with its article; nothing where it can."""
    try:
        workflow.step(facts, step.name, at=at, target=next(iter(sorted(step.targets)), None))
    except Refused as refused:
        return f"{refused.reason} ({cite(refused.article)})" if refused.article else str(refused.reason)
    return ""


@dataclass(frozen=True)
class Owed:
    """A step that the commission owes in a state. `concluded`: only before or only after the first person is done."""

    state: State
    by: Action
    label: Any
    concluded: bool | None = None


def owed_steps() -> list[Owed]:
    """The steps that wait for somebody of the commission: the rows of the table, and the verification itself."""
    owed = [Owed(State.UNDER_VERIFICATION, Action.CONCLUDE_VERIFICATION, _("Verify"), concluded=False)]
    for state in (State.SUBMITTED, State.UNDER_VERIFICATION, State.READY_FOR_DECISION):
        for step in workflow.open_steps(state):
            if step.by not in NEVER_OWED:
                concluded = second_person in step.guards if state is State.UNDER_VERIFICATION else None
                owed.append(Owed(state, step.by, step.label, concluded))
    return owed


def owed_by(request: HttpRequest) -> Q:
    """The cases in which this person owes the next step, by state, role and the rule of the second person."""
    owed = Q(pk__in=[])
    for step in owed_steps():
        mine = Q(state=step.state, election__home_id__in=scope(request, step.by))
        if step.concluded is not None:
            mine &= Q(concluded_by__isnull=not step.concluded) & ~Q(concluded_by=request.user.pk)
        owed |= mine
    return owed


def owed_labels(request: HttpRequest, row: Nomination) -> list[Any]:
    """The names of the steps that this person may take next in a case that waits."""
    return [
        step.label
        for step in owed_steps()
        if step.state == row.state
        and step.concluded in (None, row.concluded_by_id is not None)
        and row.election.home_id in scope(request, step.by)
    ]
