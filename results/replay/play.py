"""Plays a record in its order, each step through its own service at its own time, by the people who would have done it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from candidates.models import Channel, Nomination
from candidates.selectors import ballot_in_force
from candidates.services import appeals, ballot, deciding, filing, handing_in, leaving, verification
from candidates.services.deciding import Because
from commission import clock
from commission.access import SYSTEM, Role
from commission.models import Commission, Decision, Election, Level, Origin, Precision, Standing, User
from commission.refused import Refused
from commission.services.commissions import appoint, dismiss, found_commission
from commission.services.decisions import Text
from commission.services.elections import adopt_timetable, call_election, source_figures
from results.models import EditionStatus, Protocol
from results.replay.apportion import apportion, divide, station_weights
from results.replay.record import RecordedElection, RecordedNomination
from results.services import outcome, protocols
from stations.models import StationKind
from stations.services import places

# Who acts in a replay. All hold the recorder's permission while it runs, and lose it at its end.
CAST = (Role.SECRETARY, Role.CHAIR, Role.REGISTRAR, Role.DEPUTY, Role.CLERK, Role.MEMBER)
NOON = time(12)


@dataclass
class Cast:
    """The replay's own accounts, one a role; nobody can sign in with them."""

    users: dict[Role, User]

    def __getitem__(self, role: Role) -> User:
        return self.users[role]


def play(record: RecordedElection) -> tuple[Election, bool]:
    """Replay the record. Returns the election and whether anything was written: a second replay changes nothing.

    All or nothing, in one transaction. Raises Refused where a service refuses a step.
    """
    existing = Election.objects.filter(slug=record.slug).first()
    if existing:
        if existing.origin != Origin.REPLAYED:
            raise Refused("slug_taken", "An election of this name is run on this portal; a record can't replace it.")
        return existing, False
    with transaction.atomic():
        return Play(record).run(), True


class Play:
    """One run: the record, the cast, and the steps in the order of the calendar."""

    def __init__(self, record: RecordedElection) -> None:
        self.record = record
        self.home = self._commission()
        self.cast = self._engage()

    def at(self, day: date, hour: time = NOON) -> datetime:
        return clock.at_local(day, hour, self.record.zone)

    def run(self) -> Election:
        self.election = self._call()
        self._places()
        rows = {n.key: self._nominate(n) for n in self.record.nominations}
        self._refuse_and_register(rows)
        self._leave(rows)
        ballot.approve_ballot(
            self.election,
            actor=self.cast[Role.SECRETARY],
            at=self.at(self.record.polling_date - timedelta(days=4)),
            vote=None,
            precision=Precision.UNKNOWN,
        )
        self._count(rows)
        self._conclude()
        self._disengage()
        return self.election

    # -- who

    def _commission(self) -> Commission:
        slug = self.record.slug.rsplit("-", 1)[0]
        home = Commission.objects.filter(slug=slug).first()
        if home:
            return home
        names, chair = self.record.commission_names, self.record.chair
        return found_commission(
            actor=SYSTEM, at=self.at(self.record.called_on, time(0)), slug=slug, level=Level.TERRITORIAL, time_zone=self.record.zone,
            name_kk=names.kk, name_ru=names.ru, name_en=names.en, chair_kk=chair.kk, chair_ru=chair.ru, chair_en=chair.en,
        )  # fmt: skip

    def _engage(self) -> Cast:
        now, users = clock.now(), {}
        for role in CAST:
            users[role] = User.objects.create_user(
                f"replay-{role}.{self.record.slug}@portal.invalid", full_name=f"Replay ({role})", language="kk"
            )
            for held in dict.fromkeys((role, Role.CLERK if role is Role.MEMBER else role, Role.RECORDER)):
                appoint(self.home, actor=SYSTEM, at=now, user=users[role], role=held)
        return Cast(users)

    def _disengage(self) -> None:
        """No account keeps the recorder's power after the replay."""
        for user in self.cast.users.values():
            for membership in user.memberships.filter(until__isnull=True):
                dismiss(self.home, actor=SYSTEM, at=clock.now(), membership=membership)
            user.is_active = False
            user.save(update_fields=["is_active"])

    # -- the call, the timetable, the ground

    def _call(self) -> Election:
        r = self.record
        election = call_election(
            self.home, actor=self.cast[Role.CHAIR], at=self.at(r.called_on), slug=r.slug, titles=r.title, office=r.office, territory=r.territory,
            polling_date=r.polling_date, ground=r.ground, vote=None, polls_open=r.polls_open, polls_close=r.polls_close,
            origin=Origin.REPLAYED, precision=Precision.DAY,
        )  # fmt: skip
        adopt_timetable(
            election,
            actor=self.cast[Role.CHAIR],
            at=self.at(r.called_on),
            vote=None,
            spans=r.spans,
            number=r.timetable_number,
            precision=Precision.DAY,
        )
        marks: dict[str, tuple[Standing, int | None, int | None]] = {
            "voters_on_list": (Standing.PRESS, None, None),
            "ballots_issued": (Standing.INFERRED, *r.issued_range),
            "against_all": (Standing.INFERRED, *r.against_all_range),
            "invalid": (Standing.INFERRED, None, None),
            "ballots_in_boxes": (Standing.INFERRED, None, None),
            "valid": (Standing.INFERRED, None, None),
            "ballots_received": (Standing.ILLUSTRATIVE, None, None),
            "ballots_cancelled": (Standing.ILLUSTRATIVE, None, None),
            "turnout": (Standing.ARTICLE, None, None),
            "candidate_votes": (Standing.ARTICLE, None, None),
            "stations": (Standing.ARTICLE, None, None),
            "campaign": (Standing.ARTICLE, None, None),
            "per_station": (Standing.ILLUSTRATIVE, None, None),
        }
        source_figures(election, actor=self.cast[Role.SECRETARY], at=self.at(r.called_on), figures=marks)
        return election

    def _places(self) -> None:
        r, secretary, at = self.record, self.cast[Role.SECRETARY], self.at(self.record.called_on)
        voters = apportion(r.voters, station_weights(r.stations_open, r.stations_closed))
        stations = [
            {
                "number": i,
                "kind": StationKind.OPEN if i <= r.stations_open else StationKind.CLOSED,
                "voters_on_list": on_list,
                "illustrative": True,
            }
            for i, on_list in enumerate(voters, start=1)
        ]
        self.stations = places.add_stations(self.election, actor=secretary, at=at, rows=stations)
        places.add_venues(self.election, actor=secretary, at=at, rows=[{"number": i, "illustrative": True} for i in range(1, r.venues + 1)])
        places.add_poster_places(
            self.election, actor=secretary, at=at, rows=[{"number": i, "illustrative": True} for i in range(1, r.poster_places + 1)]
        )

    # -- nominations

    def _nominate(self, person: RecordedNomination) -> Nomination:
        secretary = self.cast[Role.SECRETARY]
        closes = self.record.spans["nomination"].due_at
        assert closes is not None  # read_record makes sure of it
        nomination = filing.start(
            self.election, actor=secretary, at=closes, way=person.way, channel=Channel.PAPER, name_published=person.names is not None,
            birth_year=person.birth_year, party_membership=person.party_membership, **_person_fields(person),
        )  # fmt: skip
        handing_in.submit(nomination, actor=secretary, at=closes, declared=False, precision=Precision.UNKNOWN)
        verification.take_up(nomination, actor=self.cast[Role.REGISTRAR], at=closes)
        verification.conclude_verification(nomination, actor=self.cast[Role.REGISTRAR], at=closes)
        verification.finish(nomination, actor=self.cast[Role.DEPUTY], at=closes)
        return nomination

    def _refuse_and_register(self, rows: dict[str, Nomination]) -> None:
        secretary = self.cast[Role.SECRETARY]
        registration_due = self.record.spans["registration"].due_at
        assert registration_due is not None
        first_refusal = min((n.decided_on for n in self.record.nominations if n.decided_on), default=self.record.called_on)
        for person in self.record.nominations:
            if person.outcome != "refused":
                continue
            day = person.decided_on
            deciding.refuse(
                rows[person.key], actor=secretary, at=self.at(day or first_refusal), vote=None,
                grounds=[Because("unspecified", None, person.stated_ground or Text("", ""))],
                precision=Precision.DAY if day else Precision.UNKNOWN,
            )  # fmt: skip
        for person in self.record.nominations:
            if person.outcome == "refused":
                continue
            day = person.registered_on or clock.local_date(registration_due, self.record.zone)
            deciding.register(rows[person.key], actor=secretary, at=min(self.at(day), registration_due), vote=None, precision=Precision.DAY)
        for person in self.record.nominations:
            if person.appeal_body and person.appeal_decided_on:
                self._appeal(rows[person.key], person.appeal_body, person.appeal_decided_on)

    def _appeal(self, nomination: Nomination, body: Text, decided_on: date) -> None:
        secretary = self.cast[Role.SECRETARY]
        decision = Decision.objects.get(grounds__nomination=nomination)
        appeal = appeals.record_appeal(nomination, actor=secretary, at=decision.adopted_at, decision=decision, body=body)
        appeals.decide_appeal(nomination, actor=secretary, at=self.at(decided_on), appeal=appeal, outcome="rejected")

    def _leave(self, rows: dict[str, Nomination]) -> None:
        for person in self.record.nominations:
            if person.outcome == "withdrawn" and person.withdrawn_on:
                leaving.withdraw(rows[person.key], actor=self.cast[Role.SECRETARY], at=self.at(person.withdrawn_on))

    # -- the count

    def _count(self, rows: dict[str, Nomination]) -> None:
        r = self.record
        closes = self.at(r.polling_date, r.polls_close)
        options = list(ballot_in_force(self.election))
        key_of = {row.pk: key for key, row in rows.items()}
        totals = [r.votes[key_of[o.nomination_id]] if o.nomination_id else r.against_all for o in options]
        issued = apportion(r.issued, [s.voters_on_list or 0 for s in self.stations])
        table = divide([*totals, r.invalid], issued)
        received: list[Protocol] = []
        for i, station in enumerate(self.stations):
            votes = {option.pk: table[k][i] for k, option in enumerate(options)}
            lines = _lines_of(station.voters_on_list or 0, issued[i], invalid=table[-1][i])
            at = closes + timedelta(minutes=60 + i)
            protocol = protocols.receive_protocol(station, actor=self.cast[Role.SECRETARY], at=at, illustrative=True)
            for role in (Role.CLERK, Role.MEMBER):
                protocols.enter_protocol(protocol, actor=self.cast[role], at=at, lines=lines, votes=votes)
            received.append(protocol)
        protocols.accept_protocols(
            self.election,
            actor=self.cast[Role.SECRETARY],
            at=self.at(r.determined_on),
            protocols=received,
            vote=None,
            precision=Precision.UNKNOWN,
        )

    def _conclude(self) -> None:
        r, chair, at = self.record, self.cast[Role.CHAIR], self.at(self.record.determined_on)
        outcome.determine_result(self.election, actor=chair, at=at, vote=None, precision=Precision.DAY)
        outcome.register_elected(self.election, actor=chair, at=at, vote=None, took_office_on=r.took_office_on, precision=Precision.DAY)
        outcome.publish_edition(self.election, actor=self.cast[Role.SECRETARY], at=at, status=EditionStatus.CERTIFIED)


def _person_fields(person: RecordedNomination) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for language in ("kk", "ru", "en"):
        if person.names:
            given, _space, family = getattr(person.names, language).partition(" ")
            fields[f"given_name_{language}"], fields[f"family_name_{language}"] = given, family
        fields[f"occupation_{language}"] = getattr(person.occupation, language)
    return fields


def _lines_of(on_list: int, issued: int, *, invalid: int) -> dict[str, int | None]:
    """The lines of one station by the fixed rule: received is the list and 1 %, what was not issued was cancelled."""
    received = on_list + -(-on_list // 100)
    return {
        "voters_on_list": on_list,
        "ballots_received": received,
        "ballots_issued": issued,
        "ballots_cancelled": received - issued,
        "ballots_in_boxes": issued,
        "invalid": invalid,
        "valid": issued - invalid,
    }
