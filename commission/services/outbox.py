"""The outbox: messages leave one by one, each claimed first, and each noted as sent in a transaction of its own.

    queued, failed --claim--> sending --> sent, failed (again later), dead (never), withheld (nothing left to say)

A worker that dies between claim and note leaves the message claimed; after TAKEOVER another one takes it over. Only where it died
between the server's answer and the note is a letter sent twice: SMTP has no way to ask. Both carry one Message-ID, so that the
reader's mail program can show one.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from random import SystemRandom
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db.models import F, Q

from commission import clock
from commission.models import MessageState, OutgoingMessage, ReminderState, Tick, Why
from commission.services import letters
from commission.services.debts import Debts, behind, open_debts
from commission.services.reminders import key_of, note_sent, withhold

log = logging.getLogger("portal")
JOB = "messages"
# Longer than a server that answers each line at the last moment (EMAIL_TIMEOUT) can hold one letter up.
TAKEOVER = timedelta(seconds=600)
ROUND = timedelta(seconds=50)  # beat starts the next one after a minute
AT_ONCE = 20  # messages that are judged together whether they are still owed
ATTEMPTS = 10  # with the pauses between them about five hours
PAUSE, LONGEST_PAUSE = 60, 3600  # seconds
SHAKE = SystemRandom()


def claimable(now: datetime) -> Q:
    """Messages that wait for a worker at this moment: due ones, and those whose worker has not been heard of."""
    waiting = Q(state__in=(MessageState.QUEUED, MessageState.FAILED), not_before__lte=now)
    return waiting | Q(state=MessageState.SENDING, claimed_at__lte=now - TAKEOVER)


def send_due() -> int:
    """Send what is due, until nothing is left or the round is over; the number of messages sent.

    A mail server that can't be reached ends the round before anything is claimed. One that breaks off ends it too, and the message
    at which it did waits longer than the others, so that it can't stand in their way.
    """
    started, sent = clock.now(), 0
    Tick.objects.update_or_create(job=JOB, defaults={"ran_at": started})
    if not OutgoingMessage.objects.filter(claimable(started)).exists():
        return 0
    server = get_connection()
    try:
        server.open()
    except (SMTPException, OSError) as error:
        log.warning("mail can't be sent: %s", type(error).__name__)
        return 0
    try:
        while clock.now() - started < ROUND:
            batch = _next(clock.now())
            if not batch:
                break
            debts = _owed_by(batch)
            for message in batch:
                if not _claim(message):
                    continue
                went_out, goes_on = _deliver(message, debts, server)
                sent += went_out
                if not goes_on:
                    return sent
    finally:
        _hang_up(server)
    return sent


def _hang_up(server: Any) -> None:
    try:
        server.close()
    except (SMTPException, OSError) as error:
        log.warning("the mail server did not say good-bye: %s", type(error).__name__)


def _next(now: datetime) -> list[OutgoingMessage]:
    waiting = OutgoingMessage.objects.filter(claimable(now)).select_related("recipient").prefetch_related("reminders")
    return list(waiting.order_by("not_before", "pk")[:AT_ONCE])


def _owed_by(messages: Iterable[OutgoingMessage]) -> Debts:
    """What is owed now, at the elections and for the terms that these messages speak of."""
    rows = [row for message in messages for row in message.reminders.all()]
    if not rows:
        return {}
    ends = [row.due_at for row in rows]
    return open_debts(clock.now(), first=min(ends), last=max(ends), of={row.election_id for row in rows})


def _claim(message: OutgoingMessage) -> bool:
    """Make the message this worker's own by compare-and-set. False where another one was first."""
    now, claim = clock.now(), uuid4()
    mine = OutgoingMessage.objects.filter(claimable(now), pk=message.pk)
    if not mine.update(state=MessageState.SENDING, claim=claim, claimed_at=now, attempts=F("attempts") + 1):
        return False
    message.claim, message.attempts = claim, message.attempts + 1
    return True


def _note(message: OutgoingMessage, state: MessageState, **fields: Any) -> bool:
    """Write what became of a claimed message, and give the claim back. False, and nothing written, where it was lost meanwhile."""
    held = OutgoingMessage.objects.filter(pk=message.pk, claim=message.claim)
    if held.update(state=state, claim=None, claimed_at=None, **fields):
        return True
    log.warning("message %d was taken over while it was being sent", message.pk)
    return False


def _deliver(message: OutgoingMessage, debts: Debts, server: Any) -> tuple[bool, bool]:
    """Send one claimed message. Did it go out, and can the server take the next one?"""
    if message.attempts > ATTEMPTS:  # its worker died each time
        _note(message, MessageState.DEAD, reason=Why.GAVE_UP)
        return False, True
    try:
        if not _still_to_say(message, debts):
            _note(message, MessageState.WITHHELD, reason=Why.NOTHING_LEFT)
            return False, True
        validate_email(message.recipient.email)
        server.send_messages([_as_mail(message, server)])
    except ValidationError:
        _note(message, MessageState.DEAD, reason=Why.BAD_ADDRESS)
        return False, True
    except SMTPRecipientsRefused as error:
        return _not_taken(message, error, for_good=_for_good(error)), True
    except SMTPDataError as error:
        # also a 5xx here may be the server's trouble with all our letters, and over in an hour
        return _not_taken(message, error), True
    except (SMTPException, OSError) as error:
        return _not_taken(message, error), False
    except Exception as error:  # whatever is wrong with this letter: the others go out
        return _not_taken(message, error), True
    # alone, and first: whatever the reminders' rows wait for, that the letter left must be noted
    if _note(message, MessageState.SENT, sent_at=clock.now(), last_error=""):
        note_sent(Q(message=message.pk))
    return True, True


def _still_to_say(message: OutgoingMessage, debts: Debts) -> bool:
    """Leave out what is no longer owed, and write the letter for this moment; False where nothing is left of it."""
    waiting = [row for row in message.reminders.all() if row.state == ReminderState.QUEUED]
    owed = [(row, debt) for row in waiting if (debt := behind(key_of(row), debts))]
    if len(owed) < len(waiting):
        withhold({row.pk for row in waiting} - {row.pk for row, _debt in owed}, Why.NOT_OWED)
    if not owed:
        return False
    before = message.subject, message.text
    letters.write(message, owed, clock.now())
    if (message.subject, message.text) != before:
        held = OutgoingMessage.objects.filter(pk=message.pk, claim=message.claim)
        held.update(language=message.language, subject=message.subject, text=message.text, html=message.html)
    return True


def _not_taken(message: OutgoingMessage, error: Exception, *, for_good: bool = False) -> bool:
    """Note the failure: for good, or until a later attempt. Always False: it did not go out."""
    name = type(error).__name__
    log.warning("message %d was not sent: %s", message.pk, name)  # the class only: answers of mail servers hold addresses
    if for_good or message.attempts >= ATTEMPTS:
        _note(message, MessageState.DEAD, reason=Why.REFUSED if for_good else Why.GAVE_UP, last_error=name)
    else:
        _note(message, MessageState.FAILED, last_error=name, not_before=clock.now() + pause(message.attempts))
    return False


def pause(attempts: int) -> timedelta:
    """How long a message waits after so many attempts: twice as long each time, and shaken, so that not all come back at once."""
    seconds: float = min(PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return timedelta(seconds=seconds * SHAKE.uniform(0.75, 1.25))


def _for_good(error: SMTPRecipientsRefused) -> bool:
    """Did the server say that it will never take mail for this recipient (RFC 5321, 4.2.1: 5yz)?"""
    return all(code >= 500 for code, _words in error.recipients.values())


def _as_mail(message: OutgoingMessage, server: Any) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<message-{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(message.subject, message.text, to=[message.recipient.email], connection=server, headers=headers)
    mail.attach_alternative(message.html, "text/html")
    return mail
