"""The outcome of deposits at the desk: computed from the determined result, shown before it is recorded."""

import pytest

from candidates.services.deposits import confirm_deposit, deposit_of, record_deposit
from candidates.workflow import State
from commission.access import Role
from commission.admin.writing import address
from commission.models import Election, ElectionState
from results.admin.deposits import figures_of
from results.models import Determination
from tests.factories import TAKEN, an_approved_ballot, events_of, nomination_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def candidates(world):
    """Two candidates who paid, on an approved ballot."""

    def pay(case):
        record_deposit(case, actor=world.staff.registrar, at=TAKEN, amount=425_000, paid_on=TAKEN.date(), reference="PO 1")
        confirm_deposit(case, actor=world.staff.deputy, at=TAKEN)

    rows = [nomination_in(State.REGISTERED, world, midway=pay) for _ in range(2)]
    an_approved_ballot(world)
    return sorted(rows, key=lambda row: row.ballot_option.position)


def determine(world, candidates, *votes, in_boxes):
    first = candidates[0].ballot_option
    Determination.objects.create(
        election=world.election,
        decision=world.home.decisions.first(),
        elected=first,
        totals={"lines": {"ballots_in_boxes": in_boxes}, "votes": {str(n): count for n, count in enumerate(votes, start=1)}},
    )
    Election.objects.filter(pk=world.election.pk).update(state=ElectionState.DETERMINED)


def test_the_secretary_sees_what_follows_and_records_it(world, client, candidates):
    determine(world, candidates, 900, 49, 40, in_boxes=1000)
    client.force_login(world.staff.secretary)
    outcomes = []
    for row in candidates:
        page = address(row, "settle-deposit")
        shown = {str(term): str(value) for term, value in client.get(page).context["facts"].rows}
        assert client.post(page).status_code == 302
        outcomes.append((shown["Votes"], shown["Share of those who took part"], shown["Outcome"], deposit_of(row).outcome))
        assert events_of(row)[-1] == "nomination.deposit_settled"
        assert client.get(page).status_code == 409
    assert outcomes == [("900", "90.00\xa0%", "to be returned", "returned"), ("49", "4.90\xa0%", "goes to the budget", "to_budget")]


def test_five_per_cent_of_those_who_took_part_not_of_the_valid_votes(world, client, candidates):
    determine(world, candidates, 800, 50, 10, in_boxes=1001)
    client.force_login(world.staff.secretary)
    client.post(address(candidates[1], "settle-deposit"))
    assert deposit_of(candidates[1]).outcome == "to_budget"


def test_before_the_result_nothing_follows(world, client, candidates):
    client.force_login(world.staff.secretary)
    assert (client.get(address(candidates[0], "settle-deposit")).status_code, figures_of(candidates[0]).took_part) == (409, None)


def test_only_the_secretary_records_it(world, client, candidates):
    determine(world, candidates, 900, 49, 40, in_boxes=1000)
    for role in Role:
        if hasattr(world.staff, role.value):
            client.force_login(world.staff[role])
            assert (role, client.get(address(candidates[0], "settle-deposit")).status_code) == (
                role,
                200 if role is Role.SECRETARY else 403,
            )
