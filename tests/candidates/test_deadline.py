"""The right ends at 18:00 by the moment of receipt, to the microsecond, whatever the clock of the server says later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Semaphore

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from candidates.services import deciding, filing, handing_in, leaving, verification
from candidates.workflow import State
from commission import clock
from commission.access import SYSTEM
from commission.middleware import InTurn, ReceivedAt
from commission.refused import Refused
from commission.services.elections import adopt_timetable
from tests.factories import (
    ALL_SEVEN,
    CORRECTION_ASKED,
    NOMINATION_ENDS,
    a_draft,
    a_failure,
    a_false_declaration,
    a_person,
    events_of,
    moment,
    nomination_in,
)

LAST_MOMENTS = [("2025-09-11 17:59:59.999999", ""), ("2025-09-11 18:00:00", ""), ("2025-09-11 18:00:00.000001", "window_closed")]


def code_of(call) -> str:
    """The code of the refusal, or nothing where the step went through."""
    try:
        call()
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(("received", "refusal"), LAST_MOMENTS)
def test_a_nomination_received_by_18_00_is_in_time(world, received, refusal):
    draft = a_draft(world)
    assert code_of(lambda: handing_in.submit(draft, actor=world.staff.secretary, at=moment(received), declared=True)) == refusal
    draft.refresh_from_db()
    expected = (State.DRAFT, None) if refusal else (State.SUBMITTED, moment(received))
    assert (draft.stage, draft.received_at) == expected
    assert events_of(draft).count("nomination.submitted") == (0 if refusal else 1)


@pytest.mark.parametrize(("received", "refusal"), LAST_MOMENTS)
def test_the_moment_of_receipt_counts_although_the_clock_is_hours_later(world, time_machine, received, refusal):
    draft = a_draft(world)
    time_machine.move_to(NOMINATION_ENDS + timedelta(hours=5), tick=False)
    assert code_of(lambda: handing_in.submit(draft, actor=world.staff.secretary, at=moment(received), declared=True)) == refusal


def test_a_late_receipt_is_late_although_the_clock_stands_before_the_end(world, time_machine):
    draft = a_draft(world)
    time_machine.move_to(NOMINATION_ENDS - timedelta(hours=5), tick=False)
    late = NOMINATION_ENDS + timedelta(microseconds=1)
    assert code_of(lambda: handing_in.submit(draft, actor=world.staff.secretary, at=late, declared=True)) == "window_closed"


def test_a_late_nomination_is_told_the_article_and_the_way_out_and_loses_nothing(world):
    draft = a_draft(world)
    with pytest.raises(Refused) as refused:
        handing_in.submit(draft, actor=world.staff.secretary, at=NOMINATION_ENDS + timedelta(microseconds=1), declared=True)
    assert (refused.value.code, refused.value.article, refused.value.status) == ("window_closed", "CL ch. 13-1", 409)
    assert str(refused.value.way_out) != ""
    draft.refresh_from_db()
    assert (draft.state, draft.declared_at, draft.receipt) == ("draft", None, "")
    assert draft.papers.filter(provided_at__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        ("2025-08-27 23:59:59.999999", "window_not_open"),
        ("2025-08-28 00:00", ""),
        ("2025-09-11 18:00", ""),
        ("2025-09-11 18:00:00.000001", "window_closed"),
    ],
)
def test_nominations_are_started_within_the_term_only(world, at, refusal):
    def start():
        filing.start(world.election, actor=world.staff.secretary, at=moment(at), way="self", channel="paper", **a_person(1))

    assert code_of(start) == refusal


def test_without_an_adopted_timetable_nothing_is_filed(world):
    world.election.timetable_entries.update(in_force=False)
    with pytest.raises(Refused) as refused:
        filing.start(world.election, actor=world.staff.secretary, at=NOMINATION_ENDS, way="self", channel="paper", **a_person(1))
    assert refused.value.code == "no_timetable"


def test_a_decision_that_extends_nomination_lets_the_late_one_in(world):
    draft = a_draft(world)
    late = NOMINATION_ENDS + timedelta(hours=2)
    window = world.election.timetable_entries.get(code="nomination", in_force=True)
    adopt_timetable(
        world.election,
        actor=world.staff.chair,
        at=NOMINATION_ENDS,
        vote=ALL_SEVEN,
        spans={"nomination": (window.starts_at, NOMINATION_ENDS + timedelta(days=3))},
    )
    assert handing_in.submit(draft, actor=world.staff.secretary, at=late, declared=True).stage is State.SUBMITTED


@pytest.mark.parametrize(("at", "refusal"), [("2025-09-11 18:00", "nomination_open"), ("2025-09-11 18:00:00.000001", "")])
def test_a_draft_lapses_only_after_nomination_ended(world, at, refusal):
    draft = a_draft(world)
    assert code_of(lambda: filing.lapse(draft, actor=SYSTEM, at=moment(at))) == refusal
    assert draft.stage is (State.DRAFT if refusal else State.LAPSED)


@pytest.mark.parametrize(("at", "refusal"), [("2025-09-16 18:00", ""), ("2025-09-16 18:00:00.000001", "window_closed")])
def test_registration_ends_at_18_00(world, at, refusal):
    ready = nomination_in(State.READY_FOR_DECISION, world)
    assert code_of(lambda: deciding.register(ready, actor=world.staff.chair, at=moment(at), vote=ALL_SEVEN)) == refusal
    assert world.election.decisions.filter(kind="register").count() == (0 if refusal else 1)


@pytest.mark.parametrize(("at", "refusal"), [("2025-10-10 18:00", ""), ("2025-10-10 18:00:00.000001", "window_closed")])
@pytest.mark.parametrize("step", [leaving.withdraw, leaving.recall])
def test_a_candidate_leaves_until_two_days_before_polling_day(world, step, at, refusal):
    registered = nomination_in(State.REGISTERED, world, way="party")
    assert code_of(lambda: step(registered, actor=world.staff.secretary, at=moment(at))) == refusal


@pytest.mark.parametrize(("at", "refusal"), [("2025-10-10 18:00", ""), ("2025-10-10 18:00:00.000001", "window_closed")])
def test_a_registration_is_cancelled_until_two_days_before_polling_day(world, at, refusal):
    registered = nomination_in(State.REGISTERED, world)
    grounds = [a_false_declaration(registered, world)]
    cancel = {"actor": world.staff.chair, "at": moment(at), "vote": ALL_SEVEN, "grounds": grounds}
    assert code_of(lambda: deciding.cancel(registered, **cancel)) == refusal
    assert registered.stage is (State.REGISTERED if refusal else State.CANCELLED)


CORRECTION_ENDS = moment("2025-09-05 23:59:59.999999")


def test_a_correction_ends_with_the_second_day_after_it_was_asked_for(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world)
    assert moment("2025-09-03 10:00") == CORRECTION_ASKED
    assert nomination.correction_due_at == CORRECTION_ENDS


@pytest.mark.parametrize(("late", "refusal"), [(0, ""), (1, "correction_over")])
def test_corrections_are_taken_until_the_last_microsecond_of_their_term(world, late, refusal):
    at, secretary = CORRECTION_ENDS + timedelta(microseconds=late), world.staff.secretary
    for call in (
        lambda n: handing_in.provide_paper(n, actor=secretary, at=at, code="application"),
        lambda n: verification.answer_deficiency(n, actor=secretary, at=at, deficiency=n.deficiencies.get(), answer="x"),
    ):
        nomination = nomination_in(State.CORRECTION_REQUESTED, world)
        assert code_of(lambda call=call, n=nomination: call(n)) == refusal
    answered = nomination_in(State.CORRECTION_REQUESTED, world)
    verification.answer_deficiency(answered, actor=secretary, at=CORRECTION_ASKED, deficiency=answered.deficiencies.get(), answer="x")
    assert code_of(lambda: handing_in.resubmit(answered, actor=secretary, at=at)) == refusal


def test_time_itself_ends_a_correction_only_when_the_term_is_over(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world)
    assert code_of(lambda: verification.close_correction(nomination, actor=SYSTEM, at=CORRECTION_ENDS)) == "correction_running"
    verification.close_correction(nomination, actor=SYSTEM, at=CORRECTION_ENDS + timedelta(microseconds=1))
    assert (nomination.stage, nomination.correction_due_at) == (State.UNDER_VERIFICATION, None)
    assert nomination.deficiencies.get().answered_at is None


def test_the_candidate_may_end_his_correction_at_once(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world, applicant=world.candidate)
    verification.close_correction(nomination, actor=world.candidate, at=CORRECTION_ASKED)
    assert nomination.stage is State.UNDER_VERIFICATION


def test_a_second_correction_has_a_term_of_its_own(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world)
    verification.close_correction(nomination, actor=SYSTEM, at=CORRECTION_ENDS + timedelta(seconds=1))
    a_failure(nomination, world, told=None, curable=True)
    verification.request_correction(nomination, actor=world.staff.registrar, at=moment("2025-09-06 10:00"))
    assert nomination.correction_due_at == moment("2025-09-08 23:59:59.999999")


def test_a_request_is_stamped_before_anything_else_happens_to_it(time_machine):
    """However long the upload and the rest of the portal take, the moment of receipt stays."""
    arrived = datetime(2025, 9, 11, 12, 59, 59, 999999, tzinfo=UTC)
    seen = []

    def slow(request: HttpRequest) -> HttpResponse:
        seen.append(request.received_at)
        time_machine.shift(timedelta(minutes=5))
        assert clock.now() == arrived + timedelta(minutes=5)
        return HttpResponse(request.received_at.isoformat())

    time_machine.move_to(arrived, tick=False)
    response = ReceivedAt(slow)(RequestFactory().post("/apply/"))
    assert seen == [arrived]
    assert response.content.decode() == arrived.isoformat()


def test_who_waits_for_a_turn_is_stamped_on_arrival(settings):
    settings.WEB_TURNS = 1
    taken, go_on, served = Semaphore(0), Event(), []

    def view(request: HttpRequest) -> HttpResponse:
        taken.release()
        assert go_on.wait(5)
        served.append((request.path, request.received_at, clock.now()))
        return HttpResponse()

    portal = ReceivedAt(InTurn(view))
    with ThreadPoolExecutor(2) as pool:
        pool.submit(portal, RequestFactory().post("/first/"))
        assert taken.acquire(timeout=5)
        pool.submit(portal, RequestFactory().post("/second/"))
        assert not taken.acquire(timeout=0.3)  # it waits outside
        let_in = clock.now()
        go_on.set()
    (first, _stamp, _end), (second, stamp, end) = served
    assert (first, second) == ("/first/", "/second/")
    assert stamp < let_in < end


def test_the_stamp_is_the_first_of_all_middlewares_and_only_then_does_a_request_wait(settings):
    assert settings.MIDDLEWARE[:2] == ["commission.middleware.ReceivedAt", "commission.middleware.InTurn"]
