"""Casework at the desk: letters and replies, the deposit of two people, signature sheets, and what the papers print of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.duplicates import LABELS
from candidates.services import handing_in, verification
from candidates.services.requests import record_reply, send_request
from candidates.services.signatures import issue_sheets, receive_sheets
from candidates.workflow import State
from commission import clock
from commission.access import Role
from commission.admin import printing
from commission.admin.pages import flat
from commission.admin.writing import address
from commission.models import Election
from stations.services.places import add_stations
from tests.candidates.test_casework_signatures import number
from tests.commission.documents import text_of
from tests.factories import CALLED, CHECKED, CORRECTION_ASKED, LEFT, TAKEN, a_failure, a_scan, moment, nomination_in, record_checks

pytestmark = pytest.mark.django_db
READERS = {Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.REGISTRAR}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def case(world):
    return nomination_in(State.UNDER_VERIFICATION, world)


@pytest.fixture
def registrar(world, client):
    client.force_login(world.staff.registrar)
    return client


def sections(client, row):
    return {str(each.title): each for each in flat(client.get(address(row)).context["page"].sections) if hasattr(each, "title")}


def printed(client, row, document, *number):
    """What a document of a row says, as its text."""
    answer = client.get(printing.address(row, document, *number))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return text_of(answer.content)


# -- letters


def test_the_case_offers_a_letter_to_every_authority_that_was_not_asked(world, registrar, case):
    asking = {str(checks[0].authority): url for checks, url in sections(registrar, case)["Letters to authorities"].data["asking"]}
    assert asking == {
        "Migration and documentation service": address(case, "send-request", "identity"),
        "Court records": address(case, "send-request", "capacity"),
        "Committee on Legal Statistics and Special Records": address(case, "send-request", "conviction"),
        "Agency for Civil Service Affairs": address(case, "send-request", "civil_service"),
        "State revenue body": address(case, "send-request", "declarations"),
    }
    registrar.post(asking["Court records"], {"codes": ["capacity"]})
    assert "Court records" not in {str(c[0].authority) for c, _url in sections(registrar, case)["Letters to authorities"].data["asking"]}
    assert registrar.get(asking["Court records"]).status_code == 409
    assert registrar.get(address(case, "send-request", "age")).status_code == 404


def test_a_letter_prints_who_is_meant_what_is_asked_until_when_and_by_which_article(world, registrar, case):
    (row,) = send_request(case, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    text = printed(registrar, row, "letter")
    for words in (f"№ {case.number}/1", case.iin, case.family_name_ru, "4 сентября 2025 года", "23:59", "20(10)"):
        assert words in text, words


def test_letters_hold_personal_data_and_are_for_those_who_work_on_the_case(world, client, case):
    (row,) = send_request(case, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    page = reverse("admin:candidates_authorityrequest_print", args=[row.pk, "letter"])
    for role in Role:
        if hasattr(world.staff, role.value):
            client.force_login(world.staff[role])
            assert (role, client.get(page).status_code) == (role, 200 if role in READERS else 403)
    client.force_login(world.outsider)
    assert client.get(page).status_code == 404


def test_a_reply_leads_to_the_result_of_its_check_with_the_number_at_hand(world, registrar, case):
    (row,) = send_request(case, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    scan = a_scan(3).content
    scan.seek(0)
    answer = registrar.post(
        address(case, "record-reply", str(row.pk)), {"reference": "7-31 of 2 September", "words": "None on record.", "document": scan}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.reply_words, row.reply.kind) == ("None on record.", "reply")
    opened = registrar.get(answer.url)
    assert opened.context["form"]["reference"].value() == "7-31 of 2 September"
    assert "None on record." in opened.content.decode()


def test_a_reply_needs_something_and_is_recorded_once(world, registrar, case):
    (row,) = send_request(case, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    page = address(case, "record-reply", str(row.pk))
    assert set(registrar.post(page, {"reference": " "}).context["form"].errors) == {"reference"}
    registrar.post(page, {"reference": "1"})
    assert (registrar.get(page).status_code, registrar.post(page, {"reference": "2"}).status_code) == (409, 409)
    assert [registrar.get(address(case, "record-reply", part)).status_code for part in ("0", "x", "12-7")] == [404] * 3


def test_an_overdue_answer_shows_in_the_case_in_the_queue_and_in_the_list_of_letters(world, registrar, case):
    send_request(case, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    other = nomination_in(State.UNDER_VERIFICATION, world)
    notice = registrar.get(address(case)).context["page"].sections[0]
    assert "1 letter is not answered in time." in notice.text
    found = registrar.get("/desk/candidates/nomination/", {"due": "letter"}).context["cl"].queryset
    assert (list(found), other in found) == ([case], False)
    assert registrar.get("/desk/candidates/authorityrequest/", {"answer": "late"}).context["cl"].queryset.count() == 1
    assert registrar.get("/desk/candidates/authorityrequest/", {"answer": "came"}).context["cl"].queryset.count() == 0


def test_an_auditor_sees_that_a_letter_went_out_and_not_what_came_back(world, client, case):
    send_request(case, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    record_reply(
        case, actor=world.staff.registrar, at=CHECKED, number=f"{case.number}/1", reference="7-31-secret", words="a private answer"
    )
    client.force_login(world.staff.auditor)
    page = client.get(address(case)).content.decode()
    assert f"No. {case.number}/1" in page
    assert [words for words in ("7-31-secret", "a private answer") if words in page] == []


# -- the deposit


def test_one_records_the_payment_and_another_confirms_it(world, registrar, case):
    form = {"amount": "425000", "paid_on": "2025-09-01", "reference": "PO 17"}
    assert registrar.get(address(case, "confirm-deposit")).status_code == 409
    registrar.post(address(case, "record-deposit"), form)
    assert registrar.get(address(case, "confirm-deposit")).status_code == 409
    registrar.force_login(world.staff.deputy)
    assert "PO 17" in registrar.get(address(case, "confirm-deposit")).content.decode()
    assert registrar.post(address(case, "confirm-deposit")).status_code == 302
    assert case.checks.get(code="deposit").result == "passed"


def test_the_check_of_the_deposit_passes_by_the_confirmation_only(world, registrar, case):
    page = address(case, "record-check", "deposit")
    assert [value for value, _label in registrar.get(page).context["form"].fields["result"].choices] == ["failed", "not_applicable"]
    assert registrar.post(page, {"result": "passed"}).status_code == 422


def test_the_form_of_a_payment_names_all_that_is_wrong(world, registrar, case):
    answer = registrar.post(address(case, "record-deposit"), {"amount": "-1", "paid_on": "soon", "reference": ""})
    assert set(answer.context["form"].errors) == {"amount", "paid_on", "reference"}


# -- signature sheets


def test_sheets_are_issued_printed_handed_in_and_checked_one_after_the_other(world, registrar, case, monkeypatch):
    add_stations(world.election, actor=world.staff.secretary, at=CALLED, rows=[{"number": 1, "kind": "open", "voters_on_list": 2_900}])
    monkeypatch.setattr(clock, "now", lambda: CHECKED)
    registrar.post(address(case, "issue-sheets"), {"count": "3"})
    text = printed(registrar, case, "sheets")
    assert [f"Подписной лист № {n}" in text for n in (1, 2, 3, 4)] == [True, True, True, False]
    registrar.post(address(case, "receive-sheets"), {"counts": "1-2; 20"})
    first, second = (address(case, "check-sheet", str(n)) for n in (1, 2))
    assert registrar.post(first, {"no_date": "3, 7", "wrong_data": "9"}).url == second
    assert registrar.post(second, {}).url == address(case) + "#signatures"
    assert registrar.get(address(case, "check-sheet", "3")).status_code == 409
    data = sections(registrar, case)["Signatures"].data
    assert (data["count"].valid, data["count"].needed, data["count"].enough) == (37, 29, True)
    assert {str(label): count for label, count in data["invalid"]} == {
        "the date is missing or lies outside the term": 2, "the data of the voter are wrong or missing": 1,
    }  # fmt: skip
    text = printed(registrar, case, "signatures")
    assert "29" in text and "37" in text and "2 900" in text.replace("\xa0", " ")
    assert registrar.get(address(case, "record-check", "signatures")).context["form"]["result"].value() == "passed"


@pytest.fixture
def sheets(world, case):
    issue_sheets(case, actor=world.staff.registrar, at=TAKEN, count=3)
    receive_sheets(case, actor=world.staff.registrar, at=CHECKED, counts={1: 20, 2: 10})


@pytest.mark.parametrize("typed", ["3", "3; x", "x; 3", "3; 20\n3; 20", "3-1; 2", ";", "3;-1"])
def test_rows_of_sheets_that_cannot_be_read_come_back(world, registrar, case, sheets, typed):
    answer = registrar.post(address(case, "receive-sheets"), {"counts": typed})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"counts"})
    assert answer.context["form"]["counts"].value() == typed


def test_signers_are_pasted_or_sent_as_a_file_and_every_wrong_row_is_named(world, registrar, case, sheets):
    page = address(case, "enter-signers")
    good = f"1;1;{number(1)}\n2;4;{number(1)}"
    answer = registrar.post(page, {"signers": good + "\n1;2;123\n1;2"})
    assert answer.status_code == 422
    assert [str(error) for error in answer.context["form"].errors["signers"]][:2] == [
        "Row 3 has no identity number of twelve digits.", "Row 4 has too few or too many columns.",
    ]  # fmt: skip
    assert registrar.post(page, {"table": SimpleUploadedFile("s.csv", ("\ufeffsheet;line;iin\n" + good).encode())}).status_code == 302
    assert registrar.post(page, {"sheet": "1", "signers": f"5;{number(2)}"}).status_code == 302
    assert sorted(case.signatures.values_list("sheet__number", "line")) == [(1, 1), (1, 5), (2, 4)]
    for wrong in (b"\xff\xfe", b"x" * 1_000_001):
        assert set(registrar.post(page, {"table": SimpleUploadedFile("s.csv", wrong)}).context["form"].errors) == {"table"}


def test_who_signed_again_is_proposed_as_a_fault_of_the_second_sheet(world, registrar, case, sheets):
    registrar.post(address(case, "enter-signers"), {"signers": f"1;1;{number(1)}\n2;4;{number(1)}\n2;7;{number(2)}"})
    forms = [registrar.get(address(case, "check-sheet", n)).context["form"] for n in "12"]
    assert [form["duplicate"].value() for form in forms] == ["", "4"]


def test_a_line_has_one_reason_and_stands_on_the_sheet(world, registrar, case, sheets):
    answer = registrar.post(address(case, "check-sheet", "1"), {"duplicate": "3", "no_date": "2-4", "wrong_data": "21", "not_a_voter": "x"})
    assert set(answer.context["form"].errors) == {"no_date", "wrong_data", "not_a_voter"}
    assert answer.context["form"]["no_date"].value() == "2-4"


def test_a_party_s_nominee_has_no_signatures_on_the_page(world, registrar):
    row = nomination_in(State.UNDER_VERIFICATION, world, way="party")
    assert "Signatures" not in sections(registrar, row)
    assert registrar.get(address(row, "issue-sheets")).status_code == 409


# -- what the candidate gets


def test_the_page_of_the_request_shows_the_very_letter_that_is_printed(world, registrar):
    row = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    a_failure(row, world, curable=True, told=None, paper=row.papers.get(code="application"), description="The signature is missing.")
    a_failure(row, world, curable=True, told=None, section="contact", description="The flat is missing.")
    page = registrar.get(address(row, "request-correction")).content.decode()
    registrar.post(address(row, "request-correction"))
    text = printed(registrar, row, "correction", 1)
    for words in (f"№ {row.number}-1", "The signature is missing.", "The flat is missing."):
        assert words in page and words in text, words
    row.refresh_from_db()
    due = row.correction_due_at.astimezone(moment("2025-09-01 10:00").tzinfo)
    assert f"{due.year}" in text and "Уведомление об устранении замечаний" in text


def test_a_second_request_has_the_next_number_and_its_own_points(world, registrar):
    row = nomination_in(State.CORRECTION_REQUESTED, world)
    verification.answer_deficiency(row, actor=world.staff.secretary, at=CORRECTION_ASKED, deficiency=row.deficiencies.get(), answer="x")
    handing_in.resubmit(row, actor=world.staff.secretary, at=CORRECTION_ASKED)
    a_failure(row, world, curable=True, told=None, description="Something else.")
    verification.request_correction(row, actor=world.staff.registrar, at=LEFT)
    text = printed(registrar, row, "correction", 2)
    assert f"№ {row.number}-2" in text and "Something else." in text and "Талап орындалмаған" not in text
    first = printed(registrar, row, "correction", 1)
    assert f"№ {row.number}-1" in first and "Талап орындалмаған" in first and "Something else." not in first
    offered = [str(link.label) for link in registrar.get(address(row)).context["prints"]]
    assert [label for label in offered if label.startswith("Request")] == [
        "Request for correction 1 (PDF)",
        "Request for correction 2 (PDF)",
    ]
    for nobodys in (0, 3):
        assert registrar.get(printing.address(row, "correction", nobodys)).status_code == 404
    assert registrar.get(printing.address(row, "correction")).status_code == 404  # of one round, never of none


def test_a_notice_of_what_cannot_be_put_right_says_so(world, registrar, case):
    page = reverse("admin:candidates_nomination_print", args=[case.pk, "notice"])
    assert registrar.get(page).status_code == 404
    a_failure(case, world, description="A conviction stands.", article="CL art. 4(4)")
    text = printed(registrar, case, "notice")
    for words in ("Уведомление о замечаниях, которые нельзя устранить", "A conviction stands.", "4(4)", "Это замечание устранить нельзя."):
        assert words in text
    assert "Устранить не позднее" not in text


# -- after registration, and who may be the same


def test_after_registration_a_failed_check_leads_to_the_cancellation_once_the_candidate_was_told(world, registrar):
    row = nomination_in(State.REGISTERED, world)
    assert "A check after registration has failed" not in sections(registrar, row)
    parts = sections(registrar, row)["Checks"].data["parts"]
    assert [str(title) for title, _lines in parts] == ["", "After registration"]
    record_checks(row, world, at=LEFT, after_registration=True, failing=["declarations_true"])
    assert sections(registrar, row)["A check after registration has failed"].data["told"] is False
    a_failure(row, world, at=LEFT, told=LEFT, failed_check=row.checks.get(code="declarations_true"))
    assert sections(registrar, row)["A check after registration has failed"].data["told"] is True


def test_who_may_be_the_same_person_is_shown_to_those_who_work_on_the_case(world, client, case):
    other = nomination_in(State.SUBMITTED, world, phone=case.phone)
    client.force_login(world.staff.registrar)
    (line,) = sections(client, case)["May be the same person"].rows
    assert address(other) in line[0] and line[3] == str(LABELS["phone"])
    client.force_login(world.staff.auditor)
    assert "May be the same person" not in sections(client, case)


def test_a_replayed_case_shows_no_casework(world, client):
    row = nomination_in(State.REGISTERED, world)
    Election.objects.filter(pk=row.election_id).update(origin="replayed")
    client.force_login(world.staff.registrar)
    assert {"Checks", "Deposit", "Signatures", "Letters to authorities"} & set(sections(client, row)) == set()


def test_a_cancelled_candidate_is_nobody_s_overdue_work(world, registrar):
    row = nomination_in(State.CANCELLED, world)
    assert [s for s in registrar.get(address(row)).context["page"].sections if getattr(s, "kind", "") == "notice"] == []
