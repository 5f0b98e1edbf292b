"""A day of faults: workers are killed and the mail server goes away, again and again, and every letter arrives."""

import random
import signal
import subprocess
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Q

from commission.models import OutgoingMessage, Reminder
from commission.services import outbox
from commission.services.reminders import note_sent
from tests.commission.reminding import mail_server, planned, sent
from tests.commission.test_outbox_killed import DUE, a_worker, candidates

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, FAULTS = 120, 6


def test_every_letter_arrives_however_often_worker_and_mail_server_die(settings):
    """Only a death after the server took a letter and before that was noted repeats it: at most one letter a worker and a fault."""
    people = candidates(PEOPLE)
    planned(DUE)
    kills, cut, now = 0, 0, DUE
    with mail_server(settings) as sink:
        for fault in range(FAULTS):
            now += outbox.TAKEOVER
            workers = [a_worker(settings, now), a_worker(settings, now)]
            wait_for(sink, len(sink.taken) + random.randint(1, 8), workers)
            if fault % 2:
                sink.restart()
                cut += len(workers)
            time.sleep(random.random() / 20)
            for worker in workers:
                worker.kill()
                kills += worker.wait(30) == -signal.SIGKILL
        assert kills > 0
        for _round in range(20):
            now += outbox.TAKEOVER + timedelta(hours=1)  # the pause of every letter is over too
            if not sent(now) and not OutgoingMessage.objects.exclude(state="sent").exists():
                break
    arrived = Counter(sink.people)
    repeated = sum(times - 1 for times in arrived.values())
    print(f"{PEOPLE} letters, {kills} workers killed, {cut} connections cut, {repeated} repeated")
    assert set(arrived) == {user.email for user in people}
    assert repeated <= kills + cut
    assert len({letter["Message-ID"] for _address, letter in sink.taken}) == PEOPLE
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {"sent"}
    note_sent(Q())  # as the next run of the plan begins, for whoever died right after the note of the letter
    assert set(Reminder.objects.filter(message__isnull=False).values_list("state", flat=True)) == {"done"}


def wait_for(sink, letters, workers: list[subprocess.Popen[bytes]]) -> None:
    """Until the server took so many letters, or nobody works any more."""
    until = time.monotonic() + 30
    while len(sink.taken) < letters and time.monotonic() < until and any(worker.poll() is None for worker in workers):
        time.sleep(0.002)
