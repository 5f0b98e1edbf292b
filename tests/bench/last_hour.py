"""The last minute of nomination: 500 people hand in, half of them in the last ten seconds, and some press the button too late.

The portal runs as `make run` starts it (two web processes with four threads each, and the worker that sends the receipts), on
this machine, beside the program that plays the people. Everybody is signed in and has a draft with all papers: uploading and
submitting are separate, so that one small request is left for the end. What the portal judges is the moment at which it stamped
the request (`received_at`), not the one at which it was sent; both are printed.
"""

import http.client
import os
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.sessions import TOKEN, as_header, cookies_of

PEOPLE, LATE, TWICE = 500, 30, 50
MINUTE, RUSH, AFTER = 60, 10, 3  # seconds before the end, and after it
PATIENCE = 60  # seconds for the slowest answer
HOST = "127.0.0.1"
FORM = urlencode({"csrfmiddlewaretoken": TOKEN, "declared": "on"}).encode()


@dataclass(frozen=True)
class Person:
    """Somebody with a draft and an open session."""

    number: int
    address: str
    cookies: str


@dataclass(frozen=True)
class Answer:
    person: Person
    sent: float
    took: float
    status: int
    location: str


# -- before


def an_election() -> tuple[Any, Any]:
    """An election whose nomination is open, and its chair."""
    from commission import clock
    from commission.access import Role
    from commission.services.decisions import Text
    from commission.services.elections import call_election
    from results.demo.invented import polling_day
    from tests.factories import ALL_SEVEN, ZONE, a_commission, holding

    home = a_commission("last-hour", parent=a_commission("last-hour-region"))
    chair, words = holding(home, Role.CHAIR), Text("Соңғы сағат", "Последний час", "The last hour")
    day = polling_day(clock.local_date(clock.now(), ZONE))
    election = call_election(
        home, actor=chair, at=clock.now() - timedelta(days=14), slug="last-hour", polling_date=day, ground="term_expired",
        titles=words, office=words, territory=words, vote=ALL_SEVEN,
    )  # fmt: skip
    end_nomination(election, chair, clock.now() + timedelta(days=1))
    return election, chair


def end_nomination(election: Any, chair: Any, end: datetime) -> None:
    from commission import clock
    from commission.services.elections import adopt_timetable
    from tests.factories import ALL_SEVEN

    now = clock.now()
    adopt_timetable(election, actor=chair, at=now, vote=ALL_SEVEN, spans={"nomination": (now - timedelta(days=13), end)})


def people_of(election: Any, count: int) -> list[Person]:
    """Drafts with all their papers, each with an account and an open session. The first is made by the portal's own services,
    the others are copies of its rows: handing in reads rows, and five hundred people would upload for minutes."""
    from django.urls import reverse

    from candidates.models import DocumentVersion, Nomination, Paper
    from candidates.services import filing, handing_in
    from commission import clock
    from commission.models import StoredFile, User
    from tests.factories import a_person, a_scan, a_user

    first = a_user("person")
    draft = filing.start(election, actor=first, at=clock.now(), way="self", **a_person(1))
    for paper in draft.papers.order_by("pk"):
        handing_in.provide_paper(draft, actor=first, at=clock.now(), code=paper.code, document=a_scan())
    users = [first, *User.objects.bulk_create(User(email=f"p{n}@example.test", language="kk", password="!") for n in range(1, count))]
    drafts = Nomination.objects.bulk_create(
        again(draft, number=draft.number + n, applicant=user, iin_hash=f"{n:064x}") for n, user in enumerate(users[1:], start=1)
    )
    for version in draft.documents.select_related("file", "paper"):
        papers = Paper.objects.bulk_create(again(version.paper, nomination=each) for each in drafts)
        files = StoredFile.objects.bulk_create(again(version.file, key=f"{version.file.key}-{each.number}") for each in drafts)
        DocumentVersion.objects.bulk_create(
            again(version, nomination=each, paper=paper, file=file, received_from=each.applicant)
            for each, paper, file in zip(drafts, papers, files, strict=True)
        )
    return [
        Person(each.number, reverse("apply:answers", args=[election.slug, each.number]), as_header(cookies_of(user)))
        for each, user in zip([draft, *drafts], users, strict=True)
    ]


def again(row: Any, **other: Any) -> Any:
    """A new row like this one, but for what is named."""
    values = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**{**values, **other})


def queries_of(person: Person) -> int:
    """How many queries one submission asks, counted in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"cookie": person.cookies})
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(person.address, FORM, "application/x-www-form-urlencoded")
    assert answer.status_code == 302, answer.status_code
    return len(queries)


# -- the portal


@contextmanager
def portal() -> Iterator[tuple[int, Callable[[], tuple[float, float, int]]]]:
    """Web and worker as `make run` starts them, on the database of this run; their port and what they have used so far:
    CPU seconds of the web, of the worker, and the memory of the largest web process."""
    from django.db import connection

    from commission.local.run import answers, listens, programs
    from tests.servers import servers

    assert servers
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    quiet = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "PYTHONWARNINGS": "ignore"}
    group = servers.group
    web, worker, _beat = programs(HOST, port, servers.folder, {**os.environ, "DATABASE_URL": database, **quiet})
    try:
        group.add(worker)
        group.add(web)
        group.wait_for(lambda: listens(web, port) and answers(HOST, port), web, seconds=60)

        def used() -> tuple[float, float, int]:
            seconds = [sum(sum(member.cpu_times()[:2]) for member in part.recorded.alive()) for part in (web, worker)]
            return seconds[0], seconds[1], max((member.memory_info().rss for member in web.recorded.alive()), default=0)

        yield port, used
    finally:
        group.stop("web", "worker")


# -- the minute


def press(person: Person, port: int, at: float, answers: list[Answer]) -> None:
    """Send the form at that moment, from a connection of its own."""
    time.sleep(max(0.0, at - time.time()))
    sent, clock = time.time(), time.perf_counter()
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        headers = {"Cookie": person.cookies, "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "kk"}
        connection.request("POST", person.address, FORM, headers)
        answer = connection.getresponse()
        answer.read()
        status, location = answer.status, answer.headers.get("Location", "")
    except OSError as error:
        status, location = 0, type(error).__name__
    finally:
        connection.close()
    answers.append(Answer(person, sent, time.perf_counter() - clock, status, location))


def minute(people: list[Person], end: float, port: int) -> list[Answer]:
    """Everybody presses the button once, some twice at once, the last ones after the end."""
    chance, answers, threads = random.Random(18), [], []
    for number, person in enumerate(people):
        if number >= PEOPLE:
            at = end + chance.uniform(0.05, AFTER)
        elif number % 2:
            at = end - chance.uniform(0.05, RUSH)
        else:
            at = end - chance.uniform(RUSH, MINUTE)
        for _time in range(2 if number < TWICE else 1):
            threads.append(threading.Thread(target=press, args=(person, port, at, answers), daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end + AFTER + PATIENCE - time.time()))
    return list(answers)


# -- after


def last_hour() -> None:
    """Print what came of it. Says FAILED where somebody who was in time was refused, or anybody was received twice."""
    from commission import clock

    election, chair = an_election()
    *people, one_more = people_of(election, PEOPLE + LATE + 1)
    print(f"\nlast minute of nomination: {PEOPLE} people, {LATE} more after the end, {TWICE} press twice at once")
    print(f"  queries of a submission  {queries_of(one_more)}")
    with portal() as (port, used):
        end = clock.now() + timedelta(seconds=MINUTE + 3)
        end_nomination(election, chair, end)
        web, worker, _memory = used()
        answers = minute(people, end.timestamp(), port)
        web, worker, memory = used()[0] - web, used()[1] - worker, used()[2]
    report(election, people, answers, end)
    print(f"  CPU                      {web:.1f} s in the web, {worker:.1f} s in the worker; largest web process {memory / 2**20:.0f} MB")


def report(election: Any, people: list[Person], answers: list[Answer], end: datetime) -> None:
    from candidates.models import Submission
    from commission import audit
    from commission.models import AuditEvent

    numbers = {person.number for person in people}
    rows = Submission.objects.filter(nomination__election=election, nomination__number__in=numbers)
    received = dict(rows.values_list("nomination__number", "received_at"))
    events = AuditEvent.objects.filter(home=election.home, kind="nomination.submitted", subject_id__in=rows.values("nomination_id")).count()
    late = {person.number for person in people[PEOPLE:]}
    accepted = {answer.person.number for answer in answers if answer.status == 302 and answer.location.endswith("/receipt/1/")}
    refused = [answer for answer in answers if answer.status == 409]
    in_time = [answer for answer in answers if answer.sent < end.timestamp()]
    wrong = {
        "received twice": rows.count() - len(received) + events - rows.count(),
        "received after the end": sum(moment > end for moment in received.values()),
        "told of a receipt that is not there": len(accepted - received.keys()),
        "received and not told": len(received.keys() - accepted),
        "sent in time and refused": len({answer.person.number for answer in in_time} - received.keys()),
        "sent too late and not refused": len(late) - len({answer.person.number for answer in refused} & late),
        "without an answer": len(people) + TWICE - sum(answer.status in (302, 409) for answer in answers),
        "findings in the log": len(audit.verify(election.home)),
    }
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(Counter(answer.status for answer in answers).items()))
    took = sorted(answer.took * 1000 for answer in answers)
    rush = [answer for answer in in_time if answer.sent >= end.timestamp() - RUSH]
    spare = min((end - moment for moment in received.values()), default=timedelta())
    print(f"  answers                  {statuses}")
    print(f"  accepted                 {len(received)} people in time, the last one {spare.total_seconds():.2f} s before the end")
    print(f"  refused                  {len({answer.person.number for answer in refused})} people after the end, with 409")
    for share in (0.5, 0.95, 0.99):
        print(f"  answer time p{share * 100:<12.0f}{took[min(len(took) - 1, int(len(took) * share))]:9.1f} ms")
    print(f"  answer time longest      {took[-1]:9.1f} ms")
    print(f"  requests                 {len(rush) / RUSH:.1f} a second in the last {RUSH} seconds")
    failed = {what: count for what, count in wrong.items() if count}
    print(f"  FAILED: {failed}" if failed else "  all who were in time were received, none twice, nobody too late")
