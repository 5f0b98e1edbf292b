"""Which matters wait for a session, what their drafts rest on, and that nothing else can be carried out."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from candidates.models import Ground
from candidates.services import appeals, ballot, deciding, leaving, verification
from candidates.services.agenda import ballot_proposal, proposal_for
from candidates.services.deciding import Because
from candidates.services.drafting import as_draft, draft_grounds, grounds_in, proposed_grounds, proposed_reasoning
from candidates.workflow import State
from commission import audit
from commission.access import SYSTEM
from commission.models import DecisionKind, Election, Origin
from commission.refused import Refused
from commission.services import matters, sessions
from commission.services.decisions import Text
from tests.factories import (
    ALL_SEVEN,
    BALLOT_APPROVED,
    DECIDED,
    FINISHED,
    LEFT,
    NOTED,
    a_failure,
    a_false_declaration,
    a_person,
    conclude_and_finish,
    nomination_in,
    record_checks,
    refused,
)
from tests.sittings import CONVENED_FOR, convened, members_of, opened, voted

pytestmark = pytest.mark.django_db
REGISTER, REFUSE, CANCEL, BALLOT = DecisionKind.REGISTER, DecisionKind.REFUSE, DecisionKind.CANCEL, DecisionKind.BALLOT
DEPARTURE = DecisionKind.DEPARTURE


@pytest.fixture(autouse=True)
def sentences_in_english():
    with override("en"):
        yield


def failing(world, *, told=NOTED, check="civil_service", **fields):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=[check])
    a_failure(nomination, world, told=told, failed_check=nomination.checks.get(code=check), **fields)
    return conclude_and_finish(nomination, world)


def waiting(world, at=DECIDED):
    return [(each.kind, each.matter, bool(each.hindrance)) for each in matters.waiting(world.home, at)]


# -- what waits


@pytest.mark.slow
def test_what_waits_is_what_the_record_speaks_for(world):
    passed, failed = nomination_in(State.READY_FOR_DECISION, world), failing(world)
    untold = failing(world, told=None)
    false = nomination_in(State.REGISTERED, world)
    a_false_declaration(false, world)
    left = nomination_in(State.WITHDRAWN, world)
    for state in (State.DRAFT, State.SUBMITTED, State.UNDER_VERIFICATION, State.REFUSED, State.CANCELLED):
        nomination_in(state, world)
    assert waiting(world, LEFT) == [
        (REGISTER, passed, False), (REFUSE, failed, False), (REFUSE, untold, True), (CANCEL, false, False),
        (DEPARTURE, left, False),
        (BALLOT, world.election, True),
    ]  # fmt: skip
    assert matters.waiting(world.other, LEFT) == []


def test_an_unanswered_point_speaks_for_a_refusal(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world)
    verification.close_correction(nomination, actor=SYSTEM, at=LEFT)
    record_checks(nomination, world, at=LEFT)
    conclude_and_finish(nomination, world, at=(LEFT, LEFT))
    assert waiting(world, LEFT) == [(REFUSE, nomination, False)]


def test_a_replayed_election_waits_for_nobody(world):
    nomination_in(State.READY_FOR_DECISION, world)
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert waiting(world) == []


def test_a_registration_after_its_term_is_shown_with_its_hindrance(world):
    nomination = nomination_in(State.READY_FOR_DECISION, world)
    proposal = proposal_for(nomination, REGISTER, BALLOT_APPROVED)
    assert "has ended" in proposal.hindrance
    session = convened(world, convened_for=BALLOT_APPROVED)
    put = {"actor": world.staff.secretary, "at": FINISHED, "proposals": [proposal]}
    refused("window_closed", sessions.put_on_agenda, session, **put)  # the session will vote when the term is over


def test_the_ballot_waits_as_soon_as_its_lines_can_be_made_up(world):
    for _ in range(2):
        nomination_in(State.REGISTERED, world)
    assert waiting(world, LEFT) == [(BALLOT, world.election, True)]
    assert waiting(world, BALLOT_APPROVED) == [(BALLOT, world.election, False)]
    ballot.approve_ballot(world.election, actor=world.staff.chair, at=BALLOT_APPROVED, vote=ALL_SEVEN)
    assert waiting(world, BALLOT_APPROVED) == []


# -- the draft


def test_every_standing_failure_is_proposed_with_the_grounds_it_may_carry(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["civil_service", "deposit"])
    check = nomination.checks.get
    civil = a_failure(nomination, world, failed_check=check(code="civil_service"))
    paper = a_failure(nomination, world, paper=nomination.papers.get(code="application"))
    general = a_failure(nomination, world)
    a_failure(nomination, world, told=None, failed_check=check(code="deposit"))
    conclude_and_finish(nomination, world)
    found = [(each.failure, [g.code for g in each.grounds]) for each in draft_grounds(nomination, at=DECIDED, for_cancellation=False)]
    assert found == [
        (civil, ["requirements", "nomination_rules", "early_campaign"]),
        (paper, ["papers_missing", "nomination_rules", "early_campaign"]),
        (general, ["nomination_rules", "early_campaign"]),
    ]
    proposed = proposed_grounds(nomination, at=DECIDED, for_cancellation=False)
    assert [(b.code, b.failure) for b in proposed] == [("requirements", civil), ("papers_missing", paper), ("nomination_rules", general)]
    for_cancellation = draft_grounds(nomination, at=DECIDED, for_cancellation=True)
    usual = ["early_campaign", "right_lost", "court_act"]
    assert [[g.code for g in each.grounds] for each in for_cancellation] == [usual, usual, usual]


def test_what_is_proposed_could_be_decided(world):
    """Every ground of the draft passes the rule of the decision itself: the proposal never leads into a refusal."""
    nomination = failing(world)
    for each in draft_grounds(nomination, at=DECIDED, for_cancellation=False):
        for ground in each.grounds:
            deciding.check_grounds(
                nomination, name="refuse", grounds=[Because(ground.code, each.failure)], actor=world.staff.chair, at=DECIDED
            )


def test_the_reasons_are_worded_in_both_languages_item_by_item_with_the_article(world):
    nomination = failing(world, description=Text("Тәжірибесі жоқ", "Нет стажа"))
    words = proposed_reasoning(nomination, REFUSE, proposed_grounds(nomination, at=DECIDED, for_cancellation=False))
    assert "Анықталды: Тәжірибесі жоқ." in words.kk and "Установлено: Нет стажа." in words.ru
    assert "Тұлғаға 2025 жылғы 2 қыркүйек, 12:00 (UTC+05:00) хабарланды." in words.kk
    assert words.ru.startswith("1. ")
    assert "13-1" in words.ru and "Лицо уведомлено: 2 сентября 2025 года, 12:00 (UTC+05:00)." in words.ru


def test_a_draft_survives_the_agenda(world):
    nomination = failing(world)
    grounds = proposed_grounds(nomination, at=DECIDED, for_cancellation=False)
    draft = as_draft(grounds, Text("себеп", "причина"))
    assert [(b.code, b.failure) for b in grounds_in(draft, nomination)] == [(b.code, b.failure) for b in grounds]


# -- carried out


def held(world, proposal, *, at=CONVENED_FOR, **how):
    """A session about one matter, from the convening to the count."""
    members = members_of(world)
    session = opened(convened(world, proposal, at=FINISHED, convened_for=at), world, members, at=at)
    return voted(session.items.get(), world, members, at=at, **how)


def test_a_refusal_is_carried_out_with_its_grounds_and_reasons(world):
    nomination = failing(world)
    item = held(world, proposal_for(nomination, REFUSE, DECIDED))
    nomination.refresh_from_db()
    ground = nomination.grounds.get()
    assert (nomination.stage, ground.code, ground.decision) == (State.REFUSED, "requirements", item.decision)
    assert (item.decision.reasoning_kk != "", item.decision.reasoning_ru.startswith("1. ")) == (True, True)
    assert audit.verify() == []


def test_a_cancellation_is_carried_out(world):
    nomination = nomination_in(State.REGISTERED, world)
    a_false_declaration(nomination, world)
    item = held(world, proposal_for(nomination, CANCEL, LEFT), at=LEFT)
    nomination.refresh_from_db()
    assert (nomination.stage, item.decision.kind, nomination.grounds.get().code) == (State.CANCELLED, "cancel", "false_declaration")


def test_the_ballot_is_approved_by_a_session(world):
    for n in (1, 2):
        nomination_in(State.REGISTERED, world, **a_person(n))
    item = held(world, ballot_proposal(world.election, BALLOT_APPROVED), at=BALLOT_APPROVED)
    assert (item.decision.kind, world.election.ballot_options.filter(decision=item.decision).count()) == ("ballot", 3)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({}, "no_ground"),
        ({"grounds": [{"code": "requirements", "failure": None}]}, "ground_without_notified_failure"),
        ({"grounds": [{"code": "requirements", "failure": 0}]}, "ground_without_notified_failure"),
        ({"grounds": [{"code": "unspecified", "failure": None}]}, "ground_unknown"),
    ],
)
def test_a_refusal_without_a_notified_failure_behind_every_ground_comes_onto_no_agenda(world, draft, code):
    nomination = failing(world)
    proposal = replace(proposal_for(nomination, REFUSE, DECIDED), draft=draft)
    refused(code, sessions.put_on_agenda, convened(world), actor=world.staff.secretary, at=FINISHED, proposals=[proposal])


def test_a_failure_of_another_case_carries_no_draft(world):
    nomination, another = failing(world), failing(world)
    draft = as_draft([Because("requirements", another.deficiencies.get())])
    session = convened(world, proposal_for(nomination, REFUSE, DECIDED))
    refused("ground_without_notified_failure", sessions.revise, session.items.get(), actor=world.staff.secretary, at=FINISHED, draft=draft)


def test_a_ground_that_fell_between_agenda_and_vote_refuses_nobody(world):
    """The check was recorded anew as passed: the majority votes, and the refusal still can't be taken."""
    nomination, members = failing(world), members_of(world)
    session = opened(convened(world, proposal_for(nomination, REFUSE, DECIDED)), world, members)
    verification.send_back(nomination, actor=world.staff.chair, at=DECIDED, reason="жаңа жауап")
    record_checks(nomination, world, at=DECIDED)
    conclude_and_finish(nomination, world, at=(DECIDED, DECIDED))
    item = session.items.get()
    with pytest.raises(Refused) as refusal:
        voted(item, world, members)
    assert refusal.value.code == "ground_without_notified_failure"
    item.refresh_from_db()
    assert (item.open, Ground.objects.filter(nomination=nomination).count()) == (True, 0)


def test_who_withdrew_before_the_session_is_not_put_on_its_agenda(world):
    nomination = nomination_in(State.READY_FOR_DECISION, world)
    proposal = proposal_for(nomination, REGISTER, DECIDED)
    leaving.withdraw(nomination, actor=world.staff.secretary, at=FINISHED)
    refused("state", sessions.put_on_agenda, convened(world), actor=world.staff.secretary, at=FINISHED, proposals=[proposal])


def test_a_court_that_restores_a_person_after_the_term_lets_him_be_registered(world):
    """The term of registration ran out while he was wrongly refused; it does not run against him, and the log says so."""
    nomination = nomination_in(State.REFUSED, world)
    common = {"actor": world.staff.secretary, "at": BALLOT_APPROVED}
    appeal = appeals.record_appeal(nomination, decision=nomination.grounds.get().decision, body=Text("Сот", "Суд"), **common)
    appeals.decide_appeal(nomination, appeal=appeal, outcome="upheld", **common)
    deciding.reinstate(nomination, target=State.UNDER_VERIFICATION, **common)
    record_checks(nomination, world, at=BALLOT_APPROVED)
    conclude_and_finish(nomination, world, at=(BALLOT_APPROVED, BALLOT_APPROVED))
    held(world, proposal_for(nomination, REGISTER, BALLOT_APPROVED), at=BALLOT_APPROVED)
    nomination.refresh_from_db()
    event = audit.AuditEvent.objects.get(kind="nomination.registered", subject_id=nomination.pk)
    assert (nomination.stage, event.data["waived"]) == (State.REGISTERED, ["window_closed"])
    late = nomination_in(State.READY_FOR_DECISION, world)
    refused("window_closed", deciding.register, late, actor=world.staff.chair, at=BALLOT_APPROVED, vote=None)
