"""Who a person is in a case, and which cases are his business."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from candidates.models import Nomination
from candidates.selectors import public_nominations, waiting_cases
from candidates.workflow import State
from commission import clock
from commission.access import STAFF_ROLES, SYSTEM, Action, Role
from commission.models import Election
from commission.selectors import commissions_where, decisions_of, due_between, is_desk_user, roles_of, timetable_of, windows_of
from commission.services.commissions import appoint, dismiss
from tests.factories import (
    ALL_SEVEN,
    DECIDED,
    LEFT,
    a_commission,
    a_person,
    a_proxy,
    a_user,
    an_election,
    holding,
    moment,
    nomination_in,
)

# -- roles


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.SECRETARY, Role.CHAIR])
def test_nobody_is_staff_in_his_own_case(world, role):
    own = nomination_in(State.SUBMITTED, world)
    own.applicant = world.staff[role]  # the secretary filed it on paper for a colleague
    assert roles_of(world.staff[role], own) == frozenset({Role.CANDIDATE})


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_staff_hold_their_role_in_everything_of_their_commission(world, role):
    nomination = nomination_in(State.SUBMITTED, world)
    decision = world.home.decisions.first()
    assert {roles_of(world.staff[role], subject) for subject in (world.home, world.election, nomination, decision)} == {frozenset({role})}


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_above_watch_those_who_decide_there(world, role):
    watching = role in (Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.MEMBER, Role.AUDITOR)
    nomination = nomination_in(State.SUBMITTED, world)
    assert roles_of(holding(world.above, role), nomination) == {Role.SUPERIOR if watching else Role.STRANGER}


def test_nobody_below_or_beside_has_a_role_above(world):
    for actor in (world.staff.chair, world.outsider):
        assert roles_of(actor, world.above) == {Role.STRANGER}


def test_the_candidate_and_his_proxy_have_their_roles_in_their_own_case_only(world):
    mine, others = nomination_in(State.SUBMITTED, world, applicant=world.candidate), nomination_in(State.SUBMITTED, world)
    proxy = a_proxy(mine)
    assert (roles_of(world.candidate, mine), roles_of(proxy, mine)) == ({Role.CANDIDATE}, {Role.PROXY})
    assert (roles_of(world.candidate, others), roles_of(proxy, others)) == ({Role.STRANGER}, {Role.STRANGER})
    mine.proxies.update(ended_at=LEFT)
    assert roles_of(proxy, mine) == {Role.STRANGER}


def test_whoever_signs_in_may_come_forward_unless_he_works_there_or_above(world):
    assert roles_of(world.stranger, world.election) == roles_of(world.outsider, world.election) == {Role.CANDIDATE}
    assert roles_of(world.superior, world.election) == {Role.SUPERIOR}
    assert roles_of(world.staff.clerk, world.election) == {Role.CLERK}


def test_nobody_is_a_stranger_and_time_is_itself(world):
    world.stranger.is_active = False
    for actor in (None, AnonymousUser(), world.stranger):
        assert roles_of(actor, world.election) == {Role.STRANGER}
    assert roles_of(SYSTEM, world.election) == {Role.SYSTEM}


def test_a_role_holds_from_its_first_moment_until_its_last(world, time_machine):
    user, begins, ends = a_user(), LEFT, LEFT + timedelta(days=1)
    membership = appoint(world.home, actor=SYSTEM, at=begins, user=user, role=Role.CLERK)
    dismiss(world.home, actor=SYSTEM, at=ends, membership=membership)
    holds = []
    for now in (begins - timedelta(microseconds=1), begins, ends - timedelta(microseconds=1), ends):
        time_machine.move_to(now, tick=False)
        holds.append(Role.CLERK in roles_of(user, world.home))
    assert holds == [False, True, True, False]


def test_a_circle_of_superior_commissions_ends(world):
    world.above.parent = world.home
    world.above.save()
    assert roles_of(world.superior, world.election) == {Role.SUPERIOR}
    assert commissions_where(world.superior, Action.VIEW_CASES) == sorted([world.home.pk, world.above.pk])


# -- the desk


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_desk_opens_for_staff_but_not_for_a_recorder(world, role):
    assert is_desk_user(world.staff[role]) == (role is not Role.RECORDER)


def test_the_desk_is_closed_for_everybody_else(world):
    member = world.staff.member
    dismiss(world.home, actor=SYSTEM, at=clock.now(), membership=member.memberships.get())
    world.staff.clerk.is_active = False
    assert [is_desk_user(user) for user in (world.candidate, world.stranger, member, world.staff.clerk)] == [False] * 4


def test_cases_are_seen_at_home_and_below(world):
    below = a_commission("below", parent=world.home)
    seen = {name: commissions_where(user, Action.VIEW_CASES) for name, user in (("chair", world.staff.chair), ("superior", world.superior))}
    assert seen == {"chair": sorted([world.home.pk, below.pk]), "superior": sorted([world.above.pk, world.home.pk, below.pk])}
    assert commissions_where(world.outsider, Action.VIEW_CASES) == [world.other.pk]
    assert commissions_where(world.candidate, Action.VIEW_CASES) == []


def test_those_above_see_but_do_not_act(world):
    assert commissions_where(world.superior, Action.REGISTER) == [world.above.pk]
    assert commissions_where(world.staff.registrar, Action.VIEW_CASES) == [world.home.pk]  # a registrar watches nobody


def test_an_office_of_ones_own_below_does_not_hide_what_lies_further_down(world):
    below = a_commission("below", parent=world.home)
    both = holding(world.above, Role.CHAIR)
    appoint(world.home, actor=SYSTEM, at=LEFT, user=both, role=Role.REGISTRAR)
    assert commissions_where(both, Action.VIEW_CASES) == sorted([world.above.pk, world.home.pk, below.pk])
    assert Role.SUPERIOR in roles_of(both, below)


# -- what the public and the desk read


@pytest.fixture
def one_in_every_state(world):
    """The first ones the services brought there; of the later states only what the database asks for is set, all that a query reads."""
    for state in (State.DRAFT, State.LAPSED, State.SUBMITTED):
        nomination_in(state, world)
    for state in list(State)[2:-1]:
        later = nomination_in(State.SUBMITTED, world)
        Nomination.objects.filter(pk=later.pk).update(
            state=state, registered_at=DECIDED if state in (State.REGISTERED, State.CANCELLED) else None
        )


def test_the_public_sees_a_nomination_from_its_receipt_on(world, one_in_every_state):
    assert {n.stage for n in public_nominations(world.election)} == set(State) - {State.DRAFT, State.LAPSED}


def test_cases_that_wait_are_those_in_which_the_commission_owes_a_step(world, one_in_every_state):
    elsewhere = an_election(world.other, world.outsider, slug="elsewhere-2025", vote=ALL_SEVEN)
    assert {n.stage for n in waiting_cases([world.home.pk])} == {
        State.SUBMITTED, State.UNDER_VERIFICATION, State.READY_FOR_DECISION, State.REGISTERED,
    }  # fmt: skip
    assert waiting_cases([elsewhere.home_id]).count() == 0
    Election.objects.filter(pk=world.election.pk).update(origin="replayed")
    assert waiting_cases([world.home.pk]).count() == 0


def test_the_decisions_of_an_election_stand_in_the_order_of_the_sessions(world):
    nomination_in(State.REGISTERED, world, **a_person(1))
    assert [d.kind for d in decisions_of(world.election)] == ["call", "timetable", "register"]


def test_what_falls_due_between_two_moments(world):
    start, end = moment("2025-09-11 18:00"), moment("2025-09-16 18:00")
    codes = [entry.code for entry in due_between([world.home.pk], start, end)]
    assert codes == ["nomination", "requirements_check", "signature_check"]
    codes = {entry.code for entry in due_between([world.home.pk], end, end + timedelta(microseconds=1))}
    # the ends of some, the starts of the others
    assert codes == {"registration", "deposit", "signature_check", "certificates", "campaign"}
    assert due_between([world.other.pk], start, end).count() == 0


def test_the_timetable_is_read_in_the_order_of_time(world):
    entries = timetable_of(world.election)
    assert [entry.starts_at or entry.due_at for entry in entries] == sorted(entry.starts_at or entry.due_at for entry in entries)
    assert windows_of(world.election).keys() == {term.code for term in world.election.pack.terms}
