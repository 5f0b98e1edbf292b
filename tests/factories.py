"""Commissions, people, elections and nominations for tests. All of it is made by the portal's own services.

    def test_something(db):
        world = a_world()                                    # commission with staff, the one above, another one, an election
        nomination = nomination_in(State.REGISTERED, world)  # walked there step by step, at the moments below
        register(nomination, actor=world.staff.chair, at=moment("2025-09-05 15:00"), vote=ALL_SEVEN)

The election is the one of Semey: called on 27 August 2025, polling day 12 October 2025, nomination from 28 August until
11 September 18:00, registration until 16 September 18:00, withdrawal until 10 October 18:00. Its origin is LIVE.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from candidates.iin import LENGTH, sex_of
from candidates.models import BallotOption, Channel, Deficiency, Nomination, Proxy
from candidates.services import ballot, deciding, filing, handing_in, leaving, verification
from candidates.services.deciding import Because
from candidates.workflow import State
from commission import clock
from commission.access import STAFF_ROLES, SYSTEM, Role
from commission.models import AuditEvent, Commission, Election, Level, Membership, Origin, Record, User
from commission.refused import Refused
from commission.services.commissions import appoint, found_commission
from commission.services.decisions import Text, Vote
from commission.services.elections import Span, adopt_timetable, call_election
from commission.services.papers import Incoming, take_in
from results.demo.people import iin

ZONE = "Asia/Almaty"
ALL_SEVEN = Vote(present=7, votes_for=7)
POLLING_DAY = date(2025, 10, 12)
_serial = itertools.count(1)


def moment(text: str, zone: str = ZONE) -> datetime:
    """The instant at which the wall clock shows it, to the microsecond: `moment("2025-09-11 18:00")`."""
    wall = datetime.fromisoformat(text)
    return clock.at_local(wall.date(), wall.time(), zone)


# When the steps of `nomination_in` happen. A test that goes on from a state acts later than its last step.
FOUNDED = moment("2025-06-02 09:00")
CALLED = moment("2025-08-27 10:00")
STARTED = moment("2025-08-28 10:00")
SUBMITTED = moment("2025-08-29 10:00")
TAKEN = moment("2025-09-01 10:00")
CHECKED = moment("2025-09-02 10:00")
NOTED = moment("2025-09-02 12:00")
CORRECTION_ASKED = moment("2025-09-03 10:00")  # runs until the end of 5 September
CONCLUDED = moment("2025-09-04 10:00")
FINISHED = moment("2025-09-04 11:00")
DECIDED = moment("2025-09-05 15:00")
LEFT = moment("2025-09-08 10:00")
NOMINATION_ENDS = moment("2025-09-11 18:00")
LAPSED = moment("2025-09-11 18:01")
BALLOT_APPROVED = moment("2025-09-17 10:00")


# -- people and commissions


@dataclass(frozen=True)
class Staff:
    """One person a role, each holding only that role."""

    chair: User
    deputy: User
    secretary: User
    member: User
    registrar: User
    clerk: User
    auditor: User
    administrator: User
    recorder: User

    def __getitem__(self, role: Role) -> User:
        user: User = getattr(self, role.value)
        return user


def a_user(name: str = "person", **fields: Any) -> User:
    """An account that nobody can sign in with (set a password where a test needs one)."""
    number = next(_serial)
    return User.objects.create_user(
        f"{name}-{number}@example.test", **{"full_name": f"{name.title()} {number}", "language": "en", **fields}
    )


def a_commission(slug: str, *, parent: Commission | None = None, **fields: Any) -> Commission:
    given = {
        "level": Level.TERRITORIAL if parent else Level.REGIONAL, "time_zone": ZONE, "seats": 7,
        "name_kk": f"{slug} сайлау комиссиясы", "name_ru": f"Избирательная комиссия {slug}", "name_en": f"Election commission of {slug}",
    }  # fmt: skip
    return found_commission(actor=SYSTEM, at=FOUNDED, slug=slug, parent=parent, **{**given, **fields})


def holding(home: Commission, *roles: Role, name: str = "") -> User:
    """A new account with these roles in a commission."""
    user = a_user(name or "-".join(roles))
    for role in roles:
        appoint_as(home, user, role)
    return user


def appoint_as(home: Commission, user: User, role: Role) -> Membership:
    """One more role for somebody."""
    return appoint(home, actor=SYSTEM, at=FOUNDED, user=user, role=role)


def staff_of(home: Commission) -> Staff:
    """A new person for every role that a membership gives."""
    return Staff(**{role.value: holding(home, role) for role in STAFF_ROLES})


# -- elections


def an_election(
    home: Commission,
    chair: User,
    *,
    slug: str = "test-2025",
    spans: Mapping[str, Span] | None = None,
    vote: Vote = ALL_SEVEN,
    **fields: Any,
) -> Election:
    """A called election with its timetable adopted; `spans` moves entries, `fields` go to `call_election`."""
    given: dict[str, Any] = {
        "polling_date": POLLING_DAY, "ground": "term_expired", "origin": Origin.LIVE,
        "titles": Text("Қала әкімінің сайлауы", "Выборы акима города", "City akim election"),
        "office": Text("Қала әкімі", "Аким города", "Akim of the city"),
        "territory": Text("Қала", "Город", "The city"),
    }  # fmt: skip
    election = call_election(home, actor=chair, at=CALLED, slug=slug, vote=vote, **{**given, **fields})
    adopt_timetable(election, actor=chair, at=CALLED, vote=vote, spans=spans)
    return election


@dataclass
class World:
    """What most tests need. `above` watches `home`; `other` has nothing to do with either."""

    above: Commission
    home: Commission
    other: Commission
    staff: Staff
    superior: User  # chair of `above`
    outsider: User  # chair, secretary and registrar of `other`
    candidate: User  # signed in, no role anywhere
    stranger: User  # signed in, no role anywhere
    election: Election


def a_world(slug: str = "test") -> World:
    above = a_commission(f"{slug}-region")
    home = a_commission(slug, parent=above)
    other = a_commission(f"{slug}-elsewhere")
    staff = staff_of(home)
    return World(
        above=above,
        home=home,
        other=other,
        staff=staff,
        superior=holding(above, Role.CHAIR, name="superior"),
        outsider=holding(other, Role.CHAIR, Role.SECRETARY, Role.REGISTRAR, name="outsider"),
        candidate=a_user("candidate"),
        stranger=a_user("stranger"),
        election=an_election(home, staff.chair, slug=f"{slug}-2025"),
    )


# -- papers


@cache
def _page(number: int) -> bytes:
    picture = BytesIO()
    Image.new("L", (40, 56), color=number % 256).save(picture, "PNG")
    return picture.getvalue()


def a_scan(number: int = 0) -> Incoming:
    """A small picture of a page, inspected as an upload would be; another number is another picture."""
    return replace(_inspected(number), content=SimpleUploadedFile("scan.png", _page(number), "image/png"))


@cache
def _inspected(number: int) -> Incoming:
    # once a picture: the portal reads every file in a process of its own, which takes its time
    return take_in(SimpleUploadedFile("scan.png", _page(number), "image/png"))


# -- nominations


def a_person(number: int) -> dict[str, Any]:
    """The fields of an invented person, as `filing.start` takes them; another number is another person, of another name."""
    # a name has no digits: the number is spelled in letters, in the order of the alphabet
    cyrillic, latin = (str(number).translate(str.maketrans("0123456789", letters)) for letters in ("абвгдежзик", "abcdefghij"))
    return {
        "given_name_kk": f"Есім-{cyrillic}", "given_name_ru": f"Имя-{cyrillic}", "given_name_en": f"Given-{latin}",
        "family_name_kk": f"Тек-{cyrillic}", "family_name_ru": f"Фамилия-{cyrillic}", "family_name_en": f"Family-{latin}",
        "birth_date": date(1980, 1, 1), "citizenship": "KZ", 
        "iin": iin(date(1980, 1, 1), woman=bool(number % 2), serial=number * 11 % 9900),
        "address": f"Бейбітшілік көшесі, {number}", "phone": f"+7 700 111 {number:04d}", "email": f"applicant{number}@example.test",
        "sex": "woman" if number % 2 else "man", "married": True, "convicted": False,
        "education": "жоғары", "workplace": f"№ {number} мектеп",
        "occupation_kk": "мұғалім", "occupation_ru": "учитель", "occupation_en": "teacher",
    }  # fmt: skip


A_PARTY = {"party_kk": "Партия", "party_ru": "Партия", "party_representative": "Өкіл Өкілов"}


def a_draft(
    world: World, *, at: datetime = STARTED, applicant: User | None = None, way: str = "self", papers: bool = True, **fields: Any
) -> Nomination:
    """A draft: on the portal by `applicant`, else on paper by the secretary. With all its papers unless `papers` is off."""
    actor = applicant or world.staff.secretary
    person = {**a_person(next(_serial)), **(A_PARTY if way == "party" else {}), **fields}
    if "sex" not in fields and len(person["iin"]) == LENGTH:
        person["sex"] = sex_of(person["iin"])
    channel = Channel.PORTAL if applicant else Channel.PAPER
    nomination = filing.start(world.election, actor=actor, at=at, way=way, channel=channel, **person)
    for paper in nomination.papers.order_by("pk") if papers else ():
        handing_in.provide_paper(nomination, actor=actor, at=at, code=paper.code, document=a_scan() if applicant else None)
    return nomination


def record_checks(
    nomination: Nomination, world: World, *, at: datetime = CHECKED, after_registration: bool = False, failing: Iterable[str] = ()
) -> None:
    """A result for every check; those in `failing` fail."""
    for check in nomination.checks.filter(after_registration=after_registration):
        result = "failed" if check.code in failing else "passed"
        verification.record_check(nomination, actor=world.staff.registrar, at=at, code=check.code, result=result, reference=f"1-{check.pk}")


def a_failure(
    nomination: Nomination, world: World, *, at: datetime = NOTED, told: datetime | None = NOTED, curable: bool = False, **fields: Any
) -> Deficiency:
    """A recorded failure; notified at `told` (None: the candidate was not told). One text as `description` stands in both languages."""
    given = {"article": "CL ch. 13-1", "description": "Талап орындалмаған"} | fields
    if isinstance(words := given["description"], str):
        given["description"] = Text(words, words)
    return verification.note_deficiency(
        nomination, actor=world.staff.registrar, at=at, curable=curable, notified_at=told, **given
    )  # fmt: skip


def a_false_declaration(nomination: Nomination, world: World) -> Because:
    """A ground to cancel a registration, with the failed check and the notice behind it."""
    record_checks(nomination, world, at=LEFT, after_registration=True, failing=["declarations_true"])
    failed = nomination.checks.get(code="declarations_true")
    return Because("false_declaration", a_failure(nomination, world, at=LEFT, told=LEFT, article="CL art. 104(1-1)", failed_check=failed))


def conclude_and_finish(nomination: Nomination, world: World, *, at: tuple[datetime, datetime] = (CONCLUDED, FINISHED)) -> Nomination:
    verification.conclude_verification(nomination, actor=world.staff.registrar, at=at[0])
    return verification.finish(nomination, actor=world.staff.deputy, at=at[1])


def nomination_in(state: State, world: World, *, midway: Callable[[Nomination], Any] | None = None, **fields: Any) -> Nomination:
    """A nomination that the services brought into `state`. `fields`: those of `a_draft` (applicant, way, iin, …).

    `midway` is done with it as soon as its verification has begun. Under verification all checks are still pending; everywhere
    later they have passed. A refused and a cancelled one have one ground, with its notified failure. A withdrawn one was
    registered before.
    """
    staff = world.staff
    nomination = a_draft(world, **fields)
    if state is State.DRAFT:
        return nomination
    if state is State.LAPSED:
        return filing.lapse(nomination, actor=SYSTEM, at=LAPSED)
    handing_in.submit(nomination, actor=nomination.applicant or staff.secretary, at=SUBMITTED, declared=True)
    if state is State.SUBMITTED:
        return nomination
    verification.take_up(nomination, actor=staff.registrar, at=TAKEN)
    if midway:
        midway(nomination)
    if state is State.UNDER_VERIFICATION:
        return nomination
    if state is State.CORRECTION_REQUESTED:
        a_failure(nomination, world, told=None, curable=True)
        return verification.request_correction(nomination, actor=staff.registrar, at=CORRECTION_ASKED)
    record_checks(nomination, world, failing=["civil_service"] if state is State.REFUSED else ())
    if state is State.REFUSED:
        grounds = [Because("requirements", a_failure(nomination, world, failed_check=nomination.checks.get(code="civil_service")))]
        conclude_and_finish(nomination, world)
        return deciding.refuse(nomination, actor=staff.chair, at=DECIDED, vote=ALL_SEVEN, grounds=grounds)
    conclude_and_finish(nomination, world)
    if state is State.READY_FOR_DECISION:
        return nomination
    deciding.register(nomination, actor=staff.chair, at=DECIDED, vote=ALL_SEVEN)
    if state is State.WITHDRAWN:
        return leaving.withdraw(nomination, actor=nomination.applicant or staff.secretary, at=LEFT)
    if state is State.CANCELLED:
        return deciding.cancel(nomination, actor=staff.chair, at=LEFT, vote=ALL_SEVEN, grounds=[a_false_declaration(nomination, world)])
    assert state is State.REGISTERED
    return nomination


def a_proxy(nomination: Nomination) -> User:
    """A registered proxy of the candidate."""
    user = a_user("proxy")
    Proxy.objects.create(nomination=nomination, user=user, registered_at=STARTED)
    return user


def an_approved_ballot(world: World) -> list[BallotOption]:
    """The ballot with all registered candidates of the election (at least two), approved on 17 September."""
    return ballot.approve_ballot(world.election, actor=world.staff.chair, at=BALLOT_APPROVED, vote=ALL_SEVEN)


# -- reading


def events_of(subject: Record) -> list[str]:
    """The kinds of the audit events on a row, oldest first."""
    rows = AuditEvent.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return list(rows.order_by("sequence").values_list("kind", flat=True))


def refused(code: str, step: Callable[..., Any], subject: Any, /, *args: Any, status: int = 409, **kwargs: Any) -> Refused:
    """Take the step and make sure that it is refused with this code, and that the subject's row and log stay as they were.

    `refused("state", withdraw, nomination, actor=secretary, at=LEFT)`
    """
    before, events = type(subject).objects.values().get(pk=subject.pk), events_of(subject)
    with pytest.raises(Refused) as refusal:
        step(subject, *args, **kwargs)
    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert (type(subject).objects.values().get(pk=subject.pk), events_of(subject)) == (before, events)
    return refusal.value
