"""The door on paper: the secretary files for somebody at the counter, prints the receipt, and notes papers that came too late."""

from datetime import date

import pytest
from playwright.sync_api import expect

from candidates.models import Channel, Nomination, NonAcceptance
from candidates.workflow import State
from commission import clock
from commission.admin import printing
from commission.models import Election
from results.demo.people import iin
from tests.e2e.journeys import ELECTION, Stage, Traveller, a_file

pytestmark = pytest.mark.slow
APPLICATION = {
    "way": "self", "family_name_kk": "Қалиев", "given_name_kk": "Ерболат", "family_name_ru": "Калиев", "given_name_ru": "Ерболат",
    "birth_date_0": 5, "birth_date_1": 11, "birth_date_2": 1977, "sex": "man", "citizenship": "KZ",
    "address": "Абай көшесі, 1", "phone": "+7 700 111 22 33", "education": "жоғары",
    "occupation_kk": "мұғалім", "occupation_ru": "учитель", "married": "no", "convicted": "no",
    "paper_application": True, "sheets_application": 2, "paper_civil_service_papers": True, "paper_declaration_candidate": True,
    "declared": True,
}  # fmt: skip


def prints(secretary: Traveller, address: str) -> bytes:
    """The document as the secretary's browser gets it."""
    answer = secretary.page.context.request.get(f"{secretary.site}{address}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return bytes(answer.body())


def test_a_person_at_the_counter_is_received_and_leaves_with_a_receipt(stage: Stage, people) -> None:
    secretary: Traveller = people(stage.account("secretary"))
    election = stage.ask(lambda: Election.objects.get(slug=ELECTION))
    number = iin(date(1977, 11, 5), woman=False, serial=611)
    secretary.go(stage.desk(election)).go(stage.desk(election, "file-on-paper"))
    secretary.fill(**{**APPLICATION, "iin": number[:-1], "handed_at": stage.wall()}).press()
    expect(secretary.page.locator(".errors")).to_be_visible()  # a digit of the number is missing
    assert secretary.page.locator("[name=family_name_kk]").input_value() == "Қалиев"
    secretary.fill(iin=number).press()
    row = stage.ask(lambda: Nomination.objects.latest("pk"))
    assert secretary.path == stage.desk(row, "add-scan")
    assert (row.state, row.channel, row.family_name_kk, row.iin) == (State.SUBMITTED, Channel.PAPER, "Қалиев", number)
    assert row.receipt in secretary.text()
    assert prints(secretary, printing.address(row, "receipt")).startswith(b"%PDF-")
    secretary.fill(paper="application", document=a_file(4)).press()
    assert stage.ask(lambda: row.documents.filter(paper__code="application").count()) == 1


def test_papers_that_came_too_late_are_noted_and_the_note_is_printed(stage: Stage, people) -> None:
    secretary: Traveller = people(stage.account("secretary"))
    election = stage.ask(lambda: Election.objects.get(slug=ELECTION))
    over = stage.ask(lambda: election.timetable_entries.filter(in_force=True, due_at__lt=clock.now()).first().code)
    secretary.go(stage.desk(election, "note-late-papers"))
    secretary.fill(person="Қалиев Ерболат", papers="Өтініш, 2 парақ", brought_at=stage.wall(), entry=over).press()
    note = stage.ask(lambda: NonAcceptance.objects.select_related("entry").latest("pk"))
    assert (note.person, note.entry.code) == ("Қалиев Ерболат", over)
    secretary.go(stage.desk(note))
    assert prints(secretary, printing.address(note, "note")).startswith(b"%PDF-")
