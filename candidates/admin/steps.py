"""What can happen next in a case, by whom and until when: read from the one table that runs it."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.models import Nomination
from candidates.selectors import facts_of
from candidates.workflow import Facts, Transition
from commission import clock
from commission.access import MATRIX, ROLE_LABELS, Role
from commission.admin.pages import StepLine, Steps, told, when
from commission.admin.scope import scope
from commission.law.citing import cite
from commission.models import Origin
from commission.refused import Refused


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
