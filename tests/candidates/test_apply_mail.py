"""Receipts by e-mail: in the reader's language, once, whatever was down; nothing in them that is nobody's business."""

import smtplib
from email import message_from_bytes

import pytest
from django.core import mail

from candidates import tasks
from candidates.models import Submission
from candidates.selectors import receipts_to_send
from candidates.workflow import State
from commission.audit import verify
from tests.candidates.applying import address, at, browser
from tests.commission.documents import text_of
from tests.factories import STARTED, a_draft, a_user, events_of, moment, nomination_in

MEMORY = "django.core.mail.backends.locmem.EmailBackend"
SENT = moment("2025-08-29 10:01")


@pytest.fixture(autouse=True)
def mail_in_memory(settings):
    settings.EMAIL_BACKEND = MEMORY


@pytest.fixture
def submitted(world):
    return nomination_in(State.SUBMITTED, world, applicant=world.candidate)


def a_round(**which):
    with at(SENT):
        tasks.send_receipts(**which)


def test_a_receipt_goes_out_once_and_its_row_says_when(submitted, world):
    a_round()
    a_round()
    assert [message.to for message in mail.outbox] == [[world.candidate.email]]
    assert Submission.objects.get().mailed_at == SENT
    assert events_of(submitted)[-1] == "nomination.receipt_sent"
    assert receipts_to_send() == []
    assert verify() == []


def test_what_the_letter_says_and_what_it_does_not(submitted):
    a_round()
    message, submission = mail.outbox[0], Submission.objects.get()
    assert message.subject == "Receipt TEST-2025-0001: your papers were received"
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    for part in (message.body, html):
        assert "29 August 2025, 10:00:00 (UTC+5)" in part
        assert submission.sha256 in part
        assert [item["sha256"] in part for item in submission.items] == [True] * 6
        assert "Application to stand" in part
    name, content, media_type = message.attachments[0]
    assert (name, media_type) == ("TEST-2025-0001.pdf", "application/pdf")
    printed = text_of(content)
    assert "TEST-2025-0001" in printed and "2025 жылғы 29 тамыз, 10:00:00 (UTC+05:00)" in printed
    whole = message.message().as_bytes().decode() + message.body + html + printed
    for private in (submitted.iin, submitted.address, submitted.phone, submitted.email, "01.01.1980"):
        assert private not in whole
    assert message_from_bytes(message.message().as_bytes()).is_multipart()


@pytest.mark.parametrize(("language", "day"), [("kk", "29 тамыз"), ("ru", "29 августа"), ("en", "29 August")])
def test_it_speaks_the_language_of_the_account(world, language, day):
    world.candidate.language = language
    world.candidate.save()
    nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    a_round()
    assert day in mail.outbox[0].body


def test_whoever_filed_on_paper_gets_it_at_the_address_given_if_any(world):
    nomination_in(State.SUBMITTED, world, email="person@example.test")
    nomination_in(State.SUBMITTED, world, email="")
    a_round()
    assert [message.to for message in mail.outbox] == [["person@example.test"]]
    assert receipts_to_send() == []


def test_a_replayed_record_writes_to_nobody(submitted, world):
    world.election.origin = "replayed"
    world.election.save()
    a_round()
    assert mail.outbox == []


def test_a_supplement_has_its_own_receipt(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world, applicant=world.candidate)
    moment_of_answer = moment("2025-09-04 09:00")
    with at(moment_of_answer):
        client = browser(world.candidate)
        client.post(address(nomination, "correction", nomination.deficiencies.get().pk), {"answer": "Бәрі дұрыс"})
        client.post(address(nomination, "correction", "hand-in"))
        tasks.send_receipts()
    assert [message.subject for message in mail.outbox] == [
        "Receipt TEST-2025-0001: your papers were received",
        "Receipt TEST-2025-0001-2: your papers were received",
    ]


class Broken:
    """A mail server with a fault for some addresses."""

    def __init__(self, error, addresses=None):
        self.error, self.addresses, self.asked = error, addresses, []

    def send(self, message, fail_silently=False):
        self.asked.append(message.to[0])
        if self.addresses is None or message.to[0] in self.addresses:
            raise self.error
        mail.outbox.append(message)
        return 1


@pytest.fixture
def broken(monkeypatch):
    def install(*given):
        server = Broken(*given)
        monkeypatch.setattr(tasks.EmailMultiAlternatives, "send", lambda self, fail_silently=False: server.send(self))
        return server

    return install


def test_a_mail_server_that_is_down_delays_and_loses_nothing(world, broken, monkeypatch):
    for number in range(3):
        nomination_in(State.SUBMITTED, world, applicant=a_user(f"person{number}"))
    server = broken(ConnectionRefusedError())
    a_round()
    assert (len(server.asked), len(receipts_to_send())) == (1, 3)  # it is not asked three times
    monkeypatch.undo()
    a_round()
    assert (len(mail.outbox), receipts_to_send()) == (3, [])
    assert verify() == []


def test_one_address_that_is_refused_does_not_stop_the_others(world, broken, caplog):
    first, second = a_user("refused"), a_user("taken")
    for user in (first, second):
        nomination_in(State.SUBMITTED, world, applicant=user)
    server = broken(smtplib.SMTPRecipientsRefused({first.email: (550, b"no such user")}), [first.email])
    a_round()
    a_round()
    assert server.asked == [first.email, second.email]  # the first is asked again after an hour, not in the next round
    assert len(receipts_to_send()) == 1
    assert "SMTPRecipientsRefused" in caplog.text and first.email not in caplog.text


def test_a_broker_that_is_down_does_not_stop_the_handing_in(world, settings, monkeypatch, caplog):
    def down(*args, **kwargs):
        raise tasks.OperationalError

    monkeypatch.setattr(tasks.send_receipts, "apply_async", down)
    draft = a_draft(world, applicant=world.candidate)
    with at(STARTED):
        answer = browser(world.candidate).post(address(draft, "answers"), {"declared": "on"})
    assert answer.url == address(draft, "receipt", 1)
    assert "the broker does not answer: OperationalError" in caplog.text
    a_round()
    assert len(mail.outbox) == 1
