"""A small election on the night of its count: two candidates, against all, three stations, and the people who work there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from candidates.models import BallotOption, Nomination
from candidates.services.ballot import approve_ballot
from commission import clock
from commission.access import SYSTEM, Role
from commission.models import Commission, Decision, Election, Level, User
from commission.services.commissions import appoint, found_commission
from commission.services.decisions import Text, Vote
from commission.services.elections import adopt_timetable, call_election
from results.models import Entry, Protocol
from results.services import protocols
from stations.models import PollingStation
from stations.services.places import add_stations

POLLING_DAY = date(2025, 10, 12)
CALLED = datetime(2025, 8, 27, 7, tzinfo=clock.UTC)
CLOSED = datetime(2025, 10, 12, 15, tzinfo=clock.UTC)  # 20:00 in the city
NIGHT = CLOSED + timedelta(hours=2)
ALL_SEVEN = Vote(present=7, votes_for=7)
PEOPLE = {
    "chair": Role.CHAIR,
    "deputy": Role.DEPUTY,
    "secretary": Role.SECRETARY,
    "member": Role.MEMBER,
    "registrar": Role.REGISTRAR,
    "clerk": Role.CLERK,
    "colleague": Role.CLERK,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}


def a_commission(slug: str = "ozen") -> Commission:
    return found_commission(
        actor=SYSTEM, at=CALLED - timedelta(days=30), slug=slug, level=Level.TERRITORIAL, time_zone="Asia/Almaty", seats=7,
        name_kk="Өзен комиссиясы", name_ru="Комиссия Озена", name_en="Commission of Ozen",
    )  # fmt: skip


def staff_of(home: Commission) -> dict[str, User]:
    users = {}
    for name, role in PEOPLE.items():
        users[name] = User.objects.create_user(f"{name}@{home.slug}.invalid", full_name=name)
        appoint(home, actor=SYSTEM, at=CALLED - timedelta(days=20), user=users[name], role=role)
    return users


def lines_for(votes: Sequence[int], **changed: int | None) -> dict[str, int | None]:
    """The lines of a protocol that closes over `votes`; `changed` breaks or completes it."""
    valid = sum(votes)
    in_boxes = valid + 10
    lines: dict[str, int | None] = {
        "voters_on_list": 1000,
        "ballots_received": 1010,
        "ballots_issued": in_boxes,
        "ballots_cancelled": 1010 - in_boxes,
        "ballots_in_boxes": in_boxes,
        "invalid": 10,
        "valid": valid,
    }
    return lines | changed


VOTES = (300, 200, 80)


@dataclass
class Night:
    """The election and everybody who counts it; each method is one step of the way of a protocol."""

    election: Election
    staff: dict[str, User]
    options: list[BallotOption]
    stations: list[PollingStation]

    def receive(self, station: PollingStation) -> Protocol:
        return protocols.receive_protocol(station, actor=self.staff["secretary"], at=NIGHT)

    def enter(self, protocol: Protocol, who: str = "clerk", votes: Sequence[int] = VOTES, **changed: int | None) -> Entry:
        by_option = {option.pk: count for option, count in zip(self.options, votes, strict=True)}
        return protocols.enter_protocol(protocol, actor=self.staff[who], at=NIGHT, lines=lines_for(votes, **changed), votes=by_option)

    def definitive(self, station: PollingStation, votes: Sequence[int] = VOTES, **changed: int | None) -> Protocol:
        protocol = self.receive(station)
        for who in ("clerk", "colleague"):
            self.enter(protocol, who, votes, **changed)
        return protocol

    def accept(self, rows: Iterable[Protocol]) -> Decision:
        return protocols.accept_protocols(self.election, actor=self.staff["secretary"], at=NIGHT, protocols=rows, vote=ALL_SEVEN)

    def count_all(self, *votes: Sequence[int]) -> list[Protocol]:
        """Every station received, entered twice alike and accepted; `votes` are those of each station in turn."""
        given = votes or (VOTES,) * len(self.stations)
        rows = [self.definitive(station, of_station) for station, of_station in zip(self.stations, given, strict=True)]
        self.accept(rows)
        return rows


def an_election(home: Commission, staff: dict[str, User]) -> Election:
    election = call_election(
        home, actor=staff["chair"], at=CALLED, slug=f"{home.slug}-2025", polling_date=POLLING_DAY, ground="term_expired", vote=ALL_SEVEN,
        titles=Text("Өзен әкімінің сайлауы", "Выборы акима Озена", "Ozen akim election"),
        office=Text("Өзен әкімі", "Аким Озена", "Akim of Ozen"), territory=Text("Өзен", "Озен", "Ozen"),
    )  # fmt: skip
    adopt_timetable(election, actor=staff["chair"], at=CALLED, vote=ALL_SEVEN)
    return election


def a_night(home: Commission, staff: dict[str, User], *, stations: int = 3, candidates: int = 2) -> Night:
    election = an_election(home, staff)
    for number in range(1, candidates + 1):
        Nomination.objects.create(
            election=election, number=number, state="registered", way="self", channel="paper", received_at=CALLED, registered_at=CALLED,
            given_name_kk="Үміткер", family_name_kk=f"{number}-ші", given_name_ru="Кандидат", family_name_ru=f"{number}-й",
        )  # fmt: skip
    options = approve_ballot(election, actor=staff["chair"], at=CALLED + timedelta(days=40), vote=ALL_SEVEN)
    rows: list[dict[str, Any]] = [{"number": n, "kind": "open", "voters_on_list": 1000} for n in range(1, stations + 1)]
    return Night(election, staff, options, add_stations(election, actor=staff["secretary"], at=CALLED, rows=rows))
