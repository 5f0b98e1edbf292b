"""The outbox against a real mail server that refuses, hangs and drops."""

import itertools
import socket
from datetime import timedelta
from email.header import decode_header, make_header
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from candidates.models import Nomination
from candidates.workflow import State
from commission.models import MessageState, OutgoingMessage, Reminder, User
from commission.selectors import OutboxHealth, outbox_health, reminders_of
from commission.services import letters, outbox
from tests.commission.reminding import DROP, free_port, mail_server, minute, planned, rows, sent
from tests.factories import a_draft, a_user, moment

BEFORE, DUE = moment("2025-09-10 17:59"), moment("2025-09-10 18:00")
A_MINUTE = timedelta(seconds=60)


@pytest.fixture
def sink(settings):
    with mail_server(settings) as started:
        yield started


@pytest.fixture
def people(world):
    """Five candidates who have begun and not handed in, in the order in which they are written to; nobody else is owed to."""
    found = [a_user(f"draft{number}") for number in range(5)]
    for user in found:
        a_draft(world, applicant=user, papers=False)
    world.home.memberships.update(until=moment("2025-09-01 00:00"))
    planned(BEFORE - timedelta(days=3))
    return found


def queue_at(when):
    planned(when - A_MINUTE)
    OutgoingMessage.objects.update(state=MessageState.SENT, sent_at=when)
    Reminder.objects.filter(state="queued").update(state="done")
    sent_before = OutgoingMessage.objects.count()
    planned(when)
    return OutgoingMessage.objects.count() - sent_before


def of_due():
    return OutgoingMessage.objects.filter(queued_at=DUE).order_by("pk")


def states():
    return list(of_due().values_list("state", "reason", "attempts", "last_error"))


SENT = ("sent", "", 1, "")


def test_letters_reach_a_real_server_once(people, sink):
    assert queue_at(DUE) == 5
    assert (sent(DUE), sent(DUE), sent(DUE + A_MINUTE)) == (5, 0, 0)
    assert sink.people == [user.email for user in people]
    assert states() == [SENT] * 5
    assert [row.sent_at for row in of_due()] == [DUE] * 5
    letter = sink.taken[0][1]
    assert str(make_header(decode_header(letter["Subject"]))) == "Handing in your papers: until 11 September 2025, 18:00"
    assert letter["Message-ID"].startswith(f"<message-{of_due()[0].pk}@")
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert rows(offset="day") == [("day", "done", "")] * 5


def test_bad_addresses_are_dead_with_their_reason_and_block_nobody(people, sink):
    queue_at(DUE)
    User.objects.filter(pk=people[0].pk).update(email="no address at all")
    User.objects.filter(pk=people[1].pk).update(email="two\nlines@example.test")
    assert sent(DUE) == 3
    dead = ("dead", "bad_address", 1, "")
    assert states() == [dead, dead, SENT, SENT, SENT]
    assert sent(DUE + timedelta(days=1)) == 0


def test_a_refused_recipient_is_dead_at_once_and_one_put_off_is_tried_again(people, sink, caplog):
    queue_at(DUE)
    sink.refuses = {people[0].email: "550 no such user", people[1].email: "450 busy"}
    sink.answers = {people[2].email: "554 spam", people[3].email: "451 later"}
    assert sent(DUE) == 1
    assert states() == [
        ("dead", "refused", 1, "SMTPRecipientsRefused"),
        ("failed", "", 1, "SMTPRecipientsRefused"),
        ("failed", "", 1, "SMTPDataError"),
        ("failed", "", 1, "SMTPDataError"),
        SENT,
    ]
    assert [people[0].email in caplog.text, people[3].email in caplog.text] == [False, False]
    sink.refuses = sink.answers = {}
    assert sent(DUE + timedelta(seconds=30)) == 0  # not before its pause is over
    assert sent(DUE + timedelta(seconds=90)) == 3
    assert states()[1] == ("sent", "", 2, "")


def test_after_the_last_attempt_a_message_is_dead(people, sink):
    queue_at(DUE)
    of_due().exclude(pk=of_due()[0].pk).update(state=MessageState.WITHHELD, reason="nothing_left")
    sink.refuses = {people[0].email: "450 busy"}
    moments = [DUE]
    while of_due()[0].state in ("queued", "failed"):
        assert sent(moments[-1]) == 0
        moments.append(of_due()[0].not_before)
    assert states()[0] == ("dead", "gave_up", outbox.ATTEMPTS, "SMTPRecipientsRefused")
    pauses = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(moments[:-1])]
    assert all(0.75 <= paused / min(60 * 2**n, 3600) <= 1.25 for n, paused in enumerate(pauses))
    assert len(set(pauses)) == len(pauses) == outbox.ATTEMPTS - 1


def test_a_server_that_is_not_there_stops_the_round_before_anything_is_claimed(people, settings, caplog):
    queue_at(DUE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 1
    assert sent(DUE) == 0
    assert states() == [("queued", "", 0, "")] * 5
    assert "mail can't be sent: ConnectionRefusedError" in caplog.text


def test_a_server_that_hangs_stops_the_round_before_anything_is_claimed(people, settings, caplog):
    queue_at(DUE)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent.getsockname()[1], 0.3
        assert sent(DUE) == 0
    assert states() == [("queued", "", 0, "")] * 5
    assert "mail can't be sent: SMTPServerDisconnected" in caplog.text


def test_a_server_that_drops_the_connection_after_data_stops_the_round_and_the_others_come_first_next_time(people, sink):
    queue_at(DUE)
    sink.answers = {people[0].email: DROP}
    assert sent(DUE) == 0
    assert states() == [("failed", "", 1, "SMTPServerDisconnected"), *[("queued", "", 0, "")] * 4]
    assert sent(DUE + A_MINUTE / 2) == 4  # one letter at which the server breaks off holds nobody up
    assert sent(DUE + A_MINUTE * 2) == 0
    assert states() == [("failed", "", 2, "SMTPServerDisconnected"), *[SENT] * 4]


def test_a_letter_that_can_not_be_written_blocks_nobody(people, sink, monkeypatch, caplog):
    queue_at(DUE)
    write = letters.write

    def broken_for_one(message, *rest):
        if message.recipient_id == people[0].pk:
            raise KeyError("a template names what is not there")
        write(message, *rest)

    monkeypatch.setattr(letters, "write", broken_for_one)
    assert sent(DUE) == 4
    assert states() == [("failed", "", 1, "KeyError"), *[SENT] * 4]
    assert "was not sent: KeyError" in caplog.text
    planned(moment("2025-09-11 15:00"))  # and it blocks nobody when it is planned
    assert OutgoingMessage.objects.filter(queued_at=moment("2025-09-11 15:00")).count() == 4
    assert Reminder.objects.get(recipient=people[0], offset="hours").state == "planned"


def test_work_done_between_queueing_and_sending_is_not_reminded_of(people, sink):
    queue_at(DUE)
    Nomination.objects.filter(applicant=people[0]).update(state=State.LAPSED)
    assert sent(DUE) == 4
    assert people[0].email not in sink.people
    assert states() == [("withheld", "nothing_left", 1, ""), *[SENT] * 4]
    assert rows(recipient=people[0], offset="day") == [("day", "withheld", "not_owed")]


def test_a_letter_that_waited_long_says_so_when_it_leaves(people, sink):
    queue_at(DUE)
    sent(DUE + timedelta(hours=2))
    text = sink.taken[0][1].get_payload(0).get_payload(decode=True).decode()
    assert "This reminder is late: it should have come on 10 September 2025, 18:00" in text
    assert of_due()[0].text.strip() == text.replace("\r\n", "\n").strip()


def test_a_claim_is_left_alone_for_its_time_and_then_taken_over(people, sink):
    queue_at(DUE)
    of_due().filter(recipient=people[0]).update(state=MessageState.SENDING, claim=uuid4(), claimed_at=DUE, attempts=1)
    assert sent(DUE + outbox.TAKEOVER - timedelta(seconds=1)) == 4
    assert sent(DUE + outbox.TAKEOVER) == 1
    assert states()[0] == ("sent", "", 2, "")


def test_whoever_lost_the_claim_notes_nothing(people, sink, caplog):
    queue_at(DUE)
    message = of_due()[0]
    assert outbox._claim(message)
    other = uuid4()
    of_due().filter(pk=message.pk).update(claim=other)
    assert not outbox._note(message, MessageState.SENT, sent_at=DUE)
    assert of_due()[0].claim == other
    assert "was taken over" in caplog.text


def test_a_letter_that_kills_its_worker_each_time_is_given_up(people, sink):
    queue_at(DUE)
    of_due().filter(recipient=people[0]).update(state=MessageState.SENDING, claim=uuid4(), claimed_at=DUE, attempts=outbox.ATTEMPTS)
    assert sent(DUE + outbox.TAKEOVER) == 5 - 1
    assert states()[0] == ("dead", "gave_up", outbox.ATTEMPTS + 1, "")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "sending"},
        {"claim": uuid4(), "claimed_at": DUE},
        {"state": "sent"},
        {"sent_at": DUE},
        {"state": "dead"},
        {"reason": "gave_up"},
    ],
)
def test_the_database_refuses_a_message_that_contradicts_itself(people, fields):
    queue_at(DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        of_due().filter(recipient=people[0]).update(**fields)


@pytest.mark.parametrize("fields", [{"state": "queued", "message": None}, {"state": "withheld"}, {"matter_type": "x", "matter_id": None}])
def test_the_database_refuses_a_reminder_that_contradicts_itself(people, fields):
    queue_at(DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.filter(recipient=people[0], offset="day").update(**fields)


def test_a_minute_of_the_portal_plans_and_sends(people, sink):
    queue_at(BEFORE)
    OutgoingMessage.objects.update(state=MessageState.SENT, sent_at=BEFORE)
    assert minute(DUE) == 5


def test_the_health_of_the_sending(people, sink):
    assert outbox_health(DUE).silent  # the outbox has never run
    queue_at(DUE)
    sink.refuses = {people[0].email: "550 no such user", people[1].email: "450 busy"}
    assert sent(DUE) == 3
    assert outbox_health(DUE) == OutboxHealth({"reminders": DUE, "messages": DUE}, silent=False, waiting=1, oldest=DUE, dead=1)
    assert [outbox_health(DUE + timedelta(seconds=seconds)).silent for seconds in (180, 181)] == [False, True]


def test_who_was_reminded_is_told_to_the_own_commission_only(people, world):
    queue_at(DUE)
    told = [(row.recipient, row.offset, row.message.state) for row in reminders_of([world.home.pk]).filter(offset="day")]
    assert sorted(told, key=lambda each: each[0].pk) == [(user, "day", "queued") for user in people]
    assert list(reminders_of([world.other.pk])) == []


def test_what_a_worker_could_not_note_of_the_reminders_the_next_run_of_the_plan_does(people, sink):
    queue_at(DUE)
    sent(DUE)
    Reminder.objects.filter(offset="day").update(state="queued")
    planned(DUE + A_MINUTE)
    assert rows(offset="day") == [("day", "done", "")] * 5
