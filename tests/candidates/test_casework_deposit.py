"""The deposit: recorded by one, confirmed by another, and settled by the result."""

from datetime import date
from fractions import Fraction

import pytest

from candidates.deposit import deposit_outcome
from candidates.services import deciding, verification
from candidates.services.death import record_death
from candidates.services.deciding import Because
from candidates.services.deposits import confirm_deposit, record_deposit, settle_deposit
from candidates.workflow import State
from commission.law import pack
from commission.models import Election, ElectionState
from tests.factories import ALL_SEVEN, CHECKED, CONCLUDED, LEFT, NOTED, TAKEN, events_of, nomination_in, record_checks, refused

pytestmark = pytest.mark.django_db
PAID = {"amount": 425_000, "paid_on": date(2025, 9, 1), "reference": "PO 17"}


def pay(case, world, **given):
    return record_deposit(case, actor=world.staff.secretary, at=CHECKED, **{**PAID, **given})


def determined(case):
    Election.objects.filter(pk=case.election_id).update(state=ElectionState.DETERMINED)
    case.election.refresh_from_db()


@pytest.fixture
def case(world):
    return nomination_in(State.UNDER_VERIFICATION, world)


def test_the_confirmation_of_a_second_person_is_the_result_of_the_check(world, case):
    pay(case, world)
    assert case.checks.get(code="deposit").result == "pending"
    deposit = confirm_deposit(case, actor=world.staff.deputy, at=NOTED)
    check = case.checks.get(code="deposit")
    assert (deposit.recorded_by, deposit.confirmed_by, deposit.confirmed_at) == (world.staff.secretary, world.staff.deputy, NOTED)
    assert (check.result, check.reference, check.recorded_by, check.recorded_at) == ("passed", "PO 17", world.staff.deputy, NOTED)
    assert events_of(case)[-2:] == ["nomination.deposit_recorded", "nomination.deposit_confirmed"]


def test_a_confirmation_takes_back_a_verification_that_was_concluded_without_it(world, case):
    record_checks(case, world, failing=["deposit"])
    pay(case, world)
    verification.conclude_verification(case, actor=world.staff.registrar, at=CONCLUDED)
    confirm_deposit(case, actor=world.staff.deputy, at=LEFT)
    case.refresh_from_db()
    assert case.concluded_by is None


def test_nobody_confirms_what_he_recorded_himself(world, case):
    refused("no_deposit", confirm_deposit, case, actor=world.staff.deputy, at=NOTED)
    record_deposit(case, actor=world.staff.registrar, at=CHECKED, **PAID)
    refused("same_person", confirm_deposit, case, actor=world.staff.registrar, at=NOTED)
    confirm_deposit(case, actor=world.staff.deputy, at=NOTED)
    refused("confirmed_already", confirm_deposit, case, actor=world.staff.deputy, at=NOTED)
    refused("confirmed_already", record_deposit, case, actor=world.staff.secretary, at=NOTED, **PAID)


def test_a_payment_that_falls_short_is_on_record_and_not_confirmed(world, case):
    pay(case, world, amount=424_999)
    refused("deposit_short", confirm_deposit, case, actor=world.staff.deputy, at=NOTED)
    pay(case, world, amount=425_000)
    assert confirm_deposit(case, actor=world.staff.deputy, at=NOTED).amount == 425_000


@pytest.mark.parametrize(
    ("given", "code"), [({"amount": 0}, "no_amount"), ({"paid_on": date(2025, 9, 3)}, "paid_later"), ({"reference": " "}, "no_reference")]
)
def test_what_is_no_payment(world, case, given, code):
    refused(code, record_deposit, case, actor=world.staff.secretary, at=CHECKED, **{**PAID, **given})


# -- where it goes

SHARE = pack("kz_akim_2025").deposit_returned_from


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"elected": True, "votes": 10, "took_part": 100}, "returned"),
        ({"votes": 5, "took_part": 100}, "returned"),
        ({"votes": 4, "took_part": 100}, "to_budget"),
        ({"votes": 1, "took_part": 21}, "to_budget"),  # 4.76 per cent
        ({"votes": 1, "took_part": 20}, "returned"),  # exactly five
        ({"votes": 0, "took_part": 0}, "to_budget"),
        ({"votes": None, "took_part": 100}, "to_budget"),
        ({"left": True, "votes": 50, "took_part": 100}, "to_budget"),
        ({"died": True, "left": True, "votes": None, "took_part": None}, "returned"),
    ],
)
def test_the_three_grounds_for_its_return(facts, outcome):
    assert SHARE.value == Fraction(1, 20)
    assert deposit_outcome(**{"elected": False, "died": False, "left": False, **facts}, returned_from=SHARE).outcome == outcome


def paid_up(n, world):
    record_deposit(n, actor=world.staff.secretary, at=TAKEN, **{**PAID, "paid_on": date(2025, 8, 30)})
    confirm_deposit(n, actor=world.staff.deputy, at=TAKEN)


@pytest.mark.parametrize(
    ("state", "votes", "outcome"),
    [
        (State.REGISTERED, 500, "returned"),
        (State.REGISTERED, 499, "to_budget"),
        (State.WITHDRAWN, None, "to_budget"),
        (State.REFUSED, None, "to_budget"),
    ],
)
def test_the_outcome_follows_from_the_result(world, state, votes, outcome):
    case = nomination_in(state, world, midway=lambda n: paid_up(n, world))
    common = {"actor": world.staff.secretary, "at": LEFT, "elected": False, "took_part": 10_000}
    refused("no_result", settle_deposit, case, votes=votes, **common)
    determined(case)
    deposit = settle_deposit(case, votes=votes, **common)
    assert (deposit.outcome, deposit.settled_at) == (outcome, LEFT)
    refused("settled_already", settle_deposit, case, votes=votes, **common)


def test_a_candidate_on_the_ballot_has_votes(world):
    case = nomination_in(State.REGISTERED, world, midway=lambda n: paid_up(n, world))
    determined(case)
    refused("figures_missing", settle_deposit, case, actor=world.staff.secretary, at=LEFT, elected=False, votes=None, took_part=10_000)


def test_an_unconfirmed_deposit_is_not_settled(world, case):
    determined(case)
    common = {"actor": world.staff.secretary, "at": LEFT, "elected": True, "votes": 9, "took_part": 10}
    refused("no_deposit", settle_deposit, case, **common)
    pay(case, world)
    refused("no_deposit", settle_deposit, case, **common)


def test_after_a_death_the_deposit_goes_back_without_waiting_for_a_result(world):
    case = nomination_in(State.REGISTERED, world, midway=lambda n: paid_up(n, world))
    death = Because("death", record_death(case, actor=world.staff.registrar, at=LEFT, died_on=LEFT.date(), reference="12-345"))
    deciding.cancel(case, actor=world.staff.chair, at=LEFT, vote=ALL_SEVEN, grounds=[death])
    deposit = settle_deposit(case, actor=world.staff.secretary, at=LEFT, elected=False, votes=None, took_part=None)
    assert deposit.outcome == "returned"
