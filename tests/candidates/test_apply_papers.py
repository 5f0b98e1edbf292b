"""Papers on the portal: versions, refusals as sentences, own downloads, and no file in an address or a log."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from candidates.workflow import State
from tests.candidates.applying import a_file, address, at, begun, browser, errors, text
from tests.commission.documents import text_of
from tests.factories import STARTED, SUBMITTED, TAKEN, events_of, moment, nomination_in


@pytest.fixture(autouse=True)
def on_the_first_day():
    with at(STARTED):
        yield


@pytest.fixture
def client(world):
    return browser(world.candidate)


@pytest.fixture
def draft(client, world):
    return begun(client, world.election)


def upload(client, nomination, file, code="application"):
    return client.post(address(nomination, "paper", code), {"document": file})


def versions(nomination, code="application"):
    return list(nomination.papers.get(code=code).versions.values_list("ordinal", "file__sha256", "file__title"))


def test_a_better_version_stands_beside_the_first(client, draft):
    assert upload(client, draft, a_file(1)).url == address(draft, "paper", "application")
    assert upload(client, draft, a_file(2, "Өтініш (соңғы).png")).status_code == 302
    first, second = versions(draft)
    assert (first[0], second[0], second[2]) == (1, 2, "Өтініш (соңғы).png")
    assert first[1] != second[1]
    page = text(client.get(address(draft, "paper", "application")))
    assert "Version 2 · the one that counts Received 28 August 2025, 10:00:00 UTC+5 PNG · 1 page" in page
    assert first[1] in page and second[1] in page


def test_every_version_can_be_downloaded_again_as_it_came(client, draft, world):
    upload(client, draft, a_file(1))
    pk = draft.documents.get().pk
    answer = client.get(address(draft, "file", pk))
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (200, "image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert b"".join(answer.streaming_content) == a_file(1).read()
    other = begun(browser(world.stranger), world.election)
    assert browser(world.stranger).get(address(draft, "file", pk)).status_code == 404
    assert browser(world.stranger).get(address(other, "file", pk)).status_code == 404
    assert browser(world.staff.registrar).get(address(draft, "file", pk)).status_code == 404


def test_papers_of_the_commission_are_no_files_of_the_candidate(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    own = nomination.documents.first()
    own.kind, own.paper = "reply", None
    own.save()
    with at(TAKEN):
        assert browser(world.candidate).get(address(nomination, "file", own.pk)).status_code == 404


def a_jpeg():
    made = io.BytesIO()
    Image.new("L", (40, 56)).save(made, "JPEG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ" + b"\0" * 200, "application.pdf", "This is a program and no paper."),
        (b"PK\x03\x04" + b"\0" * 200, "application.docx", "This is an office document or an archive."),
        (b"hello", "application.pdf", "This is not a PDF, JPEG or PNG file, whatever its name says."),
        (a_jpeg()[:-20], "scan.jpg", "The end of the file is missing: it was cut off when it was saved or sent."),
        (b"", "scan.png", "The file is empty. Choose another file."),
    ],
    ids=["program", "office", "text", "cut off", "empty"],
)  # fmt: skip
def test_a_file_that_is_no_paper_is_refused_with_the_reason(client, draft, content, name, sentence):
    answer = upload(client, draft, SimpleUploadedFile(name, content, "application/pdf"))
    assert answer.status_code == 400
    assert errors(answer)[0].startswith(f"File : {sentence}")
    assert versions(draft) == []
    assert "nomination.paper_provided" not in events_of(draft)


def test_a_file_that_is_too_large_is_refused_and_not_kept(client, draft):
    answer = upload(client, draft, SimpleUploadedFile("scan.png", b"\x89PNG" + b"0" * (10 * 2**20), "image/png"))
    assert answer.status_code == 400
    assert errors(answer)[0].startswith("File : The file is larger than 10 MB, which is the most that the portal takes.")
    assert versions(draft) == []


def test_without_a_file_the_page_asks_for_one(client, draft):
    answer = client.post(address(draft, "paper", "application"), {})
    assert (answer.status_code, errors(answer)) == (400, ["File : No file was chosen. Choose a PDF, JPEG or PNG file."])


def test_a_paper_that_nobody_asks_for_has_no_page(client, draft):
    assert client.get(address(draft, "paper", "party_minutes")).status_code == 404
    assert upload(client, draft, a_file(), code="nonsense").status_code == 404


def test_the_deposit_may_follow_and_the_other_papers_may_not(world):
    nomination = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    with at(SUBMITTED):
        client = browser(world.candidate)
        assert "May follow until the registration Proof of the deposit" in text(client.get(address(nomination)))
        assert upload(client, nomination, a_file(7), code="deposit_receipt").status_code == 302
        answer = upload(client, nomination, a_file(8))
        assert (answer.status_code, errors(answer)) == (
            409,
            ["Papers can be added to a draft, or when a correction is asked for."],
        )
        assert "No upload now" in text(client.get(address(nomination, "paper", "application")))


def test_after_the_term_the_paper_is_refused_and_its_page_says_why(client, draft):
    with at(moment("2025-09-11 18:00:01")):
        client = browser(draft.applicant)
        answer = upload(client, draft, a_file())
        assert answer.status_code == 409
        assert errors(answer)[0].startswith("The term for “Handing in papers” has ended.")
    assert versions(draft) == []


def test_the_name_of_a_file_stands_in_no_log(client, draft, caplog):
    with caplog.at_level(logging.DEBUG):
        upload(client, draft, SimpleUploadedFile("Әбдірахманова 851105404711.exe", b"MZ", "image/png"))
        upload(client, draft, a_file(1, "Әбдірахманова 851105404711.png"))
    assert "851105404711" not in caplog.text


def test_the_application_can_be_printed_with_what_was_filled_in(client, draft):
    client.post(address(draft, "page", "name"), {"family_name_kk": "Әбдірахманова", "given_name_kk": "Гүлжаһан"})
    assert address(draft, "print", "application") in client.get(address(draft, "paper", "application")).content.decode()
    answer = client.get(address(draft, "print", "application"))
    assert answer["Content-Disposition"] == 'attachment; filename="TEST-2025-0001-F.pdf"'
    assert "Әбдірахманова" in text_of(answer.content)
