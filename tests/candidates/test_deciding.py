"""Registering, refusing and cancelling: no ground without a notified failure, no decision without its vote."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from candidates.models import Deficiency, Ground
from candidates.services import deciding, filing, handing_in, verification
from candidates.services.death import record_death
from candidates.services.deciding import Because
from candidates.workflow import State
from commission.access import SYSTEM, Role
from commission.models import Origin
from commission.refused import Refused
from commission.services.decisions import Vote
from tests.factories import (
    ALL_SEVEN,
    DECIDED,
    FINISHED,
    LEFT,
    NOTED,
    STARTED,
    SUBMITTED,
    TAKEN,
    a_failure,
    a_false_declaration,
    a_person,
    an_election,
    appoint_as,
    conclude_and_finish,
    events_of,
    nomination_in,
    record_checks,
    refused,
)


@pytest.fixture
def ready(world):
    """Ready for decision, with one notified failure."""
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["civil_service"])
    a_failure(nomination, world, failed_check=nomination.checks.get(code="civil_service"))
    return conclude_and_finish(nomination, world)


def refuse(nomination, world, *grounds, at=DECIDED, vote=ALL_SEVEN, actor=None):
    return deciding.refuse(nomination, actor=actor or world.staff.chair, at=at, vote=vote, grounds=grounds)


# -- registration


@pytest.mark.parametrize("result", ["failed", "not_applicable"])
def test_without_the_deposit_nobody_is_registered(world, result):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world)
    verification.record_check(nomination, actor=world.staff.registrar, at=NOTED, code="deposit", result=result)
    conclude_and_finish(nomination, world)
    refusal = refused("deposit_missing", deciding.register, nomination, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN)
    assert refusal.article == "CL art. 104(1)"
    assert world.election.decisions.filter(kind="register").count() == 0


def test_nobody_is_registered_over_a_failed_check(world, ready):
    refused("checks_failed", deciding.register, ready, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN)
    verification.send_back(ready, actor=world.staff.chair, at=FINISHED, reason="x")
    record_checks(ready, world, at=FINISHED)
    conclude_and_finish(ready, world)
    assert deciding.register(ready, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN).stage is State.REGISTERED


def test_registration_is_a_decision_and_starts_the_checks_that_follow_it(world):
    nomination = nomination_in(State.REGISTERED, world)
    decision = world.election.decisions.get(kind="register")
    assert (decision.adopted_at, decision.members_total, decision.votes_for) == (DECIDED, 7, 7)
    assert (nomination.registered_at, nomination.ended_at) == (DECIDED, None)
    assert list(nomination.checks.filter(after_registration=True).values_list("code", "result")) == [
        ("declarations_true", "pending"),
        ("national_security", "pending"),
    ]
    assert events_of(nomination)[-2:] == ["nomination.finished", "nomination.registered"]


def test_the_text_of_a_decision_names_the_nomination_by_its_number(world):
    nomination_in(State.REGISTERED, world, **a_person(7))
    decision = world.election.decisions.get(kind="register")
    assert (decision.subject_ru, decision.subject_en) == (
        "О регистрации кандидата (выдвижение № 1)",
        "Registration of a candidate (nomination 1)",
    )
    assert decision.subject_kk == "№ 1 ұсынылған тұлғаны кандидат ретінде тіркеу туралы"


@pytest.mark.parametrize(
    ("vote", "code"), [(Vote(4, 4), "quorum"), (Vote(5, 3), "majority"), (Vote(5, 4, 2), "vote_count"), (None, "vote_missing")]
)
def test_a_vote_that_fails_changes_nothing(world, ready, vote, code):
    passed = nomination_in(State.READY_FOR_DECISION, world)
    before = world.home.decisions.count()
    refused(code, deciding.register, passed, actor=world.staff.chair, at=DECIDED, vote=vote)
    refused(code, refuse, ready, world, Because("requirements", ready.deficiencies.get()), vote=vote)
    assert (world.home.decisions.count(), Ground.objects.count()) == (before, 0)


# -- refusal


def test_a_refusal_needs_a_ground(world, ready):
    refused("no_ground", refuse, ready, world)


@pytest.mark.parametrize("code", ["unspecified", "", "right_lost", "court_act"])
def test_a_refusal_needs_a_ground_that_the_rule_set_knows_for_refusals(world, ready, code):
    refused("ground_unknown", refuse, ready, world, Because(code, ready.deficiencies.get()))


def test_a_refusal_needs_a_notified_failure_behind_every_ground(world, ready):
    told = ready.deficiencies.get()
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", None))
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", told), Because("signatures", None))
    verification.send_back(ready, actor=world.staff.chair, at=FINISHED, reason="x")
    untold = a_failure(ready, world, told=None)
    conclude_and_finish(ready, world)
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", untold))
    refuse(ready, world, Because("requirements", told))
    ground = ready.grounds.get()
    assert (ground.code, ground.article, ground.deficiency, ground.as_published) == ("requirements", "CL ch. 13-1", told, False)
    assert (ready.state, ready.ended_at, events_of(ready)[-1]) == ("refused", DECIDED, "nomination.refused")


def test_a_failure_of_another_nomination_carries_no_refusal(world, ready):
    another = nomination_in(State.REFUSED, world)
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", another.deficiencies.get()))


def test_the_candidate_is_told_before_the_decision_not_after_it(world, ready):
    verification.send_back(ready, actor=world.staff.chair, at=FINISHED, reason="x")
    later = DECIDED + timedelta(microseconds=1)
    late = a_failure(ready, world, at=later, told=later, failed_check=ready.checks.get(code="civil_service"))
    conclude_and_finish(ready, world)
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", late))
    refuse(ready, world, Because("requirements", late), at=later)
    assert ready.stage is State.REFUSED


def test_what_counts_is_the_failure_on_record_not_the_one_handed_over(world, ready):
    verification.send_back(ready, actor=world.staff.chair, at=FINISHED, reason="x")
    untold = a_failure(ready, world, told=None)
    conclude_and_finish(ready, world)
    untold.notified_at = NOTED  # in memory only
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", untold))
    invented = Deficiency(
        nomination=ready, article="CL art. 104", description_kk="x", description_ru="x", curable=False, noted_at=NOTED, notified_at=NOTED
    )
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", invented))


# -- what a ground may rest on

NO_GROUND = "ground_without_notified_failure"


def corrected(nomination, world, *, answer, **failure):
    """Ready for decision after a correction of one curable point."""
    point = a_failure(nomination, world, told=None, curable=True, **failure)
    verification.request_correction(nomination, actor=world.staff.registrar, at=NOTED)
    if answer:
        verification.answer_deficiency(nomination, actor=world.staff.secretary, at=NOTED, deficiency=point, answer="x")
    verification.close_correction(nomination, actor=SYSTEM, at=LEFT)
    conclude_and_finish(nomination, world, at=(LEFT, LEFT))
    return Because("nomination_rules", point)


@pytest.mark.parametrize(("answer", "code"), [(True, NO_GROUND), (False, "")])
def test_a_point_that_was_answered_carries_no_refusal(world, answer, code):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world)
    because = corrected(nomination, world, answer=answer)
    if code:
        refused(code, refuse, nomination, world, because, at=LEFT)
    else:
        assert refuse(nomination, world, because, at=LEFT).stage is State.REFUSED


@pytest.mark.parametrize(("result", "code"), [("passed", NO_GROUND), ("failed", "")])
def test_what_the_check_found_goes_before_what_was_answered(world, result, code):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["age"])
    failed = nomination.checks.get(code="age")
    because = corrected(nomination, world, answer=True, failed_check=failed)
    verification.send_back(nomination, actor=world.staff.chair, at=LEFT, reason="x")
    verification.record_check(nomination, actor=world.staff.registrar, at=LEFT, code="age", result=result)
    conclude_and_finish(nomination, world, at=(LEFT, LEFT))
    if code:
        refused(code, refuse, nomination, world, because, at=LEFT)
    else:
        assert refuse(nomination, world, because, at=LEFT).stage is State.REFUSED


def test_a_failure_carries_only_grounds_that_speak_of_it(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["civil_service", "signatures", "deposit"])
    check, paper = nomination.checks.get, nomination.papers.get
    failures = {
        "civil_service": a_failure(nomination, world, failed_check=check(code="civil_service")),
        "signatures": a_failure(nomination, world, failed_check=check(code="signatures")),
        "deposit": a_failure(nomination, world, failed_check=check(code="deposit")),
        "paper": a_failure(nomination, world, paper=paper(code="application")),
        "neither": a_failure(nomination, world),
    }
    conclude_and_finish(nomination, world)
    everything = set(failures)
    table = {
        "requirements": {"civil_service"},
        "signatures": {"signatures"},
        "deposit": {"deposit"},
        "papers_missing": {"paper"},
        "false_declaration": set(),
        "nomination_rules": everything,
        "early_campaign": everything,
    }
    found = {
        ground: {name for name, failure in failures.items() if carries(nomination, world, Because(ground, failure))} for ground in table
    }
    assert found == table


def carries(nomination, world, because) -> bool:
    with transaction.atomic():
        try:
            refuse(nomination, world, because)
        except Refused as refusal:
            assert refusal.code == NO_GROUND
            return False
        transaction.set_rollback(True)
    nomination.refresh_from_db()
    return True


def test_the_database_holds_no_ground_without_a_failure_and_an_article(world, ready):
    decision, failure = world.election.decisions.first(), ready.deficiencies.get()
    common = {"nomination": ready, "decision": decision, "code": "requirements"}
    for bad in ({"article": "CL ch. 13-1"}, {"deficiency": failure, "article": ""}, {}):
        with pytest.raises(IntegrityError, match="ground_rests_on_a_failure"), transaction.atomic():
            Ground.objects.create(**common, **bad)
    assert Ground.objects.create(**common, deficiency=failure, article="CL ch. 13-1").as_published is False


# -- what a published record leaves out


@pytest.fixture
def recorders_secretary(world):
    appoint_as(world.home, world.staff.secretary, Role.RECORDER)
    return world.staff.secretary


def bare(world, election, actor):
    """As a replay has it: no papers, no declaration, no results of checks."""
    nomination = filing.start(election, actor=actor, at=STARTED, way="self", channel="paper", name_published=False)
    return nomination, lambda: handing_in.submit(nomination, actor=actor, at=SUBMITTED, declared=False)


def test_a_recorder_replays_a_refusal_whose_ground_was_never_published(world, recorders_secretary):
    appoint_as(world.home, world.staff.registrar, Role.RECORDER)
    appoint_as(world.home, world.staff.deputy, Role.RECORDER)
    election = an_election(world.home, recorders_secretary, slug="replayed", origin=Origin.REPLAYED)
    nomination, submit = bare(world, election, recorders_secretary)
    submit()
    verification.take_up(nomination, actor=world.staff.registrar, at=TAKEN)
    conclude_and_finish(nomination, world)
    refuse(nomination, world, Because("unspecified", None), vote=None, actor=recorders_secretary)
    ground = nomination.grounds.get()
    assert (nomination.state, ground.as_published, ground.deficiency, ground.article) == ("refused", True, None, "")
    assert (ground.decision.votes_published, ground.decision.number, ground.decision.votes_for) == (False, "", None)


def test_a_recorder_has_no_special_power_in_a_live_election(world, recorders_secretary, ready):
    refused("ground_unknown", refuse, ready, world, Because("unspecified", None), actor=recorders_secretary)
    refused("ground_without_notified_failure", refuse, ready, world, Because("requirements", None), actor=recorders_secretary)
    refused("vote_missing", refuse, ready, world, Because("requirements", ready.deficiencies.get()), vote=None, actor=recorders_secretary)
    _nomination, submit = bare(world, world.election, recorders_secretary)
    refused("incomplete", lambda n: submit(), _nomination)


def test_in_a_replayed_election_only_the_recorder_may_leave_out_what_was_not_published(world, recorders_secretary):
    election = an_election(world.home, recorders_secretary, slug="replayed", origin=Origin.REPLAYED)
    nomination, submit = bare(world, election, recorders_secretary)
    submit()
    verification.take_up(nomination, actor=world.staff.registrar, at=TAKEN)
    refused("checks_pending", verification.conclude_verification, nomination, actor=world.staff.registrar, at=FINISHED)


# -- cancellation


@pytest.fixture
def registered(world):
    nomination = nomination_in(State.REGISTERED, world)
    a_false_declaration(nomination, world)
    return nomination


def cancel(nomination, world, *grounds, vote=ALL_SEVEN):
    return deciding.cancel(nomination, actor=world.staff.chair, at=LEFT, vote=vote, grounds=grounds)


@pytest.mark.parametrize("code", ["requirements", "signatures", "deposit", "papers_missing", "nomination_rules", "unspecified"])
def test_a_ground_of_refusal_cancels_no_registration(world, registered, code):
    refused("ground_unknown", cancel, registered, world, Because(code, registered.deficiencies.get()))


@pytest.mark.parametrize("code", ["early_campaign", "false_declaration", "right_lost", "court_act"])
def test_a_registration_is_cancelled_on_a_ground_of_cancellation(world, registered, code):
    refused("no_ground", cancel, registered, world)
    refused("ground_without_notified_failure", cancel, registered, world, Because(code, None))
    refused("majority", cancel, registered, world, Because(code, registered.deficiencies.get()), vote=Vote(7, 3, 4))
    cancel(registered, world, Because(code, registered.deficiencies.get()))
    assert (registered.state, registered.ended_at, registered.grounds.get().code) == ("cancelled", LEFT, code)
    assert world.election.decisions.filter(kind="cancel").count() == 1


def test_a_death_is_noted_for_itself_and_is_no_way_around_the_notice(world, registered):
    """Nobody can be told of his own death; a failed check of which the candidate was not told can't be called one."""
    check = registered.checks.get(code="declarations_true")
    untold = a_failure(registered, world, at=LEFT, told=None, failed_check=check)
    for failure in (untold, registered.deficiencies.first()):
        refused("ground_without_notified_failure", cancel, registered, world, Because("death", failure))
    general = a_failure(registered, world, at=LEFT, told=None, description="Қайтыс болғаны туралы куәлік № 1")
    refused("ground_without_notified_failure", cancel, registered, world, Because("death", general))
    noted = record_death(registered, actor=world.staff.registrar, at=LEFT, died_on=LEFT.date(), reference="№ 1")
    cancel(registered, world, Because("death", noted))
    assert (registered.state, registered.grounds.get().code) == ("cancelled", "death")


def test_nobody_becomes_a_recorder_by_calling_an_election_replayed(world):
    with pytest.raises(Refused) as refusal:
        an_election(world.home, world.staff.chair, slug="replayed", origin=Origin.REPLAYED)
    assert (refusal.value.code, refusal.value.status) == ("role", 403)
    assert world.home.elections.count() == 1
