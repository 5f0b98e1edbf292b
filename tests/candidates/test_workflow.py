"""The workflow, whole: every step by every role in every state, held against the table in workflow_table.md.

The table is written and reviewed by people, from the law and the rules of the house; nothing makes it from the code. Each
cell is tried with the real service on a case in which everything but state and role is in order, and is then rolled back.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from candidates.models import Deficiency, Deposit, Nomination
from candidates.services import (
    appeals,
    deciding,
    deposits,
    documents,
    filing,
    handing_in,
    leaving,
    requests,
    signatures,
    verification,
)
from candidates.services.deciding import Because
from candidates.workflow import LIVE, PUBLIC, PUBLIC_LABELS, STAFF_LABELS, TRANSITIONS, State, open_steps
from commission.access import SYSTEM, Action, Role
from commission.audit import EVENTS
from commission.models import AuditEvent, Election, ElectionState, User
from commission.refused import Refused
from commission.services.decisions import Text
from tests.factories import (
    ALL_SEVEN,
    CONCLUDED,
    CORRECTION_ASKED,
    LAPSED,
    LEFT,
    TAKEN,
    World,
    a_failure,
    a_person,
    a_proxy,
    a_scan,
    conclude_and_finish,
    holding,
    moment,
    nomination_in,
    record_checks,
)

TABLE = Path(__file__).with_name("workflow_table.md")
IN_CORRECTION = moment("2025-09-05 16:00")  # the last day of the correction; LEFT, the moment of the other steps, is after it
PERSON = a_person(77)
DAY = TAKEN.date()
COURT = Text("Сот", "Суд", "Court")


def read_table() -> dict[State, dict[str, dict[Role, str]]]:
    """State -> step -> role -> cell."""
    table: dict[State, dict[str, dict[Role, str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = table.setdefault(State(line.removeprefix("## ")), {})
        elif line.startswith("| step "):
            roles = [Role(name) for name in cells_of(line)[1:]]
        elif line.startswith("| "):
            step, *cells = cells_of(line)
            assert step not in rows, line
            rows[step] = dict(zip(roles, cells, strict=True))
    return table


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("| ").split("|")]


# -- the steps, each with everything in order but state and role


def a_ground(nomination: Nomination, code: str) -> list[Because]:
    return [Because(code, nomination.deficiencies.filter(notified_at__isnull=False).first())]


def last_decision(nomination: Nomination) -> Any:
    ground = nomination.grounds.last()
    return ground.decision if ground else nomination.election.decisions.first()


def start(nomination: Nomination, actor: Any) -> Any:
    """The candidate, the secretary and the proxy for the same person again; anybody else for himself."""
    secretary = Role.SECRETARY in {m.role for m in actor.memberships.all()} if actor is not SYSTEM else False
    himself = actor != nomination.applicant and not secretary and not nomination.proxies.filter(user=getattr(actor, "pk", None)).exists()
    return filing.start(
        nomination.election, actor=actor, at=LEFT, way="self", channel="paper" if secretary else "portal",
        **(a_person(78) if himself else PERSON),
    )  # fmt: skip


def record_check(n: Nomination, actor: Any) -> Any:
    code = "declarations_true" if n.stage is State.REGISTERED else "age"
    return verification.record_check(n, actor=actor, at=LEFT, code=code, result="passed")


def note_deficiency(n: Nomination, actor: Any) -> Any:
    return verification.note_deficiency(n, actor=actor, at=LEFT, article="CL art. 104", description=Text("x", "x"), curable=True)


def answer_deficiency(n: Nomination, actor: Any) -> Any:
    point = n.deficiencies.filter(curable=True).first() or Deficiency(pk=0)
    return verification.answer_deficiency(n, actor=actor, at=IN_CORRECTION, deficiency=point, answer="x")


STEPS: dict[str, Callable[[Nomination, Any], Any]] = {
    "start": start,
    "edit": lambda n, actor: filing.edit(n, actor=actor, at=IN_CORRECTION, section="contact", phone="+7 700 555 5555"),
    "provide_paper": lambda n, actor: handing_in.provide_paper(n, actor=actor, at=IN_CORRECTION, code="application", document=a_scan()),
    "discard": lambda n, actor: filing.discard(n, actor=actor, at=LEFT),
    "submit": lambda n, actor: handing_in.submit(n, actor=actor, at=LEFT, declared=True),
    "take": lambda n, actor: verification.take_up(n, actor=actor, at=LEFT),
    "record_check": record_check,
    "note_deficiency": note_deficiency,
    "request_correction": lambda n, actor: verification.request_correction(n, actor=actor, at=LEFT),
    "answer_deficiency": answer_deficiency,
    "resubmit": lambda n, actor: handing_in.resubmit(n, actor=actor, at=IN_CORRECTION),
    "close_correction": lambda n, actor: verification.close_correction(n, actor=actor, at=LEFT),
    "conclude_verification": lambda n, actor: verification.conclude_verification(n, actor=actor, at=LEFT),
    "finish": lambda n, actor: verification.finish(n, actor=actor, at=LEFT),
    "send_back": lambda n, actor: verification.send_back(n, actor=actor, at=LEFT, reason="x"),
    "register": lambda n, actor: deciding.register(n, actor=actor, at=LEFT, vote=ALL_SEVEN),
    "refuse": lambda n, actor: deciding.refuse(n, actor=actor, at=LEFT, vote=ALL_SEVEN, grounds=a_ground(n, "nomination_rules")),
    "withdraw": lambda n, actor: leaving.withdraw(n, actor=actor, at=LEFT),
    "recall": lambda n, actor: leaving.recall(n, actor=actor, at=LEFT),
    "cancel": lambda n, actor: deciding.cancel(n, actor=actor, at=LEFT, vote=ALL_SEVEN, grounds=a_ground(n, "early_campaign")),
    "record_appeal": lambda n, actor: appeals.record_appeal(n, actor=actor, at=LEFT, decision=last_decision(n), body=COURT),
    "reinstate": lambda n, actor: deciding.reinstate(n, actor=actor, at=LEFT, target=State.REGISTERED),
    "reinstate to verification": lambda n, actor: deciding.reinstate(n, actor=actor, at=LEFT, target=State.UNDER_VERIFICATION),
    "lapse": lambda n, actor: filing.lapse(n, actor=actor, at=LAPSED),
}


# -- the casework, walked on a self-nominee whose letter, sheets, deposit and papers are at hand


def ask(n: Nomination, actor: Any) -> Any:
    code = "declarations_true" if n.stage is State.REGISTERED else "capacity"
    return requests.send_request(n, actor=actor, at=LEFT, codes=[code])


def reply(n: Nomination, actor: Any) -> Any:
    letter = n.requests.first()
    return requests.record_reply(n, actor=actor, at=LEFT, number=letter.number if letter else "?", reference="7-3")


def settle(n: Nomination, actor: Any) -> Any:
    """The result is determined, and the payment confirmed."""
    with transaction.atomic():
        Election.objects.filter(pk=n.election_id).update(state=ElectionState.DETERMINED)
        n.election.refresh_from_db()
        paid = Deposit.objects.filter(nomination=n)
        paid.update(confirmed_by=User.objects.exclude(pk=getattr(paid.first(), "recorded_by_id", None)).first(), confirmed_at=LEFT)
        return deposits.settle_deposit(n, actor=actor, at=LEFT, elected=False, votes=7, took_part=100)


CASEWORK: dict[str, Callable[[Nomination, Any], Any]] = {
    "download_paper": lambda n, actor: documents.note_reading(n, actor=actor, at=LEFT, version=n.documents.first(), how="download"),
    "send_request": ask,
    "record_reply": reply,
    "issue_sheets": lambda n, actor: signatures.issue_sheets(n, actor=actor, at=LEFT, count=2),
    "receive_sheets": lambda n, actor: signatures.receive_sheets(n, actor=actor, at=LEFT, counts={2: 20}),
    "check_signatures": lambda n, actor: signatures.check_sheet(n, actor=actor, at=LEFT, sheet=1, faults={3: "no_date"}),
    "record_deposit": lambda n, actor: deposits.record_deposit(n, actor=actor, at=LEFT, amount=425_000, paid_on=DAY, reference="PO 1"),
    "confirm_deposit": lambda n, actor: deposits.confirm_deposit(n, actor=actor, at=LEFT),
    "settle_deposit": settle,
}


def a_file(state: State, world: World) -> Nomination:
    """A self-nominee in `state`: one letter unanswered, two sheets issued and one handed in, the deposit recorded."""

    def midway(n: Nomination) -> None:
        requests.send_request(n, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
        signatures.issue_sheets(n, actor=world.staff.secretary, at=TAKEN, count=2)
        signatures.receive_sheets(n, actor=world.staff.secretary, at=TAKEN, counts={1: 20})
        deposits.record_deposit(n, actor=world.staff.secretary, at=TAKEN, amount=425_000, paid_on=DAY, reference="PO 1")

    return nomination_in(state, world, midway=midway, applicant=world.candidate)


def a_case(state: State, world: World) -> Nomination:
    """A party's nominee in `state`, with everything at hand that its next steps ask for."""
    person = {"way": "party", "applicant": world.candidate, **PERSON}
    if state is State.UNDER_VERIFICATION:
        case = nomination_in(state, world, **person)
        a_failure(case, world, told=None, curable=True)
        record_checks(case, world)
        # concluded by a second registrar, so that each of the three roles that may confirm is another person
        verification.conclude_verification(case, actor=holding(world.home, Role.REGISTRAR, name="second"), at=CONCLUDED)
    elif state is State.READY_FOR_DECISION:
        case = nomination_in(State.UNDER_VERIFICATION, world, **person)
        a_failure(case, world)
        record_checks(case, world)
        conclude_and_finish(case, world)
    else:
        case = nomination_in(state, world, **person)
    if state is State.CORRECTION_REQUESTED:
        verification.answer_deficiency(case, actor=world.candidate, at=CORRECTION_ASKED, deficiency=case.deficiencies.get(), answer="x")
    if state is State.REGISTERED:
        a_failure(case, world)
    if state in (State.REFUSED, State.CANCELLED):
        common = {"actor": world.staff.secretary, "at": LEFT}
        appeal = appeals.record_appeal(case, decision=last_decision(case), body=COURT, **common)
        appeals.decide_appeal(case, appeal=appeal, outcome="upheld", **common)
    return case


def outcome(nomination: Nomination, step: str, actor: Any) -> str:
    """What the table should say: try the step, then roll it back."""
    before = nomination.state
    with transaction.atomic():
        try:
            result = {**STEPS, **CASEWORK}[step](nomination, actor)
        except Refused as refused:
            assert nomination.state == before, "a refusal shows in memory"
            return refused.code
        nomination.refresh_from_db()
        after = nomination.state
        transaction.set_rollback(True)
    nomination.refresh_from_db()
    if isinstance(result, Nomination) and result.pk != nomination.pk:
        return f"→ {result.state}"
    return "done" if after == before else f"→ {after}"


def personas(world: World, case: Nomination) -> dict[Role, Any]:
    staff = {role: world.staff[role] for role in Role if hasattr(world.staff, role.value)}
    cases = {Role.SUPERIOR: world.superior, Role.CANDIDATE: world.candidate, Role.PROXY: a_proxy(case)}
    return {**staff, **cases, Role.SYSTEM: SYSTEM, Role.STRANGER: world.stranger}


@pytest.mark.parametrize("steps", [STEPS, CASEWORK], ids=["steps", "casework"])
@pytest.mark.parametrize("state", State)
def test_every_step_by_every_role_is_as_the_table_says(world, state, steps):
    case, expected = (a_case if steps is STEPS else a_file)(state, world), read_table()[state]
    people, events = personas(world, case), AuditEvent.objects.count()
    found = {step: {role: outcome(case, step, people[role]) for role in Role} for step in steps}
    wrong = [
        f"{state}, {step} by {role}: the table says “{expected[step][role]}”, the portal “{cell}”"
        for step, row in found.items()
        for role, cell in row.items()
        if cell != expected[step][role]
    ]
    assert wrong == []
    assert AuditEvent.objects.count() == events, "a refusal left an event"


# -- the table is whole


def test_the_table_names_every_state_step_and_role():
    table = read_table()
    assert list(table) == list(State)
    assert {tuple(rows) for rows in table.values()} == {(*STEPS, *CASEWORK)}
    assert {tuple(row) for rows in table.values() for row in rows.values()} == {tuple(Role)}


def test_every_row_of_the_workflow_and_every_action_on_a_nomination_is_walked():
    assert [name for name in TRANSITIONS if name not in STEPS] == []
    actions = list(Action)
    on_nominations = actions[actions.index(Action.START) : actions.index(Action.APPROVE_BALLOT)]
    assert [action.value for action in on_nominations if action.value not in STEPS] == []
    casework = actions[actions.index(Action.DOWNLOAD_PAPER) : actions.index(Action.ISSUE_CERTIFICATE)]
    assert [action.value for action in casework if action.value not in CASEWORK] == []


def test_the_table_lets_each_transition_leave_its_states_and_reach_its_target_and_no_other():
    reached: dict[str, set[tuple[State, State]]] = {name: set() for name in TRANSITIONS}
    for state, rows in read_table().items():
        for step, row in rows.items():
            for cell in row.values():
                if cell.startswith("→ ") and step != "start":
                    reached[step.split(" ")[0]].add((state, State(cell.removeprefix("→ "))))
    for name, transition in TRANSITIONS.items():
        targets = {transition.target} if transition.target else transition.targets
        assert reached[name] == {(source, target) for source in transition.sources for target in targets}, name


def test_from_every_state_before_the_end_there_is_a_way_on():
    assert {state for state in State if not open_steps(state)} == {State.WITHDRAWN, State.LAPSED}
    assert {state: sorted(t.name for t in open_steps(state)) for state in (State.DRAFT, State.REFUSED)} == {
        State.DRAFT: ["discard", "lapse", "submit"],
        State.REFUSED: ["reinstate"],
    }


def test_every_state_has_its_labels_and_every_transition_its_event():
    assert set(STAFF_LABELS) == set(PUBLIC_LABELS) == set(State)
    assert [t.event for t in TRANSITIONS.values() if t.event not in EVENTS] == []
    assert {State.DRAFT, State.LAPSED} == set(State) - PUBLIC
    assert {State.REFUSED, State.WITHDRAWN, State.CANCELLED, State.LAPSED} == set(State) - LIVE
