"""Every guard of the workflow: what it refuses, and that it lets the lawful step through."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from candidates import letters
from candidates.models import Channel
from candidates.services import filing, handing_in, leaving, verification
from candidates.workflow import State
from commission.access import SYSTEM, Role
from commission.pdf_documents import Both
from commission.services.decisions import Text
from tests.factories import (
    CHECKED,
    CONCLUDED,
    CORRECTION_ASKED,
    FINISHED,
    LAPSED,
    LEFT,
    NOTED,
    STARTED,
    SUBMITTED,
    TAKEN,
    a_draft,
    a_failure,
    a_person,
    a_user,
    conclude_and_finish,
    events_of,
    holding,
    nomination_in,
    record_checks,
    refused,
)

# -- coming forward


def test_papers_must_be_complete_and_the_declaration_signed(world):
    secretary, draft = world.staff.secretary, a_draft(world, papers=False)
    refused("incomplete", handing_in.submit, draft, actor=secretary, at=SUBMITTED, declared=True)
    owed = [paper for paper in draft.papers.order_by("pk") if paper.owed]
    assert [paper.code for paper in owed] == [
        "application", "civil_service_papers", "deposit_receipt", "declaration_candidate", "declaration_spouse",
    ]  # fmt: skip
    *most, last = owed
    for paper in most:
        handing_in.provide_paper(draft, actor=secretary, at=STARTED, code=paper.code)
    refused("incomplete", handing_in.submit, draft, actor=secretary, at=SUBMITTED, declared=True)
    handing_in.provide_paper(draft, actor=secretary, at=STARTED, code=last.code)
    refused("not_declared", handing_in.submit, draft, actor=secretary, at=SUBMITTED, declared=False)
    handing_in.submit(draft, actor=secretary, at=SUBMITTED, declared=True)
    assert (draft.state, draft.receipt, draft.declared_at) == ("submitted", "TEST-2025-0001", SUBMITTED)


@pytest.mark.parametrize("field", ["family_name_kk", "given_name_kk", "family_name_ru", "given_name_ru", "birth_date", "iin"])
def test_without_a_name_a_birth_date_and_an_identity_number_nothing_is_handed_in(world, field):
    draft = a_draft(world, **{field: None if field == "birth_date" else ""})
    with override("en"):
        refusal = refused("incomplete", handing_in.submit, draft, actor=world.staff.secretary, at=SUBMITTED, declared=True)
        reason = str(refusal.reason)
    label = {"birth_date": "date of birth", "iin": "identity number"}.get(field, f"{field[:-8]} name ({field[-2:]})")
    assert reason == f"These fields are still empty: {label}."


def test_a_name_of_blanks_is_no_name(world):
    draft = a_draft(world, family_name_kk="  ")
    refused("incomplete", handing_in.submit, draft, actor=world.staff.secretary, at=SUBMITTED, declared=True)


def test_only_papers_of_the_rule_set_are_taken(world):
    refused("unknown_paper", handing_in.provide_paper, a_draft(world), actor=world.staff.secretary, at=STARTED, code="party_minutes")


def test_what_was_filed_is_frozen_by_its_hash(world):
    first, second = a_draft(world, **a_person(1)), a_draft(world, **a_person(2))
    before = digest(first)
    handing_in.submit(first, actor=world.staff.secretary, at=SUBMITTED, declared=True)
    assert first.submission_sha256 == before
    assert digest(second) != before
    first.phone = "+7 700 999 9999"
    assert digest(first) != before


def digest(nomination):
    return handing_in.digest(nomination, handing_in.items_of(nomination))


LIVE = [State.DRAFT, State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION, State.REGISTERED]


@pytest.mark.parametrize("state", State)
def test_a_person_has_one_live_nomination_at_an_election(world, state):
    person = a_person(1)
    nomination_in(state, world, **person)

    def again():
        return filing.start(world.election, actor=world.staff.secretary, at=LEFT, way="self", channel=Channel.PAPER, **person)

    if state in LIVE:
        refused("second_nomination", lambda election: again(), world.election)
    else:
        assert again().stage is State.DRAFT


def test_an_account_has_one_live_nomination_at_an_election(world):
    first = a_draft(world, applicant=world.candidate, **a_person(1))
    common = {"actor": world.candidate, "at": LEFT, "way": "self"}
    refused("second_nomination", filing.start, world.election, **common, **a_person(2))
    filing.lapse(first, actor=SYSTEM, at=LAPSED)
    assert filing.start(world.election, **common, **a_person(2)).applicant == world.candidate


def test_two_people_without_a_known_identity_number_do_not_stand_in_each_others_way(world):
    assert [a_draft(world, iin="").number, a_draft(world, iin="").number] == [1, 2]


def test_on_paper_files_the_secretary_and_on_the_portal_the_person(world):
    start, person = filing.start, {"at": STARTED, "way": "self", **a_person(1)}
    refused("paper_by_secretary", start, world.election, actor=world.candidate, channel=Channel.PAPER, status=403, **person)
    refused("portal_by_applicant", start, world.election, actor=world.staff.secretary, channel=Channel.PORTAL, status=403, **person)
    on_portal = start(world.election, actor=world.candidate, channel=Channel.PORTAL, applicant=world.stranger, **person)
    assert (on_portal.applicant, on_portal.channel) == (world.candidate, "portal")
    on_paper = start(world.election, actor=world.staff.secretary, channel=Channel.PAPER, **{**person, **a_person(2)})
    assert (on_paper.applicant, on_paper.channel) == (None, "paper")


# -- verification


def test_verification_makes_the_checks_of_the_rule_set(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world, way="party")
    rules = world.election.pack.checks_of("party", after_registration=False)
    assert list(nomination.checks.values_list("code", "result")) == [(rule.code, "pending") for rule in rules]


@pytest.mark.parametrize("result", ["pending", "", "perhaps"])
def test_a_check_needs_a_result(world, result):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    refused("result_needed", verification.record_check, nomination, actor=world.staff.registrar, at=CHECKED, code="age", result=result)


def test_only_checks_of_the_nomination_are_recorded(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world, way="party")
    common = {"actor": world.staff.registrar, "at": CHECKED, "result": "passed"}
    refused("unknown_check", verification.record_check, nomination, code="signatures", **common)
    refused("unknown_check", verification.record_check, nomination, code="declarations_true", **common)


def test_a_deficiency_needs_its_article_and_a_sentence(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    common = {"actor": world.staff.registrar, "at": NOTED, "curable": True}
    words = Text(" қолы жоқ ", " нет подписи ")
    for article in ("", "  "):
        refused("no_article", verification.note_deficiency, nomination, article=article, description=words, **common)
    for half in (Text(" ", "нет подписи"), Text("қолы жоқ", "")):
        refused("no_words", verification.note_deficiency, nomination, article="CL art. 104", description=half, **common)
    row = verification.note_deficiency(nomination, article=" CL art. 104 ", description=words, **common)
    assert (row.article, row.description_kk, row.description_ru, row.notified_at) == ("CL art. 104", "қолы жоқ", "нет подписи", None)
    with pytest.raises(IntegrityError, match="deficiency_in_both_languages"), transaction.atomic():
        nomination.deficiencies.update(description_ru="")


@pytest.mark.parametrize(
    ("reader", "words", "language"), [("kk", "қолы жоқ", "kk"), ("ru", "нет подписи", "ru"), ("en", "нет подписи", "ru")]
)
def test_a_deficiency_is_read_in_the_readers_language_and_in_russian_by_the_third(world, reader, words, language):
    row = a_failure(nomination_in(State.UNDER_VERIFICATION, world), world, description=Text("қолы жоқ", "нет подписи"))
    with override(reader):
        assert (row.description, str(row), row.words_in) == (words, words, language)
    assert letters.notice_of_failures(row.nomination, NOTED).failures[0].what == Both("қолы жоқ", "нет подписи")


def test_a_deficiency_points_to_rows_of_its_own_nomination(world):
    mine, others = nomination_in(State.UNDER_VERIFICATION, world), nomination_in(State.UNDER_VERIFICATION, world)
    common = {
        "actor": world.staff.registrar,
        "at": NOTED,
        "curable": True,
        "article": "CL art. 104",
        "description": Text("x", "x"),
        "status": 404,
    }
    refused("foreign_row", verification.note_deficiency, mine, failed_check=others.checks.first(), **common)
    refused("foreign_row", verification.note_deficiency, mine, paper=others.papers.first(), **common)


def test_a_deficiency_names_only_a_check_that_has_failed(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    common = {"actor": world.staff.registrar, "at": NOTED, "curable": False, "article": "CL ch. 13-1", "description": Text("x", "x")}
    pending = nomination.checks.get(code="age")
    refused("check_not_failed", verification.note_deficiency, nomination, failed_check=pending, **common)
    pending.result = "failed"  # in memory only
    refused("check_not_failed", verification.note_deficiency, nomination, failed_check=pending, **common)
    record_checks(nomination, world, failing=["age"])
    refused("check_not_failed", verification.note_deficiency, nomination, failed_check=nomination.checks.get(code="capacity"), **common)
    assert verification.note_deficiency(nomination, failed_check=pending, **common).check_failed == pending


def test_the_candidate_is_told_between_the_receipt_of_the_papers_and_now(world):
    nomination, tick = nomination_in(State.UNDER_VERIFICATION, world), timedelta(microseconds=1)
    for told in (SUBMITTED - tick, NOTED + tick):
        refused("notice_time", lambda n, told=told: a_failure(n, world, told=told), nomination)
    assert [a_failure(nomination, world, told=told).notified_at for told in (SUBMITTED, NOTED, None)] == [SUBMITTED, NOTED, None]


def test_a_correction_is_asked_for_only_where_something_can_be_cured(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    ask = {"actor": world.staff.registrar, "at": CORRECTION_ASKED}
    refused("nothing_to_correct", verification.request_correction, nomination, **ask)
    a_failure(nomination, world, curable=False)
    refused("nothing_to_correct", verification.request_correction, nomination, **ask)
    curable = a_failure(nomination, world, told=None, curable=True)
    verification.request_correction(nomination, **ask)
    curable.refresh_from_db()
    assert (nomination.stage, curable.notified_at) == (State.CORRECTION_REQUESTED, CORRECTION_ASKED)


def test_every_point_is_answered_before_corrections_are_handed_in(world):
    nomination, secretary = nomination_in(State.UNDER_VERIFICATION, world), world.staff.secretary
    points = [a_failure(nomination, world, told=None, curable=True) for _ in range(2)]
    hopeless = a_failure(nomination, world)
    verification.request_correction(nomination, actor=world.staff.registrar, at=CORRECTION_ASKED)
    common = {"actor": secretary, "at": CORRECTION_ASKED}
    refused("unanswered", handing_in.resubmit, nomination, **common)
    refused("not_asked", verification.answer_deficiency, nomination, deficiency=hopeless, status=404, **common)
    verification.answer_deficiency(nomination, deficiency=points[0], answer="x", **common)
    refused("unanswered", handing_in.resubmit, nomination, **common)
    verification.answer_deficiency(nomination, deficiency=points[1], answer="x", **common)
    assert handing_in.resubmit(nomination, **common).stage is State.UNDER_VERIFICATION


def test_a_correction_reopens_only_the_papers_that_its_points_name(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    receipt = nomination.papers.get(code="deposit_receipt")
    a_failure(nomination, world, told=None, curable=True, paper=receipt)
    verification.request_correction(nomination, actor=world.staff.registrar, at=CORRECTION_ASKED)
    common = {"actor": world.staff.secretary, "at": CORRECTION_ASKED}
    refused("not_asked", handing_in.provide_paper, nomination, code="application", **common)
    assert handing_in.provide_paper(nomination, code="deposit_receipt", **common).provided_at == CORRECTION_ASKED


def test_a_point_that_names_no_paper_reopens_them_all(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world)
    for paper in nomination.papers.all():
        handing_in.provide_paper(nomination, actor=world.staff.secretary, at=CORRECTION_ASKED, code=paper.code)
    assert set(nomination.papers.values_list("provided_at", flat=True)) == {CORRECTION_ASKED}


def test_nobody_answers_a_point_of_another_nomination(world):
    mine, others = nomination_in(State.CORRECTION_REQUESTED, world), nomination_in(State.CORRECTION_REQUESTED, world)
    common = {"actor": world.staff.secretary, "at": CORRECTION_ASKED, "deficiency": others.deficiencies.get()}
    refused("not_asked", verification.answer_deficiency, mine, status=404, **common)


def test_a_verification_is_concluded_when_no_check_is_pending(world):
    nomination, registrar = nomination_in(State.UNDER_VERIFICATION, world), world.staff.registrar
    refused("checks_pending", verification.conclude_verification, nomination, actor=registrar, at=CONCLUDED)
    *most, last = nomination.checks.all()
    for check in most:
        verification.record_check(nomination, actor=registrar, at=CHECKED, code=check.code, result="passed")
    refused("checks_pending", verification.conclude_verification, nomination, actor=registrar, at=CONCLUDED)
    refused("checks_pending", verification.finish, nomination, actor=world.staff.deputy, at=FINISHED)
    verification.record_check(nomination, actor=registrar, at=CHECKED, code=last.code, result="not_applicable")
    refused("not_concluded", verification.finish, nomination, actor=world.staff.deputy, at=FINISHED)
    conclude_and_finish(nomination, world)
    assert (nomination.stage, nomination.concluded_by, nomination.confirmed_by) == (State.READY_FOR_DECISION, registrar, world.staff.deputy)


def test_nobody_confirms_his_own_verification(world):
    both = holding(world.home, Role.REGISTRAR, Role.DEPUTY)
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world)
    verification.conclude_verification(nomination, actor=both, at=CONCLUDED)
    refused("same_person", verification.finish, nomination, actor=both, at=FINISHED)
    assert verification.finish(nomination, actor=world.staff.registrar, at=FINISHED).confirmed_by == world.staff.registrar


def test_whatever_changes_after_the_conclusion_is_concluded_again(world):
    """A new result, a correction and the chair's return each undo what the registrar concluded."""
    registrar, deputy = world.staff.registrar, world.staff.deputy
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world)

    verification.conclude_verification(nomination, actor=registrar, at=CONCLUDED)
    verification.record_check(nomination, actor=registrar, at=CONCLUDED, code="age", result="failed")
    refused("not_concluded", verification.finish, nomination, actor=deputy, at=FINISHED)

    verification.conclude_verification(nomination, actor=registrar, at=CONCLUDED)
    a_failure(nomination, world, told=None, curable=True)
    verification.request_correction(nomination, actor=registrar, at=CONCLUDED)
    verification.close_correction(nomination, actor=SYSTEM, at=LEFT)
    refused("not_concluded", verification.finish, nomination, actor=deputy, at=LEFT)

    conclude_and_finish(nomination, world)
    verification.send_back(nomination, actor=world.staff.chair, at=LEFT, reason="x")
    refused("not_concluded", verification.finish, nomination, actor=deputy, at=LEFT)


def test_the_checks_that_follow_registration_leave_on_record_who_verified(world):
    nomination = nomination_in(State.REGISTERED, world)
    record_checks(nomination, world, at=LEFT, after_registration=True)
    nomination.refresh_from_db()
    assert (nomination.concluded_by, nomination.confirmed_by) == (world.staff.registrar, world.staff.deputy)


def test_the_chair_sends_back_only_with_a_reason(world):
    nomination, chair = nomination_in(State.READY_FOR_DECISION, world), world.staff.chair
    refused("no_reason", verification.send_back, nomination, actor=chair, at=LEFT, reason="  ")
    verification.send_back(nomination, actor=chair, at=LEFT, reason=" мерзімі көрсетілмеген ")
    assert (nomination.stage, nomination.sent_back_reason) == (State.UNDER_VERIFICATION, "мерзімі көрсетілмеген")


# -- leaving


@pytest.mark.parametrize("way", ["self", "superior_akim"])
def test_only_a_party_recalls_its_candidate(world, way):
    nomination = nomination_in(State.SUBMITTED, world, way=way)
    refused("not_by_party", leaving.recall, nomination, actor=world.staff.secretary, at=TAKEN)


def test_a_party_recalls_its_candidate(world):
    nomination = nomination_in(State.SUBMITTED, world, way="party")
    leaving.recall(nomination, actor=world.staff.secretary, at=TAKEN)
    assert (nomination.stage, nomination.ended_at, events_of(nomination)[-1]) == (State.WITHDRAWN, TAKEN, "nomination.recalled")


def test_nobody_acts_for_somebody_else(world):
    nomination = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    for person in (world.stranger, world.outsider, world.superior, a_user()):
        refused("role", leaving.withdraw, nomination, actor=person, at=TAKEN, status=403)
    assert leaving.withdraw(nomination, actor=world.candidate, at=TAKEN).stage is State.WITHDRAWN
