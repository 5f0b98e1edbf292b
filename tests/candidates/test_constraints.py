"""What the database itself holds of a case: written past the services, half a fact is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from candidates.models import Check, Deposit, Ground, Nomination
from candidates.workflow import State
from tests.factories import CHECKED, LEFT, nomination_in

pytestmark = pytest.mark.django_db


def holds(name, rows, **fields):
    """The database refuses this update by this constraint."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**fields)


@pytest.mark.parametrize("state", [State.REGISTERED, State.CANCELLED])
def test_who_is_or_was_registered_has_the_moment_of_it(world, state):
    rows = Nomination.objects.filter(pk=nomination_in(state, world).pk)
    holds("registered_has_its_moment", rows, registered_at=None, registered_by=None)
    holds("registered_by_has_its_moment", rows, registered_at=None, state="under_verification")


def test_a_check_has_author_and_moment_exactly_with_its_result(world):
    nomination = nomination_in(State.READY_FOR_DECISION, world)
    rows = Check.objects.filter(pk=nomination.checks.first().pk)
    for half in ({"result": "pending"}, {"recorded_by": None}, {"recorded_at": None}, {"result": "pending", "recorded_by": None}):
        holds("check_result_has_author", rows, **half)
    assert rows.update(result="pending", recorded_by=None, recorded_at=None) == 1


def test_a_deposit_is_confirmed_and_settled_as_a_whole(world):
    nomination, staff = nomination_in(State.UNDER_VERIFICATION, world), world.staff
    row = Deposit.objects.create(
        nomination=nomination, amount=425_000, paid_on=date(2025, 9, 1), reference="7", recorded_at=CHECKED, recorded_by=staff.registrar
    )
    rows = Deposit.objects.filter(pk=row.pk)
    holds("deposit_confirmed_by_somebody", rows, confirmed_at=LEFT)
    holds("deposit_confirmed_by_somebody", rows, confirmed_by=staff.deputy)
    holds("deposit_settled_with_its_outcome", rows, settled_at=LEFT)
    holds("deposit_settled_with_its_outcome", rows, outcome="returned")
    assert rows.update(confirmed_at=LEFT, confirmed_by=staff.deputy, settled_at=LEFT, outcome="returned") == 1


def test_grounds_come_in_the_order_in_which_they_were_written(world):
    written = [nomination_in(state, world).grounds.get().pk for state in (State.REFUSED, State.CANCELLED)]
    assert Ground.objects.all().ordered
    assert [ground.pk for ground in Ground.objects.all()] == written
