"""Sessions: who may open one, what may stand on its agenda, how votes are counted, and what a session leaves behind."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from candidates.services.agenda import proposal_for
from candidates.workflow import State
from commission import audit
from commission.access import SYSTEM, Role
from commission.models import AgendaItem, Attendance, AuditChain, DecisionKind, MemberVote
from commission.refused import Refused
from commission.selectors import present_at, voting_members
from commission.services import sessions
from commission.services.commissions import dismiss
from commission.services.sessions import Voice
from tests.factories import FINISHED, a_proxy, appoint_as, events_of, nomination_in, refused
from tests.marks import all_but_the_first_slow
from tests.sittings import CLOSED, CONVENED_FOR, OPENED, VOTED, convened, members_of, opened, voices, voted

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
# size of the commission -> (smallest quorum, smallest majority), worked out by hand: 2/3 of all, more than half of all
BY_LAW = {5: (4, 3), 6: (4, 4), 7: (5, 4), 9: (6, 5), 11: (8, 6)}


@pytest.fixture(autouse=True)
def sentences_in_english():
    with override("en"):
        yield


@pytest.fixture
def members(world):
    return members_of(world)


@pytest.fixture
def ready(world):
    return nomination_in(State.READY_FOR_DECISION, world)


def to_register(nomination):
    return proposal_for(nomination, DecisionKind.REGISTER, FINISHED)


def item_of(session):
    return session.items.order_by("-ordinal").first()


@pytest.fixture
def session(world, ready):
    return convened(world, to_register(ready))


@pytest.fixture
def by(world):
    return {"actor": world.staff.secretary, "at": VOTED}


# -- convened


def test_sessions_of_a_commission_are_numbered_one_after_another(world):
    assert [convened(world).number for _ in range(3)] == [1, 2, 3]
    assert sessions.convene(world.other, actor=world.outsider, at=FINISHED, convened_for=CONVENED_FOR).number == 1


@pytest.mark.parametrize("role", all_but_the_first_slow([r for r in Role if r not in (Role.CHAIR, Role.SECRETARY)]))
def test_only_chair_and_secretary_convene_and_run_a_session(world, session, members, role):
    actor = {
        Role.SUPERIOR: world.superior, Role.CANDIDATE: world.candidate, Role.PROXY: world.candidate, Role.SYSTEM: SYSTEM,
        Role.STRANGER: world.stranger,
    }.get(role) or world.staff[role]  # fmt: skip
    common = {"actor": actor, "at": VOTED, "status": 403}
    refused("role", sessions.convene, world.home, convened_for=CONVENED_FOR, **common)
    refused("role", sessions.put_on_agenda, session, proposals=[], **common)
    refused("role", sessions.call_off, session, **common)
    refused("role", sessions.open_session, session, present=members, **common)
    opened(session, world, members)
    item = item_of(session)
    refused("role", sessions.revise, item, draft={}, **common)
    refused("role", sessions.take_off, item, **common)
    refused("role", sessions.record_votes, item, voices=voices(members), **common)
    refused("role", sessions.adopt, item, **common)
    refused("role", sessions.record_presence, session, present=members[:6], **common)
    refused("role", sessions.close_session, session, **common)


# -- the agenda


def test_a_matter_stands_on_the_agenda_with_its_draft(world, ready, session):
    item = item_of(session)
    assert (item.ordinal, item.kind, item.election, item.matter, item.open) == (1, "register", world.election, ready, True)
    assert sessions.draft_of(item)["reasoning"]["kk"].startswith("Тексерулердің нәтижесі оң: ")
    assert events_of(session) == ["session.convened", "session.item_added"]


def test_the_same_matter_is_not_open_on_two_agendas(world, ready, session):
    later = convened(world)
    refusal = refused(
        "on_agenda_already", sessions.put_on_agenda, later, actor=world.staff.chair, at=FINISHED, proposals=[to_register(ready)]
    )
    assert "1" in str(refusal)
    sessions.take_off(item_of(session), actor=world.staff.chair, at=FINISHED)
    assert sessions.put_on_agenda(later, actor=world.staff.chair, at=FINISHED, proposals=[to_register(ready)])[0].ordinal == 1
    assert events_of(item_of(session)) == ["session.item_taken_off"]
    with pytest.raises(IntegrityError, match="matter_on_one_agenda"), transaction.atomic():
        AgendaItem.objects.create(session=session, ordinal=2, kind="register", matter_type="candidates.nomination", matter_id=ready.pk)


def test_another_commissions_case_comes_onto_no_agenda(world, ready):
    foreign = sessions.convene(world.other, actor=world.outsider, at=FINISHED, convened_for=CONVENED_FOR)
    put = {"actor": world.outsider, "at": FINISHED, "proposals": [to_register(ready)]}
    refused("foreign_matter", sessions.put_on_agenda, foreign, status=404, **put)


def test_an_empty_choice_puts_nothing_on_the_agenda(world, session):
    refused("nothing_chosen", sessions.put_on_agenda, session, actor=world.staff.chair, at=FINISHED, proposals=[])


def test_several_matters_are_put_on_with_one_event(world):
    one, two = (to_register(nomination_in(State.READY_FOR_DECISION, world)) for _ in range(2))
    session = convened(world, one, two)
    assert [item.ordinal for item in session.items.all()] == [1, 2]
    assert events_of(session) == ["session.convened", "session.item_added"]


def test_a_draft_is_changed_until_somebody_has_voted_on_it(world, session, members, by):
    item = item_of(session)
    sessions.revise(item, actor=world.staff.secretary, at=FINISHED, draft={"reasoning": {"kk": "себеп", "ru": "причина"}})
    assert sessions.draft_of(item)["reasoning"] == {"kk": "себеп", "ru": "причина"}
    opened(session, world, members)
    sessions.record_votes(item, voices=voices(members[:1]), **by)
    refused("voted_already", sessions.revise, item, draft={}, **by)


def test_what_a_matter_ended_as_is_one_thing(world, session, ready):
    item = item_of(session)
    for outcome in (
        {"rejected_at": VOTED, "taken_off_at": VOTED},
        {"decision": world.home.decisions.first(), "rejected_at": VOTED},
        {"decision": world.home.decisions.first(), "taken_off_at": VOTED},
    ):
        with pytest.raises(IntegrityError, match="item_has_one_outcome"), transaction.atomic():
            AgendaItem.objects.filter(pk=item.pk).update(**outcome)


# -- opened


@pytest.mark.parametrize("seats", BY_LAW)
def test_a_session_opens_with_two_thirds_of_all_members(world, seats):
    type(world.home).objects.filter(pk=world.home.pk).update(seats=seats)
    world.home.refresh_from_db()
    members, quorum = members_of(world, seats), BY_LAW[seats][0]
    found = {}
    for present in range(seats + 1):
        session = convened(world)
        try:
            opened(session, world, members[:present])
            found[present] = "opens"
        except Refused as refusal:
            assert (refusal.code, refusal.article) == ("quorum", "CL art. 20(4)")
            assert f"{present} of {seats} members are present" in str(refusal)
            assert Attendance.objects.filter(session=session).count() == 0
            found[present] = "quorum"
    assert found == {present: "opens" if present >= quorum else "quorum" for present in range(seats + 1)}


@pytest.mark.parametrize("seats", all_but_the_first_slow(BY_LAW))
def test_more_than_half_of_all_members_carry_a_matter_however_few_are_there(world, ready, seats):
    type(world.home).objects.filter(pk=world.home.pk).update(seats=seats)
    world.home.refresh_from_db()
    members, (quorum, majority) = members_of(world, seats), BY_LAW[seats]
    found = {}
    for present in range(quorum, seats + 1):
        for votes_for in range(present + 1):
            with transaction.atomic():
                session = opened(convened(world, to_register(ready)), world, members[:present])
                item = voted(item_of(session), world, members[:present], against=members[votes_for:present])
                found[present, votes_for] = item.decision is not None
                assert (item.rejected_at is None) is found[present, votes_for]
                transaction.set_rollback(True)
    assert found == {(p, f): f >= majority for p in range(quorum, seats + 1) for f in range(p + 1)}


def test_a_session_is_not_opened_before_the_moment_for_which_it_was_convened(world, session, members):
    refusal = refused("too_early", opened, session, world, members, at=CONVENED_FOR - MINUTE)
    assert refusal.article == "CL art. 20(3)"
    opened(session, world, members, at=CONVENED_FOR)
    refused("opened_already", opened, session, world, members)


def test_a_session_held_on_paper_is_recorded_with_its_own_moments_but_not_ahead_of_them(world, session, members):
    later = {"actor": world.staff.secretary, "at": CLOSED}
    refused("moment", sessions.open_session, session, present=members, opened_at=CLOSED + MINUTE, **later)
    sessions.open_session(session, present=members, opened_at=OPENED, **later)
    item = item_of(session)
    sessions.record_votes(item, voices=voices(members), **later)
    for bad in (OPENED - MINUTE, CLOSED + MINUTE):
        refused("moment", sessions.adopt, item, voted_at=bad, **later)
    sessions.adopt(item, voted_at=VOTED, **later)
    assert (item.decision.adopted_at, session.opened_at) == (VOTED, OPENED)
    refused("moment", sessions.close_session, session, closed_at=VOTED - MINUTE, **later)


def test_only_members_with_a_vote_at_that_moment_are_present(world, session, members):
    for person in (world.staff.registrar, world.staff.clerk, world.outsider, world.stranger, world.superior):
        refused("not_a_member", opened, session, world, [*members, person])
    dismiss(world.home, actor=SYSTEM, at=FINISHED, membership=members[6].memberships.get())
    refused("not_a_member", opened, session, world, members)
    assert list(voting_members(world.home, OPENED)) == members[:6]


def test_who_holds_two_offices_is_one_member(world, session, members):
    appoint_as(world.home, world.staff.chair, Role.MEMBER)
    opened(session, world, [*members, world.staff.chair])
    assert session.attendances.count() == 7
    assert voting_members(world.home, OPENED)[world.staff.chair] == Role.CHAIR


# -- the vote


def test_a_matter_with_a_majority_becomes_a_decision_and_is_carried_out(world, session, members, ready):
    opened(session, world, members[:6])
    item = voted(item_of(session), world, members[:6], against=members[4:5], abstained=members[5:6])
    decision = item.decision
    assert (decision.kind, decision.adopted_at, decision.number) == ("register", VOTED, str(world.home.decisions.count()))
    counts = (decision.members_total, decision.members_present, decision.votes_for, decision.votes_against, decision.abstained)
    assert counts == (7, 6, 4, 1, 1)
    ready.refresh_from_db()
    assert (ready.stage, ready.registered_at) == (State.REGISTERED, VOTED)
    assert events_of(item) == ["session.vote_recorded", "session.item_adopted"]
    refused("item_settled", sessions.adopt, item, actor=world.staff.chair, at=VOTED)
    refused("item_settled", sessions.take_off, item, actor=world.staff.chair, at=VOTED)
    refused("item_settled", sessions.record_votes, item, actor=world.staff.chair, at=VOTED, voices=voices(members))


def test_without_a_majority_a_matter_is_rejected_and_waits_for_a_later_session(world, session, members, ready):
    opened(session, world, members)
    before = world.home.decisions.count()
    item = voted(item_of(session), world, members, against=members[:4])
    ready.refresh_from_db()
    assert (item.rejected_at, item.decision, ready.stage) == (VOTED, None, State.READY_FOR_DECISION)
    assert (world.home.decisions.count(), events_of(item)[-1]) == (before, "session.item_rejected")
    later = convened(world, to_register(ready))
    assert later.items.count() == 1


def test_what_cannot_be_carried_out_is_not_decided(world, session, members, ready):
    """Between the agenda and the vote the candidate withdrew: the majority changes nothing, and the matter stays open."""
    from candidates.services import leaving

    opened(session, world, members)
    leaving.withdraw(ready, actor=world.staff.secretary, at=OPENED)
    before, item = world.home.decisions.count(), item_of(session)
    sessions.record_votes(item, actor=world.staff.secretary, at=VOTED, voices=voices(members))
    refused("state", sessions.adopt, item, actor=world.staff.secretary, at=VOTED)
    assert (item.open, world.home.decisions.count()) == (True, before)


def test_every_member_who_is_there_votes_and_a_vote_can_be_corrected_until_the_count(world, session, members, by):
    opened(session, world, members)
    item = item_of(session)
    refusal = refused("votes_missing", sessions.adopt, item, **by)
    assert all(member.full_name in str(refusal) for member in members)
    sessions.record_votes(item, voices=voices(members, against=members[:4]), **by)
    sessions.record_votes(item, voices=voices(members[:1]), **by)
    assert sessions.adopt(item, **by).decision.votes_for == 4
    assert item.votes.count() == 7


def test_only_who_is_there_votes(world, session, members, by):
    opened(session, world, members[:6])
    refused("not_present", sessions.record_votes, item_of(session), voices=voices(members), **by)
    refused("choice_needed", sessions.record_votes, item_of(session), voices=[], **by)
    refused("choice_needed", sessions.record_votes, item_of(session), voices=[Voice(members[0], "perhaps")], **by)
    assert MemberVote.objects.count() == 0


def test_a_member_does_not_vote_in_a_case_of_his_own(world, members, by):
    """He is counted as present, and the majority is that of all members all the same."""
    own = nomination_in(State.READY_FOR_DECISION, world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.MEMBER)
    members[6] = world.candidate
    session = opened(convened(world, to_register(own)), world, members)
    item = item_of(session)
    refused("own_case", sessions.record_votes, item, voices=voices(members), **by)
    voted(item, world, members[:6])
    assert (item.decision.members_present, item.decision.votes_for) == (7, 6)


def test_the_chair_carries_out_nothing_in_a_case_of_his_own(world, members):
    own = nomination_in(State.READY_FOR_DECISION, world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.CHAIR)
    session = opened(convened(world, to_register(own)), world, [world.candidate, *members[1:]])
    item = item_of(session)
    sessions.record_votes(item, actor=world.staff.secretary, at=VOTED, voices=voices(members[1:]))
    refused("role", sessions.adopt, item, actor=world.candidate, at=VOTED, status=403)
    assert sessions.adopt(item, actor=world.staff.secretary, at=VOTED).decision.votes_for == 6


def test_a_proxy_of_the_candidate_does_not_vote_on_him(world, members, ready, by):
    proxy = a_proxy(ready)
    appoint_as(world.home, proxy, Role.MEMBER)
    session = opened(convened(world, to_register(ready)), world, [*members[:6], proxy])
    refused("own_case", sessions.record_votes, item_of(session), voices=[Voice(proxy, "for")], **by)


def test_a_separate_opinion_is_attached_to_the_decision_and_sealed(world, session, members, by):
    opened(session, world, members)
    item = item_of(session)
    against = [Voice(members[0], "against", "  Құжаттар толық емес. "), *voices(members[1:])]
    sessions.record_votes(item, voices=against, **by)
    decision = sessions.adopt(item, **by).decision
    assert decision.dissent == f"{members[0].full_name}: Құжаттар толық емес."
    kept = MemberVote.objects.get(item=item, member=members[0])
    assert kept.dissent == "Құжаттар толық емес."
    assert "Құжаттар" not in str([event.data for event in audit.AuditEvent.objects.all()])
    assert audit.verify() == []


# -- who comes and goes


def test_who_comes_later_and_who_leaves_counts_from_that_moment_on(world, members):
    nominations = [nomination_in(State.READY_FOR_DECISION, world) for _ in range(3)]
    session = opened(convened(world, *map(to_register, nominations)), world, members[:6])
    first, second, third = session.items.order_by("ordinal")
    voted(first, world, members[:6])
    by, now = {"actor": world.staff.secretary}, VOTED + MINUTE
    sessions.record_presence(session, at=now, present=members, **by)
    voted(second, world, members, at=now)
    sessions.record_presence(session, at=now + MINUTE, present=members[:5], **by)
    voted(third, world, members[:5], at=now + MINUTE)
    assert [item.decision.members_present for item in (first, second, third)] == [6, 7, 5]
    assert [len(present_at(session, at)) for at in (OPENED, now, now + MINUTE)] == [6, 7, 5]
    refused("nothing_changed", sessions.record_presence, session, at=now + MINUTE, present=members[:5], **by)
    refused("moment", sessions.record_presence, session, at=now + MINUTE, moment=VOTED, present=members, **by)
    sessions.record_presence(session, at=CLOSED, present=members[:6], **by)
    assert len(present_at(session, CLOSED)) == 6


def test_without_its_quorum_a_running_session_decides_nothing_more(world, session, members, by):
    opened(session, world, members[:5])
    item = item_of(session)
    sessions.record_votes(item, voices=voices(members[:5]), **by)
    sessions.record_presence(session, present=members[:4], **by)
    refused("not_present", sessions.adopt, item, **by)
    sessions.take_off(item, **by)
    again = sessions.put_on_agenda(session, proposals=[to_register(item.matter)], **by)[0]
    sessions.record_votes(again, voices=voices(members[:4]), **by)
    assert refused("quorum", sessions.adopt, again, **by).article == "CL art. 20(4)"


# -- the end


def test_a_closed_session_holds_the_end_of_the_log_and_never_changes(world, session, members, ready):
    opened(session, world, members)
    by = {"actor": world.staff.secretary, "at": CLOSED}
    refusal = refused("items_open", sessions.close_session, session, **by)
    assert "1 matters" in str(refusal)
    item = voted(item_of(session), world, members)
    head = AuditChain.objects.get(home=world.home).head
    sessions.close_session(session, **by)
    assert (session.closed_at, session.audit_head) == (CLOSED, head)
    assert events_of(session)[-1] == "session.closed"
    refused("session_over", sessions.put_on_agenda, session, proposals=[], **by)
    refused("session_over", sessions.open_session, session, present=members, **by)
    refused("session_over", sessions.call_off, session, **by)
    refused("not_running", sessions.record_presence, session, present=members, **by)
    refused("not_running", sessions.close_session, session, **by)
    refused("session_over", sessions.adopt, item, **by)
    assert audit.verify() == []


def test_a_session_that_does_not_take_place_frees_its_matters(world, session, members, ready):
    sessions.call_off(session, actor=world.staff.chair, at=OPENED)
    item = item_of(session)
    assert (session.called_off_at, item.taken_off_at) == (OPENED, OPENED)
    refused("session_over", opened, session, world, members)
    assert convened(world, to_register(ready)).items.count() == 1
    with pytest.raises(IntegrityError, match="session_opened_or_called_off"), transaction.atomic():
        type(session).objects.filter(pk=session.pk).update(opened_at=OPENED)


def test_a_session_that_runs_is_closed_not_called_off(world, session, members):
    opened(session, world, members)
    refused("opened_already", sessions.call_off, session, actor=world.staff.chair, at=VOTED)


def test_nothing_is_voted_before_the_session_is_opened(world, session, members, by):
    item = item_of(session)
    refused("not_running", sessions.record_votes, item, voices=voices(members), **by)
    refused("not_running", sessions.adopt, item, **by)
    refused("not_running", sessions.close_session, session, **by)


def test_a_kind_that_nobody_carries_out_comes_onto_no_agenda(world, session, ready):
    from dataclasses import replace

    strange = replace(to_register(ready), kind=DecisionKind.OTHER)
    refused("kind_unknown", sessions.put_on_agenda, session, actor=world.staff.chair, at=FINISHED, proposals=[strange], status=404)
