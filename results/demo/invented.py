"""The second, invented election: its polling day lies some weeks ahead, and it has a person in every state of the table."""

from datetime import date, datetime, time, timedelta

from candidates.models import Channel, Nomination
from candidates.services import filing, handing_in, leaving, verification
from candidates.services.agenda import proposal_for
from commission import clock
from commission.access import SYSTEM, Role
from commission.models import Commission, DecisionKind, Election, Level, Origin, User
from commission.services.commissions import appoint, found_commission
from commission.services.decisions import Text, Vote
from commission.services.elections import adopt_timetable, call_election
from results.demo import casework
from results.demo.accounts import seat
from results.demo.papers import paper
from results.demo.people import person
from results.demo.sittings import Sittings
from stations.models import StationKind, VenueKind
from stations.services import places

ZONE = "Asia/Almaty"
ALL_SEVEN = Vote(present=7, votes_for=7)
SIX_OF_SEVEN = Vote(present=6, votes_for=5, votes_against=1)


def polling_day(today: date) -> date:
    """A Sunday some five weeks ahead, so that nomination is still open today."""
    earliest = today + timedelta(days=34)
    return earliest + timedelta(days=(6 - earliest.weekday()) % 7)


class Invented:
    """Builds the election by its own services, each step at a moment before now."""

    def __init__(self, users: dict[str, User], *, now: datetime) -> None:
        self.users, self.now = users, now
        self.today = clock.local_date(now, ZONE)

    def at(self, days_ago: int, hour: int = 10) -> datetime:
        """Some moment of a past day; never later than now, whatever the hour of the start."""
        return min(clock.at_local(self.today - timedelta(days=days_ago), time(hour), ZONE), self.now)

    def build(self) -> Election:
        home = self.commission()
        self.election = self.call(home)
        self.places()
        self.everybody()
        return self.election

    def commission(self) -> Commission:
        founded = self.at(60)
        above = found_commission(
            actor=SYSTEM, at=founded, slug="sarybel-region", level=Level.REGIONAL, time_zone=ZONE, seats=7,
            name_kk="Сарыбел облыстық сайлау комиссиясы (ойдан шығарылған)", name_ru="Областная избирательная комиссия Сарыбел (вымышленная)",
            name_en="Sarybel Regional Election Commission (invented)",
        )  # fmt: skip
        home = found_commission(
            actor=SYSTEM, at=founded, slug="sarybel", level=Level.TERRITORIAL, parent=above, time_zone=ZONE, seats=7,
            name_kk="Сарыбел қаласының аумақтық сайлау комиссиясы (ойдан шығарылған)",
            name_ru="Территориальная избирательная комиссия города Сарыбел (вымышленная)",
            name_en="Sarybel Territorial Election Commission (invented)",
        )  # fmt: skip
        seat(self.users, home, at=founded)
        appoint(above, actor=SYSTEM, at=founded, user=self.users["superior"], role=Role.CHAIR)
        return home

    def call(self, home: Commission) -> Election:
        chair = self.users["chair"]
        day = polling_day(self.today)
        election = call_election(
            home, actor=chair, at=self.at(14), slug="sarybel-demo", polling_date=day, ground="term_expired", vote=ALL_SEVEN, origin=Origin.INVENTED,
            titles=Text("Сарыбел қаласы әкімінің сайлауы (ойдан шығарылған)", "Выборы акима города Сарыбел (вымышленные)", "Sarybel akim election (invented)"),
            office=Text("Сарыбел қаласының әкімі", "Аким города Сарыбел", "Akim of Sarybel"),
            territory=Text("Сарыбел", "Сарыбел", "Sarybel"),
        )  # fmt: skip
        # The first plan miscounted the end of nomination: a draft lapsed, and a second decision put it right.
        opens = clock.at_local(self.today - timedelta(days=13), time(0), ZONE)
        miscounted = clock.at_local(self.today - timedelta(days=6), time(18), ZONE)
        adopt_timetable(election, actor=chair, at=self.at(14, 11), vote=ALL_SEVEN, spans={"nomination": (opens, miscounted)})
        lapsed = self.start(election, 9, at=self.at(8))
        filing.lapse(lapsed, actor=SYSTEM, at=miscounted + timedelta(minutes=1))
        corrected = clock.at_local(day - timedelta(days=31), time(18), ZONE)
        adopt_timetable(election, actor=chair, at=self.at(5), vote=SIX_OF_SEVEN, spans={"nomination": (opens, corrected)})
        return election

    def places(self) -> None:
        secretary, at = self.users["secretary"], self.at(12)
        stations = [
            {
                "number": n, "kind": StationKind.CLOSED if n > 10 else StationKind.OPEN, "voters_on_list": 180 if n > 10 else 1500 + 37 * n,
                "name_kk": f"№ {n} учаске", "name_ru": f"Участок № {n}", "address_kk": f"Бейбітшілік көшесі, {n}", "address_ru": f"улица Мира, {n}",
                "illustrative": True,
            }
            for n in range(1, 13)
        ]  # fmt: skip
        places.add_stations(self.election, actor=secretary, at=at, rows=stations)
        kinds = (VenueKind.CULTURAL_CENTRE, VenueKind.SCHOOL, VenueKind.LIBRARY, VenueKind.SCHOOL)
        venues = [
            {
                "number": n, "kind": kind, "capacity": 80 * n, "illustrative": True,
                "name_kk": f"№ {n} кездесу орны", "name_ru": f"Зал встреч № {n}", "name_en": f"Meeting hall {n}",
                "address_kk": f"Достық даңғылы, {n}", "address_ru": f"проспект Дружбы, {n}",
            }
            for n, kind in enumerate(kinds, start=1)
        ]  # fmt: skip
        places.add_venues(self.election, actor=secretary, at=at, rows=venues)
        posters = [
            {
                "number": n, "illustrative": True, "name_kk": f"№ {n} тақта", "name_ru": f"Стенд № {n}", "name_en": f"Board {n}",
                "address_kk": f"Орталық алаң, {n}", "address_ru": f"Центральная площадь, {n}",
            }
            for n in range(1, 7)
        ]  # fmt: skip
        places.add_poster_places(self.election, actor=secretary, at=at, rows=posters)

    # -- one person for every state

    def everybody(self) -> None:
        secretary, election = self.users["secretary"], self.election
        self.start(election, 8, at=self.at(2), applicant=self.users["candidate"])  # draft
        self.submitted(7, days_ago=1)
        verified = self.taken(2, days_ago=3, applicant=self.users["candidate2"])  # under verification
        casework.begun(verified, self.users, asked=self.at(2, 9), answered=self.at(1, 9))
        self.correction(6)
        leaving.withdraw(self.submitted(3, days_ago=3), actor=secretary, at=self.at(1, 9))
        self.sessions()

    def sessions(self) -> None:
        """One session registered three people, one refused and cancelled with a separate opinion, one is convened for today."""
        sittings, at = Sittings(self.election.home, self.users), self.at
        first = [self.ready(index, days_ago=4) for index in (0, 1, 10)]
        sittings.hold(at=at(2, 15), proposals=[proposal_for(each, DecisionKind.REGISTER, at(2, 15)) for each in first])
        out, untrue = self.failed(5), self.untrue(first[-1])
        proposals = [proposal_for(out, DecisionKind.REFUSE, at(1, 15)), proposal_for(untrue, DecisionKind.CANCEL, at(1, 15))]
        sittings.hold(at=at(1, 15), proposals=proposals, absent=("member2",), against=("member3",))
        waiting = self.ready(4, days_ago=2)
        sittings.convene(at=at(1, 17), convened_for=self.now, proposals=[proposal_for(waiting, DecisionKind.REGISTER, self.now)])

    def start(self, election: Election, index: int, *, at: datetime, applicant: User | None = None) -> Nomination:
        actor = applicant or self.users["secretary"]
        channel = Channel.PORTAL if applicant else Channel.PAPER
        nomination = filing.start(election, actor=actor, at=at, way="self", channel=channel, **person(index))
        handing_in.provide_paper(nomination, actor=actor, at=at, code="application", document=paper("application"))
        return nomination

    def submitted(self, index: int, *, days_ago: int, applicant: User | None = None) -> Nomination:
        nomination = self.start(self.election, index, at=self.at(days_ago), applicant=applicant)
        actor = applicant or self.users["secretary"]
        for owed in nomination.papers.filter(provided_at__isnull=True):
            handing_in.provide_paper(nomination, actor=actor, at=self.at(days_ago), code=owed.code, document=paper(owed.code))
        return handing_in.submit(nomination, actor=actor, at=self.at(days_ago, 11), declared=True)

    def taken(self, index: int, *, days_ago: int, applicant: User | None = None) -> Nomination:
        nomination = self.submitted(index, days_ago=days_ago, applicant=applicant)
        return verification.take_up(nomination, actor=self.users["registrar"], at=self.at(days_ago, 14))

    def checked(self, index: int, *, days_ago: int, failing: str = "") -> Nomination:
        nomination = self.taken(index, days_ago=days_ago)
        casework.paid(nomination, self.users, at=self.at(days_ago - 1, 9))
        for check in nomination.checks.filter(after_registration=False).exclude(code="deposit"):
            verification.record_check(
                nomination, actor=self.users["registrar"], at=self.at(days_ago - 1, 9), code=check.code,
                result="failed" if check.code == failing else "passed", reference=f"{index + 1}/{check.pk}",
            )  # fmt: skip
        return nomination

    def confirmed(self, nomination: Nomination, *, days_ago: int) -> Nomination:
        verification.conclude_verification(nomination, actor=self.users["registrar"], at=self.at(days_ago, 12))
        return verification.finish(nomination, actor=self.users["deputy"], at=self.at(days_ago, 13))

    def ready(self, index: int, *, days_ago: int) -> Nomination:
        return self.confirmed(self.checked(index, days_ago=days_ago), days_ago=days_ago - 1)

    def correction(self, index: int) -> None:
        nomination, registrar = self.taken(index, days_ago=2), self.users["registrar"]
        verification.note_deficiency(
            nomination, actor=registrar, at=self.at(1, 9), article="CL ch. 13-1", curable=True, description=Text("Өтініште күні көрсетілмеген", "В заявлении нет даты"),
            paper=nomination.papers.get(code="application"),
        )  # fmt: skip
        verification.request_correction(nomination, actor=registrar, at=self.at(1, 10))

    def failed(self, index: int) -> Nomination:
        nomination = self.checked(index, days_ago=4, failing="civil_service")
        verification.note_deficiency(
            nomination, actor=self.users["registrar"], at=self.at(3, 10), article="CL ch. 13-1", curable=False, notified_at=self.at(3, 10),
            description=Text("Мемлекеттік қызмет талаптарына сәйкес емес", "Не соответствует требованиям государственной службы"),
            failed_check=nomination.checks.get(code="civil_service"),
        )  # fmt: skip
        return self.confirmed(nomination, days_ago=2)

    def untrue(self, nomination: Nomination) -> Nomination:
        registrar = self.users["registrar"]
        verification.record_check(
            nomination, actor=registrar, at=self.at(1, 9), code="declarations_true", result="failed", reference="11/1"
        )
        verification.note_deficiency(
            nomination, actor=registrar, at=self.at(1, 9), article="CL art. 104(1-1)", curable=False, notified_at=self.at(1, 9),
            description=Text("Декларация шындыққа сай емес", "Декларация недостоверна"), failed_check=nomination.checks.get(code="declarations_true"),
        )  # fmt: skip
        return nomination
