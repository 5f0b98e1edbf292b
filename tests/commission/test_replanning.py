"""A plan is looked at before it is adopted: what it would move, which windows open again, and who would be late."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from candidates.services import filing
from candidates.workflow import State
from commission.access import SYSTEM
from commission.admin.replanning import difference
from commission.admin.writing import address
from commission.models import AuditEvent, Decision, Election, TimetableEntry
from commission.selectors import timetable_of, windows_of
from commission.services.decisions import Text
from commission.services.elections import Span, call_election
from commission.services.replanning import CHANGE, changes, outlook, replan
from tests.candidates.applying import at
from tests.factories import (
    ALL_SEVEN,
    CALLED,
    DECIDED,
    LAPSED,
    LEFT,
    NOMINATION_ENDS,
    POLLING_DAY,
    a_draft,
    moment,
    nomination_in,
    refused,
)
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db
OPENS = moment("2025-08-28 00:00")
EARLIER = moment("2025-09-09 18:00")
NOON = moment("2025-09-10 12:00")
VOTE = {
    "voted_at": "2025-09-10T11:00", "present": "7", "votes_for": "6", "votes_against": "1", "abstained": "0",
    "reasoning_kk": "Есептеу қатесі.", "reasoning_ru": "Ошибка в подсчёте.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def seen(election, when, **spans):
    return outlook(election, spans, at=when)


def rows(election) -> list:
    return list(TimetableEntry.objects.filter(election=election).order_by("pk").values())


def page_of(client, world):
    return client.get(address(world.election, "change-plan"))


def typed(client, world, **changed):
    """The form as it stands, with these fields changed."""
    form = page_of(client, world).context["form"]
    shown = {name: form[name].value() for name in form.fields if name.startswith(("starts_", "due_", "seen"))}
    values = {name: value if isinstance(value, str) else f"{value:%Y-%m-%dT%H:%M}" for name, value in shown.items()}
    return {**values, **changed}


# -- what it would do


def test_only_what_differs_moves_and_nothing_is_written(world):
    before, events = rows(world.election), AuditEvent.objects.count()
    found = seen(world.election, NOON, nomination=Span(OPENS, EARLIER), voting=Span(*voting(world))).changes
    assert [(c.term.code, c.old.due_at, c.new.due_at) for c in found] == [("nomination", NOMINATION_ENDS, EARLIER)]
    assert (rows(world.election), AuditEvent.objects.count()) == (before, events)


def voting(world):
    entry = windows_of(world.election)["voting"]
    return entry.starts_at, entry.due_at


def test_who_is_late_is_counted_by_state(world):
    for _ in range(2):
        nomination_in(State.DRAFT, world)
    nomination_in(State.SUBMITTED, world)
    touched = seen(world.election, NOON, nomination=Span(OPENS, EARLIER)).touched
    assert [(str(t.what), str(t.state), t.count, t.before, t.after) for t in touched] == [("Submit", "Draft", 2, True, False)]
    assert seen(world.election, EARLIER, nomination=Span(OPENS, EARLIER)).touched == []  # both ends belong to the window


def test_what_was_received_after_the_new_end_is_told_and_stays(world):
    nomination_in(State.UNDER_VERIFICATION, world)  # received on 29 August
    touched = seen(world.election, LEFT, nomination=Span(OPENS, moment("2025-08-29 09:00"))).touched
    assert [(str(t.what)[:26], str(t.state), t.count) for t in touched] == [("Received after the new end", "Under verification", 1)]


def test_a_window_that_has_ended_opens_again_and_a_lapsed_draft_does_not(world):
    replan(world.election, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN, spans={"nomination": Span(OPENS, LEFT)}, reasoning=CHANGE)
    lapsed, draft = a_draft(world), a_draft(world)
    filing.lapse(lapsed, actor=SYSTEM, at=LAPSED)
    found = seen(world.election, NOON, nomination=Span(OPENS, NOMINATION_ENDS))
    assert [(c.reopens(NOON), c.closes(NOON)) for c in found.changes] == [(True, False)]
    assert [(str(t.state), t.count, t.before, t.after) for t in found.touched] == [("Draft", 1, False, True), ("Lapsed", 1, False, True)]
    assert draft.state == "draft"


def test_an_open_window_that_would_be_over_says_so(world):
    (change,) = seen(world.election, NOON, nomination=Span(OPENS, EARLIER)).changes
    assert (change.reopens(NOON), change.closes(NOON)) == (False, True)


# -- what it may not do


@pytest.mark.parametrize(
    ("code", "span", "refusal"),
    [
        ("nomination", Span(OPENS, NOMINATION_ENDS + timedelta(minutes=1)), "extension_needed"),
        ("nomination", Span(OPENS, None), "order_broken"),
        ("nomination", Span(NOMINATION_ENDS, OPENS), "entry_backwards"),
        ("registration", Span(OPENS, EARLIER), "order_broken"),
        ("voting", Span(moment("2025-10-13 07:00"), moment("2025-10-13 20:00")), "order_broken"),
        ("deposit_refunds", Span(moment("2025-10-12 20:00"), moment("2025-11-30 18:00")), None),  # the law's own term was not found
        ("certificates", Span(moment("2025-09-16 18:00"), moment("2025-09-19 18:00")), None),  # not binding
    ],
)
def test_a_term_of_the_law_can_be_put_right_but_not_extended(world, code, span, refusal):
    arguments = {"actor": world.staff.chair, "at": DECIDED, "vote": ALL_SEVEN, "spans": {code: span}, "reasoning": CHANGE}
    if refusal:
        assert refused(refusal, replan, world.election, **arguments)
    else:
        assert replan(world.election, **arguments).kind == "timetable"
        assert windows_of(world.election)[code].due_at == span.due_at


def test_a_plan_that_moves_nothing_is_no_decision(world):
    nothing = {"nomination": Span(OPENS, NOMINATION_ENDS)}
    arguments = {"actor": world.staff.chair, "at": DECIDED, "vote": ALL_SEVEN, "spans": nothing, "reasoning": CHANGE}
    assert changes(world.election, nothing) == []
    refused("nothing_moves", replan, world.election, **arguments)


# -- at the desk


def test_who_changes_the_plan(world, client):
    client.force_login(world.staff.secretary)
    assert "Change the calendar plan" in [str(b.label) for b in client.get(address(world.election)).context["buttons"]]
    assert who_may(client, world, address(world.election, "change-plan"), form=VOTE) == only("chair", "secretary")
    assert Decision.objects.filter(subject_en=CHANGE.en).count() == 0


def test_looking_shows_what_would_happen_and_keeps_what_was_typed(world, client):
    nomination_in(State.DRAFT, world)
    before, events = rows(world.election), AuditEvent.objects.count()
    with at(NOON):
        client.force_login(world.staff.secretary)
        answer = client.post(address(world.election, "change-plan"), typed(client, world, due_nomination="2025-09-09T18:00", look="1"))
    moves, people = answer.context["outlook"]
    assert answer.status_code == 200
    assert [[str(cell).replace("\xa0", " ") for cell in row] for row in moves.rows] == [
        ["Nomination of candidates", "end", "11 September 2025, 18:00 (UTC+5)", "9 September 2025, 18:00 (UTC+5)", "−2 days 00:00",
         "is over at once"],
    ]  # fmt: skip
    assert [tuple(map(str, row)) for row in people.rows] == [("Submit", "Draft", "1", "yes", "no")]
    assert answer.context["form"]["due_nomination"].value() == "2025-09-09T18:00"
    assert (rows(world.election), AuditEvent.objects.count()) == (before, events)


def test_a_plan_as_it_stands_moves_nothing_though_the_field_knows_only_minutes(world, client):
    with at(NOON):
        client.force_login(world.staff.secretary)
        answer = client.post(address(world.election, "change-plan"), typed(client, world, look="1"))
    assert [table.rows for table in answer.context["outlook"]] == [[], []]


def test_the_figures_of_the_vote_adopt_it(world, client):
    with at(NOON):
        client.force_login(world.staff.secretary)
        answer = client.post(
            address(world.election, "change-plan"),
            {**typed(client, world, due_certificates="2025-09-18T23:59"), **VOTE},
        )
    assert (answer.status_code, answer.url) == (302, address(world.election))
    decision = world.election.decisions.get(votes_against=1)
    assert (decision.adopted_at, decision.subject_ru, decision.reasoning_kk) == (
        moment("2025-09-10 11:00"), CHANGE.ru, "Есептеу қатесі.",
    )  # fmt: skip
    moved = world.election.timetable_entries.filter(decision=decision)
    assert [(entry.code, entry.due_at) for entry in moved] == [("certificates", moment("2025-09-18 23:59:59.999999"))]


def test_an_election_without_a_plan_adopts_its_first_one(world, client):
    called = call_election(
        world.home, actor=world.staff.chair, at=CALLED, slug="bare-2025", vote=ALL_SEVEN, polling_date=POLLING_DAY, ground="term_expired",
        titles=Text("Сайлау", "Выборы"), office=Text("Әкім", "Аким"), territory=Text("Қала", "Город"),
    )  # fmt: skip
    world = replace(world, election=called)
    with at(NOON):
        client.force_login(world.staff.chair)
        assert len(page_of(client, world).context["form"].lines) == 27
        looked = client.post(address(world.election, "change-plan"), typed(client, world, look="1"))
        assert len(looked.context["outlook"][0].rows) == 46  # every start and every end
        client.post(address(world.election, "change-plan"), {**typed(client, world), **VOTE})
    assert len(timetable_of(world.election)) == 27
    assert world.election.decisions.order_by("pk").last().subject_en == "Adopting the calendar plan"


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"due_nomination": "2025-09-12T18:00"}, 409, "would end later than the rule set says"),
        ({"due_registration": "2025-09-01T18:00"}, 409, "must end before"),
    ],
)
def test_what_is_not_lawful_is_said_when_looking_too(world, client, changed, status, words):
    with at(NOON):
        client.force_login(world.staff.secretary)
        answer = client.post(address(world.election, "change-plan"), typed(client, world, look="1", **changed))
    assert (answer.status_code, answer.context["outlook"]) == (status, None)
    assert words in said(answer)[0]


def test_nonsense_comes_back_with_its_field(world, client):
    with at(NOON):
        client.force_login(world.staff.secretary)
        answer = client.post(address(world.election, "change-plan"), typed(client, world, look="1", due_nomination="soon"))
        empty = client.post(address(world.election, "change-plan"), typed(client, world, starts_voting=""))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["due_nomination"])
    assert {"starts_voting", "voted_at", "reasoning_kk"} <= set(empty.context["form"].errors)


def test_a_plan_that_somebody_else_changed_meanwhile_is_not_written_over(world, client):
    with at(NOON):
        client.force_login(world.staff.secretary)
        stale = typed(client, world, due_nomination="2025-09-10T18:00")
        replan(
            world.election, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN, reasoning=CHANGE,
            spans={"certificates": Span(moment("2025-09-16 18:00"), moment("2025-09-18 18:00"))},
        )  # fmt: skip
        answer = client.post(address(world.election, "change-plan"), {**stale, **VOTE})
    assert answer.status_code == 422
    assert said(answer) == ["The plan was changed meanwhile by another decision. Open this page anew."]
    assert windows_of(world.election)["nomination"].due_at == NOMINATION_ENDS


def test_a_record_that_was_replayed_has_no_such_step(world, client):
    Election.objects.update(origin="replayed")
    client.force_login(world.staff.secretary)
    assert page_of(client, world).status_code == 409
    assert client.post(address(world.election, "change-plan"), VOTE).status_code == 409


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (timedelta(days=1), "+1 day 00:00"),
        (timedelta(days=-3, hours=-2), "−3 days 02:00"),
        (timedelta(minutes=30), "+00:30"),
        (timedelta(hours=5, minutes=59, seconds=59.999999), "+06:00"),
    ],
)
def test_a_difference_is_told_to_the_minute(shift, words):
    assert difference(shift) == words
