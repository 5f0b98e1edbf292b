"""The outbox with many workers at once, and with one that is killed while it sends."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, connections

from commission.models import OutgoingMessage, Tick
from commission.services import outbox
from tests.candidates.applying import at
from tests.commission.reminding import mail_server, planned, sent
from tests.factories import a_draft, a_user, a_world, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE, DUE = moment("2025-09-10 17:59"), moment("2025-09-10 18:00")
A_MINUTE = timedelta(seconds=60)
ROOT = Path(__file__).resolve().parents[2]
# a worker's round, at the moment that is given
ROUND = """
import sys, django, time_machine
from datetime import datetime
django.setup()
from commission.services import outbox
with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=False):
    outbox.send_due()
"""


def candidates(number):
    """People who have begun and not handed in; nobody else owes anything."""
    world = a_world()
    people = [a_user("draft") for _number in range(number)]
    for user in people:
        a_draft(world, applicant=user, papers=False)
    world.home.memberships.update(until=moment("2025-09-01 00:00"))
    return people


def in_threads(work):
    """What four threads that begin at the same moment have done, together."""
    results, barrier = [], threading.Barrier(4)

    def run():
        barrier.wait()
        try:
            results.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(results)


def test_two_beats_and_many_workers_send_each_letter_once(settings):
    people = candidates(30)
    with mail_server(settings) as sink:
        for minute, count in ((BEFORE, 30), (DUE, 60)):
            with at(minute):
                assert in_threads(lambda minute=minute: planned(minute)) == 30
                assert in_threads(outbox.send_due) == 30
            assert len(sink.taken) == count
    assert list(OutgoingMessage.objects.order_by().values_list("state", "attempts").distinct()) == [("sent", 1)]
    assert sorted(sink.people) == sorted(2 * [user.email for user in people])
    assert len({letter["Message-ID"] for _address, letter in sink.taken}) == 60
    assert dict(Tick.objects.values_list("job", "ran_at")) == {"reminders": DUE, "messages": DUE}


def database():
    """The address of this test's database."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def a_worker(settings, moment=DUE):
    mail = {"EMAIL_BACKEND": settings.EMAIL_BACKEND, "EMAIL_HOST": settings.EMAIL_HOST, "EMAIL_PORT": str(settings.EMAIL_PORT)}
    given = os.environ | mail | {"DATABASE_URL": database()}
    return subprocess.Popen([sys.executable, "-c", ROUND, moment.isoformat()], cwd=ROOT, env=given)


def test_a_worker_killed_before_the_letter_left_sends_it_once(settings):
    first, second = candidates(2)
    planned(DUE)
    with mail_server(settings) as sink:
        worker = a_worker(settings)
        sink.meanwhile["RCPT"] = worker.kill
        assert worker.wait(30) == -signal.SIGKILL
        assert list(OutgoingMessage.objects.order_by("pk").values_list("state", flat=True)) == ["sending", "queued"]
        assert sink.people == []
        assert (sent(DUE + A_MINUTE), sent(DUE + outbox.TAKEOVER)) == (1, 1)
        assert sink.people == [second.email, first.email]
    assert list(OutgoingMessage.objects.order_by("pk").values_list("state", "attempts")) == [("sent", 2), ("sent", 1)]


def test_the_one_window_that_smtp_leaves_open_repeats_a_letter_under_the_same_name(settings):
    """Killed after the server took the letter and before that is noted: held up there by a lock, so that the kill falls into it."""
    first, second = candidates(2)
    planned(DUE)
    with mail_server(settings) as sink, psycopg.connect(database()) as lock:
        worker = a_worker(settings)
        sink.meanwhile["DATA"] = lambda: lock.execute("SELECT id FROM commission_outgoingmessage ORDER BY id LIMIT 1 FOR UPDATE") and None
        until = time.monotonic() + 30
        while not waiting_for_a_lock() and time.monotonic() < until:
            time.sleep(0.05)
        worker.kill()
        assert worker.wait(30) == -signal.SIGKILL
        # its statement still waits in the database, which does not know yet that nobody asks any more: end that as well
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE NOT granted")
        lock.rollback()
        assert sink.people == [first.email]
        assert list(OutgoingMessage.objects.order_by("pk").values_list("state", flat=True)) == ["sending", "queued"]
        assert (sent(DUE + A_MINUTE), sent(DUE + outbox.TAKEOVER)) == (1, 1)
        assert sink.people == [first.email, second.email, first.email]
        names = [letter["Message-ID"] for _address, letter in sink.taken]
    assert (names[0] == names[2], len(set(names))) == (True, 2)


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0
