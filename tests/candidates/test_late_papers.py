"""Papers that came too late: not taken, and that itself is on record."""

from datetime import timedelta

import pytest

from candidates.models import NonAcceptance
from candidates.services.intake import note_non_acceptance
from commission import audit
from commission.access import Role
from commission.selectors import windows_of
from commission.services.elections import adopt_timetable
from tests.factories import ALL_SEVEN, NOMINATION_ENDS, an_election, events_of, moment, refused

LATE = NOMINATION_ENDS + timedelta(seconds=1)
NOTED = moment("2025-09-11 18:05")


def note(election, world, **fields):
    given = {
        "actor": world.staff.secretary, "at": NOTED, "person": "Тұрғын Ә. Ж.", "papers": "Өтініш, 3 парақ",
        "entry": windows_of(election)["nomination"], "brought_at": LATE,
    }  # fmt: skip
    return note_non_acceptance(election, **{**given, **fields})


def test_who_brought_what_when_and_which_term_had_ended_is_on_record(world):
    row = note(world.election, world)
    assert (row.number, row.entry.due_at, row.brought_at, row.noted_by) == (1, NOMINATION_ENDS, LATE, world.staff.secretary)
    assert (row.person, row.papers, events_of(row)) == ("Тұрғын Ә. Ж.", "Өтініш, 3 парақ", ["nomination.not_accepted"])
    assert audit.verify() == []


def test_the_log_knows_neither_the_name_nor_the_papers(world):
    row = note(world.election, world)
    assert "Тұрғын" not in str(row.snapshot()) and "Өтініш" not in str(row.snapshot())


def test_the_numbers_run_within_an_election(world):
    other = an_election(world.home, world.staff.chair, slug="second-2025")
    assert [note(world.election, world).number, note(world.election, world).number, note(other, world).number] == [1, 2, 1]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"brought_at": NOMINATION_ENDS}, "term_running"),  # the last moment belongs to the term
        ({"brought_at": NOTED + timedelta(seconds=1)}, "moment_ahead"),
        ({"person": " "}, "not_told"),
        ({"papers": ""}, "not_told"),
    ],
)
def test_what_came_in_time_or_is_not_told_is_refused(world, fields, code):
    refused(code, note, world.election, world, **fields)
    assert NonAcceptance.objects.count() == 0


def test_a_term_that_a_decision_extended_had_not_ended(world):
    before = windows_of(world.election)["nomination"]
    span = {"nomination": (before.starts_at, NOMINATION_ENDS + timedelta(days=1))}
    adopt_timetable(world.election, actor=world.staff.chair, at=moment("2025-09-11 17:00"), vote=ALL_SEVEN, spans=span)
    refused("term_running", note, world.election, world)
    refused("unknown_entry", note, world.election, world, entry=before)


def test_the_term_of_another_election_is_no_reason(world):
    other = an_election(world.home, world.staff.chair, slug="second-2025")
    refused("unknown_entry", note, world.election, world, entry=windows_of(other)["nomination"])


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DEPUTY, Role.MEMBER, Role.CLERK, Role.AUDITOR])
def test_only_secretary_and_registrar_note_it(world, role):
    refused("role", note, world.election, world, actor=world.staff[role], status=403)
    assert note(world.election, world, actor=world.staff.registrar).number == 1
