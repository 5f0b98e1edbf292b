"""Reads a record file whole and refuses a broken one with line and reason, before anything is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from commission import clock
from commission.services.decisions import Text

Path_ = tuple[str | int, ...]


class BrokenRecord(ValueError):
    """The record can't be used: line (1-based, 0 where the file itself is unreadable), place and reason."""

    def __init__(self, reason: str, *, line: int = 0, place: str = "") -> None:
        where = ", ".join(filter(None, (f"line {line}" if line else "", place)))
        super().__init__(f"{where}: {reason}" if where else reason)
        self.line = line


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
    spans: dict[str, tuple[datetime | None, datetime | None]]
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


class Reader:
    """Walks the record and knows where it is, so that every complaint names its line."""

    def __init__(self, value: Any, lines: Mapping[Path_, int], path: Path_ = ()) -> None:
        self.value, self.lines, self.path = value, lines, path

    def fail(self, reason: str) -> BrokenRecord:
        path = self.path
        while path and path not in self.lines:
            path = path[:-1]
        return BrokenRecord(reason, line=self.lines.get(path, 1), place=".".join(map(str, self.path)))

    def __getitem__(self, key: str | int) -> "Reader":
        if isinstance(key, int):
            return Reader(self.value[key], self.lines, (*self.path, key))
        if not isinstance(self.value, dict):
            raise self.fail("a group of fields is expected here")
        if key not in self.value:
            raise self.fail(f"“{key}” is missing")
        return Reader(self.value[key], self.lines, (*self.path, key))

    def get(self, key: str) -> "Reader | None":
        return self[key] if isinstance(self.value, dict) and self.value.get(key) is not None else None

    @property
    def plain(self) -> "Reader":
        """The value itself where the record wraps it with its standing: {"value": 1, "status": "press"}."""
        return self["value"] if isinstance(self.value, dict) and "value" in self.value else self

    def items(self) -> list["Reader"]:
        if not isinstance(self.value, list):
            raise self.fail("a list is expected here")
        return [self[i] for i in range(len(self.value))]

    def count(self) -> int:
        value = self.plain.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.fail(f"a count is expected here, not {value!r}")
        return value

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("a text is expected here")
        return self.value.strip()

    def words(self) -> Text:
        if not isinstance(self.value, dict):
            raise self.fail("a text in kk, ru and en is expected here")
        known = {language: self[language].text() for language in ("kk", "ru", "en") if self.value.get(language)}
        if not known:
            raise self.fail("a text in kk, ru or en is expected here")
        return Text(known.get("kk", ""), known.get("ru", ""), known.get("en", ""))

    def day(self) -> date:
        try:
            return date.fromisoformat(self.plain.text())
        except ValueError:
            raise self.fail(f"a day like 2025-10-12 is expected here, not {self.plain.value!r}") from None

    def hour(self) -> time:
        try:
            return time.fromisoformat(self.text())
        except ValueError:
            raise self.fail(f"an hour like 07:00 is expected here, not {self.value!r}") from None

    def instant(self, zone: str) -> datetime:
        try:
            wall = datetime.fromisoformat(self.text())
        except ValueError:
            raise self.fail(f"a moment like 2025-09-11T18:00 is expected here, not {self.value!r}") from None
        return clock.at_local(wall.date(), wall.time(), zone)

    def choice(self, allowed: tuple[str, ...]) -> str:
        value = self.text()
        if value not in allowed:
            raise self.fail(f"“{value}” is not one of {', '.join(allowed)}")
        return value

    def range(self) -> tuple[int, int]:
        low, high = (self[i].count() for i in (0, 1)) if isinstance(self.value, list) and len(self.value) == 2 else (1, 0)
        if low > high:
            raise self.fail("a range [lowest, highest] is expected here")
        return low, high


def read_record(path: Path) -> RecordedElection:
    """Read and check a record file. Raises BrokenRecord; nothing is ever half read."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BrokenRecord(f"the file can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BrokenRecord("the file is not UTF-8 text") from error
    try:
        value = json.loads(text)
        lines = _lines(yaml.compose(text, Loader=yaml.SafeLoader))
    except json.JSONDecodeError as error:
        raise BrokenRecord(f"not valid JSON: {error.msg}", line=error.lineno) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BrokenRecord("not a record file") from error
    return _record(Reader(value, lines), path.stem)


def _lines(node: Any, path: Path_ = ()) -> dict[Path_, int]:
    found: dict[Path_, int] = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            found |= _lines(child, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            found |= _lines(child, (*path, index))
    return found


def _record(root: Reader, slug: str) -> RecordedElection:
    zone_field = root["time_zone"]
    try:
        clock.zone(zone_field.text())
    except (KeyError, ValueError, OSError):
        raise zone_field.fail("there is no such time zone") from None
    zone, election, result = zone_field.text(), root["election"], root["result"]
    record = RecordedElection(
        slug=slug,
        zone=zone,
        commission_names=root["commission"]["name"].words(),
        chair=root["commission"]["chair"].words(),
        office=election["office"].words(),
        title=election["title"].words(),
        territory=root["territory"]["name"].words(),
        ground=election["ground"].text().replace(" of powers", "").replace(" ", "_"),
        polling_date=election["polling_date"].day(),
        polls_open=election["polls_open"].hour(),
        polls_close=election["polls_close"].hour(),
        called_on=root["timetable"]["resolution"]["adopted_on"].day(),
        timetable_number=root["timetable"]["resolution"]["number"].text(),
        spans=_spans(root["timetable"]["entries"], zone),
        nominations=tuple(_nomination(item) for item in root["nominations"].items()),
        voters=root["territory"]["eligible_voters"].count(),
        stations_open=root["stations"]["open"].count(),
        stations_closed=root["stations"]["closed"].count(),
        venues=root["campaign"]["meeting_venues"].count(),
        poster_places=root["campaign"]["poster_places"].count(),
        votes={key: result["votes"][key]["votes"].count() for key in result["votes"].value if key != "against_all"},
        against_all=result["votes"]["against_all"]["votes"].count(),
        against_all_range=result["votes"]["against_all"]["votes"]["range"].range(),
        issued=result["ballots_issued"].count(),
        issued_range=result["ballots_issued"]["range"].range(),
        invalid=result["invalid_or_not_cast"].count(),
        determined_on=result["announced_on"].day(),
        took_office_on=result["took_office_on"].day(),
    )
    _check(record, root)
    return record


# The record's own names of entries that the rule set calls otherwise.
ENTRY_CODES = {"publication_and_registration": ("publication", "registration_of_elected")}


def _spans(entries: Reader, zone: str) -> dict[str, tuple[datetime | None, datetime | None]]:
    spans: dict[str, tuple[datetime | None, datetime | None]] = {}
    for entry in entries.items():
        code = entry["code"].text()
        start, end, due, at = (entry.get(name) for name in ("starts", "ends", "due", "at"))
        starts_at = start.instant(zone) if start else None
        last = end or due
        due_at = last.instant(zone) if last else clock.at_local(at.day(), time.max, zone) if at else None
        if due_at is None:
            raise entry.fail("an entry needs “ends”, “due” or “at”")
        if starts_at and starts_at > due_at:
            raise entry.fail("the entry ends before it starts")
        for each in ENTRY_CODES.get(code, (code,)):
            spans[each] = (starts_at, due_at)
    return spans


def _nomination(item: Reader) -> RecordedNomination:
    def day(name: str) -> date | None:
        return found.day() if (found := item.get(name)) else None

    def words(name: str) -> Text | None:
        return found.words() if (found := item.get(name)) else None

    appeal = item.get("appeal")
    born = item.get("birth_year")
    party = item.get("party_membership")
    return RecordedNomination(
        key=item["key"].text(),
        names=words("name"),
        way=item["way"].choice(("self", "party", "superior_akim")),
        birth_year=born.count() if born else None,
        party_membership=party.text() if party else "",
        occupation=words("occupation") or Text("", ""),
        outcome=item["outcome"].choice(OUTCOMES),
        elected=bool(item.value.get("elected")),
        registered_on=day("registered_on"),
        withdrawn_on=day("withdrawn_on"),
        decided_on=day("decided_on"),
        stated_ground=words("stated_ground"),
        appeal_body=appeal["body"].words() if appeal else None,
        appeal_decided_on=appeal["decided_on"].day() if appeal else None,
    )


def _check(record: RecordedElection, root: Reader) -> None:
    """What the fields say together."""
    result = root["result"]
    if record.called_on >= record.polling_date:
        raise root["election"]["polling_date"].fail("polling day must lie after the call")
    if record.polls_open >= record.polls_close:
        raise root["election"]["polls_close"].fail("the polls close before they open")
    if record.stations_open + record.stations_closed != root["stations"]["total"].count():
        raise root["stations"].fail("open and closed stations do not add up to the total")
    if "nomination" not in record.spans or "voting" not in record.spans:
        raise root["timetable"]["entries"].fail("the entries “nomination” and “voting” are needed")
    if sum(1 for n in record.nominations if n.elected) != 1:
        raise root["nominations"].fail("exactly one person must be elected")
    keys = [n.key for n in record.nominations]
    if len(keys) != len(set(keys)):
        raise root["nominations"].fail("a key stands twice")
    for index, nomination in enumerate(record.nominations):
        if nomination.outcome == "withdrawn" and nomination.withdrawn_on is None:
            raise root["nominations"][index].fail("a withdrawal needs its day")
    if set(record.votes) != {n.key for n in record.nominations if n.outcome == "registered"}:
        raise result["votes"].fail("votes must be given for the registered candidates who stayed, and for nobody else")
    if not record.against_all_range[0] <= record.against_all <= record.against_all_range[1]:
        raise result["votes"]["against_all"].fail("the count lies outside its range")
    valid = sum(record.votes.values()) + record.against_all
    if valid + record.invalid != record.issued:
        raise result["ballots_issued"].fail(f"valid votes ({valid}) and the rest ({record.invalid}) do not add up to it")
    if record.issued > record.voters:
        raise result["ballots_issued"].fail("more ballots were issued than voters are on the lists")
    for key, votes in record.votes.items():
        said = result["votes"][key]["percent"]
        if not isinstance(said.value, int | float) or abs(said.value - 100 * votes / valid) > 0.00501:
            raise said.fail(f"{votes} of {valid} valid votes are {100 * votes / valid:.2f} %")
    turnout = result["turnout_percent"]
    if abs(float(turnout.plain.value) - 100 * record.issued / record.voters) > 0.00501:
        raise turnout.fail(f"{record.issued} of {record.voters} voters are {100 * record.issued / record.voters:.2f} %")
