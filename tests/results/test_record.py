"""A broken record is refused whole, with its line and a reason, before anything is written."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from commission.models import Commission, Election, User
from results.replay import play as replay
from results.replay.record import BrokenRecord, read_record
from tests.demonstration import DATA

TEXT = (DATA / "semey-2025.json").read_text(encoding="utf-8")


@dataclass
class Edit:
    """One edit of the real record; the complaint must name the line of `old` (or of `at`, where the fault shows elsewhere)."""

    what: str
    old: str
    new: str
    reason: str
    at: str = ""

    def made(self) -> str:
        assert TEXT.count(self.old) == 1, f"{TEXT.count(self.old)} places to edit"
        return TEXT.replace(self.old, self.new)

    @property
    def line(self) -> int:
        where = self.at or self.old
        assert TEXT.count(where) == 1, f"{TEXT.count(where)} places of {where}"
        return TEXT[: TEXT.index(where)].count("\n") + 1


OF_BAIBUROV = '"way": "self", "occupation": {"en": "Former head of'
EDITS = [
    Edit("a comma is missing", '"rules": "kz-akim-2025",', '"rules": "kz-akim-2025"', "not valid JSON", at='"time_zone"'),
    Edit("a bracket is missing", '"about": "The', '"about": ["The', "not valid JSON", at='"rules": '),
    Edit("a key stands twice in a group", '"term_years": 4,', '"term_years": 4, "term_years": 5,', "stands twice"),
    Edit(
        "a group is missing", '"campaign": {"meeting_venues"', '"campaigns": {"meeting_venues"', "“campaign” is missing", at='{\n  "about"'
    ),
    Edit("a field is missing", '"polls_close": "20:00"', '"polls_end": "20:00"', "“polls_close” is missing", at='"election": {'),
    Edit("a list is a text", '"entries": [\n', '"entries": "none", "other": [\n', "a list is expected"),
    Edit("a group is a number", '"territory": {', '"territory": 5, "land": {', "a group of fields is expected"),
    Edit("a count is negative", '"poster_places": 30', '"poster_places": -30', "a count is expected"),
    Edit("a count is a text", '"meeting_venues": 26', '"meeting_venues": "26"', "a count is expected"),
    Edit("a count is true", '"closed": 18', '"closed": true', "a count is expected"),
    Edit("a count is a fraction", '"votes": 12557', '"votes": 12557.5', "a count is expected"),
    Edit(
        "a count is beyond any electorate",
        '"eligible_voters": {"value": 220761',
        '"eligible_voters": {"value": 22076100000',
        "a count is expected",
    ),
    Edit("a year is no year", '"birth_year": 1980', '"birth_year": 19800', "a year is expected"),
    Edit("a day that the calendar has not", '"polling_date": "2025-10-12"', '"polling_date": "2025-02-30"', "a day like"),
    Edit("a day with an hour", '"announced_on": "2025-10-14"', '"announced_on": "2025-10-14T10:00"', "a day like"),
    Edit("an hour that the clock has not", '"polls_open": "07:00"', '"polls_open": "25:00"', "an hour like"),
    Edit("an hour with a zone", '"polls_open": "07:00"', '"polls_open": "07:00+05:00"', "an hour like"),
    Edit("a moment with a zone", '"ends": "2025-09-11T18:00"', '"ends": "2025-09-11T18:00+06:00"', "a moment like"),
    Edit("a moment that is none", '"ends": "2025-10-12T20:00"', '"ends": "in the evening"', "a moment like"),
    Edit("a zone that does not exist", '"Asia/Almaty"', '"Asia/Semey"', "no such time zone"),
    Edit("a zone that is a path", '"Asia/Almaty"', '"../../etc/passwd"', "no such time zone"),
    Edit("an unknown outcome", '"outcome": "withdrawn"', '"outcome": "vanished"', "is not one of"),
    Edit("an unknown way", OF_BAIBUROV, OF_BAIBUROV.replace("self", "acclamation"), "is not one of"),
    Edit("an unknown ground", '"ground": "early termination of powers"', '"ground": "bad weather"', "is not one of"),
    Edit("an unknown outcome of an appeal", '"outcome": "refusal upheld"', '"outcome": "registered after all"', "is not one of"),
    Edit("a rule set of another country", '"rules": "kz-akim-2025"', '"rules": "fr-maire-2026"', "is not one of"),
    Edit("an unknown entry of the timetable", '"code": "counting"', '"code": "dancing"', "is not one of"),
    Edit(
        "an unknown standing of an entry",
        '"at": "2025-10-15", "status": "article"',
        '"at": "2025-10-15", "status": "rumour"',
        "is not one of",
    ),
    Edit("an entry without a standing", '"at": "2025-08-27", "status"', '"at": "2025-08-27", "state"', "“status” is missing"),
    Edit("an entry stands twice", '"code": "counting"', '"code": "voting"', "stands twice"),
    Edit("an entry without a time", '"code": "determination", "at"', '"code": "determination", "when"', "needs"),
    Edit("an entry ends before it starts", '"ends": "2025-10-11T00:00"', '"ends": "2025-09-11T00:00"', "ends before it starts"),
    Edit(
        "nomination has no end",
        '"code": "nomination", "starts": "2025-08-28T00:00", "ends"',
        '"code": "nomination", "starts": "2025-08-28T00:00", "about"',
        "needs",
    ),
    Edit("the polls close before they open", '"polls_close": "20:00"', '"polls_close": "06:00"', "close before they open"),
    Edit(
        "called after polling day",
        '"adopted_on": {"value": "2025-08-27"',
        '"adopted_on": {"value": "2025-12-27"',
        "must lie after the call",
        at='"polling_date"',
    ),
    Edit("announced before polling day", '"announced_on": "2025-10-14"', '"announced_on": "2025-10-11"', "before the polls close"),
    Edit("open and closed are not all stations", '"open": 110', '"open": 111', "do not add up"),
    Edit("a year before the calendar of the portal", '"polling_date": "2025-10-12"', '"polling_date": "0001-01-01"', "a day like"),
    Edit("a moment at the end of time", '"ends": "2025-10-12T20:00"', '"ends": "9999-12-31T23:59"', "a moment like"),
    Edit("a day where a moment is needed", '"ends": "2025-10-11T00:00"', '"ends": "2025-10-11"', "a moment like"),
    Edit("polling day before the first rule set", '"polling_date": "2025-10-12"', '"polling_date": "2019-06-09"', "No rule set"),
    Edit("registration is no entry", '"code": "registration"', '"code": "certificates"', "“registration” is needed", at='"entries": ['),
    Edit("refused before the call", '"decided_on": "2025-09-12"', '"decided_on": "2025-08-12"', "after the call"),
    Edit(
        "appealed before the refusal", '"decided_on": {"value": "2025-09-19"', '"decided_on": {"value": "2025-09-11"', "follows a refusal"
    ),
    Edit("in office before the result", '"took_office_on": "2025-10-14"', '"took_office_on": "2025-10-13"', "before the result"),
    Edit("the commission has no Kazakh name", '"kk": "Семей қаласының аумақтық', '"qq": "Семей қаласының аумақтық', "“kk” is missing"),
    Edit("a candidate has no Kazakh name", '"kk": "Қаныш Төлеуов"', '"qq": "Қаныш Төлеуов"', "“kk” is missing"),
    Edit("votes are a number", '"votes": {\n', '"votes": 5, "other": {\n', "a group of fields is expected"),
    Edit(
        "two are elected",
        '"outcome": "registered"},\n    {"key": "bekjasarov"',
        '"outcome": "registered", "elected": true},\n    {"key": "bekjasarov"',
        "exactly one",
        at='"nominations": [',
    ),
    Edit("nobody is elected", ', "elected": true', "", "exactly one", at='"nominations": ['),
    Edit("elected is a word", '"elected": true', '"elected": "no"', "true or false"),
    Edit(
        "the loser is elected",
        ', "elected": true},\n    {"key": "toleuov"',
        ', "elected": false},\n    {"key": "toleuov", "elected": true',
        "most votes",
        at='"nominations": [',
    ),
    Edit("a key stands twice", '{"key": "unnamed-2"', '{"key": "unnamed-1"', "stands twice", at='"nominations": ['),
    Edit("a withdrawal without its day", ', "withdrawn_on": "2025-10-07"', "", "needs its day"),
    Edit("a withdrawal after polling day", '"withdrawn_on": "2025-10-07"', '"withdrawn_on": "2025-10-17"', "before polling day"),
    Edit("votes for a stranger", '"toleuov": {"votes"', '"nobody": {"votes"', "nobody else", at='"votes": {\n'),
    Edit("votes for somebody who withdrew", '"toleuov": {"votes"', '"sapatov": {"votes"', "nobody else", at='"votes": {\n'),
    Edit("a share that the counts do not give", '"percent": 10.82', '"percent": 10.84', "are 10.82 %"),
    Edit("a share that is a word", '"percent": 8.41', '"percent": "eight"', "are 8.41 %"),
    Edit("a share of against all that the counts do not give", '"percent": 3.7,', '"percent": 5.7,', "are 3.71 %"),
    Edit(
        "a turnout that the counts do not give", '"turnout_percent": {"value": 53.70', '"turnout_percent": {"value": 53.90', "are 53.70 %"
    ),
    Edit("a turnout that is a word", '"turnout_percent": {"value": 53.70', '"turnout_percent": {"value": "half"', "are 53.70 %"),
    Edit(
        "the sum does not close",
        '"invalid_or_not_cast": {"value": 2483',
        '"invalid_or_not_cast": {"value": 2484',
        "do not add up",
        at='"ballots_issued"',
    ),
    Edit("a count outside its range", '"range": [4299, 4313]', '"range": [4299, 4301]', "outside its range"),
    Edit("a range upside down", '"range": [118538, 118560]', '"range": [118560, 118538]', "a range"),
    Edit("a range of three", '"range": [118538, 118560]', '"range": [1, 2, 3]', "a range"),
    Edit("issued outside its range", '"range": [118538, 118560]', '"range": [118550, 118560]', "outside its range"),
    Edit("words in a language of nobody", '"stated_ground": {"en"', '"stated_ground": {"fr": "non"}, "other": {"en"', "in kk, ru or en"),
    Edit("words that are a number", '"chair": {"en": "Güljan Quanyşeva"', '"chair": {"en": 5', "a text is expected"),
    Edit(
        "a name longer than the portal holds", '"name": {"en": "Qanyş Töleuov"', '"name": {"en": "Qanyş ' + "T" * 400 + '"', "longer than"
    ),
    Edit("a text with a zero byte", '"Güljan Quanyşeva"', '"Güljan\\u0000Quanyşeva"', "a text is expected"),
    Edit("no station at all", '"total": 128, "open": 110, "closed": 18', '"total": 0, "open": 0, "closed": 0', "at least one"),
]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "semey-2025.json"


def complaint(record: Path) -> BrokenRecord:
    with pytest.raises(BrokenRecord) as broken:
        read_record(record)
    return broken.value


@pytest.mark.parametrize("edit", EDITS, ids=lambda e: e.what)
def test_a_broken_record_is_refused_with_its_line_and_a_reason(record: Path, edit: Edit) -> None:
    record.write_text(edit.made(), encoding="utf-8")
    broken = complaint(record)
    assert edit.reason in str(broken)
    assert broken.line == edit.line, str(broken)
    assert "\n" not in str(broken)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not valid JSON"),
        (b"\x00" * 100, "not valid JSON"),
        (TEXT.encode("utf-16"), "not UTF-8"),
        (TEXT.encode("cp1251", errors="replace"), "not UTF-8"),
        (b"[" * 100_000, "not a record file"),
        (b"[" * 100_000 + b"]" * 100_000, "not a record file"),
        (b"[]", "a group of fields is expected"),
        (b"null", "a group of fields is expected"),
        (b'"semey"', "a group of fields is expected"),
        (b"5", "a group of fields is expected"),
        (b"{}", "is missing"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not a record file"),
        (b'{"a": NaN}', "NaN is no number"),
    ],
    ids=[
        "empty",
        "zeros",
        "UTF-16",
        "Windows-1251",
        "open brackets",
        "deep nesting",
        "a list",
        "null",
        "a text",
        "a number",
        "an empty group",
        "a huge number",
        "a number that JSON has not",
    ],
)
def test_a_file_that_is_no_record_is_refused(record: Path, content: bytes, reason: str) -> None:
    record.write_bytes(content)
    assert reason in str(complaint(record))


def test_a_file_with_a_byte_order_mark_is_read_all_the_same(record: Path) -> None:
    record.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert read_record(record).voters == 220_761


def test_a_record_that_is_indented_by_tabs_is_read_all_the_same(record: Path) -> None:
    record.write_text(TEXT.replace("\n  ", "\n\t\t"), encoding="utf-8")
    assert read_record(record).voters == 220_761


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "can't be read" in str(complaint(tmp_path))
    assert "can't be read" in str(complaint(tmp_path / "nowhere.json"))


@pytest.mark.parametrize("name", ["Semey 2025.json", "ñ.json", "-.json", "s" * 80 + ".json"])
def test_a_file_name_that_makes_no_address_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    assert "file name" in str(complaint(path))


def test_the_real_record_is_accepted(record: Path) -> None:
    record.write_text(TEXT, encoding="utf-8")
    read = read_record(record)
    assert (read.slug, len(read.nominations), sum(read.votes.values()) + read.against_all) == ("semey-2025", 8, 116_066)


# -- the command


def rows() -> dict[str, int]:
    return {model._meta.label: count for model in apps.get_models() if (count := model._base_manager.count())}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "edit",
    [e for e in EDITS if e.what in ("a comma is missing", "an unknown entry of the timetable", "the sum does not close")],
    ids=lambda e: e.what,
)
def test_the_command_says_one_sentence_and_leaves_nothing(record: Path, edit: Edit) -> None:
    before = rows()
    record.write_text(edit.made(), encoding="utf-8")
    with pytest.raises(CommandError) as error:
        call_command("replay_election", record)
    assert error.value.returncode != 0
    assert str(error.value).startswith(f"The record {record} is refused whole: line {edit.line}")
    assert "\n" not in str(error.value)
    assert rows() == before


@pytest.mark.slow
@pytest.mark.django_db
def test_a_replay_that_is_interrupted_at_its_last_step_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled_plug(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    before = rows()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(replay.outcome, "publish_edition", pulled_plug)
        call_command("replay_election", DATA / "semey-2025.json")
    assert (Election.objects.count(), User.objects.count(), Commission.objects.count()) == (0, 0, 0)
    assert rows() == before


@pytest.mark.django_db
def test_a_record_never_replaces_an_election_that_runs_here(night, tmp_path: Path) -> None:
    path = tmp_path / f"{night.election.slug}.json"
    path.write_text(TEXT, encoding="utf-8")
    before = rows()
    with pytest.raises(CommandError, match="slug_taken"):
        call_command("replay_election", path)
    assert rows() == before
