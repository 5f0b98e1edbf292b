"""The door on paper: a person at the counter is served by the same services, judged by the moment at which the papers were handed over."""

from datetime import timedelta

import pytest

from candidates.models import Nomination, Submission
from candidates.services import filing, handing_in, intake, verification
from candidates.services.intake import HandedOver
from candidates.workflow import State
from commission import audit
from commission.models import AuditEvent
from commission.refused import Refused
from tests.factories import (
    A_PARTY,
    CORRECTION_ASKED,
    STARTED,
    SUBMITTED,
    a_failure,
    a_person,
    a_scan,
    events_of,
    moment,
    nomination_in,
    refused,
)

SELF = {"application": 2, "civil_service_papers": 5, "declaration_candidate": 1, "declaration_spouse": 1}
JUST_IN_TIME, TYPED_LATER = moment("2025-09-11 17:58"), moment("2025-09-11 18:40")


def at_once(at=STARTED):
    return HandedOver(at, at)


def file(election, world, *, number=1, way="self", papers=None, **fields):
    person = a_person(number)
    given = {
        "actor": world.staff.secretary, "handed": at_once(), "way": way, "iin": person.pop("iin"),
        "person": {**person, **(A_PARTY if way == "party" else {})}, "papers": SELF if papers is None else papers,
        "declared": True, "complete": True,
    }  # fmt: skip
    return intake.file(election, **{**given, **fields})


# -- coming forward


def test_a_person_at_the_counter_is_served_in_one_go_with_a_receipt(world):
    row = file(world.election, world)
    assert (row.state, row.channel, row.applicant, row.received_at) == ("submitted", "paper", None, STARTED)
    assert events_of(row) == ["nomination.started", *["nomination.paper_provided"] * 4, "nomination.submitted"]
    assert {(p.code, p.sheets, p.channel) for p in row.papers.exclude(provided_at=None)} == {(c, n, "paper") for c, n in SELF.items()}
    submission = row.submissions.get()
    assert (submission.receipt, submission.channel, submission.delay) == (row.receipt, "paper", "")
    assert [(item["code"], item["pages"], item["sha256"]) for item in submission.items] == [(code, n, "") for code, n in SELF.items()]
    assert audit.verify() == []


@pytest.mark.parametrize(("way", "more"), [("party", {"party_minutes": 3}), ("superior_akim", {"superior_akim_act": 1})])
def test_a_party_and_the_superior_akim_nominate_at_the_counter(world, way, more):
    row = file(world.election, world, way=way, papers=SELF | more)
    assert (row.state, row.way, row.channel) == ("submitted", way, "paper")


def test_what_is_not_complete_may_wait_as_a_draft(world):
    row = file(world.election, world, papers={"application": 1}, declared=False, complete=False)
    assert (row.state, row.papers.filter(provided_at__isnull=False).get().sheets) == ("draft", 1)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"papers": {"application": 1}}, "incomplete"),
        ({"declared": False}, "not_declared"),
        ({"iin": "800101399990"}, "bad_field"),
        ({"handed": at_once(moment("2025-09-11 18:00:01"))}, "window_closed"),
        ({"actor": None}, "role"),
    ],
)
def test_all_of_it_is_taken_or_nothing(world, fields, code):
    if fields.get("actor", "") is None:
        fields = {"actor": world.staff.registrar}
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as refusal:
        file(world.election, world, **fields)
    assert (refusal.value.code, Nomination.objects.count(), AuditEvent.objects.count()) == (code, 0, before)


# -- the moment


def test_papers_handed_over_in_time_count_however_late_they_are_typed_in(world):
    row = file(world.election, world, handed=HandedOver(JUST_IN_TIME, TYPED_LATER, "Кезек болды"))
    assert (row.received_at, Submission.objects.get().delay) == (JUST_IN_TIME, "Кезек болды")
    event = AuditEvent.objects.get(kind="nomination.submitted")
    assert event.happened_at == JUST_IN_TIME < event.recorded_at
    assert "Кезек" not in str(event.data)


@pytest.mark.parametrize(
    ("at", "typed_at", "code"),
    [
        (JUST_IN_TIME, TYPED_LATER, "delay_unexplained"),  # a term ended in between
        (STARTED, STARTED + timedelta(days=1), "delay_unexplained"),
        (STARTED, STARTED - timedelta(seconds=1), "moment_ahead"),
    ],
)
def test_a_moment_that_lies_apart_is_explained_and_never_ahead(world, at, typed_at, code):
    with pytest.raises(Refused) as refusal:
        file(world.election, world, handed=HandedOver(at, typed_at, "  "))
    assert (refusal.value.code, Nomination.objects.count()) == (code, 0)


def test_hours_of_the_same_day_need_no_explanation_while_the_term_runs(world):
    assert file(world.election, world, handed=HandedOver(STARTED, STARTED + timedelta(hours=6))).state == "submitted"


# -- a draft goes on


def go_on(row, world, **fields):
    given = {
        "actor": world.staff.secretary, "handed": at_once(SUBMITTED), "iin": row.iin, "person": {}, "papers": {},
        "declared": True, "complete": True,
    }  # fmt: skip
    return intake.go_on(row, **{**given, **fields})


def test_a_draft_goes_on_with_an_event_for_each_page_that_changed(world):
    row = file(world.election, world, papers={"application": 1}, complete=False)
    person = a_person(1) | {"phone": "+7 701", "education": "орта", "given_name_kk": row.given_name_kk}
    person.pop("iin")
    go_on(row, world, person=person, papers={code: n for code, n in SELF.items() if code != "application"})
    edited = AuditEvent.objects.filter(kind="nomination.edited").order_by("sequence")
    assert [event.data["section"] for event in edited] == ["contact", "work"]
    assert (row.state, row.phone, row.received_at) == ("submitted", "+7 701", SUBMITTED)


def test_another_identity_number_is_a_change_of_its_page(world):
    row = file(world.election, world, complete=False)
    number = a_person(3)["iin"]
    go_on(row, world, iin=number)
    assert (row.iin, events_of(row)[-2:]) == (number, ["nomination.edited", "nomination.submitted"])


def test_a_draft_is_not_handed_in_before_it_was_started(world):
    row = file(world.election, world, complete=False)
    refused("moment_before_start", go_on, row, world, handed=HandedOver(STARTED - timedelta(minutes=1), SUBMITTED))


def test_two_people_at_one_draft_do_not_write_over_each_other(world):
    row = file(world.election, world, complete=False)
    seen = {"contact": filing.mark(row, "contact")}
    filing.edit(row, actor=world.staff.secretary, at=STARTED, section="contact", phone="+7 702")
    shown = Nomination.objects.get(pk=row.pk)
    refused("changed_meanwhile", go_on, shown, world, person={"education": "орта", "phone": "+7 703"}, seen=seen)
    assert (shown.phone, shown.education) == ("+7 702", "жоғары")


# -- corrections


def asked_to_correct(world, **fields):
    row = nomination_in(State.UNDER_VERIFICATION, world, **fields)
    paper = row.papers.get(code="application")
    points = [
        a_failure(row, world, told=None, curable=True, paper=paper),
        a_failure(row, world, told=None, curable=True, section="contact"),
    ]
    verification.request_correction(row, actor=world.staff.registrar, at=CORRECTION_ASKED)
    return row, points


def correct(row, world, **fields):
    given = {
        "actor": world.staff.secretary, "handed": at_once(moment("2025-09-04 10:00")), "iin": None, "person": {}, "papers": {},
        "answers": {}, "complete": True,
    }  # fmt: skip
    return intake.correct(row, **{**given, **fields})


@pytest.mark.parametrize("door", ["paper", "portal"])
def test_corrections_are_handed_over_the_counter_whichever_door_the_case_came_by(world, door):
    row, points = asked_to_correct(world, applicant=world.candidate if door == "portal" else None)
    correct(row, world, person={"address": "Абай көшесі, 1"}, papers={"application": 3}, answers={points[0]: "", points[1]: "Түзетілді"})
    assert (row.state, row.address, row.channel) == ("under_verification", "Абай көшесі, 1", door)
    supplement = row.submissions.get(kind="supplement")
    assert (supplement.receipt, supplement.channel) == (f"{row.receipt}-2", "paper")
    paper = row.papers.get(code="application")
    assert (paper.channel, paper.sheets) == ("paper", 3)


def test_corrections_in_time_count_when_they_are_typed_in_after_the_term(world):
    row, points = asked_to_correct(world)
    in_time, later = moment("2025-09-05 23:00"), moment("2025-09-06 09:00")
    answers = dict.fromkeys(points, "Түзетілді")
    refused("delay_unexplained", correct, row, world, handed=HandedOver(in_time, later), answers=answers)
    refused("correction_over", correct, row, world, handed=at_once(later), answers=answers)
    correct(row, world, handed=HandedOver(in_time, later, "Түнгі кезек"), answers=answers)
    assert (row.state, row.submissions.get(kind="supplement").delay) == ("under_verification", "Түнгі кезек")


def test_a_page_that_nobody_asked_for_stays_as_it_is(world):
    row, points = asked_to_correct(world)
    refused("not_asked", correct, row, world, person={"education": "орта"}, answers=dict.fromkeys(points, "x"))
    assert Nomination.objects.get(pk=row.pk).education == "жоғары"


# -- scans


def test_a_scan_lies_beside_the_paper_and_changes_nothing_that_was_handed_in(world):
    row = file(world.election, world)
    frozen = (row.submission_sha256, row.submissions.get().items)
    version = intake.add_scan(row, actor=world.staff.secretary, at=SUBMITTED, code="application", document=a_scan(1))
    better = intake.add_scan(row, actor=world.staff.secretary, at=SUBMITTED, code="application", document=a_scan(2))
    assert (version.ordinal, better.ordinal, version.channel, version.paper.code) == (1, 2, "paper", "application")
    row.refresh_from_db()
    assert (row.submission_sha256, row.submissions.get().items) == frozen
    assert events_of(row)[-2:] == ["nomination.paper_scanned"] * 2
    assert audit.verify() == []


def test_only_what_was_handed_in_on_paper_gets_a_scan_and_only_from_the_secretary(world):
    row = file(world.election, world)
    given = {"at": SUBMITTED, "document": a_scan()}
    refused("not_handed_in", intake.add_scan, row, actor=world.staff.secretary, code="photo", **given)
    refused("unknown_paper", intake.add_scan, row, actor=world.staff.secretary, code="party_minutes", status=404, **given)
    refused("role", intake.add_scan, row, actor=world.staff.registrar, code="application", status=403, **given)
    portal = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    refused("not_handed_in", intake.add_scan, portal, actor=world.staff.secretary, code="application", **given)


def test_a_portal_candidate_still_needs_a_file_on_the_portal(world):
    row, _points = asked_to_correct(world, applicant=world.candidate)
    given = {"actor": world.candidate, "at": moment("2025-09-04 10:00"), "code": "application"}
    refused("no_file", handing_in.provide_paper, row, **given)
    assert handing_in.provide_paper(row, document=a_scan(), **given).channel == "portal"
