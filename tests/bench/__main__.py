"""`make bench`: what the ground floor costs on this machine. Prints figures; judges nothing.

Every figure is the median of several runs with the smallest and the largest beside it: shared machines are noisy.
"""

import os
import statistics
import time
from collections.abc import Callable
from itertools import count

os.environ["MEASURING"] = "yes"  # PostgreSQL waits for the disk, as where it matters
from tests import servers  # starts PostgreSQL and Valkey, and must come before Django  # isort: skip

import django

from tests.bench.last_hour import last_hour
from tests.bench.reminders import reminders

RUNS = 5
PAGES = ("", "timetable/", "candidates/", "stations/", "decisions/", "results/")


def timed(work: Callable[[], object], *, runs: int = RUNS) -> str:
    """Milliseconds of wall time: median (smallest to largest)."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(took):9.1f} ms  ({min(took):.1f} to {max(took):.1f}, {runs} runs)"


def measure() -> None:
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from commission import audit
    from commission.models import AuditEvent
    from results.replay.play import play
    from results.replay.record import read_record
    from tests.commission.documents import minutes, receipt

    record = read_record(settings.BASE_DIR / "data" / "semey-2025.json")

    def replay_and_forget() -> None:
        with transaction.atomic():
            play(record)
            transaction.set_rollback(True)

    print(f"read the record          {timed(lambda: read_record(settings.BASE_DIR / 'data' / 'semey-2025.json'))}")
    print(f"replay the record        {timed(replay_and_forget, runs=3)}")
    with CaptureQueriesContext(connection) as queries:
        play(record)
    events = AuditEvent.objects.count()
    print(f"  {events} events, {len(queries)} queries, {len(queries) / events:.1f} an event")
    print(f"verify_audit             {timed(audit.verify)}  {events} events and every row of record")
    for name, document in (("receipt", receipt), ("minutes", minutes)):
        new = count(1)  # a number of its own each time, for typst remembers what it has set before
        print(f"{name + ' as PDF':<24} {timed(lambda document=document, new=new: document(number=str(next(new))).pdf(), runs=20)}")
    client = Client()
    for page in PAGES:
        path = f"/en/elections/semey-2025/{page}"
        with CaptureQueriesContext(connection) as queries:
            size = len(client.get(path).content)
        asked = len(queries)  # counted now: the next request empties the log
        print(f"{page or 'overview':<24} {timed(lambda path=path: client.get(path), runs=20)}  {asked} queries, {size} bytes")


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test.utils import get_runner, setup_test_environment, teardown_test_environment

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        measure()
        reminders()
        last_hour()
    finally:
        runner.teardown_databases(databases)
        teardown_test_environment()


if __name__ == "__main__":
    try:
        main()
    finally:
        servers.pytest_unconfigure()
