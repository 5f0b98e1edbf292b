"""What only time moves: each case once, at the next round, whatever was down; and nothing that is still in time."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from candidates import tasks
from candidates.models import Nomination
from candidates.selectors import drafts_out_of_time
from candidates.services import handing_in
from candidates.workflow import State
from commission import audit
from commission.access import Role
from commission.models import AuditEvent, Election, Origin
from commission.services.elections import adopt_timetable
from tests.candidates.applying import at
from tests.factories import (
    ALL_SEVEN,
    LEFT,
    NOMINATION_ENDS,
    events_of,
    moment,
    nomination_in,
)

CORRECTION_ENDS = moment("2025-09-05 23:59:59.999999")
AFTER = NOMINATION_ENDS + tasks.ON_ITS_WAY + timedelta(seconds=1)
DAYS_AFTER = moment("2025-09-14 03:00")


def a_round(when) -> None:
    with at(when):
        tasks.open_and_close()


def states(*rows: Nomination) -> list[str]:
    return [Nomination.objects.get(pk=row.pk).state for row in rows]


def test_beat_asks_for_it_once_a_minute():
    entry = settings.CELERY_BEAT_SCHEDULE["open_and_close"]
    assert (entry["task"], entry["schedule"]) == (tasks.open_and_close.name, timedelta(minutes=1))


@pytest.mark.parametrize(
    ("when", "state"),
    [
        (NOMINATION_ENDS, "draft"),
        (NOMINATION_ENDS + timedelta(seconds=1), "draft"),  # a submission of 18:00:00 may still be on its way
        (NOMINATION_ENDS + tasks.ON_ITS_WAY, "draft"),
        (AFTER, "lapsed"),
    ],
)
def test_a_draft_lapses_when_nomination_is_over_and_nothing_can_be_on_its_way(world, when, state):
    draft = nomination_in(State.DRAFT, world)
    a_round(when)
    assert states(draft) == [state]


@pytest.mark.parametrize(
    ("when", "state"), [(CORRECTION_ENDS, "correction_requested"), (CORRECTION_ENDS + tasks.ON_ITS_WAY * 2, "under_verification")]
)
def test_a_correction_ends_with_its_term(world, when, state):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world)
    a_round(when)
    assert states(nomination) == [state]


def test_the_timetable_is_the_actor_and_the_moment_of_the_round_is_recorded(world):
    """Beat was away for days: the next round makes up for it, and does not say that it was there in time."""
    draft, correction = nomination_in(State.DRAFT, world), nomination_in(State.CORRECTION_REQUESTED, world)
    a_round(DAYS_AFTER)
    last = AuditEvent.objects.order_by("-pk")[:2]
    # in the order in which they fell due: the correction of 5 September, then the draft of 11 September
    assert [(e.kind, e.subject_id, e.role, e.actor_id, e.happened_at) for e in reversed(last)] == [
        ("nomination.correction_closed", correction.pk, Role.SYSTEM, None, DAYS_AFTER),
        ("nomination.lapsed", draft.pk, Role.SYSTEM, None, DAYS_AFTER),
    ]
    draft.refresh_from_db()
    assert draft.ended_at == DAYS_AFTER
    assert audit.verify() == []


def test_a_second_round_finds_nothing(world):
    draft = nomination_in(State.DRAFT, world)
    a_round(AFTER)
    before = AuditEvent.objects.count()
    a_round(AFTER + timedelta(minutes=1))
    assert (AuditEvent.objects.count(), events_of(draft)[-1]) == (before, "nomination.lapsed")


def test_the_window_in_force_judges_not_the_one_it_replaced(world):
    draft = nomination_in(State.DRAFT, world)
    window = world.election.timetable_entries.get(code="nomination")
    later = NOMINATION_ENDS + timedelta(days=3)
    adopt_timetable(world.election, actor=world.staff.chair, at=LEFT, vote=ALL_SEVEN, spans={"nomination": (window.starts_at, later)})
    a_round(DAYS_AFTER)
    assert states(draft) == ["draft"]
    a_round(later + tasks.ON_ITS_WAY * 2)
    assert states(draft) == ["lapsed"]


def test_without_a_timetable_nothing_lapses(world):
    draft = nomination_in(State.DRAFT, world)
    world.election.timetable_entries.filter(code="nomination").update(in_force=False)
    a_round(DAYS_AFTER)
    assert states(draft) == ["draft"]


def test_a_replayed_record_is_never_touched(world):
    rows = [nomination_in(State.DRAFT, world), nomination_in(State.CORRECTION_REQUESTED, world)]
    Election.objects.update(origin=Origin.REPLAYED)
    a_round(DAYS_AFTER)
    assert states(*rows) == ["draft", "correction_requested"]


def test_one_bad_case_holds_up_no_other_and_its_content_stays_out_of_the_log(world, monkeypatch, caplog):
    bad, good = nomination_in(State.DRAFT, world), nomination_in(State.DRAFT, world)
    right = tasks.lapse

    def lapse(nomination, **call):
        if nomination.pk == bad.pk:
            raise ValueError(nomination.iin)
        return right(nomination, **call)

    monkeypatch.setattr(tasks, "lapse", lapse)
    with caplog.at_level(logging.WARNING, logger="portal"):
        a_round(AFTER)
    assert states(bad, good) == ["draft", "lapsed"]
    assert [record.getMessage() for record in caplog.records] == [f"nomination {bad.pk} can't be moved: ValueError"]


def test_who_hands_in_while_the_round_runs_is_not_lapsed(world, monkeypatch):
    """The draft was found, and was handed in before its turn came."""
    draft = nomination_in(State.DRAFT, world)

    def found(now):
        rows = drafts_out_of_time(now)
        handing_in.submit(draft, actor=world.staff.secretary, at=NOMINATION_ENDS, declared=True)
        return rows

    monkeypatch.setattr(tasks, "drafts_out_of_time", found)
    a_round(AFTER)
    assert (states(draft), events_of(draft)[-1]) == (["submitted"], "nomination.submitted")


def test_a_term_that_a_decision_moves_while_the_round_runs_is_no_error(world, monkeypatch, caplog):
    draft = nomination_in(State.DRAFT, world)
    monkeypatch.setattr(tasks, "drafts_out_of_time", lambda now: [(NOMINATION_ENDS, draft.pk)])
    a_round(NOMINATION_ENDS)
    assert (states(draft), caplog.records) == (["draft"], [])


def test_with_nothing_to_do_it_asks_two_questions_however_many_cases_there_are(world, django_assert_num_queries):
    for number in range(3):
        with at(AFTER), django_assert_num_queries(2):
            tasks.open_and_close()
        nomination_in((State.SUBMITTED, State.REGISTERED, State.REFUSED)[number], world)


def test_a_database_that_is_gone_ends_the_round_and_the_next_one_finds_all_of_it(world, monkeypatch, caplog):
    rows = [nomination_in(State.DRAFT, world) for _ in range(2)]

    def gone(nomination, **call):
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING, logger="portal"):
        patch.setattr(tasks, "lapse", gone)
        patch.setattr(connection, "is_usable", lambda: False)
        a_round(AFTER)
    assert ([record.levelname for record in caplog.records], states(*rows)) == (["ERROR"], ["draft", "draft"])
    a_round(AFTER)
    assert states(*rows) == ["lapsed", "lapsed"]
