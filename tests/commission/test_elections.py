"""Calling an election, and a timetable that only a decision changes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from commission import audit, clock
from commission.access import Role
from commission.models import AuditEvent, Election, EntryStanding, Origin, Precision, TimetableEntry
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import Text, Vote
from commission.services.elections import Span, adopt_timetable, call_election
from tests.factories import ALL_SEVEN, CALLED, DECIDED, LEFT, an_election, appoint_as, events_of, moment, refused

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


def called(home, chair, **fields):
    """`an_election` as `refused` takes it."""
    return an_election(home, chair, **{"slug": "another-2025", **fields})


@pytest.fixture
def recorder(world):
    appoint_as(world.home, world.staff.chair, Role.RECORDER)
    return world.staff.chair


@pytest.mark.parametrize(
    ("field", "value", "names"),
    [
        ("ground", "bad_weather", "ground"),
        ("ground", "", "ground"),
        ("slug", "Not a slug!", "address name"),
        ("slug", "s" * 51, "address name"),
        ("slug", "", "address name"),
        ("titles", Text("", "б"), "title in Kazakh"),
        ("titles", Text("а", "  "), "title in Russian"),
        ("titles", Text("а", "б\0"), "title in Russian"),
        ("titles", Text("а" * 301, "б"), "title in Kazakh"),
        ("office", Text("", ""), "office in Kazakh, office in Russian"),
        ("territory", Text("а", ""), "territory in Russian"),
        ("origin", "dreamt", "origin"),
        ("polls_close", clock.local(CALLED, "UTC").time().replace(hour=6), "polls open, polls close"),
    ],
)
def test_a_call_with_a_field_that_does_not_fit_is_refused_by_its_name(world, field, value, names):
    with translation.override("en"):
        refusal = refused("bad_field", called, world.home, world.staff.chair, **{field: value})
        assert f"These fields do not fit: {names}." in str(refusal)
    assert Election.objects.filter(home=world.home).count() == 1


def test_only_what_has_taken_place_is_replayed(world, recorder, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: moment("2025-10-12 23:59"))
    refused("not_past", called, world.home, recorder, origin=Origin.REPLAYED)
    monkeypatch.setattr(clock, "now", lambda: moment("2025-10-13 00:01"))  # still 12 October in UTC
    assert called(world.home, recorder, origin=Origin.REPLAYED).origin == Origin.REPLAYED


def test_an_invented_election_stays_in_the_demonstration(world, settings):
    settings.DEMO = False
    refused("role", called, world.home, world.staff.chair, origin=Origin.INVENTED, status=403)
    settings.DEMO = True
    assert called(world.home, world.staff.chair, origin=Origin.INVENTED).origin == Origin.INVENTED


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


@pytest.mark.parametrize(
    ("spans", "names"),
    [
        ({"voting": (moment("2025-10-13 07:00"), moment("2025-10-13 20:00"))}, ("Voting", "polling day")),
        ({"voting": (moment("2025-10-11 23:00"), moment("2025-10-12 20:00"))}, ("Voting", "polling day")),
        ({"nomination": (NOMINATION[0], moment("2025-09-16 18:01"))}, ("Nomination of candidates", "Registration of candidates")),
        ({"nomination": (NOMINATION[0], None)}, ("Nomination of candidates", "Registration of candidates")),
        ({"registration": (NOMINATION[0], moment("2025-10-12 07:01"))}, ("Registration of candidates", "Voting")),
        ({"campaign": (moment("2025-09-16 18:00"), moment("2025-10-12 12:00"))}, ("Election campaign", "Voting")),
    ],
)
def test_a_plan_whose_entries_contradict_each_other_is_refused_with_both_names(world, spans, names):
    before = in_force(world)
    with translation.override("en"):
        refusal = refused("order_broken", lambda election: adopt(world, spans), world.election)
        assert [name for name in names if f"“{name}”" not in str(refusal)] == []
    assert in_force(world) == before


def test_terms_that_end_together_are_in_order(world):
    registration = windows_of(world.election)["registration"]
    adopt(world, {"nomination": (NOMINATION[0], registration.due_at)})
    assert in_force(world)["nomination"][1] == registration.due_at


# -- where the entries of a replayed plan come from


def test_only_a_replayed_election_has_entries_without_an_hour_or_with_a_source(world, recorder):
    for span in (Span(*NOMINATION, precision=Precision.DAY), Span(*NOMINATION, standing=EntryStanding.PRESS)):
        refused("role", lambda election, s=span: adopt(world, {"nomination": s}), world.election, status=403)
    assert set(world.election.timetable_entries.values_list("precision", "standing")) == {("moment", "")}


def test_a_replayed_plan_says_of_every_entry_where_it_comes_from(world, recorder):
    spans = {
        "determination": Span(None, moment("2025-10-15 23:59"), Precision.DAY, EntryStanding.ARTICLE),
        "nomination": Span(*NOMINATION, standing=EntryStanding.PRESS),
        "counting": Span(moment("2025-10-12 20:00"), moment("2025-10-15 23:59"), standing=EntryStanding.ARTICLE),
    }
    election = called(world.home, recorder, origin=Origin.REPLAYED, spans=spans)
    entries = windows_of(election)
    assert {code: (entries[code].precision, entries[code].standing) for code in spans} == {
        "determination": ("day", "article"), "nomination": ("moment", "press"), "counting": ("moment", "article")
    }  # fmt: skip
    others = {(entry.precision, entry.standing) for code, entry in entries.items() if code not in spans}
    assert others == {("moment", "by_rules")}
    # the article does not say the moment that the record gives instead of the rule's
    assert [code for code, entry in entries.items() if not entry.article] == ["counting"]
    event = AuditEvent.objects.filter(kind="timetable.adopted", subject_id=election.pk).get()
    assert {(row[2]["precision"], row[2]["standing"]) for row in event.data["set"]} >= {("day", "article"), ("moment", "by_rules")}
    assert audit.verify() == []


def test_a_source_that_changes_is_a_new_entry_though_the_moment_stays(world, recorder):
    election = called(world.home, recorder, origin=Origin.REPLAYED)
    spans = {"nomination": Span(*NOMINATION, standing=EntryStanding.PRESS)}
    adopt_timetable(election, actor=recorder, at=DECIDED, vote=None, spans=spans)
    chain = election.timetable_entries.filter(code="nomination").order_by("pk")
    assert [(entry.standing, entry.in_force) for entry in chain] == [("by_rules", False), ("press", True)]


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
