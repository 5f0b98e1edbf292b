"""Two requests of the portal at the same moment: one receipt, one letter."""

import pytest
from django.core import mail

from candidates import tasks
from candidates.models import Submission
from candidates.workflow import State
from commission.audit import verify
from tests.candidates.applying import address, at, browser
from tests.candidates.test_together import together
from tests.factories import STARTED, a_draft, a_world, events_of, nomination_in

pytestmark = pytest.mark.django_db(transaction=True)
MEMORY = "django.core.mail.backends.locmem.EmailBackend"


def test_two_senders_at_once_send_one_letter(settings):
    settings.EMAIL_BACKEND = MEMORY
    world = a_world()
    nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    number = Submission.objects.get().pk
    sent = together(lambda: tasks.send_receipt(number), lambda: tasks.send_receipt(number))
    assert (sorted(sent), len(mail.outbox)) == ([False, True], 1)


def test_the_same_form_sent_twice_at_once_is_received_once():
    world = a_world()
    draft = a_draft(world, applicant=world.candidate)
    with at(STARTED):
        clients = [browser(world.candidate) for _each in range(2)]
        answers = together(*[lambda client=client: client.post(address(draft, "answers"), {"declared": "on"}).url for client in clients])
    assert answers == [address(draft, "receipt", 1)] * 2
    assert (Submission.objects.count(), events_of(draft).count("nomination.submitted")) == (1, 1)
    assert verify() == []
