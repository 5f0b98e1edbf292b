"""Which cases wait for whom: the steps that somebody of the commission owes, by state, role, and what stands in the way.

Every condition is one on the query, so that a list of five hundred cases asks as often as one of five.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.models import AuthorityRequest, Check, CheckResult, Deficiency, Deposit, Nomination, Proxy
from candidates.workflow import State, second_person
from commission.access import Action
from commission.admin.scope import scope
from commission.admin.writing import address, steps_of
from commission.models import Origin

# Leaving the race is the candidate's or the party's will; it never waits for the commission.
NEVER_OWED = frozenset({Action.WITHDRAW, Action.RECALL})
OF_THE_CASE = OuterRef("pk")


@dataclass(frozen=True)
class Owed:
    """A step that the commission owes in a state. `concluded`: only before or only after the first person is done; `flag`: only
    where the list says so of the case."""

    state: State
    by: Action
    label: Any
    concluded: bool | None = None
    flag: str = ""


def flags(user: Any, now: datetime) -> dict[str, Exists]:
    """What the list has to know of each case beside its state."""
    asked = AuthorityRequest.objects.filter(asked=OF_THE_CASE, replied_at__isnull=True, due_at__gte=now)
    later = Check.objects.filter(nomination=OF_THE_CASE, after_registration=True, result=CheckResult.PENDING)
    return {
        # noted, and the candidate was not told of it yet
        "has_points": Exists(Deficiency.objects.filter(nomination=OF_THE_CASE, curable=True, notified_at__isnull=True)),
        # a payment that another person recorded
        "has_payment": Exists(Deposit.objects.filter(nomination=OF_THE_CASE, confirmed_by__isnull=True).exclude(recorded_by=user.pk)),
        # a check after registration that no authority is busy with
        "has_later_check": Exists(later.filter(~Exists(asked))),
    }


def owed_steps() -> list[Owed]:
    """The steps that wait for somebody of the commission: the rows of the table, and the casework that has none."""
    owed = [
        Owed(State.UNDER_VERIFICATION, Action.CONCLUDE_VERIFICATION, _("Verify"), concluded=False),
        Owed(State.UNDER_VERIFICATION, Action.CONFIRM_DEPOSIT, _("Confirm the deposit"), flag="has_payment"),
        Owed(State.REGISTERED, Action.RECORD_CHECK, _("Check after registration"), flag="has_later_check"),
    ]
    for state in (State.SUBMITTED, State.UNDER_VERIFICATION, State.READY_FOR_DECISION):
        for step in workflow.open_steps(state):
            if step.by not in NEVER_OWED:
                concluded = second_person in step.guards if state is State.UNDER_VERIFICATION else None
                flag = "has_points" if step.by is Action.REQUEST_CORRECTION else ""
                owed.append(Owed(state, step.by, step.label, concluded, flag))
    return owed


def with_flags(cases: QuerySet[Nomination], request: HttpRequest, now: datetime) -> QuerySet[Nomination]:
    return cases.annotate(**flags(request.user, now))


def owed_by(request: HttpRequest) -> Q:
    """The cases in which this person owes the next step; for a list `with_flags`. Nobody is staff in his own case."""
    owed = Q(pk__in=[])
    for step in owed_steps():
        mine = Q(state=step.state, election__home_id__in=scope(request, step.by))
        if step.concluded is not None:
            mine &= Q(concluded_by__isnull=not step.concluded)
        if step.concluded:
            mine &= ~Q(concluded_by=request.user.pk)
        if step.flag:
            mine &= Q(**{step.flag: True})
        owed |= mine
    own = Q(applicant=request.user.pk) | Exists(Proxy.objects.filter(nomination=OF_THE_CASE, user=request.user.pk, ended_at__isnull=True))
    return owed & ~own & ~Q(election__origin=Origin.REPLAYED)


@dataclass(frozen=True)
class Next:
    """The name of a step that a person owes, and where it is taken."""

    label: Any
    url: str


def next_of(request: HttpRequest, row: Any) -> list[Next]:
    """The steps that this person may take next in a case that waits; `row` is of a list `with_flags`."""
    if row.election.origin == Origin.REPLAYED:
        return []  # a finished record is nobody's work
    found = []
    for step in owed_steps():
        if step.state != row.state or row.election.home_id not in scope(request, step.by):
            continue
        if step.concluded not in (None, row.concluded_by_id is not None) or (step.concluded and row.concluded_by_id == request.user.pk):
            continue
        if not step.flag or getattr(row, step.flag):
            found.append(Next(step.label, place_of(row, step)))
    return found


def place_of(row: Nomination, step: Owed) -> str:
    """The page of the step itself where it has one that is open in this state; else the place in the case where it is worked on."""
    page = WORKED_ON.get(step.by)
    if page is not None:
        return address(row) + page
    pages = (each.name for each in steps_of(Nomination).values() if each.action is step.by and each.part is None)
    return address(row, next(pages, ""))


# Work that is more than one page.
WORKED_ON = {Action.CONCLUDE_VERIFICATION: "#checks", Action.RECORD_CHECK: "#checks"}
