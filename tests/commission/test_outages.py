"""The outage log, and the term that a decision extends because of it."""

import pytest

from candidates.workflow import State
from commission import audit
from commission.access import Role
from commission.models import AuditEvent, Outage, TimetableEntry
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import Text, Vote
from commission.services.extending import Extension, extend_term, proposal
from commission.services.outages import end_outage, record_outage
from commission.services.sessions import Voice, adopt, convene, open_session, put_on_agenda, record_votes
from tests.factories import ALL_SEVEN, NOMINATION_ENDS, a_commission, events_of, holding, moment, nomination_in, refused

BEGAN, ENDED = moment("2025-09-11 15:20"), moment("2025-09-11 17:40")
NOTED = moment("2025-09-11 17:45")
VOTED = moment("2025-09-11 17:55")
LATER = moment("2025-09-12 18:00")
WORDS = Text("Портал ашылмады", "Портал не открывался")


def an_outage(world, **fields):
    given = {"actor": world.staff.secretary, "at": NOTED, "began_at": BEGAN, "ended_at": ENDED, "words": WORDS}
    return record_outage(fields.pop("home", world.home), **{**given, **fields})


def an_extension(**fields):
    return Extension(**{"code": "nomination", "due_at": LATER, "basis": "outage", "reasoning": WORDS, **fields})


def extend(election, world, *, at=VOTED, vote=ALL_SEVEN, **fields):
    return extend_term(election, actor=world.staff.chair, at=at, vote=vote, extension=an_extension(**fields))


# -- the log


def test_an_outage_is_written_down_with_its_span_and_its_words(world):
    row = an_outage(world)
    assert (row.home, row.began_at, row.ended_at, row.words_kk, row.words_ru) == (world.home, BEGAN, ENDED, WORDS.kk, WORDS.ru)
    assert (row.noted_by, row.noted_at, row.decision) == (world.staff.secretary, NOTED, None)
    assert events_of(row) == ["outage.recorded"]
    assert audit.verify() == []


def test_one_that_lasts_gets_its_end_once(world):
    row = an_outage(world, ended_at=None, at=BEGAN)
    end_outage(row, actor=world.staff.secretary, at=NOTED, ended_at=ENDED)
    assert (Outage.objects.get().ended_at, events_of(row)) == (ENDED, ["outage.recorded", "outage.ended"])
    refused("outage_over", end_outage, row, actor=world.staff.secretary, at=NOTED, ended_at=NOTED)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"at": moment("2025-09-11 15:19")}, "outage_ahead"),
        ({"ended_at": moment("2025-09-11 17:46")}, "outage_ahead"),
        ({"ended_at": BEGAN}, "outage_backwards"),
        ({"words": Text("Портал ашылмады", " ")}, "outage_without_words"),
    ],
)
def test_an_outage_that_can_not_be_is_refused(world, fields, code):
    with pytest.raises(Refused) as refusal:
        an_outage(world, **fields)
    assert (refusal.value.code, Outage.objects.count()) == (code, 0)


def test_the_end_lies_after_the_beginning_and_not_ahead(world):
    row = an_outage(world, ended_at=None)
    given = {"actor": world.staff.secretary, "at": NOTED}
    refused("outage_backwards", end_outage, row, ended_at=BEGAN, **given)
    refused("outage_ahead", end_outage, row, ended_at=moment("2025-09-11 17:46"), **given)


@pytest.mark.parametrize("role", ["chair", "deputy", "registrar", "member", "auditor"])
def test_only_the_secretary_keeps_the_log(world, role):
    refused("role", lambda home, **given: an_outage(world, home=home, **given), world.home, actor=getattr(world.staff, role), status=403)


# -- a term extended because of it


def test_a_decision_extends_the_term_and_the_outage_names_it(world):
    outage = an_outage(world)
    before = windows_of(world.election)["nomination"]
    decision = extend(world.election, world, outages=[outage])
    entry = windows_of(world.election)["nomination"]
    assert (entry.due_at, entry.starts_at, entry.decision) == (LATER, before.starts_at, decision)
    assert (entry.article, entry.certainty, entry.responsible) == (before.article, before.certainty, before.responsible)
    assert TimetableEntry.objects.get(pk=before.pk).replaced_by == entry
    assert (decision.kind, decision.votes_for, decision.reasoning_kk, decision.reasoning_ru) == ("timetable", 7, WORDS.kk, WORDS.ru)
    outage.refresh_from_db()
    assert outage.decision == decision
    event = AuditEvent.objects.get(kind="timetable.adopted", data__decision=decision.pk)
    assert (event.data["count"], event.data["outage"], event.happened_at) == (2, [outage.pk], VOTED)
    assert audit.verify() == []


def test_one_outage_may_carry_two_extensions_and_names_the_first(world):
    outage = an_outage(world, ended_at=None)
    first = extend(world.election, world, outages=[outage], code="registration", due_at=moment("2025-09-17 18:00"))
    second = extend(world.election, world, outages=[outage])
    outage.refresh_from_db()
    cited = AuditEvent.objects.filter(kind="timetable.adopted", data__outage=[outage.pk]).order_by("sequence")
    assert (outage.decision, [event.data["decision"] for event in cited]) == (first, [first.pk, second.pk])


@pytest.mark.parametrize(
    ("fields", "code", "status"),
    [
        ({"code": "lunch"}, "unknown_entry", 404),
        ({"due_at": NOMINATION_ENDS}, "not_later", 409),
        ({"reasoning": Text("Портал ашылмады", " ")}, "no_reasoning", 409),
        ({"outages": []}, "no_outage", 409),
        ({"basis": "mood"}, "no_basis", 409),
        ({"basis": "too_few", "code": "registration", "due_at": moment("2025-09-17 18:00")}, "no_basis", 409),
        ({"due_at": moment("2025-09-20 18:00")}, "order_broken", 409),
        ({"code": "voting", "due_at": moment("2025-10-13 20:00")}, "outage_beside_term", 409),
        ({"vote": Vote(present=4, votes_for=4)}, "quorum", 409),
        ({"vote": Vote(present=7, votes_for=3, votes_against=4)}, "majority", 409),
        ({"vote": None}, "vote_missing", 409),
    ],
)
def test_an_extension_without_its_basis_is_refused(world, fields, code, status):
    outage = an_outage(world)
    refused(code, extend, world.election, world, **{"outages": [outage], **fields}, status=status)
    outage.refresh_from_db()
    assert outage.decision is None


def test_voting_stays_on_its_day(world):
    at = moment("2025-10-12 19:30")
    outage = an_outage(world, began_at=moment("2025-10-12 12:00"), ended_at=None, at=at)
    refused("order_broken", extend, world.election, world, at=at, outages=[outage], code="voting", due_at=moment("2025-10-13 20:00"))


def test_the_log_of_another_commission_carries_nothing(world):
    elsewhere = a_commission("foreign")
    foreign = an_outage(world, home=elsewhere, actor=holding(elsewhere, Role.SECRETARY))
    refused("foreign_outage", extend, world.election, world, outages=[foreign], status=404)
    foreign.refresh_from_db()
    assert foreign.decision is None


# -- too few came forward


def test_nomination_is_extended_where_too_few_came_forward_by_three_days_in_all(world):
    given = {"basis": "too_few", "at": moment("2025-09-11 18:30")}
    refused("too_long", extend, world.election, world, due_at=moment("2025-09-15 00:00"), **given)
    extend(world.election, world, due_at=moment("2025-09-13 18:00"), **given)
    refused("too_long", extend, world.election, world, due_at=moment("2025-09-15 18:00"), **given)
    extend(world.election, world, due_at=moment("2025-09-14 18:00"), **given)
    assert windows_of(world.election)["nomination"].due_at == moment("2025-09-14 18:00")


def test_it_is_not_extended_where_enough_came_forward(world):
    nomination_in(State.SUBMITTED, world)
    gone = nomination_in(State.WITHDRAWN, world)
    assert gone.state == "withdrawn"
    extend(world.election, world, basis="too_few")
    nomination_in(State.SUBMITTED, world)
    refused("enough_came_forward", extend, world.election, world, basis="too_few", due_at=moment("2025-09-13 18:00"))


# -- as a matter of a session


def test_a_session_extends_a_term(world):
    outage = an_outage(world)
    chair, at = world.staff.chair, VOTED
    session = convene(world.home, actor=chair, at=NOTED, convened_for=NOTED)
    [item] = put_on_agenda(session, actor=chair, at=NOTED, proposals=[proposal(world.election, an_extension(outages=[outage]))])
    members = [world.staff.chair, world.staff.deputy, world.staff.secretary, world.staff.member, holding(world.home, Role.MEMBER)]
    open_session(session, actor=chair, at=NOTED, present=members)
    record_votes(
        item, actor=chair, at=at, voices=[Voice(member, "for") for member in members[:-1]] + [Voice(members[-1], "against", "Ерте")]
    )
    adopt(item, actor=chair, at=at)
    item.refresh_from_db()
    outage.refresh_from_db()
    assert (item.decision.kind, item.decision.votes_for, item.decision.votes_against) == ("timetable", 4, 1)
    assert (item.decision.dissent, outage.decision) == (f"{members[-1]}: Ерте", item.decision)
    assert windows_of(world.election)["nomination"].due_at == LATER


def test_an_extension_without_its_basis_comes_onto_no_agenda(world):
    session = convene(world.home, actor=world.staff.chair, at=NOTED, convened_for=NOTED)
    given = {"actor": world.staff.chair, "at": NOTED, "proposals": [proposal(world.election, an_extension())]}
    refused("no_outage", put_on_agenda, session, **given)
