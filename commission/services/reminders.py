"""The plan of the reminders, made anew every minute, in a fixed number of queries: what is owed, less what stands there already.

Planning decides nothing, so it is no command and leaves no event; the rows themselves say who was told of what, and when.

A run looks a day ahead, so that the desk can show what comes. At its moment a planned reminder goes into a message, one message for
all that a person is told in that run. Of several reminders of one term that came due meanwhile only the last goes out.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from commission.models import MessageState, Offset, OutgoingMessage, Reminder, ReminderState, Tick, TimetableEntry, User, Why
from commission.services import letters
from commission.services.debts import AFTER, REACH, Debts, Key, Owed, behind, moment_of, open_debts

log = logging.getLogger("portal")
JOB = "reminders"
AHEAD = timedelta(days=1)
BATCH = 2000
ONE_AT_A_TIME = 5_201_804  # the number of the lock under which one run plans; any that nothing else takes
# Withheld for what may change back: a term that returns to its old end, work that turns out not to be done.
FOR_NOW = frozenset({Why.MOVED, Why.NOT_OWED})


class Known(NamedTuple):
    """A reminder that stands there already."""

    pk: int
    state: str
    reason: str
    send_at: datetime


def plan(now: datetime) -> int:
    """Plan what is owed, withhold what no longer is, and queue what is due; the number of messages queued.

    A second run at the same moment leaves at once. Nothing hangs on that lock but the work done twice: the key of a reminder
    lets it stand there once.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        note_sent(Q())  # of a worker that died right after it had noted the message
        before = Tick.objects.filter(job=JOB).values_list("ran_at", flat=True).first()
        debts = open_debts(now)
        wanted = _wanted(debts, now, before)
        known = _known(now)
        _create({key: at for key, at in wanted.items() if key not in known})
        _take_up_again({known[key].pk: at for key, at in wanted.items() if key in known and known[key].reason in FOR_NOW})
        _withhold({key: row for key, row in known.items() if row.state == ReminderState.PLANNED and not behind(key, debts)}, debts, now)
        queued = _queue(debts, known, now)
        Tick.objects.update_or_create(job=JOB, defaults={"ran_at": now})
        return queued


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def key_of(row: Reminder) -> Key:
    return Key(Owed(row.election_id, row.code, row.matter_type, row.matter_id, row.recipient_id, row.due_at), row.offset)


def _wanted(debts: Debts, now: datetime, before: datetime | None) -> dict[Key, datetime]:
    """Which reminders should stand there, and when each is to be sent: of those whose moment has come the last, and the day ahead.

    `before` is the run before this one. What came due since is sent for that moment, and is late if this run is. What came due earlier
    and does not stand there is owed only since now (a draft begun yesterday, a term set for tomorrow): it is sent for now, and
    not at all once the term is over.
    """
    moments: dict[tuple[object, ...], dict[str, datetime]] = {}
    wanted = {}
    for owed, debt in debts.items():
        # the people of one entry are told at the same moments
        same = (debt.due_at, debt.offsets, debt.election.zone)
        if same not in moments:
            moments[same] = _moments(*same, now, before)
        for offset, moment in moments[same].items():
            wanted[Key(owed, offset)] = moment
    return wanted


def _moments(due_at: datetime, offsets: Sequence[Offset], zone: str, now: datetime, before: datetime | None) -> dict[str, datetime]:
    found = {}
    at = {offset: moment_of(offset, due_at, zone) for offset in offsets}
    come = [offset for offset in offsets if at[offset] <= now]
    if come:
        last = max(come, key=lambda offset: at[offset])
        if before is not None and before < at[last]:
            found[last.value] = at[last]
        elif last not in AFTER and now < due_at:
            found[last.value] = now
    return found | {offset.value: moment for offset, moment in at.items() if now < moment <= now + AHEAD}


def _known(now: datetime) -> dict[Key, Known]:
    near = Q(due_at__gte=now - REACH, due_at__lte=now + REACH)
    rows = Reminder.objects.filter(near | Q(state=ReminderState.PLANNED))
    found = rows.values_list("pk", "state", "reason", "send_at", "offset", *Owed._fields)
    return {
        Key(Owed(*owed), offset): Known(pk, state, reason, send_at) for pk, state, reason, send_at, offset, *owed in found.iterator(BATCH)
    }


def _create(missing: dict[Key, datetime]) -> None:
    rows = [Reminder(**key.owed._asdict(), offset=key.offset, send_at=at) for key, at in missing.items()]
    Reminder.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _take_up_again(withheld: dict[int, datetime]) -> None:
    rows = [Reminder(pk=pk, state=ReminderState.PLANNED, reason="", message=None, send_at=at) for pk, at in withheld.items()]
    Reminder.objects.bulk_update(rows, ["state", "reason", "message", "send_at"], batch_size=BATCH)


def _withhold(astray: dict[Key, Known], debts: Debts, now: datetime) -> None:
    """What was planned and is not owed: at once where the term was moved, else at its moment, for until then it may be owed again."""
    if not astray:
        return
    ends = {
        (election, code): due_at
        for election, code, due_at in TimetableEntry.objects.filter(
            election__in={key.owed.election_id for key in astray}, in_force=True
        ).values_list("election_id", "code", "due_at")
    }
    elsewhere = {owed[:-1]: owed.due_at for owed in debts}
    moved, not_owed = [], []
    for key, row in astray.items():
        end = elsewhere.get(key.owed[:-1]) if key.owed.matter_type else ends.get((key.owed.election_id, key.owed.code))
        if end not in (None, key.owed.due_at):
            moved.append(row.pk)
        elif row.send_at <= now:
            not_owed.append(row.pk)
    withhold(moved, Why.MOVED)
    withhold(not_owed, Why.NOT_OWED)


def withhold(reminders: Iterable[int], why: Why) -> None:
    """Reminders that do not go out, with the reason. One that is sent already stays as it is."""
    waiting = (ReminderState.PLANNED, ReminderState.QUEUED)
    Reminder.objects.filter(pk__in=list(reminders), state__in=waiting).update(state=ReminderState.WITHHELD, reason=why)


def note_sent(which: Q) -> None:
    """The reminders that have left with their message."""
    sent = Reminder.objects.filter(which, state=ReminderState.QUEUED, message__state=MessageState.SENT)
    sent.update(state=ReminderState.DONE)


def _queue(debts: Debts, known: dict[Key, Known], now: datetime) -> int:
    due: dict[Owed, list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(state=ReminderState.PLANNED, send_at__lte=now).order_by("send_at", "pk"):
        due[key_of(row).owed].append(row)
    # of one term only the last: neither the ones before it in this run, nor one that still waits for the mail server
    overtaken = [row.pk for rows in due.values() for row in rows[:-1]]
    overtaken += [row.pk for key, row in known.items() if row.state == ReminderState.QUEUED and key.owed in due]
    waiting = Q(message__isnull=True) | Q(message__state__in=(MessageState.QUEUED, MessageState.FAILED))
    withhold(Reminder.objects.filter(waiting, pk__in=overtaken).values_list("pk", flat=True), Why.OVERTAKEN)
    told: dict[int, list[Reminder]] = defaultdict(list)
    for rows in due.values():
        told[rows[-1].recipient_id].append(rows[-1])
    people = User.objects.in_bulk(told)
    messages = {}
    for person, reminders in told.items():
        message = OutgoingMessage(recipient=people[person], queued_at=now, not_before=now)
        try:
            letters.write(message, [(row, debts[key_of(row).owed]) for row in reminders], now)
        except Exception as error:  # whatever is wrong with this letter: the others go out, and it is tried again with every run
            log.error("a reminder can't be written: %s", type(error).__name__)
            continue
        messages[person] = message
    OutgoingMessage.objects.bulk_create(messages.values(), batch_size=BATCH)
    written = [row for person in messages for row in told[person]]
    _hand_over([(row.pk, messages[row.recipient_id].pk) for row in written])
    return len(messages)


def _hand_over(pairs: list[tuple[int, int]]) -> None:
    """Give each reminder its message, in one statement however many they are: `bulk_update` takes a minute for thirty thousand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commission_reminder SET message_id = pair.message, state = %s "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS pair (reminder, message) WHERE id = pair.reminder",
            [ReminderState.QUEUED, [reminder for reminder, _message in pairs], [message for _reminder, message in pairs]],
        )
