"""A ballot approved anew: whoever comes back gets a line, struck-out names are dropped, and what was approved before stays readable."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from candidates.models import BallotOption
from candidates.selectors import ballot_in_force
from candidates.services import appeals, ballot, deciding, leaving
from candidates.workflow import State
from commission import audit
from commission.models import DecisionKind
from commission.services.decisions import Text, annul_decision, take_decision
from tests.factories import (
    ALL_SEVEN,
    a_draft,
    a_false_declaration,
    a_person,
    an_approved_ballot,
    conclude_and_finish,
    moment,
    nomination_in,
    record_checks,
    refused,
)

pytestmark = pytest.mark.django_db
AFTER, AGAIN = moment("2025-09-20 10:00"), moment("2025-09-22 10:00")
VOTING = moment("2025-10-12 07:00")
COURT = Text("Сот", "Суд", "Court")


def named(world, state, name, number, **fields):
    return nomination_in(state, world, **{**a_person(number), "family_name_kk": name, **fields})


def approve(world, at=AGAIN):
    return ballot.approve_ballot(world.election, actor=world.staff.chair, at=at, vote=ALL_SEVEN)


def lines(world):
    """The ballot in force, struck-out names in brackets."""
    rows = ballot_in_force(world.election)
    names = [(row.nomination.family_name_kk if row.nomination else "against all", row.struck_out_at) for row in rows]
    return [f"({name})" if struck else name for name, struck in names]


def upheld(nomination, world, at=AFTER):
    common = {"actor": world.staff.secretary, "at": at}
    appeal = appeals.record_appeal(nomination, decision=nomination.grounds.latest("pk").decision, body=COURT, **common)
    appeals.decide_appeal(nomination, appeal=appeal, outcome="upheld", **common)


@pytest.fixture
def approved(world):
    """Two candidates on the ballot; a third was refused."""
    people = [named(world, State.REGISTERED, "Қыдырәлі", 1), named(world, State.REGISTERED, "Әлімхан", 2)]
    refused_one = named(world, State.REFUSED, "Ғабит", 3)
    an_approved_ballot(world)
    return [*people, refused_one]


def test_who_comes_back_after_the_approval_gets_a_line_and_then_his_registration(world, approved):
    """The order of events: appeal upheld, new ballot with a line that does not count yet, reinstatement that puts the name back."""
    back = approved[2]
    upheld(back, world)
    reinstate = {"actor": world.staff.secretary, "at": AGAIN, "target": State.REGISTERED}
    refused("ballot_approved", deciding.reinstate, back, **reinstate)
    approve(world)
    assert lines(world) == ["Әлімхан", "(Ғабит)", "Қыдырәлі", "against all"]
    deciding.reinstate(back, **reinstate)
    assert (lines(world), back.stage) == (["Әлімхан", "Ғабит", "Қыдырәлі", "against all"], State.REGISTERED)
    assert audit.verify() == []


def test_who_is_verified_anew_gets_his_line_as_well(world, approved):
    back = approved[2]
    upheld(back, world)
    deciding.reinstate(back, actor=world.staff.secretary, at=AGAIN, target=State.UNDER_VERIFICATION)
    approve(world)
    record_checks(back, world, at=AGAIN)
    conclude_and_finish(back, world, at=(AGAIN, AGAIN))
    assert lines(world) == ["Әлімхан", "(Ғабит)", "Қыдырәлі", "against all"]
    deciding.register(back, actor=world.staff.chair, at=AGAIN, vote=ALL_SEVEN)
    assert lines(world) == ["Әлімхан", "Ғабит", "Қыдырәлі", "against all"]


def test_the_ballot_before_stays_readable_by_its_decision(world, approved):
    first = ballot_in_force(world.election).first().decision
    upheld(approved[2], world)
    second = approve(world)[0].decision
    old = BallotOption.objects.filter(decision=first).order_by("position")
    assert [(o.position, o.nomination and o.nomination.family_name_kk, o.replaced_by) for o in old] == [
        (1, "Әлімхан", second), (2, "Қыдырәлі", second), (3, None, second),
    ]  # fmt: skip
    assert (first.subject_en, second.subject_en) == ("Approving the text of the ballot", "Approving a new text of the ballot")
    assert approved[0].ballot_option.decision == second


def test_struck_out_names_are_dropped_and_the_lines_renumbered(world, approved):
    third = approved[2]
    upheld(third, world)
    approve(world)
    deciding.reinstate(third, actor=world.staff.secretary, at=AGAIN, target=State.REGISTERED)
    leaving.withdraw(approved[1], actor=world.staff.secretary, at=AGAIN)
    assert lines(world) == ["(Әлімхан)", "Ғабит", "Қыдырәлі", "against all"]
    approve(world)
    assert [line.position for line in ballot_in_force(world.election)] == [1, 2, 3]
    assert lines(world) == ["Ғабит", "Қыдырәлі", "against all"]
    assert (approved[1].ballot_option, approved[1].ballot_lines.count()) == (None, 2)


def test_a_ballot_is_not_approved_anew_where_nothing_would_change(world, approved):
    refused("approved_already", lambda election: approve(world), world.election)
    decision = ballot_in_force(world.election).first().decision
    by = take_decision(world.above, actor=world.superior, at=AFTER, kind=DecisionKind.ANNUL, text=COURT, vote=ALL_SEVEN)
    annul_decision(decision, actor=world.superior, at=AFTER, by=by)
    assert len(approve(world)) == 3  # the text that the superior commission annulled needs a new decision


def test_a_new_ballot_needs_two_candidates_as_the_first_did(world, approved):
    leaving.withdraw(approved[0], actor=world.staff.secretary, at=AGAIN)
    refused("too_few_candidates", lambda election: approve(world), world.election)


def test_no_ballot_changes_once_people_vote(world, approved):
    upheld(approved[2], world)
    common = {"actor": world.staff.chair, "vote": ALL_SEVEN}
    for at in (VOTING, VOTING + timedelta(hours=1)):
        assert refused("voting_begun", ballot.approve_ballot, world.election, at=at, **common).article == "CL art. 38"
    assert len(approve(world, at=VOTING - timedelta(microseconds=1))) == 4


def test_who_came_forward_again_is_not_on_the_ballot_twice(world, approved):
    back = approved[2]
    upheld(back, world)
    a_draft(world, **{**a_person(3), "iin": back.iin})
    refused("approved_already", lambda election: approve(world), world.election)


def test_a_cancelled_candidate_with_a_lost_appeal_gets_no_line(world, approved):
    out = approved[0]
    deciding.cancel(out, actor=world.staff.chair, at=AFTER, vote=ALL_SEVEN, grounds=[a_false_declaration(out, world)])
    upheld(approved[2], world)
    approve(world)
    assert lines(world) == ["Әлімхан", "(Ғабит)", "against all"]
    assert out.ballot_option is None


def test_the_database_holds_one_ballot_at_a_time(world, approved):
    line = ballot_in_force(world.election).first()
    for bad, constraint in (
        ({"position": 1, "kind": "candidate", "nomination": approved[2]}, "ballot_position_once|position_in_force_once"),
        ({"position": 9, "kind": "against_all"}, "against_all_once"),
        ({"position": 9, "kind": "candidate", "nomination": line.nomination}, "candidate_on_one_line"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            BallotOption.objects.create(election=world.election, decision=line.decision, **bad)
