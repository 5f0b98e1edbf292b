"""The wrapper of every write: the right to act, one event, all or nothing, and a row in memory that does not lie."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from candidates.models import Nomination
from candidates.services import filing, handing_in, leaving, verification
from candidates.workflow import State
from commission import audit, clock
from commission.access import MATRIX, STAFF_ROLES, SYSTEM, Action, Role, can
from commission.command import command, done, frame
from commission.models import AuditEvent, Membership
from commission.refused import Refused
from commission.services.commissions import appoint, dismiss
from commission.services.decisions import Text, Vote
from commission.services.elections import call_election
from tests.factories import (
    ALL_SEVEN,
    DECIDED,
    FOUNDED,
    LEFT,
    SUBMITTED,
    TAKEN,
    a_draft,
    a_person,
    a_user,
    appoint_as,
    events_of,
    nomination_in,
    refused,
)

# -- the right to act


def test_a_role_without_the_step_is_refused_with_403_and_nothing_is_written(world):
    nomination, events = nomination_in(State.SUBMITTED, world), AuditEvent.objects.count()
    refusal = refused("role", leaving.withdraw, nomination, actor=world.staff.chair, at=TAKEN, status=403)
    assert "" not in (str(refusal.reason), str(refusal.way_out))
    assert AuditEvent.objects.count() == events


def test_the_refusal_comes_before_the_row_is_locked_or_the_state_is_told(world):
    """A stranger learns nothing of the case: not even that its state would not allow the step."""
    nomination = nomination_in(State.WITHDRAWN, world)
    refused("role", leaving.withdraw, nomination, actor=world.stranger, at=LEFT, status=403)


@pytest.mark.parametrize("actor", [None, AnonymousUser()], ids=["nobody", "anonymous"])
def test_who_has_not_signed_in_does_nothing(world, actor):
    refused("role", filing.start, world.election, actor=actor, at=SUBMITTED, way="self", status=403, **a_person(1))


def test_a_closed_account_does_nothing(world):
    nomination = nomination_in(State.SUBMITTED, world)
    world.staff.registrar.is_active = False
    refused("role", verification.take_up, nomination, actor=world.staff.registrar, at=TAKEN, status=403)


def test_staff_of_another_commission_are_strangers(world):
    refused("role", verification.take_up, nomination_in(State.SUBMITTED, world), actor=world.outsider, at=TAKEN, status=403)


def test_a_dismissed_member_cannot_act_any_more(world):
    nomination, registrar = nomination_in(State.SUBMITTED, world), world.staff.registrar
    dismiss(world.home, actor=world.staff.administrator, at=clock.now(), membership=registrar.memberships.get())
    refused("role", verification.take_up, nomination, actor=registrar, at=TAKEN, status=403)
    assert registrar.memberships.get().until is not None  # the row stays


def test_a_role_begins_with_its_day(world):
    nomination, user = nomination_in(State.SUBMITTED, world), a_user()
    appoint(world.home, actor=SYSTEM, at=clock.now() + timedelta(days=1), user=user, role=Role.REGISTRAR)
    refused("role", verification.take_up, nomination, actor=user, at=TAKEN, status=403)


def test_the_right_to_act_is_judged_by_today_not_by_the_moment_of_receipt(world):
    """Nobody writes into the past with a role that he has lost since, or does not hold yet."""
    nomination, user = nomination_in(State.SUBMITTED, world), a_user()
    membership = appoint_as(world.home, user, Role.REGISTRAR)
    dismiss(world.home, actor=SYSTEM, at=FOUNDED + timedelta(days=1), membership=membership)
    refused("role", verification.take_up, nomination, actor=user, at=FOUNDED, status=403)


# -- roles are given by somebody else


def test_nobody_appoints_himself(world):
    admin = world.staff.administrator
    for role in STAFF_ROLES:
        refused("own_role", appoint, world.home, actor=admin, at=LEFT, user=admin, role=role)
    assert admin.memberships.count() == 1


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_appoints_and_dismisses(world, role):
    actor, membership = world.staff[role], world.staff.member.memberships.get()
    refused("role", appoint, world.home, actor=actor, at=LEFT, user=a_user(), role=Role.CHAIR, status=403)
    refused("role", dismiss, world.home, actor=actor, at=LEFT, membership=membership, status=403)


def test_the_administrator_has_no_power_over_cases_or_figures():
    assert {action.value for action in Action if can(frozenset({Role.ADMINISTRATOR}), action)} == {
        "appoint", "dismiss", "open_desk", "view_accounts",
    }  # fmt: skip


def test_the_recorder_alone_can_do_nothing_but_record():
    assert {action.value for action in Action if can(frozenset({Role.RECORDER}), action)} == {"record_as_published"}


def test_every_action_is_somebodys_and_no_strangers():
    assert set(MATRIX) == set(Action)
    assert [action for action, roles in MATRIX.items() if not roles or Role.STRANGER in roles] == []


def test_a_role_is_held_once_ended_once_and_in_its_own_commission(world):
    admin, member = world.staff.administrator, world.staff.member
    membership = member.memberships.get()
    refused("held_already", appoint, world.home, actor=admin, at=LEFT, user=member, role=Role.MEMBER)
    foreign = world.outsider.memberships.first()
    refused("foreign_row", dismiss, world.home, actor=admin, at=LEFT, membership=foreign, status=404)
    refused("not_begun", dismiss, world.home, actor=admin, at=FOUNDED, membership=membership)
    dismiss(world.home, actor=admin, at=LEFT, membership=membership)
    refused("not_held", dismiss, world.home, actor=admin, at=LEFT, membership=membership)
    assert appoint(world.home, actor=admin, at=LEFT, user=member, role=Role.MEMBER).until is None
    assert Membership.objects.filter(user=member).count() == 2


# -- one event a command


@command(Action.TAKE)
def writes_no_event(nomination, *, actor, at):
    nomination.phone = "silent"
    nomination.save()


@command(Action.TAKE)
def writes_two_events(nomination, *, actor, at):
    nomination.phone = "loud"
    nomination.save()
    done("nomination.taken", changed=[nomination])
    done("nomination.taken", changed=[nomination])


@command(Action.TAKE)
def writes_an_unknown_event(nomination, *, actor, at):
    nomination.phone = "odd"
    nomination.save()
    done("nomination.eaten", changed=[nomination])


@pytest.mark.parametrize(
    ("service", "error"),
    [
        (writes_no_event, "wrote 0 audit events"),
        (writes_two_events, "wrote 2 audit events"),
        (writes_an_unknown_event, "unknown audit event"),
    ],
)
def test_a_command_writes_exactly_one_event_or_nothing_at_all(world, service, error):
    nomination, before = nomination_in(State.SUBMITTED, world), AuditEvent.objects.count()
    phone = nomination.phone
    with pytest.raises((RuntimeError, ValueError), match=error):
        service(nomination, actor=world.staff.registrar, at=TAKEN)
    assert nomination.phone == phone
    assert (Nomination.objects.get(pk=nomination.pk).phone, AuditEvent.objects.count()) == (phone, before)
    assert audit.verify() == []


def test_a_write_outside_a_command_is_a_mistake(world):
    with pytest.raises(RuntimeError, match="outside the command wrapper"):
        done("nomination.taken", changed=[], subject=a_draft(world))
    with pytest.raises(RuntimeError, match="outside the command wrapper"):
        frame()


def test_a_nested_command_writes_its_own_event(world):
    """A registration is a decision and a step: two commands, two events, one transaction."""
    nomination = nomination_in(State.REGISTERED, world)
    last = list(AuditEvent.objects.filter(home=world.home).order_by("-sequence").values_list("kind", "subject_type")[:2])
    assert last == [("nomination.registered", "candidates.nomination"), ("decision.taken", "commission.commission")]
    assert events_of(nomination).count("nomination.registered") == 1


def test_the_event_holds_who_in_which_role_and_both_times(world, time_machine):
    nomination = nomination_in(State.SUBMITTED, world)
    time_machine.move_to(moment_of_recording := LEFT + timedelta(days=40), tick=False)
    verification.take_up(nomination, actor=world.staff.registrar, at=TAKEN)
    event = AuditEvent.objects.latest("pk")
    assert (event.kind, event.actor, event.role, event.home) == ("nomination.taken", world.staff.registrar, "registrar", world.home)
    assert (event.happened_at, event.recorded_at) == (TAKEN, moment_of_recording)
    assert (event.data["from"], event.data["to"], event.data["count"]) == ("submitted", "under_verification", 9)


# -- all or nothing, in memory too


def test_after_a_refusal_the_row_in_memory_is_as_it_was(world):
    draft = a_draft(world, papers=False)
    before = dict(draft.__dict__)
    with pytest.raises(Refused):
        handing_in.submit(draft, actor=world.staff.secretary, at=SUBMITTED, declared=True)  # sets declared_at before the guards
    assert {k: v for k, v in draft.__dict__.items() if k != "_state"} == {k: v for k, v in before.items() if k != "_state"}


def test_a_command_acts_on_the_row_as_it_is_not_as_it_was_read(world):
    """Two windows on one case: the second works on what the first left, not on its own stale copy."""
    first = nomination_in(State.SUBMITTED, world)
    second = Nomination.objects.get(pk=first.pk)
    leaving.withdraw(first, actor=world.staff.secretary, at=TAKEN)
    assert second.stage is State.SUBMITTED
    refusal = refused("state", verification.take_up, second, actor=world.staff.registrar, at=TAKEN)
    assert str(refusal.way_out) != ""


def test_a_refusal_inside_takes_the_whole_call_back(world):
    elections, decisions = world.home.elections.count(), world.home.decisions.count()
    call = {"actor": world.staff.chair, "at": DECIDED, "slug": "another", "ground": "term_expired"}
    call |= {"polling_date": world.election.polling_date, **{name: Text("a", "b") for name in ("titles", "office", "territory")}}
    refused("quorum", call_election, world.home, vote=Vote(4, 4), **call)
    refused("polling_day_past", call_election, world.home, vote=ALL_SEVEN, **{**call, "polling_date": DECIDED.date()})
    refused("slug_taken", call_election, world.home, vote=ALL_SEVEN, **{**call, "slug": world.election.slug})
    assert (world.home.elections.count(), world.home.decisions.count()) == (elections, decisions)


def test_a_row_is_never_deleted(world):
    nomination = a_draft(world)
    for deleting in (nomination.delete, Nomination.objects.all().delete, Nomination.objects.filter(pk=nomination.pk).delete):
        with pytest.raises(TypeError, match="never deleted"):
            deleting()
    assert Nomination.objects.count() == 1
