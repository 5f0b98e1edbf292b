"""The verification at the desk, from taking a case to its confirmation by a second person."""

import pytest

from candidates.checks import propose, years_on
from candidates.models import Nomination
from candidates.services import verification
from candidates.workflow import State
from commission import clock
from commission.admin.writing import address
from tests.factories import CONCLUDED, LEFT, a_failure, events_of, moment, nomination_in, record_checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def said(words):
    """The same words in both fields."""
    return {"description_kk": words, "description_ru": words}


def steps_beside(client, row):
    """The checks that have a link to their page, by the words behind it."""
    page = client.get(address(row)).content.decode()
    return [check.code for check in row.checks.all() if address(row, "record-check", check.code) in page]


def test_a_registrar_walks_a_case_to_its_confirmation(world, client):
    row = nomination_in(State.SUBMITTED, world)
    client.force_login(world.staff.registrar)
    client.post(address(row, "take"))
    client.post(address(row, "record-deposit"), {"amount": "425000", "paid_on": "2025-09-01", "reference": "PO 17"})
    client.force_login(world.staff.deputy)
    client.post(address(row, "confirm-deposit"))
    client.force_login(world.staff.registrar)
    for check in row.checks.exclude(code="deposit"):
        answer = client.post(address(row, "record-check", check.code), {"result": "passed", "reference": f"12/{check.pk}", "note": "seen"})
        assert (answer.status_code, answer.url) == (302, f"{address(row)}#checks")
    client.post(address(row, "conclude"))
    client.force_login(world.staff.secretary)
    found = client.get(address(row, "finish")).context
    references = ["PO 17" if check.code == "deposit" else f"12/{check.pk}" for check in row.checks.all()]
    assert [(check.result, check.reference) for check in found["checks"]] == [("passed", each) for each in references]
    client.post(address(row, "finish"))
    row.refresh_from_db()
    assert (row.state, row.concluded_by, row.confirmed_by) == ("ready_for_decision", world.staff.registrar, world.staff.secretary)
    count = row.checks.count()
    assert events_of(row)[-(count + 3) :] == [
        "nomination.deposit_recorded", "nomination.deposit_confirmed", *["nomination.check_recorded"] * (count - 1),
        "nomination.verification_concluded", "nomination.finished",
    ]  # fmt: skip


def test_the_page_of_a_check_says_by_which_article_which_authority_answers_and_until_when(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    page = client.get(address(row, "record-check", "conviction")).content.decode()
    for words in ("Committee on Legal Statistics", "4 September 2025, 23:59 (UTC+5)", "Constitutional Law on elections, art. 4(4)"):
        assert words in page


def test_a_failed_check_asks_for_its_words_at_once_with_its_article_at_hand(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    answer = client.post(address(row, "record-check", "conviction"), {"result": "failed"})
    assert answer.url == f"{address(row, 'note-deficiency')}?about=check-conviction"
    form = client.get(answer.url).context["form"]
    assert (form["about"].value(), form["article"].value()) == ("check-conviction", "CL art. 4(4)")


def test_a_fatal_deficiency_carries_the_failed_check_its_article_and_the_moment_of_the_notice(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(row, world, failing=["conviction"])
    client.force_login(world.staff.registrar)
    form = {
        "about": "check-conviction",
        "description_kk": "A conviction stands.",
        "description_ru": "A conviction stands.",
        "curable": "no",
        "article": "",
        "notified_at": "",
    }
    answer = client.post(address(row, "note-deficiency"), form)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"notified_at"})
    assert client.post(address(row, "note-deficiency"), {**form, "notified_at": "2025-09-03T15:30"}).status_code == 302
    noted = row.deficiencies.get()
    assert (noted.check_failed.code, noted.article, noted.curable, noted.notified_at) == (
        "conviction", "CL art. 4(4)", False, moment("2025-09-03 15:30"),
    )  # fmt: skip


def test_a_notice_before_the_papers_came_or_ahead_of_now_is_refused_with_the_form(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    for told in ("2025-08-01T10:00", "2099-01-01T10:00"):
        form = {
            "about": "whole",
            "description_kk": "words",
            "description_ru": "words",
            "curable": "no",
            "article": "CL art. 104",
            "notified_at": told,
        }
        answer = client.post(address(row, "note-deficiency"), form)
        assert (answer.status_code, answer.context["form"]["notified_at"].value()) == (409, told)
    assert row.deficiencies.count() == 0


def test_a_curable_deficiency_names_the_paper_or_the_page_that_reopens(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    for about, article in (("paper-application", ""), ("page-contact", "CL ch. 13-1")):
        form = {"about": about, **said(about), "curable": "yes", "article": article}
        assert client.post(address(row, "note-deficiency"), form).status_code == 302
    found = [(d.paper and d.paper.code, d.section, d.article, d.curable, d.notified_at) for d in row.deficiencies.all()]
    assert found == [("application", "", "CL ch. 13-1", True, None), (None, "contact", "CL ch. 13-1", True, None)]


def test_what_has_no_article_of_its_own_needs_one(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    for about in ("whole", "page-contact"):
        answer = client.post(
            address(row, "note-deficiency"),
            {"about": about, **said("x"), "curable": "yes", "article": " "},
        )
        assert set(answer.context["form"].errors) == {"article"}


def test_a_correction_is_asked_for_once_something_can_be_put_right(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    assert client.get(address(row, "request-correction")).status_code == 409
    a_failure(row, world, curable=True, told=None)
    assert client.get(address(row, "request-correction")).status_code == 200
    assert client.post(address(row, "request-correction")).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.deficiencies.get().notified_at is not None) == ("correction_requested", True)


def test_a_verification_is_concluded_only_when_every_check_has_its_result(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    assert client.get(address(row, "conclude")).status_code == 409
    assert "have no result yet" in client.post(address(row, "conclude")).content.decode()
    record_checks(row, world)
    assert client.get(address(row, "conclude")).status_code == 200


def test_the_second_person_sees_who_concluded_and_what_failed(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(row, world, failing=["conviction"])
    a_failure(row, world, description="A conviction stands.", failed_check=row.checks.get(code="conviction"))
    verification.conclude_verification(row, actor=world.staff.registrar, at=CONCLUDED)
    client.force_login(world.staff.deputy)
    page = client.get(address(row, "finish")).content.decode()
    for words in (f"Concluded by {world.staff.registrar}", "1 check has failed", "A conviction stands.", "candidate notified"):
        assert words in page


def test_the_chair_sends_a_case_back_with_the_reason(world, client):
    row = nomination_in(State.READY_FOR_DECISION, world)
    client.force_login(world.staff.chair)
    assert set(client.post(address(row, "send-back"), {"reason": "  "}).context["form"].errors) == {"reason"}
    client.post(address(row, "send-back"), {"reason": "the deposit is unclear"})
    row.refresh_from_db()
    assert (row.state, row.sent_back_reason, row.concluded_by) == ("under_verification", "the deposit is unclear", None)


def test_checks_have_their_link_only_while_they_can_be_recorded(world, client):
    checking, registered = nomination_in(State.UNDER_VERIFICATION, world), nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.registrar)
    before = [check.code for check in checking.checks.all()]
    assert steps_beside(client, checking) == before
    assert steps_beside(client, registered) == ["declarations_true", "national_security"]
    client.force_login(world.staff.secretary)
    assert (steps_beside(client, checking), steps_beside(client, registered)) == ([], [])


def test_after_registration_a_failure_is_noted_with_its_notice(world, client):
    row = nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.registrar)
    answer = client.post(address(row, "record-check", "declarations_true"), {"result": "failed", "reference": "SR-7"})
    form = client.get(answer.url).context["form"]
    assert ("curable" in form.fields, form["article"].value()) == (False, "CL art. 104(1-1)")
    client.post(
        answer.url,
        {
            "about": "check-declarations_true",
            "description_kk": "A flat is missing.",
            "description_ru": "A flat is missing.",
            "notified_at": "2025-09-10T10:00",
        },
    )
    noted = row.deficiencies.get()
    assert (noted.curable, noted.notified_at, noted.check_failed.code) == (False, moment("2025-09-10 10:00"), "declarations_true")


# -- what the portal itself can say about a check


@pytest.mark.parametrize(
    ("born", "years"), [("1980-10-12", 45), ("1980-10-13", 44), ("2000-10-12", 25), ("2000-10-13", 24), ("2000-02-29", 25)]
)
def test_years_are_full_years_of_life(born, years):
    assert years_on(moment("2025-10-12 12:00").date(), moment(f"{born} 12:00").date()) == years


def test_the_age_is_proposed_and_the_identity_only_commented(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    proposals = {check.code: propose(check) for check in row.checks.all()}
    found = {code: proposal.result for code, proposal in proposals.items() if proposal}
    assert found == {"age": "passed", "identity": "", "deposit": "", "signatures": ""}
    client.force_login(world.staff.registrar)
    assert client.get(address(row, "record-check", "age")).context["form"]["result"].value() == "passed"
    Nomination.objects.filter(pk=row.pk).update(birth_date=clock.local_date(LEFT, row.election.zone).replace(year=2003))
    row.refresh_from_db()
    assert propose(row.checks.get(code="age")).result == "failed"
    assert "does not fit" in str(propose(row.checks.get(code="identity")).why)
