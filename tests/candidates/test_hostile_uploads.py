"""Hostile and broken uploads at the pages where people hand in papers: none is kept, none is shown, each gets its sentence.

What is hostile is made in tests/hostile.py; that the reader refuses it is held in tests/commission/test_files.py. Here the same
files go the whole way of a browser: through the form, the check for forgery and the upload handlers, in a candidate's session.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from candidates.models import DocumentVersion, Nomination
from commission.files.sentences import SENTENCES, refused
from commission.models import AuditEvent, StoredFile
from tests.factories import SUBMITTED, a_draft
from tests.good_papers import good_files
from tests.hostile import hostile_files
from tests.sending import FORM, with_file
from tests.sessions import cookies_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NO_FILE = ["No file was chosen. Choose a PDF, JPEG or PNG file.", "The file is empty. Choose another file."]
OF_THE_PORTAL = {
    "file_busy", "file_infected", "scanner_away", "papers_away", "no_room", "file_missing", "file_changed", "file_not_drawn",
    "page_unknown",
}  # fmt: skip


def figures_aside(text: str) -> str:
    return re.sub(r"\d+", "#", text)


@pytest.fixture
def store(tmp_path, settings) -> Path:
    """A private folder of this test alone; others run beside it."""
    papers = {**settings.STORAGES["papers"], "OPTIONS": {**settings.STORAGES["papers"]["OPTIONS"], "location": tmp_path / "papers"}}
    settings.STORAGES = {**settings.STORAGES, "papers": papers}
    return tmp_path / "papers"


def kept_in(store: Path) -> tuple[int, int, int, list[Path]]:
    files = [path for path in store.rglob("*") if path.is_file()]
    return DocumentVersion.objects.count(), StoredFile.objects.count(), AuditEvent.objects.count(), files


def said_in(answer) -> list[str]:
    """The errors of the form that stand in the page, too."""
    html = answer.content.decode()
    errors = [str(error) for each in answer.context["form"].errors.values() for error in each] if answer.context else []
    return [error for error in errors if escape(error) in html]


@pytest.fixture
def draft(world) -> Nomination:
    return a_draft(world, applicant=world.candidate, papers=False)


@pytest.fixture
def browser(draft) -> Iterator[Client]:
    """The candidate's own; its forms carry their token as those of a page do."""
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    with time_machine.travel(SUBMITTED, tick=True):
        browser.cookies.load(cookies_of(draft.applicant))
        yield browser


def faults_of(browser: Client, page: str, samples) -> tuple[int, dict[str, str]]:
    """Send each file; what was not refused as it should be."""
    with translation.override("en"):
        known = {figures_aside(str(refused(code).reason)) for code in SENTENCES.keys() - OF_THE_PORTAL} | set(NO_FILE)
    sent, faults = 0, {}
    for name, file_name, data in samples:
        answer, sent = browser.generic("POST", page, with_file(file_name, data), FORM), sent + 1
        said = said_in(answer)
        if answer.status_code not in (400, 422):
            faults[name] = f"answered with {answer.status_code}"
        elif answer["Content-Type"] != "text/html; charset=utf-8" or "Content-Disposition" in answer:
            faults[name] = f"came back as {answer['Content-Type']}"
        elif len(said) != 1 or not any(figures_aside(said[0]).startswith(sentence) for sentence in known):
            faults[name] = f"said {said}"
        elif "<script>alert(1)" in answer.content.decode():
            faults[name] = "its name became a part of the page"
    return sent, faults


def test_no_hostile_upload_is_kept_and_each_is_answered_in_its_page_with_what_is_wrong(draft, browser, store):
    page = reverse("apply:paper", args=[draft.election.slug, draft.number, "application"])
    before = kept_in(store)
    sent, faults = faults_of(browser, page, hostile_files())
    assert sent > 300
    assert faults == {}
    assert kept_in(store) == before
    assert before[3] == []
    assert draft.papers.filter(provided_at__isnull=False).count() == 0


def test_good_uploads_of_the_strangest_names_are_kept_and_come_back_as_downloads_only(draft, browser, store):
    page = reverse("apply:paper", args=[draft.election.slug, draft.number, "application"])
    files = list(good_files())[::3]
    for ordinal, (name, file_name, data) in enumerate(files, start=1):
        answer = browser.generic("POST", page, with_file(file_name, data, "text/html"), FORM)
        if answer.status_code == 400 and said_in(answer) == NO_FILE[:1]:
            file_name = "a name that is only a folder's"  # Django takes it for an empty field, as a browser sends one
            answer = browser.generic("POST", page, with_file(file_name, data, "text/html"), FORM)
        assert (answer.status_code, answer["Location"]) == (302, page), name
        version = DocumentVersion.objects.get(paper__nomination=draft, ordinal=ordinal)
        download = browser.get(reverse("apply:file", args=[draft.election.slug, draft.number, version.pk]))
        assert b"".join(download.streaming_content) == data
        assert download["Content-Disposition"].startswith("attachment; ")
        assert download["Content-Type"] == version.file.media_type != "text/html"
        assert download["X-Content-Type-Options"] == "nosniff"
        assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert quote(Path(file_name).stem) not in download["Content-Disposition"] or len(Path(file_name).stem) < 3
    assert (StoredFile.objects.count(), len(kept_in(store)[3])) == (len(files), len(files))
