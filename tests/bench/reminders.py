"""What reminders cost: a run of the plan over ten thousand open entries, and letters sent to a mail server on this machine."""

import resource
import time
from datetime import timedelta
from itertools import count

ELECTIONS, ENTRIES, HOLDERS = 500, 20, 1
LETTERS = 5000


def reminders() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from commission import clock
    from commission.models import OutgoingMessage, Reminder
    from commission.services import outbox
    from commission.services import reminders as plan
    from tests.commission.reminding import mail_server

    now = clock.now()
    open_entries(now)
    for run, at in (("first run", now), ("run a minute later", now + timedelta(seconds=60)), ("and another", now + timedelta(seconds=120))):
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            queued = plan.plan(at)
            took = (time.perf_counter() - start) * 1000
        print(f"plan, {run:<20} {took:9.1f} ms  {ELECTIONS * ENTRIES} open entries, {queued} messages queued, {len(queries)} queries")
    print(f"  {Reminder.objects.count()} reminders stand there")
    waiting = OutgoingMessage.objects.filter(state="queued")
    with mail_server(settings) as sink, CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        while len(sink.taken) < LETTERS and outbox.send_due():
            pass
        took = time.perf_counter() - start
    sent = len(sink.taken)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"send                     {sent / took:9.1f} letters a second by one worker, {1000 * len(queries) / sent:.0f} queries a thousand, "
        f"{memory:.0f} MB at most; {sent} sent, {waiting.count()} left"
    )


def open_entries(now) -> None:
    """Commissions with a secretary, an election and entries that end evenly over the nine days ahead."""
    from commission.access import Role
    from commission.models import Commission, Decision, Election, Membership, TimetableEntry, User

    number = count(1)
    homes = Commission.objects.bulk_create(
        Commission(slug=f"bench-{n}", name_kk="К", name_ru="К", level="territorial") for n in range(ELECTIONS)
    )
    people = User.objects.bulk_create(
        User(email=f"bench-{n}@example.test", language=("kk", "ru", "en")[n % 3]) for n in range(ELECTIONS * HOLDERS)
    )
    Membership.objects.bulk_create(
        Membership(user=user, commission=homes[n % ELECTIONS], role=Role.SECRETARY, since=now - timedelta(days=30))
        for n, user in enumerate(people)
    )
    elections = Election.objects.bulk_create(
        Election(
            slug=f"bench-{n}", home=home, title_kk="С", title_ru="В", office_kk="Ә", office_ru="А", territory_kk="Қ", territory_ru="Г",
            called_on=(now - timedelta(days=40)).date(), polling_date=(now + timedelta(days=12)).date(),
            polls_open="07:00", polls_close="20:00",
            rules="kz_akim_2025", ground="term_expired",
        )
        for n, home in enumerate(homes)
    )  # fmt: skip
    decisions = Decision.objects.bulk_create(
        Decision(home=election.home, election=election, kind="timetable", number=f"{n}", adopted_at=now, votes_published=False)
        for n, election in enumerate(elections)
    )
    TimetableEntry.objects.bulk_create(
        TimetableEntry(
            election=decision.election, code=term.code, decision=decision, responsible=Role.SECRETARY, certainty=term.certainty,
            article=term.article, due_at=now + timedelta(days=9) * (next(number) / (ELECTIONS * ENTRIES)),
        )
        for decision in decisions
        for term in decision.election.pack.terms[1 : ENTRIES + 1]
    )  # fmt: skip
