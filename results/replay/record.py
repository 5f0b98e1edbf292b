"""Reads a record file whole and refuses a broken one with line and reason, before anything is written."""

import re
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from commission import clock
from commission.law import NoRules, pack_for
from commission.models import EntryStanding, Ground, Precision
from commission.services.decisions import Text
from commission.services.elections import Span
from results.replay.reader import BrokenRecord, Reader, open_record

__all__ = ["BrokenRecord", "RecordedElection", "RecordedNomination", "read_record"]


@dataclass(frozen=True)
class RecordedNomination:
    """One person of the record; unnamed where the name was never published."""

    key: str
    names: Text | None
    way: str
    birth_year: int | None
    party_membership: str
    occupation: Text
    outcome: str
    elected: bool
    registered_on: date | None
    withdrawn_on: date | None
    decided_on: date | None
    stated_ground: Text | None
    appeal_body: Text | None
    appeal_decided_on: date | None


@dataclass(frozen=True)
class RecordedElection:
    """The whole record, checked: dates in order, sums closed, percentages equal to what the counts give."""

    slug: str
    zone: str
    commission_names: Text
    chair: Text
    office: Text
    title: Text
    territory: Text
    ground: str
    polling_date: date
    polls_open: time
    polls_close: time
    called_on: date
    timetable_number: str
    spans: dict[str, Span]
    nominations: tuple[RecordedNomination, ...]
    voters: int
    stations_open: int
    stations_closed: int
    venues: int
    poster_places: int
    votes: dict[str, int]
    against_all: int
    against_all_range: tuple[int, int]
    issued: int
    issued_range: tuple[int, int]
    invalid: int
    determined_on: date
    took_office_on: date


OUTCOMES = ("registered", "withdrawn", "refused")
ADDRESS_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def read_record(path: Path) -> RecordedElection:
    """Read and check a record file. Raises BrokenRecord; nothing is ever half read."""
    root = open_record(path)
    if not ADDRESS_NAME.fullmatch(path.stem) or len(path.stem) > 50:
        raise BrokenRecord("the file name becomes the address of the election: a place and a year like semey-2025, in small Latin letters")
    record = _record(root, path.stem)
    _check(record, root)
    return record


def _record(root: Reader, slug: str) -> RecordedElection:
    zone_field = root["time_zone"]
    try:
        clock.zone(zone_field.text())
    except (KeyError, ValueError, OSError):
        raise zone_field.fail("there is no such time zone") from None
    zone, election, result = zone_field.text(), root["election"], root["result"]
    return RecordedElection(
        slug=slug,
        zone=zone,
        commission_names=root["commission"]["name"].words("kk", "ru"),
        chair=root["commission"]["chair"].words(longest=200),
        office=election["office"].words("kk", "ru", longest=200),
        title=election["title"].words("kk", "ru"),
        territory=root["territory"]["name"].words("kk", "ru", longest=200),
        ground=_ground(election["ground"]),
        polling_date=election["polling_date"].day(),
        polls_open=election["polls_open"].hour(),
        polls_close=election["polls_close"].hour(),
        called_on=root["timetable"]["resolution"]["adopted_on"].day(),
        timetable_number=root["timetable"]["resolution"]["number"].text(20),
        spans=_spans(root["timetable"]["entries"], zone, _entries_of_the_law(root)),
        nominations=tuple(_nomination(item) for item in root["nominations"].items()),
        voters=root["territory"]["eligible_voters"].count(),
        stations_open=root["stations"]["open"].count(),
        stations_closed=root["stations"]["closed"].count(),
        venues=root["campaign"]["meeting_venues"].count(),
        poster_places=root["campaign"]["poster_places"].count(),
        votes={key: result["votes"][key]["votes"].count() for key in result["votes"].names() if key != "against_all"},
        against_all=result["votes"]["against_all"]["votes"].count(),
        against_all_range=result["votes"]["against_all"]["votes"]["range"].range(),
        issued=result["ballots_issued"].count(),
        issued_range=result["ballots_issued"]["range"].range(),
        invalid=result["invalid_or_not_cast"].count(),
        determined_on=result["announced_on"].day(),
        took_office_on=result["took_office_on"].day(),
    )


def _ground(field: Reader) -> str:
    ground = field.text().replace(" of powers", "").replace(" ", "_")
    if ground not in Ground.values:
        raise field.fail(f"“{field.text()}” is not one of {', '.join(Ground.values)}")
    return ground


# The record's own names of entries that the rule set calls otherwise.
ENTRY_CODES = {"publication_and_registration": ("publication", "registration_of_elected")}


def _entries_of_the_law(root: Reader) -> tuple[str, ...]:
    """The codes of entries that the rule set of the polling day knows; the record must name that rule set."""
    polling_date = root["election"]["polling_date"]
    try:
        pack = pack_for(polling_date.day())
    except NoRules as no_rules:
        raise polling_date.fail(str(no_rules)) from None
    root["rules"].choice((pack.key.replace("_", "-"),))
    return (*(term.code for term in pack.terms), *ENTRY_CODES)


# How the record says where an entry stands; what it does not name stands by the rules, and the service says so.
STANDINGS = (EntryStanding.ARTICLE, EntryStanding.PRESS, EntryStanding.INFERRED)


def _spans(entries: Reader, zone: str, known: tuple[str, ...]) -> dict[str, Span]:
    spans: dict[str, Span] = {}
    for entry in entries.items():
        code = entry["code"].choice(known)
        start, end, due, at = (entry.get(name) for name in ("starts", "ends", "due", "at"))
        starts_at = start.instant(zone) if start else None
        last = end or due
        due_at = last.instant(zone) if last else clock.at_local(at.day(), time.max, zone) if at else None
        if due_at is None:
            raise entry.fail("an entry needs “ends”, “due” or “at”")
        if starts_at and starts_at > due_at:
            raise entry.fail("the entry ends before it starts")
        standing = EntryStanding(entry["status"].choice(STANDINGS))
        # a day alone: its hour was not published, and none may be shown
        precision = Precision.MOMENT if last or starts_at else Precision.DAY
        for each in ENTRY_CODES.get(code, (code,)):
            if each in spans:
                raise entry.fail(f"“{each}” stands twice")
            spans[each] = Span(starts_at, due_at, precision, standing)
    return spans


def _nomination(item: Reader) -> RecordedNomination:
    def day(name: str) -> date | None:
        return found.day() if (found := item.get(name)) else None

    def words(name: str, *required: str, longest: int = 300) -> Text | None:
        return found.words(*required, longest=longest) if (found := item.get(name)) else None

    appeal, born, party, elected = (item.get(name) for name in ("appeal", "birth_year", "party_membership", "elected"))
    if appeal:
        appeal["outcome"].choice(("refusal upheld",))  # another end of an appeal can't be replayed yet
    return RecordedNomination(
        key=item["key"].text(),
        names=words("name", "kk", longest=100),
        way=item["way"].choice(("self", "party", "superior_akim")),
        birth_year=born.year() if born else None,
        party_membership=party.text(100) if party else "",
        occupation=words("occupation") or Text("", ""),
        outcome=item["outcome"].choice(OUTCOMES),
        elected=elected.truth() if elected else False,
        registered_on=day("registered_on"),
        withdrawn_on=day("withdrawn_on"),
        decided_on=day("decided_on"),
        stated_ground=words("stated_ground"),
        appeal_body=appeal["body"].words() if appeal else None,
        appeal_decided_on=appeal["decided_on"].day() if appeal else None,
    )


def _check(record: RecordedElection, root: Reader) -> None:
    """What the fields say together."""
    _check_times(record, root)
    _check_people(record, root)
    _check_sums(record, root)
    _check_shares(record, root["result"])


def _check_times(record: RecordedElection, root: Reader) -> None:
    if record.called_on >= record.polling_date:
        raise root["election"]["polling_date"].fail("polling day must lie after the call")
    if record.polls_open >= record.polls_close:
        raise root["election"]["polls_close"].fail("the polls close before they open")
    if missing := {"nomination", "registration", "voting"} - set(record.spans):
        raise root["timetable"]["entries"].fail(f"the entry “{min(missing)}” is needed")
    if record.determined_on <= record.polling_date:
        raise root["result"]["announced_on"].fail("the result is announced before the polls close")
    if record.took_office_on < record.determined_on:
        raise root["result"]["took_office_on"].fail("the akim takes office before the result is announced")


def _check_people(record: RecordedElection, root: Reader) -> None:
    people, keys = root["nominations"], [n.key for n in record.nominations]
    if len(keys) != len(set(keys)):
        raise people.fail("a key stands twice")
    for person, nomination in zip(people.items(), record.nominations, strict=True):
        if nomination.outcome == "withdrawn" and nomination.withdrawn_on is None:
            raise person.fail("a withdrawal needs its day")
        for name in ("decided_on", "registered_on", "withdrawn_on"):
            if (day := getattr(nomination, name)) and not record.called_on <= day < record.polling_date:
                raise person[name].fail("it must lie after the call and before polling day")
        if nomination.appeal_decided_on and (
            nomination.outcome != "refused" or nomination.appeal_decided_on < (nomination.decided_on or record.called_on)
        ):
            raise person["appeal"].fail("an appeal follows a refusal")
    elected = [n.key for n in record.nominations if n.elected]
    if len(elected) != 1:
        raise people.fail("exactly one person must be elected")
    if set(record.votes) != {n.key for n in record.nominations if n.outcome == "registered"}:
        raise root["result"]["votes"].fail("votes must be given for the registered candidates who stayed, and for nobody else")
    if elected != [key for key, votes in record.votes.items() if votes == max(record.votes.values())]:
        raise people.fail("the person elected must be the one with the most votes")


def _check_sums(record: RecordedElection, root: Reader) -> None:
    result = root["result"]
    if record.stations_open + record.stations_closed != root["stations"]["total"].count():
        raise root["stations"].fail("open and closed stations do not add up to the total")
    if not record.stations_open + record.stations_closed:
        raise root["stations"].fail("at least one station is needed")
    _within(record.against_all, record.against_all_range, result["votes"]["against_all"])
    _within(record.issued, record.issued_range, result["ballots_issued"])
    valid = sum(record.votes.values()) + record.against_all
    if valid + record.invalid != record.issued:
        raise result["ballots_issued"].fail(f"valid votes ({valid}) and the rest ({record.invalid}) do not add up to it")
    if record.issued > record.voters:
        raise result["ballots_issued"].fail("more ballots were issued than voters are on the lists")


def _within(count: int, lowest_highest: tuple[int, int], field: Reader) -> None:
    lowest, highest = lowest_highest
    if not lowest <= count <= highest:
        raise field.fail("the count lies outside its range")


def _check_shares(record: RecordedElection, result: Reader) -> None:
    """Every published percentage comes out of the counts; that of against all was published with one place."""
    valid = sum(record.votes.values()) + record.against_all
    votes = result["votes"]
    for key, count in record.votes.items():
        _equals(votes[key]["percent"], count, valid, "valid votes")
    _equals(votes["against_all"]["percent"], record.against_all, valid, "valid votes", within=0.0501)
    _equals(result["turnout_percent"], record.issued, record.voters, "voters")


def _equals(said: Reader, part: int, base: int, what: str, *, within: float = 0.00501) -> None:
    share = 100 * part / base if base else 0.0
    if abs(said.percent() - share) > within:
        raise said.fail(f"{part} of {base} {what} are {share:.2f} %")
