"""Two rounds of what time moves, at once or beside a person who is at the case."""

import pytest
from django.db import connection, transaction

from candidates import tasks
from candidates.models import Nomination
from candidates.workflow import State
from commission import audit
from tests.candidates.applying import at
from tests.candidates.test_open_and_close import AFTER, DAYS_AFTER, states
from tests.candidates.test_together import together
from tests.factories import a_world, events_of, nomination_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_rounds_at_once_move_each_case_once():
    world = a_world()
    rows = [nomination_in(State.DRAFT, world) for _ in range(4)] + [nomination_in(State.CORRECTION_REQUESTED, world) for _ in range(2)]
    with at(DAYS_AFTER):
        assert together(tasks.open_and_close, tasks.open_and_close) == [None, None]
        tasks.open_and_close()  # what both skipped for each other
    assert states(*rows) == ["lapsed"] * 4 + ["under_verification"] * 2
    kinds = [events_of(row).count(kind) for row in rows for kind in ("nomination.lapsed", "nomination.correction_closed")]
    assert kinds == [1, 0] * 4 + [0, 1] * 2
    assert audit.verify() == []


def test_nobody_waits_for_a_case_that_somebody_else_holds():
    world = a_world()
    held, free = nomination_in(State.DRAFT, world), nomination_in(State.DRAFT, world)

    def a_round_meanwhile() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        tasks.open_and_close()

    with at(AFTER), transaction.atomic():
        Nomination.objects.select_for_update(no_key=True).get(pk=held.pk)
        assert together(a_round_meanwhile) == [None]
        assert states(free, held) == ["lapsed", "draft"]
