"""Papers that came too late, at the desk: the page, the list, and the printed note."""

import pytest

from candidates.models import NonAcceptance
from commission.admin import printing
from commission.admin.writing import address
from commission.models import Election, Origin
from tests.candidates.test_late_papers import note
from tests.commission.documents import text_of
from tests.factories import moment
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db

LATE = {"person": "Тұрғын Ә. Ж.", "papers": "Өтініш, 3 парақ", "brought_at": "2025-09-11T18:00:01", "entry": "nomination"}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def test_who_notes_late_papers_and_who_prints_the_note(world, client):
    assert who_may(client, world, address(world.election, "note-late-papers"), form=LATE) == only("secretary", "registrar")
    row = note(world.election, world)
    found = {name: shown for name, (shown, _sent) in who_may(client, world, printing.address(row, "note")).items()}
    assert found == {name: shown for name, (shown, _sent) in only("secretary", "registrar").items()}
    assert NonAcceptance.objects.count() == 1


def test_noted_to_the_second_listed_and_printed_in_both_languages(world, client):
    client.force_login(world.staff.registrar)
    answer = client.post(address(world.election, "note-late-papers"), LATE)
    row = NonAcceptance.objects.get()
    assert (answer.url, row.brought_at, row.entry.code) == (address(row), moment("2025-09-11 18:00:01"), "nomination")
    page = client.get(address(row))
    assert "11 September 2025, 18:00:01" in page.content.decode()
    [link] = page.context["prints"]
    file = client.get(link.url)
    text = text_of(file.content)
    assert (file["Content-Type"], file["Content-Disposition"]) == ("application/pdf", f'inline; filename="note-{row.pk}.pdf"')
    for words in (
        LATE["person"],
        LATE["papers"],
        "2025 жылғы 11 қыркүйек, 18:00:01 (UTC+05:00)",
        "11 сентября 2025 года, 18:00:00 (UTC+05:00)",
    ):
        assert words in text
    assert client.get(link.url).content == file.content
    assert list(client.get("/desk/candidates/nonacceptance/").context["cl"].queryset) == [row]


def test_what_came_in_time_is_no_late_paper(world, client):
    client.force_login(world.staff.secretary)
    answer = client.post(address(world.election, "note-late-papers"), {**LATE, "brought_at": "2025-09-11T18:00:00"})
    assert (answer.status_code, answer.context["form"]["person"].value()) == (409, LATE["person"])
    assert "had not ended at that moment" in said(answer)[0]
    empty = client.post(address(world.election, "note-late-papers"), {})
    assert (empty.status_code, set(empty.context["form"].errors)) == (422, {"person", "papers", "brought_at", "entry"})
    assert NonAcceptance.objects.count() == 0


def test_a_document_that_nobody_registered_is_not_there(world, client):
    client.force_login(world.staff.secretary)
    assert client.get(printing.address(note(world.election, world), "other")).status_code == 404


def test_a_replayed_election_notes_nothing(world, client):
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.secretary)
    assert client.get(address(world.election, "note-late-papers")).status_code == 409
