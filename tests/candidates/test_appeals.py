"""An appeal lies over the state; only an upheld one undoes a refusal or a cancellation. And the ballot follows."""

from datetime import time, timedelta

import pytest
from django.utils.translation import override

from candidates.models import BallotOption
from candidates.presentation import shown_of
from candidates.services import appeals, ballot, deciding, leaving, verification
from candidates.services.deciding import Because
from candidates.workflow import State
from commission import audit, clock
from commission.models import AuditEvent, DecisionKind
from commission.services.decisions import Text, annul_decision, take_decision
from tests.factories import (
    ALL_SEVEN,
    DECIDED,
    LEFT,
    a_draft,
    a_false_declaration,
    a_person,
    an_approved_ballot,
    conclude_and_finish,
    events_of,
    moment,
    nomination_in,
    record_checks,
    refused,
)
from tests.marks import all_but_the_first_slow

COURT = Text("Мамандандырылған әкімшілік сот", "Специализированный административный суд", "Administrative court")
FILED, JUDGED, CARRIED_OUT = moment("2025-09-09 10:00"), moment("2025-09-15 10:00"), moment("2025-09-15 12:00")


def appeal_against(nomination, world, *, outcome=None, decision=None):
    common = {"actor": world.staff.secretary}
    decision = decision or nomination.grounds.latest("pk").decision
    filed = max(FILED, decision.adopted_at)
    appeal = appeals.record_appeal(nomination, at=filed, decision=decision, body=COURT, filed_at=filed, **common)
    if outcome:
        appeals.decide_appeal(nomination, at=max(JUDGED, filed), appeal=appeal, outcome=outcome, reference="7-25", **common)
    return appeal


def reinstate(nomination, world, target=State.REGISTERED):
    return deciding.reinstate(nomination, actor=world.staff.secretary, at=CARRIED_OUT, target=target)


# -- the overlay


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED])
def test_an_appeal_changes_no_state(world, state):
    nomination = nomination_in(state, world)
    appeal = appeal_against(nomination, world)
    assert (nomination.stage, appeal.outcome) == (state, "pending")
    appeals.decide_appeal(nomination, actor=world.staff.secretary, at=JUDGED, appeal=appeal, outcome="rejected")
    assert (nomination.stage, nomination.appeals.get().outcome, nomination.appeals.get().decided_at) == (state, "rejected", JUDGED)


def test_only_the_decision_on_this_nomination_can_be_appealed(world):
    mine, others = nomination_in(State.REFUSED, world), nomination_in(State.REFUSED, world)
    common = {"actor": world.staff.secretary, "at": FILED, "body": COURT}
    refused("foreign_decision", appeals.record_appeal, mine, decision=others.grounds.get().decision, status=404, **common)
    call = world.election.decisions.get(kind="call")
    refused("foreign_decision", appeals.record_appeal, mine, decision=call, status=404, **common)


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED])
@pytest.mark.parametrize("served", [None, moment("2025-09-10 09:00")])
def test_a_late_appeal_is_recorded_only_where_the_court_restored_the_term(world, state, served):
    nomination, tick = nomination_in(state, world), timedelta(microseconds=1)
    decision = nomination.grounds.get().decision
    if served:
        type(decision).objects.filter(pk=decision.pk).update(served_at=served)
        decision.refresh_from_db()
    first_day = clock.local_date(served or decision.adopted_at, world.home.time_zone)
    last = clock.at_local(first_day + timedelta(days=7), time.max, world.home.time_zone)
    record = {"actor": world.staff.secretary, "at": last + timedelta(days=3), "decision": decision, "body": COURT}
    refusal = refused("appeal_late", appeals.record_appeal, nomination, filed_at=last + tick, **record)
    assert (refusal.article, bool(refusal.way_out)) == ("CL art. 49", True)
    for given in ({"filed_at": last}, {"filed_at": None}, {"filed_at": last + tick, "term_restored": True}):
        assert appeals.record_appeal(nomination, **given, **record).filed_at == given["filed_at"]
    passed_over = [e.data.get("waived") for e in AuditEvent.objects.filter(kind="appeal.filed").order_by("sequence")]
    assert passed_over == [None, None, ["appeal_late"]]


def test_an_appeal_is_decided_once_with_one_of_two_outcomes(world):
    nomination = nomination_in(State.REFUSED, world)
    appeal, common = appeal_against(nomination, world), {"actor": world.staff.secretary, "at": JUDGED}
    for outcome in ("pending", "", "withdrawn"):
        refused("outcome_needed", appeals.decide_appeal, nomination, appeal=appeal, outcome=outcome, **common)
    appeals.decide_appeal(nomination, appeal=appeal, outcome="upheld", **common)
    refused("decided_already", appeals.decide_appeal, nomination, appeal=appeal, outcome="rejected", **common)


def test_an_appeal_is_decided_in_its_own_case(world):
    mine, others = nomination_in(State.REFUSED, world), nomination_in(State.REFUSED, world)
    appeal = appeal_against(others, world)
    refused("decided_already", appeals.decide_appeal, mine, actor=world.staff.secretary, at=JUDGED, appeal=appeal, outcome="upheld")


# -- reinstatement


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED])
@pytest.mark.parametrize("outcome", [None, "rejected"])
def test_without_an_upheld_appeal_nobody_is_reinstated(world, state, outcome):
    nomination = nomination_in(state, world)
    refused("no_upheld_appeal", reinstate, nomination, world)
    appeal_against(nomination, world, outcome=outcome)
    refused("no_upheld_appeal", reinstate, nomination, world)


def test_a_refused_person_is_reinstated_as_registered_and_checked_as_everybody(world):
    nomination = nomination_in(State.REFUSED, world)
    appeal_against(nomination, world, outcome="upheld")
    reinstate(nomination, world)
    assert (nomination.stage, nomination.registered_at, nomination.ended_at) == (State.REGISTERED, CARRIED_OUT, None)
    assert list(nomination.checks.filter(after_registration=True).values_list("code", flat=True)) == [
        "declarations_true",
        "national_security",
    ]
    assert events_of(nomination)[-1] == "nomination.reinstated"


def test_what_the_superior_commission_annulled_is_undone_without_an_appeal(world):
    nomination = nomination_in(State.REFUSED, world)
    refused("no_upheld_appeal", reinstate, nomination, world)
    refusal = nomination.grounds.get().decision
    by = take_decision(world.above, actor=world.superior, at=JUDGED, kind=DecisionKind.ANNUL, text=COURT, vote=ALL_SEVEN)
    annul_decision(refusal, actor=world.superior, at=JUDGED, by=by)
    reinstate(nomination, world)
    assert nomination.stage is State.REGISTERED


def test_a_reinstated_verification_is_concluded_and_confirmed_again(world):
    nomination = nomination_in(State.REFUSED, world)
    appeal_against(nomination, world, outcome="upheld")
    reinstate(nomination, world, State.UNDER_VERIFICATION)
    assert (nomination.stage, nomination.concluded_by, nomination.confirmed_by) == (State.UNDER_VERIFICATION, None, None)
    record_checks(nomination, world, at=CARRIED_OUT)
    conclude_and_finish(nomination, world, at=(CARRIED_OUT, CARRIED_OUT))
    deciding.register(nomination, actor=world.staff.chair, at=CARRIED_OUT, vote=ALL_SEVEN)
    assert nomination.stage is State.REGISTERED


def test_an_upheld_appeal_undoes_only_the_decision_that_it_was_about(world):
    """Refused, reinstated, refused again: the second refusal stands until an appeal against it is upheld as well."""
    nomination = nomination_in(State.REFUSED, world)
    appeal_against(nomination, world, outcome="upheld")
    reinstate(nomination, world, State.UNDER_VERIFICATION)
    conclude_and_finish(nomination, world, at=(CARRIED_OUT, CARRIED_OUT))
    because = Because("requirements", nomination.deficiencies.get())
    deciding.refuse(nomination, actor=world.staff.chair, at=CARRIED_OUT, vote=ALL_SEVEN, grounds=[because])
    refused("no_upheld_appeal", reinstate, nomination, world)
    appeal_against(nomination, world, outcome="upheld")
    assert reinstate(nomination, world).stage is State.REGISTERED


def test_somebody_who_came_forward_again_is_not_reinstated_beside_himself(world):
    person = a_person(1)
    nomination = nomination_in(State.REFUSED, world, **person)
    appeal_against(nomination, world, outcome="upheld")
    a_draft(world, at=LEFT, **person)
    refused("second_nomination", reinstate, nomination, world)


@pytest.mark.parametrize("target", [s for s in State if s not in (State.REGISTERED, State.UNDER_VERIFICATION)])
def test_nobody_is_reinstated_into_another_state(world, target):
    nomination = nomination_in(State.REFUSED, world)
    appeal_against(nomination, world, outcome="upheld")
    with pytest.raises(ValueError, match="reinstate needs one of"):
        reinstate(nomination, world, target)
    nomination.refresh_from_db()
    assert nomination.stage is State.REFUSED


# -- the ballot


@pytest.fixture
def two_on_the_ballot(world):
    names = ("Қыдырәлі", "Әлімхан")
    nominations = [nomination_in(State.REGISTERED, world, **{**a_person(n), "family_name_kk": name}) for n, name in enumerate(names, 1)]
    an_approved_ballot(world)
    return nominations


def lines(world):
    """The lines of the ballot, struck-out ones in brackets."""
    rows = world.election.ballot_options.select_related("nomination").order_by("position")
    names = [row.nomination.family_name_kk if row.nomination else "against all" for row in rows]
    return [f"({name})" if row.struck_out_at else name for row, name in zip(rows, names, strict=True)]


def test_the_ballot_follows_the_kazakh_alphabet_with_against_all_last(world, two_on_the_ballot):
    assert lines(world) == ["Әлімхан", "Қыдырәлі", "against all"]


def test_a_ballot_needs_two_candidates_and_is_approved_once(world):
    nomination_in(State.REGISTERED, world)
    nomination_in(State.WITHDRAWN, world)
    refused("too_few_candidates", lambda election: an_approved_ballot(world), world.election)
    nomination_in(State.REGISTERED, world)
    an_approved_ballot(world)
    refused("approved_already", lambda election: an_approved_ballot(world), world.election)
    assert world.election.decisions.filter(kind="ballot").count() == 1


def test_no_ballot_is_approved_while_candidates_can_still_be_registered(world):
    for _ in range(2):
        nomination_in(State.REGISTERED, world)
    ends = world.election.timetable_entries.get(code="registration", in_force=True).due_at
    common = {"actor": world.staff.chair, "vote": ALL_SEVEN}
    for at in (LEFT, ends):
        refusal = refused("registration_running", ballot.approve_ballot, world.election, at=at, **common)
        assert refusal.article == "CL ch. 13-1"
    assert len(ballot.approve_ballot(world.election, at=ends + timedelta(microseconds=1), **common)) == 3


def test_no_ballot_is_approved_without_an_adopted_term_of_registration(world):
    world.election.timetable_entries.update(in_force=False)
    refused("no_timetable", lambda election: an_approved_ballot(world), world.election)


@pytest.mark.parametrize("state", all_but_the_first_slow([s for s in State if s is not State.REGISTERED]))
def test_no_ballot_is_approved_before_every_case_is_decided(world, state):
    for _ in range(2):
        nomination_in(State.REGISTERED, world)
    nomination_in(state, world)
    if state in (State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION):
        refused("cases_open", lambda election: an_approved_ballot(world), world.election)
    else:
        assert len(an_approved_ballot(world)) == 3


def test_nobody_is_registered_beside_an_approved_ballot_without_a_line_for_him(world):
    left_off = nomination_in(State.REFUSED, world)
    for _ in range(2):
        nomination_in(State.REGISTERED, world)
    an_approved_ballot(world)
    appeal_against(left_off, world, outcome="upheld")
    refusal = refused("ballot_approved", reinstate, left_off, world)
    with override("en"):
        assert str(refusal.way_out) == "The commission approves a new ballot first."
    # the verification can be taken up again; the registration at its end meets the same ballot
    reinstate(left_off, world, State.UNDER_VERIFICATION)
    record_checks(left_off, world, at=CARRIED_OUT)
    conclude_and_finish(left_off, world, at=(CARRIED_OUT, CARRIED_OUT))
    refused("ballot_approved", deciding.register, left_off, actor=world.staff.chair, at=CARRIED_OUT, vote=ALL_SEVEN)
    assert len(lines(world)) == 3


AFTER_APPROVAL = moment("2025-09-20 10:00")


@pytest.mark.parametrize("step", [leaving.withdraw, leaving.recall])
def test_who_leaves_is_struck_out_of_an_approved_ballot_and_stays_readable(world, step):
    stays = nomination_in(State.REGISTERED, world, **{**a_person(1), "family_name_kk": "Ілияс"})
    leaves = nomination_in(State.REGISTERED, world, way="party", **{**a_person(2), "family_name_kk": "Ұзақ"})
    an_approved_ballot(world)
    step(leaves, actor=world.staff.secretary, at=AFTER_APPROVAL)
    assert lines(world) == ["(Ұзақ)", "Ілияс", "against all"]
    assert leaves.ballot_option.struck_out_at == AFTER_APPROVAL
    assert stays.ballot_option.struck_out_at is None


def test_who_leaves_before_the_ballot_is_approved_is_not_on_it(world):
    nomination_in(State.WITHDRAWN, world)
    for _ in range(2):
        nomination_in(State.REGISTERED, world)
    an_approved_ballot(world)
    assert BallotOption.objects.filter(nomination__state=State.WITHDRAWN).count() == 0
    assert len(lines(world)) == 3


@pytest.fixture
def struck_out(world, two_on_the_ballot):
    nomination = two_on_the_ballot[0]
    grounds = [a_false_declaration(nomination, world)]
    return deciding.cancel(nomination, actor=world.staff.chair, at=AFTER_APPROVAL, vote=ALL_SEVEN, grounds=grounds)


def test_a_cancelled_name_is_struck_out_and_comes_back_to_its_line(world, struck_out):
    assert lines(world) == ["Әлімхан", "(Қыдырәлі)", "against all"]
    appeal_against(struck_out, world, outcome="upheld")
    reinstate(struck_out, world)
    assert lines(world) == ["Әлімхан", "Қыдырәлі", "against all"]
    assert (struck_out.stage, struck_out.registered_at) == (State.REGISTERED, DECIDED)
    assert struck_out.checks.filter(after_registration=True).count() == 2


def test_when_a_name_was_struck_out_and_when_it_came_back_stays_readable(world, struck_out):
    """The line itself holds only whether it is struck out now; the log and the public page hold both moments."""
    appeal_against(struck_out, world, outcome="upheld")
    reinstate(struck_out, world)
    row = struck_out.ballot_option
    kept = [
        (event.kind, values["struck_out_at"])
        for event in AuditEvent.objects.order_by("sequence")
        for label, pk, values in event.data["set"]
        if (label, pk) == (row._meta.label_lower, row.pk)
    ]
    struck = AFTER_APPROVAL.astimezone(clock.UTC).isoformat(timespec="microseconds")
    assert kept == [("ballot.approved", None), ("nomination.cancelled", struck), ("nomination.reinstated", None)]
    shown = next(each for each in shown_of(world.election) if each.nomination.pk == struck_out.pk)
    with override("en"):
        history = [(event.title, event.at) for event in shown.history]
    assert ("Registration cancelled", AFTER_APPROVAL) in history and ("Back in the race", struck_out.reinstated_at) in history
    assert len(shown.corrections) == 1


def test_a_cancelled_name_that_is_verified_and_registered_again_comes_back_as_well(world, struck_out):
    appeal_against(struck_out, world, outcome="upheld")
    reinstate(struck_out, world, State.UNDER_VERIFICATION)
    assert lines(world) == ["Әлімхан", "(Қыдырәлі)", "against all"]
    record_checks(struck_out, world, at=CARRIED_OUT)
    conclude_and_finish(struck_out, world, at=(CARRIED_OUT, CARRIED_OUT))
    deciding.register(struck_out, actor=world.staff.chair, at=CARRIED_OUT, vote=ALL_SEVEN)
    assert lines(world) == ["Әлімхан", "Қыдырәлі", "against all"]


def test_the_log_proves_all_of_it(world, struck_out):
    appeal_against(struck_out, world, outcome="upheld")
    reinstate(struck_out, world)
    nomination_in(State.CORRECTION_REQUESTED, world)
    verification.send_back(nomination_in(State.READY_FOR_DECISION, world), actor=world.staff.chair, at=LEFT, reason="x")
    assert audit.verify() == []
