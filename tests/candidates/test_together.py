"""Two people at the same moment: one wins, the other is told what happened, and the log proves it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from candidates.models import Nomination
from candidates.services import appeals, deciding, filing, handing_in, leaving, verification
from candidates.services.agenda import proposal_for
from candidates.services.deciding import Because
from candidates.workflow import State
from commission import audit
from commission.models import AgendaItem, Commission, DecisionKind, Election
from commission.refused import Refused
from commission.services import sessions
from commission.services.decisions import Text, take_decision
from tests.factories import (
    ALL_SEVEN,
    DECIDED,
    LEFT,
    SUBMITTED,
    a_failure,
    a_person,
    a_world,
    an_approved_ballot,
    conclude_and_finish,
    events_of,
    nomination_in,
    record_checks,
)
from tests.sittings import VOTED, convened, members_of, opened, voices

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Start the calls at one moment, each in a thread with a connection of its own. Result, or code of the refusal, of each."""
    barrier = threading.Barrier(len(calls), timeout=30)

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return call()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result(timeout=60) for future in [threads.submit(run, call) for call in calls]]


def ready_with_a_failure(world) -> Nomination:
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    a_failure(nomination, world)
    record_checks(nomination, world)
    return conclude_and_finish(nomination, world)


def test_of_two_decisions_on_one_nomination_one_wins():
    world = a_world()
    for _ in range(3):
        nomination = ready_with_a_failure(world)
        # each session has its own copy of the row, as two requests have
        mine, yours = (Nomination.objects.get(pk=nomination.pk) for _ in range(2))
        grounds = [Because("nomination_rules", nomination.deficiencies.get())]
        decisions = world.home.decisions.count()
        outcomes = together(
            lambda mine=mine: deciding.register(mine, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN).state,
            lambda yours=yours, grounds=grounds: (
                deciding.refuse(yours, actor=world.staff.secretary, at=DECIDED, vote=ALL_SEVEN, grounds=grounds).state
            ),
        )
        nomination.refresh_from_db()
        assert sorted(outcomes) in ([State.REGISTERED, "state"], [State.REFUSED, "state"])
        assert [o for o in outcomes if o != "state"] == [nomination.state]
        assert events_of(nomination)[-1] == f"nomination.{nomination.state}"
        assert len(set(events_of(nomination)) & {"nomination.registered", "nomination.refused"}) == 1
        assert world.home.decisions.count() == decisions + 1  # the loser's decision went with it
    assert audit.verify() == []


def test_of_two_secretaries_who_count_the_same_vote_one_adopts_it():
    world = a_world()
    members = members_of(world)
    for _ in range(3):
        nomination = nomination_in(State.READY_FOR_DECISION, world)
        session = opened(convened(world, proposal_for(nomination, DecisionKind.REGISTER, DECIDED)), world, members)
        sessions.record_votes(session.items.get(), actor=world.staff.secretary, at=VOTED, voices=voices(members))
        mine, yours = (AgendaItem.objects.get(session=session) for _ in range(2))
        decisions = world.home.decisions.count()
        outcomes = together(
            lambda mine=mine: sessions.adopt(mine, actor=world.staff.secretary, at=VOTED).decision.kind,
            lambda yours=yours: sessions.adopt(yours, actor=world.staff.chair, at=VOTED).decision.kind,
        )
        assert sorted(outcomes) == ["item_settled", "register"]
        assert world.home.decisions.count() == decisions + 1
        assert events_of(mine) == ["session.vote_recorded", "session.item_adopted"]
    assert audit.verify() == []


def test_who_leaves_while_the_vote_is_counted_is_counted_before_or_not_at_all():
    """Either the matter is adopted with him, or he has left first and his vote no longer counts as a present member's."""
    world = a_world()
    members = members_of(world)
    nomination = nomination_in(State.READY_FOR_DECISION, world)
    session = opened(convened(world, proposal_for(nomination, DecisionKind.REGISTER, DECIDED)), world, members)
    item = session.items.get()
    sessions.record_votes(item, actor=world.staff.secretary, at=VOTED, voices=voices(members))
    own = type(session).objects.get(pk=session.pk)
    outcomes = together(
        lambda: sessions.adopt(item, actor=world.staff.chair, at=VOTED).decision.members_present,
        lambda: len(sessions.record_presence(own, actor=world.staff.secretary, at=VOTED, present=members[:6])),
    )
    assert outcomes in ([7, 1], ["not_present", 1])


def test_two_matters_of_one_session_are_adopted_at_once_with_two_numbers():
    world = a_world()
    members = members_of(world)
    nominations = [nomination_in(State.READY_FOR_DECISION, world) for _ in range(2)]
    proposals = [proposal_for(nomination, DecisionKind.REGISTER, DECIDED) for nomination in nominations]
    session = opened(convened(world, *proposals), world, members)
    items = list(session.items.all())
    for item in items:
        sessions.record_votes(item, actor=world.staff.secretary, at=VOTED, voices=voices(members))
    numbers = together(*(lambda item=item: int(sessions.adopt(item, actor=world.staff.chair, at=VOTED).decision.number) for item in items))
    assert abs(numbers[0] - numbers[1]) == 1
    assert audit.verify() == []


def test_two_nominations_started_at_once_get_different_numbers():
    world = a_world()

    def start(number):
        own = Election.objects.get(pk=world.election.pk)
        return filing.start(own, actor=world.staff.secretary, at=SUBMITTED, way="self", channel="paper", **a_person(number)).number

    assert sorted(together(*(lambda n=n: start(n) for n in range(1, 5)))) == [1, 2, 3, 4]
    assert audit.verify() == []


def test_one_person_started_twice_at_once_has_one_nomination():
    world, person = a_world(), a_person(1)

    def start(actor, channel):
        own = Election.objects.get(pk=world.election.pk)
        return filing.start(own, actor=actor, at=SUBMITTED, way="self", channel=channel, **person).state

    outcomes = together(lambda: start(world.staff.secretary, "paper"), lambda: start(world.candidate, "portal"))
    assert sorted(outcomes) == ["draft", "second_nomination"]
    assert world.election.nominations.count() == 1
    assert audit.verify() == []


def test_numbers_of_decisions_have_no_gap_and_no_double_under_two_sessions():
    world = a_world()
    first = world.home.decisions.count()

    def five():
        own = Commission.objects.get(pk=world.home.pk)
        text = Text("Мәселе", "Вопрос")
        common = {"actor": world.staff.chair, "at": DECIDED, "kind": DecisionKind.OTHER, "text": text, "vote": ALL_SEVEN}
        return [int(take_decision(own, **common).number) for _ in range(5)]

    mine, yours = together(five, five)
    assert sorted(mine + yours) == list(range(first + 1, first + 11))
    assert audit.verify() == []


def test_two_papers_handed_in_at_once_are_both_on_record():
    world = a_world()
    nomination = nomination_in(State.DRAFT, world, papers=False)

    def provide(code):
        own = Nomination.objects.get(pk=nomination.pk)
        return handing_in.provide_paper(own, actor=world.staff.secretary, at=SUBMITTED, code=code).code

    assert together(lambda: provide("application"), lambda: provide("deposit_receipt")) == ["application", "deposit_receipt"]
    assert nomination.papers.filter(provided_at=SUBMITTED).count() == 2
    assert audit.verify() == []


def test_who_leaves_while_the_ballot_is_approved_is_not_on_it():
    """The withdrawal is written but not committed when the ballot is made up: the ballot must wait for it."""
    world = a_world()
    leaving_one, *_others = [nomination_in(State.REGISTERED, world) for _ in range(3)]
    withdrawn, approving = threading.Event(), threading.Event()

    def withdraw():
        own = Nomination.objects.get(pk=leaving_one.pk)
        with transaction.atomic():
            leaving.withdraw(own, actor=world.staff.secretary, at=LEFT)
            withdrawn.set()
            approving.wait(timeout=10)
            # long enough for the other session to reach the row; it can't go on before this one commits
            threading.Event().wait(0.3)
        return own.state

    def approve():
        withdrawn.wait(timeout=10)
        approving.set()
        return len(an_approved_ballot(world))

    assert together(withdraw, approve) == ["withdrawn", 3]
    assert world.election.ballot_options.filter(nomination=leaving_one).count() == 0
    assert audit.verify() == []


def test_who_is_reinstated_while_the_ballot_is_approved_is_on_it():
    """The reinstatement is written but not committed when the ballot is made up: the ballot must wait for it as well."""
    world = a_world()
    back, *_others = [nomination_in(state, world) for state in (State.REFUSED, State.REGISTERED, State.REGISTERED)]
    common, court = {"actor": world.staff.secretary, "at": LEFT}, Text("Сот", "Суд", "Court")
    appeal = appeals.record_appeal(back, decision=back.grounds.get().decision, body=court, **common)
    appeals.decide_appeal(back, appeal=appeal, outcome="upheld", **common)
    reinstated, approving = threading.Event(), threading.Event()

    def reinstate():
        own = Nomination.objects.get(pk=back.pk)
        with transaction.atomic():
            deciding.reinstate(own, target=State.REGISTERED, **common)
            reinstated.set()
            approving.wait(timeout=10)
            threading.Event().wait(0.3)
        return own.state

    def approve():
        reinstated.wait(timeout=10)
        approving.set()
        return len(an_approved_ballot(world))

    assert together(reinstate, approve) == ["registered", 4]
    assert audit.verify() == []


def test_who_leaves_right_after_the_ballot_was_approved_is_struck_out():
    world = a_world()
    leaving_one, _other = nomination_in(State.REGISTERED, world), nomination_in(State.REGISTERED, world)
    approved = threading.Event()

    def approve():
        with transaction.atomic():
            lines = len(an_approved_ballot(world))
            approved.set()
            threading.Event().wait(0.3)
        return lines

    def withdraw():
        approved.wait(timeout=10)
        return leaving.withdraw(Nomination.objects.get(pk=leaving_one.pk), actor=world.staff.secretary, at=LEFT).state

    assert together(approve, withdraw) == [3, "withdrawn"]
    assert world.election.ballot_options.get(nomination=leaving_one).struck_out_at == LEFT


def test_a_check_recorded_while_the_verification_is_confirmed_does_not_slip_in():
    """Either the confirmation wins and the result is refused, or the result wins and the confirmation must be repeated."""
    world = a_world()
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world)
    verification.conclude_verification(nomination, actor=world.staff.registrar, at=DECIDED)
    mine, yours = (Nomination.objects.get(pk=nomination.pk) for _ in range(2))
    outcomes = together(
        lambda: verification.finish(mine, actor=world.staff.deputy, at=DECIDED).state,
        lambda: verification.record_check(yours, actor=world.staff.registrar, at=DECIDED, code="deposit", result="failed").result,
    )
    nomination.refresh_from_db()
    deposit = nomination.checks.get(code="deposit").result
    assert (outcomes, nomination.state, deposit) in (
        ([State.READY_FOR_DECISION, "state"], "ready_for_decision", "passed"),
        (["not_concluded", "failed"], "under_verification", "failed"),
    )
