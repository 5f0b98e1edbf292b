"""The log: append-only for every client of the database, and whoever gets past that is found out and named."""

import copy
import hashlib
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from candidates.models import Deficiency, Nomination
from candidates.services import handing_in, leaving
from candidates.workflow import State
from commission import audit, clock
from commission.access import Role
from commission.audit import DATA_KEYS, EVENTS, Finding
from commission.models import AuditChain, AuditEvent
from tests.factories import LEFT, SUBMITTED, a_draft, a_person, nomination_in


@pytest.fixture(scope="module")
def busy_of_this_file(world_of_this_file, django_db_blocker):
    with django_db_blocker.unblock():
        for state in (State.REGISTERED, State.REFUSED, State.CORRECTION_REQUESTED):
            nomination_in(state, world_of_this_file)
    return world_of_this_file


@pytest.fixture
def busy(busy_of_this_file, db):
    """A commission with a log worth attacking, and sound before the attack."""
    assert audit.verify() == []
    return copy.deepcopy(busy_of_this_file)


def events(world):
    return AuditEvent.objects.filter(home=world.home).order_by("sequence")


def found() -> set[tuple[str, str]]:
    """What the proof says, as (code, where)."""
    return {(finding.code, finding.where) for finding in audit.verify()}


def place(event) -> str:
    return f"test, event {event.sequence} ({event.kind})"


END = "test, end of the chain"


# -- it verifies


def test_the_log_of_an_honest_commission_verifies(busy):
    for state in State:
        nomination_in(state, busy)
    assert audit.verify() == []
    assert [audit.verify(home) for home in (busy.home, busy.above, busy.other)] == [[], [], []]


def test_events_are_numbered_and_chained_by_commission(busy):
    rows = list(events(busy))
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert [row.previous_hash for row in rows] == ["0" * 64, *(row.hash for row in rows[:-1])]
    chain = AuditChain.objects.get(home=busy.home)
    assert (chain.length, chain.head) == (len(rows), rows[-1].hash)
    assert AuditEvent.objects.filter(home=busy.other).first().sequence == 1


def test_a_clock_that_was_set_back_does_not_break_the_proof(world, time_machine):
    """The order is that of the numbers. Servers correct their clocks, and that is no tampering."""
    draft = a_draft(world)
    time_machine.move_to(clock.now() - timedelta(minutes=1), tick=False)
    handing_in.submit(draft, actor=world.staff.secretary, at=SUBMITTED, declared=True)
    assert audit.verify() == []


# -- it is append-only


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE commission_auditevent SET role = 'chair'",
        "DELETE FROM commission_auditevent WHERE sequence = 3",
        "TRUNCATE commission_auditevent CASCADE",
        "DELETE FROM commission_auditchain",
        "TRUNCATE commission_auditchain CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_log_for_everybody(busy, sql):
    before = list(events(busy).values())
    with pytest.raises(DatabaseError, match="rows are only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the rows of this test wait for their check until its end
        cursor.execute(sql)
    assert list(events(busy).values()) == before


# -- who gets past the triggers is found out


def test_changed_data_is_found(busy, behind_the_portal):
    event = events(busy).get(sequence=5)
    assert behind_the_portal("UPDATE commission_auditevent SET data = '{}' WHERE id = %s", event.pk) == 1
    assert ("event_changed", place(event)) in found()


@pytest.mark.parametrize(
    "change", ["role = 'chair'", "actor_id = NULL", "happened_at = happened_at - interval '1 microsecond'", "subject_id = subject_id + 1"]
)
def test_every_other_field_of_an_event_is_covered_as_well(busy, behind_the_portal, change):
    event = events(busy).exclude(actor=None).exclude(role="chair").first()
    behind_the_portal(f"UPDATE commission_auditevent SET {change} WHERE id = %s", event.pk)
    assert found() == {("event_changed", place(event))}


def forge(event) -> str:
    """The hash that the event as it is should have: everybody can compute it."""
    return hashlib.sha256(audit.canonical(event)).hexdigest()


def test_a_change_with_a_fitting_hash_lacks_the_seal_and_breaks_the_chain(busy, behind_the_portal):
    event = events(busy).get(sequence=5)
    event.role = "chair"
    behind_the_portal("UPDATE commission_auditevent SET role = 'chair', hash = %s WHERE id = %s", forge(event), event.pk)
    assert found() == {("seal_false", place(event)), ("chain_broken", place(events(busy).get(sequence=6)))}


def test_a_chain_forged_to_its_end_still_lacks_the_seals(busy, behind_the_portal):
    """Re-hashing everything after the change mends the chain; without the key of the portal each event shows it."""
    rows = list(events(busy).filter(sequence__gte=5))
    rows[0].role, previous = "chair", rows[0].previous_hash
    for row in rows:
        row.previous_hash = previous
        previous = row.hash = forge(row)
        behind_the_portal(
            "UPDATE commission_auditevent SET role = %s, previous_hash = %s, hash = %s WHERE id = %s",
            row.role,
            row.previous_hash,
            row.hash,
            row.pk,
        )
    behind_the_portal("UPDATE commission_auditchain SET head = %s WHERE home_id = %s", previous, busy.home.pk)
    assert found() == {*(("seal_false", place(row)) for row in rows), ("head_changed", END)}


def test_a_deleted_event_is_missed(busy, behind_the_portal):
    event, after = events(busy).get(sequence=events(busy).count() - 3), events(busy).get(sequence=events(busy).count() - 2)
    behind_the_portal("DELETE FROM commission_auditevent WHERE id = %s", event.pk)
    assert ("events_missing", place(after)) in found()


def test_the_last_event_is_missed_as_well(busy, behind_the_portal):
    behind_the_portal("DELETE FROM commission_auditevent WHERE id = %s", events(busy).last().pk)
    assert ("end_missing", END) in found()


def test_a_log_cut_off_together_with_its_head_is_missed(busy, behind_the_portal):
    last, before = events(busy).reverse()[:2]
    behind_the_portal("DELETE FROM commission_auditevent WHERE id = %s", last.pk)
    behind_the_portal(
        "UPDATE commission_auditchain SET length = %s, head = %s WHERE home_id = %s", before.sequence, before.hash, busy.home.pk
    )
    assert ("head_changed", END) in found()


def test_a_log_that_was_emptied_is_missed(busy, behind_the_portal):
    behind_the_portal("DELETE FROM commission_auditevent WHERE home_id = %s", busy.home.pk)
    assert ("end_missing", END) in found()
    behind_the_portal("DELETE FROM commission_auditchain WHERE home_id = %s", busy.home.pk)
    assert ("row_without_event", f"commission.commission {busy.home.pk}") in found()


def test_a_forged_event_at_the_end_lacks_the_seal(busy, behind_the_portal):
    last = events(busy).last()
    forged = events(busy).last()
    forged.pk, forged.sequence, forged.previous_hash = None, last.sequence + 1, last.hash
    forged.data = {"set": []}
    forged.hash = forge(forged)
    behind_the_portal(
        "INSERT INTO commission_auditevent (home_id, sequence, kind, actor_id, role, subject_type, subject_id, happened_at, recorded_at,"
        " data, previous_hash, hash, seal) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        busy.home.pk, forged.sequence, forged.kind, forged.actor_id, forged.role, forged.subject_type, forged.subject_id,
        forged.happened_at, forged.recorded_at, json.dumps(forged.data), forged.previous_hash, forged.hash, last.seal,
    )  # fmt: skip
    assert found() == {("seal_false", place(forged)), ("end_missing", END)}


def test_two_swapped_events_are_found(busy, behind_the_portal):
    first, second = events(busy).get(sequence=8), events(busy).get(sequence=9)
    for sequence, pk in ((0, first.pk), (8, second.pk), (9, first.pk)):
        behind_the_portal("UPDATE commission_auditevent SET sequence = %s WHERE id = %s", sequence, pk)
    first.refresh_from_db(), second.refresh_from_db()
    assert {("chain_broken", place(second)), ("event_changed", place(second)), ("event_changed", place(first))} <= found()


@pytest.mark.parametrize("change", ["head = repeat('f', 64)", "length = length - 1", "seal = repeat('f', 64)"])
def test_a_changed_head_is_found(busy, behind_the_portal, change):
    behind_the_portal(f"UPDATE commission_auditchain SET {change} WHERE home_id = %s", busy.home.pk)
    assert ("head_changed", END) in found()


# -- the rows of record, behind the portal's back


@pytest.mark.parametrize(
    ("table", "column", "value", "label"),
    [
        ("candidates_nomination", "state", "'withdrawn'", "candidates.nomination"),
        ("candidates_nomination", "received_at", "received_at - interval '1 day'", "candidates.nomination"),
        ("candidates_nomination", "submission_sha256", "repeat('0', 64)", "candidates.nomination"),
        ("candidates_check", "result", "'failed'", "candidates.check"),
        ("candidates_deficiency", "notified_at", "now()", "candidates.deficiency"),
        ("candidates_ground", "code", "'signatures'", "candidates.ground"),
        ("commission_decision", "votes_for", "6", "commission.decision"),
        ("commission_decision", "adopted_at", "adopted_at - interval '1 day'", "commission.decision"),
        ("commission_timetableentry", "due_at", "due_at + interval '1 hour'", "commission.timetableentry"),
        ("commission_membership", "role", "'chair'", "commission.membership"),
        ("commission_commission", "seats", "5", "commission.commission"),
        ("commission_election", "polls_close", "'22:00'", "commission.election"),
        ("commission_election", "title_ru", "'Другие выборы'", "commission.election"),
        ("commission_decision", "subject_kk", "'Басқа мәселе'", "commission.decision"),
        ("commission_decision", "reasoning_kk", "'Other reasons'", "commission.decision"),
        ("candidates_nomination", "family_name_kk", "'Басқа'", "candidates.nomination"),
        ("candidates_nomination", "birth_date", "birth_date + 1", "candidates.nomination"),
        ("candidates_check", "note", "'Not so'", "candidates.check"),
        ("candidates_deficiency", "description_ru", "'Not so'", "candidates.deficiency"),
    ],
)
def test_a_row_changed_behind_the_portal_is_found_and_named(busy, behind_the_portal, table, column, value, label):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE {column} IS DISTINCT FROM {value} ORDER BY id")
        pk = cursor.fetchone()[0]
    behind_the_portal(f"UPDATE {table} SET {column} = {value} WHERE id = %s", pk)
    assert audit.verify() == [Finding("row_changed", f"{label} {pk}", f"{column} differs from what the log says.")]


def test_a_row_moved_to_another_case_is_found(busy, behind_the_portal):
    deficiency = Deficiency.objects.first()
    other = busy.election.nominations.exclude(pk=deficiency.nomination_id).first()
    behind_the_portal("UPDATE candidates_deficiency SET nomination_id = %s WHERE id = %s", other.pk, deficiency.pk)
    assert found() == {("row_changed", f"candidates.deficiency {deficiency.pk}")}


def test_a_row_that_no_service_wrote_is_found(busy):
    """Not even the portal's own code can slip one in: here the model writes it, without a command."""
    smuggled = Nomination.objects.create(election=busy.election, number=999, way="self", channel="paper")
    assert found() == {("row_without_event", f"candidates.nomination {smuggled.pk}")}


def test_a_row_that_disappeared_is_found(busy, behind_the_portal):
    paper = busy.election.nominations.first().papers.first()
    behind_the_portal("DELETE FROM candidates_paper WHERE id = %s", paper.pk)
    assert found() == {("row_missing", f"candidates.paper {paper.pk}")}


# -- what may stand in it


def test_only_registered_events_and_keys_are_written(world):
    common = {"home": world.home, "actor_id": None, "role": Role.SYSTEM, "subject": world.home, "happened_at": LEFT, "changed": []}
    with pytest.raises(ValueError, match=r"unknown audit event nomination\.eaten"):
        audit.record("nomination.eaten", data={}, **common)
    with pytest.raises(ValueError, match="audit data may not hold \\['iin'\\]"):
        audit.record("nomination.started", data={"iin": "1"}, **common)
    assert audit.verify() == []
    assert {"name", "iin", "phone", "address", "email", "note", "reason"} & DATA_KEYS == set()
    assert all(str(label) for label in EVENTS.values())


PERSONAL = {
    **a_person(1), "iin": "800101399997", "sex": "man", "phone": "+7 700 PHONE", "address": "ADDRESS көшесі", "email": "email@secret.test",
    "education": "EDUCATION",
    "family_name_kk": "ТЕГІ", "given_name_ru": "ИМЯ", "patronymic_en": "PATRONYMIC", "workplace": "WORKPLACE", "convictions": "CONVICTIONS",
}  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_no_personal_value_ever_enters_the_log(world, state):
    nomination = nomination_in(state, world, **PERSONAL)
    if state is State.REGISTERED:
        leaving.withdraw(nomination, actor=world.staff.secretary, at=LEFT)
    log = json.dumps(list(AuditEvent.objects.values()), ensure_ascii=False, default=str)
    secrets = [v for k, v in PERSONAL.items() if isinstance(v, str) and v not in ("KZ", "man")] + [nomination.iin_hash, "1980-01-01"]
    assert len(secrets) > 15
    assert [value for value in secrets if value in log] == []


# -- the command


def verify_audit(*arguments) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return str(error), err.getvalue()
    return out.getvalue().strip(), err.getvalue()


def test_the_command_says_how_many_events_verify(busy):
    assert verify_audit() == (f"The audit log verifies: {AuditEvent.objects.count()} events.", "")
    assert verify_audit("--commission", "test") == (f"The audit log verifies: {events(busy).count()} events.", "")
    assert verify_audit("--commission", "nowhere") == ("There is no commission “nowhere”.", "")


def test_the_command_fails_and_names_every_finding(busy, behind_the_portal):
    event = events(busy).exclude(actor=None).first()
    behind_the_portal("UPDATE commission_auditevent SET actor_id = NULL WHERE id = %s", event.pk)
    with pytest.raises(CommandError) as error:
        call_command("verify_audit", stderr=StringIO())
    assert error.value.returncode == 1
    message, findings = verify_audit()
    assert message == "The audit log does not verify: 1 findings."
    assert findings.strip() == str(Finding("event_changed", place(event), "Its content does not match its hash."))
