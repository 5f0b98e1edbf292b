"""Calling an election, and a timetable that only a decision changes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from commission import audit
from commission.models import AuditEvent, TimetableEntry
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import Text, Vote
from commission.services.elections import adopt_timetable, call_election
from tests.factories import ALL_SEVEN, CALLED, DECIDED, LEFT, an_election, events_of, moment, refused

NOMINATION = (moment("2025-08-28 00:00"), moment("2025-09-11 18:00"))
EXTENDED = (NOMINATION[0], moment("2025-09-14 18:00"))


def adopt(world, spans=None, *, at=DECIDED, vote=ALL_SEVEN, **more):
    return adopt_timetable(world.election, actor=more.pop("actor", world.staff.chair), at=at, vote=vote, spans=spans, **more)


def in_force(world) -> dict[str, tuple]:
    return {code: (entry.starts_at, entry.due_at) for code, entry in windows_of(world.election).items()}


# -- the call


def test_an_election_is_called_by_a_decision_with_its_vote(world):
    call = world.election.decisions.get(kind="call")
    assert (call.adopted_at, call.number, call.votes_for, call.home) == (CALLED, "1", 7, world.home)
    assert (world.election.called_on, world.election.rules, world.election.state) == (date(2025, 8, 27), "kz_akim_2025", "called")
    assert events_of(world.election) == ["election.called", "timetable.adopted"]


def test_the_rule_set_follows_from_the_polling_day(world):
    at = moment("2023-09-15 10:00")
    call = {
        "actor": world.staff.chair,
        "ground": "early_termination",
        "vote": ALL_SEVEN,
        **{n: Text("а", "б") for n in ("titles", "office", "territory")},
    }
    pilot = call_election(world.home, at=at, slug="pilot", polling_date=date(2023, 11, 5), **call)
    assert (pilot.rules, pilot.pack.deposit_tenge, pilot.newer_law_possible) == ("kz_akim_2023", 350_000, False)
    doubtful = call_election(world.home, at=LEFT, slug="doubtful", polling_date=date(2026, 7, 5), **call)
    assert (doubtful.rules, doubtful.newer_law_possible) == ("kz_akim_2025", True)
    too_old = {"at": moment("2022-06-01 10:00"), "slug": "old", "polling_date": date(2022, 8, 7)}
    refused("no_rules", call_election, world.home, **too_old, **call)


@pytest.mark.parametrize(("polling_date", "code"), [(date(2025, 9, 5), "polling_day_past"), (date(2025, 9, 4), "polling_day_past")])
def test_polling_day_lies_after_the_day_of_the_call(world, polling_date, code):
    call = {"actor": world.staff.chair, "at": DECIDED, "slug": "x", "ground": "term_expired", "vote": ALL_SEVEN}
    refused(
        code, call_election, world.home, polling_date=polling_date, **call, **{n: Text("а", "б") for n in ("titles", "office", "territory")}
    )


def test_the_day_of_the_call_is_the_day_of_the_city(world):
    """At 00:30 in Semey it is still yesterday in UTC."""
    call = {"actor": world.staff.chair, "slug": "x", "ground": "term_expired", "vote": ALL_SEVEN, "polling_date": date(2025, 10, 12)}
    texts = {n: Text("а", "б") for n in ("titles", "office", "territory")}
    assert call_election(world.home, at=moment("2025-08-28 00:30"), **call, **texts).called_on == date(2025, 8, 28)


def test_an_election_called_too_late_for_its_terms_gets_no_timetable(world):
    with pytest.raises(Refused) as refusal:
        an_election(world.home, world.staff.chair, slug="late", polling_date=date(2025, 9, 21))
    assert refusal.value.code == "entry_backwards"


# -- the plan


def test_the_first_plan_is_that_of_the_rule_set(world):
    entries = windows_of(world.election)
    assert entries.keys() == {term.code for term in world.election.pack.terms}
    nomination = entries["nomination"]
    assert (nomination.starts_at, nomination.due_at) == NOMINATION
    assert (nomination.article, nomination.certainty, nomination.responsible, nomination.binding) == (
        "CL ch. 13-1",
        "verified",
        "secretary",
        True,
    )
    assert nomination.decision == world.election.decisions.get(kind="timetable")


def test_a_decision_replaces_what_it_moves_and_nothing_else(world):
    before, rows = in_force(world), TimetableEntry.objects.count()
    old = windows_of(world.election)["nomination"]
    decision = adopt(world, {"nomination": EXTENDED})
    assert in_force(world) == {**before, "nomination": EXTENDED}
    assert TimetableEntry.objects.count() == rows + 1
    new = windows_of(world.election)["nomination"]
    assert (new.decision, new.replaces) == (decision, old)
    others = world.election.timetable_entries.filter(in_force=True).exclude(code="nomination")
    assert {entry.decision for entry in others} == {old.decision}


def test_what_was_replaced_stays_readable_and_names_its_successor(world):
    old = windows_of(world.election)["nomination"]
    adopt(world, {"nomination": EXTENDED})
    old.refresh_from_db()
    assert (old.in_force, old.starts_at, old.due_at, old.replaced_by.due_at) == (False, *NOMINATION, EXTENDED[1])
    assert old.replaced_by.in_force is True


def test_a_second_move_builds_on_the_first(world):
    adopt(world, {"nomination": EXTENDED})
    adopt(world, {"withdrawal": (NOMINATION[0], moment("2025-10-09 18:00"))}, at=LEFT)
    moved = in_force(world)
    assert (moved["nomination"], moved["withdrawal"][1]) == (EXTENDED, moment("2025-10-09 18:00"))
    adopt(world, {"nomination": NOMINATION}, at=LEFT + timedelta(days=1))
    chain = world.election.timetable_entries.filter(code="nomination").order_by("pk")
    assert [(entry.due_at, entry.in_force) for entry in chain] == [(NOMINATION[1], False), (EXTENDED[1], False), (NOMINATION[1], True)]
    assert [entry.replaced_by for entry in chain] == [chain[1], chain[2], None]
    assert audit.verify() == []


def test_a_plan_that_moves_nothing_writes_no_entry(world):
    rows = TimetableEntry.objects.count()
    adopt(world, {"nomination": NOMINATION})
    assert TimetableEntry.objects.count() == rows
    assert AuditEvent.objects.latest("pk").data["count"] == 0


def test_the_event_of_a_plan_holds_the_old_and_the_new_entry(world):
    adopt(world, {"nomination": EXTENDED})
    event = AuditEvent.objects.latest("pk")
    assert event.kind == "timetable.adopted"
    assert [(row[2]["code"], row[2]["in_force"]) for row in event.data["set"]] == [("nomination", False), ("nomination", True)]


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ({"nominations": EXTENDED}, "unknown_entry"),
        ({"nomination": EXTENDED, "tea_break": EXTENDED}, "unknown_entry"),
        ({"nomination": (EXTENDED[1], EXTENDED[0])}, "entry_backwards"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_whole(world, spans, code):
    before, decisions = in_force(world), world.home.decisions.count()
    refused(code, lambda election: adopt(world, spans), world.election)
    assert (in_force(world), world.home.decisions.count()) == (before, decisions)


def test_a_plan_needs_the_members_vote_and_the_right_role(world):
    change = {"nomination": EXTENDED}
    refused("majority", lambda election: adopt(world, change, vote=Vote(7, 3, 4)), world.election)
    refused("vote_missing", lambda election: adopt(world, change, vote=None), world.election)
    for role in ("deputy", "registrar", "administrator", "recorder", "member"):
        refused("role", lambda election, r=role: adopt(world, change, actor=getattr(world.staff, r)), world.election, status=403)
    refused("role", lambda election: adopt(world, change, actor=world.superior), world.election, status=403)


def test_the_database_holds_one_entry_in_force_and_none_that_ends_before_it_starts(world):
    decision = world.election.decisions.get(kind="timetable")
    common = {"election": world.election, "article": "x", "responsible": "chair", "certainty": "verified", "decision": decision}
    for name, bad in {
        "one_entry_in_force": {"code": "nomination", "starts_at": CALLED},
        "entry_starts_before_due": {"code": "new", "starts_at": LEFT, "due_at": CALLED},
        "entry_has_a_time": {"code": "new"},
    }.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            TimetableEntry.objects.create(**common, **bad)
