"""A full disk: a sentence in the reader's language, what was typed is kept, and nothing of the paper is half stored."""

import errno
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import override

from candidates.services import verification
from candidates.views.apply.cases import WRONG
from candidates.workflow import State
from commission.files.store import PrivateFolder
from commission.models import StoredFile
from commission.refused import Refused
from tests.candidates.applying import a_file, address, at, begun, browser, errors, text
from tests.factories import CORRECTION_ASKED, STARTED, a_failure, a_scan, moment, nomination_in

pytestmark = pytest.mark.django_db
SENTENCE = "The portal has no room left for papers: this one was not taken, and nothing of it was kept."


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    papers = {**settings.STORAGES["papers"], "OPTIONS": {**settings.STORAGES["papers"]["OPTIONS"], "location": tmp_path / "papers"}}
    settings.STORAGES = {**settings.STORAGES, "papers": papers}
    return tmp_path / "papers"


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def half_written(self, name, content):
    """What Django's folder does on a full disk: the beginning of the file lies there."""
    path = Path(self.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    full()


def test_a_store_that_is_full_keeps_nothing_and_answers_in_the_readers_language(world, folder, monkeypatch):
    client = browser(world.candidate)
    with at(STARTED):
        draft = begun(client, world.election)
        monkeypatch.setattr(FileSystemStorage, "_save", half_written)
        answer = client.post(address(draft, "paper", "application"), {"document": a_file()})
        assert answer.status_code == 507
        assert SENTENCE in text(answer)
    assert (draft.papers.get(code="application").provided_at, StoredFile.objects.count(), files_in(folder)) == (None, 0, [])


def test_another_failure_of_the_folder_is_still_said_as_what_it_is(folder, monkeypatch):
    from commission import files

    def denied(self, name, content):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(PrivateFolder, "_save", denied)
    with pytest.raises(Refused) as refused:
        files.keep(a_scan().content, a_scan().found)
    assert (refused.value.code, refused.value.status) == ("papers_away", 503)


@pytest.mark.parametrize("moment_of_it", ["write", "seek", "__init__"])
def test_no_room_for_the_upload_itself_is_a_sentence_beside_what_was_typed(world, folder, monkeypatch, moment_of_it):
    nomination = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    point = a_failure(nomination, world, told=None, curable=True, paper=nomination.papers.get(code="application"))
    verification.request_correction(nomination, actor=world.staff.registrar, at=CORRECTION_ASKED)
    client, before = browser(world.candidate), (StoredFile.objects.count(), files_in(folder))
    monkeypatch.setattr(TemporaryUploadedFile, moment_of_it, full, raising=False)
    with at(moment("2025-09-03 12:00")):
        answer = client.post(address(nomination, "correction", point.pk), {"document": a_file(5), "answer": "Күнін жаздым"})
    assert answer.status_code == WRONG
    assert any(SENTENCE in error for error in errors(answer))
    assert "Күнін жаздым" in text(answer)
    point.refresh_from_db()
    assert (point.answered_at, StoredFile.objects.count(), files_in(folder)) == (None, *before)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_inspecting_without_room_is_no_error_of_the_program(monkeypatch, language):
    from commission.files import intake

    monkeypatch.setattr(intake, "TemporaryFile", full)
    with override(language), pytest.raises(Refused) as refused:
        intake.inspect(a_scan().content)
    assert (refused.value.code, refused.value.status) == ("no_room", 507)
