"""Reads a record file and walks it, so that every complaint names its line."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NoReturn

import yaml

from commission import clock
from commission.services.decisions import Text

Path_ = tuple[str | int, ...]
MOST = 9_999_999  # as much as one line of a protocol can hold
YEARS = range(1900, 2101)


class BrokenRecord(ValueError):
    """The record can't be used: line (1-based, 0 where the file itself is unreadable), place and reason."""

    def __init__(self, reason: str, *, line: int = 0, place: str = "") -> None:
        where = ", ".join(filter(None, (f"line {line}" if line else "", place)))
        super().__init__(f"{where}: {reason}" if where else reason)
        self.line = line


class Reader:
    """One value of the record; it knows where it stands."""

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
        if key not in self.names():
            raise self.fail(f"“{key}” is missing")
        return Reader(self.value[key], self.lines, (*self.path, key))

    def get(self, key: str) -> "Reader | None":
        return self[key] if isinstance(self.value, dict) and self.value.get(key) is not None else None

    @property
    def plain(self) -> "Reader":
        """The value itself where the record wraps it with its standing: {"value": 1, "status": "press"}."""
        return self["value"] if isinstance(self.value, dict) and "value" in self.value else self

    def names(self) -> list[str]:
        if not isinstance(self.value, dict):
            raise self.fail("a group of fields is expected here")
        return list(self.value)

    def items(self) -> list["Reader"]:
        if not isinstance(self.value, list):
            raise self.fail("a list is expected here")
        return [self[i] for i in range(len(self.value))]

    def count(self) -> int:
        value = self.plain.value
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
            raise self.fail(f"a count is expected here, not {value!r}")
        return value

    def year(self) -> int:
        if self.count() not in YEARS:
            raise self.fail(f"a year is expected here, not {self.value!r}")
        return self.count()

    def percent(self) -> float:
        value = self.plain.value
        # a share that is no number equals nothing: whoever compares it says what it should be
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.inf

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fail(f"true or false is expected here, not {self.value!r}")
        return self.value

    def text(self, longest: int = 300) -> str:
        if not isinstance(self.value, str) or not self.value.strip() or not self.value.isprintable():
            raise self.fail("a text is expected here")
        if len(self.value.strip()) > longest:
            raise self.fail(f"the text is longer than {longest} characters")
        return self.value.strip()

    def words(self, *required: str, longest: int = 300) -> Text:
        """A text in some of the three languages, in all of `required`."""
        if not isinstance(self.value, dict):
            raise self.fail("a text in kk, ru and en is expected here")
        for language in required:
            self[language].text()
        known = {language: self[language].text(longest) for language in ("kk", "ru", "en") if self.value.get(language)}
        if not known:
            raise self.fail("a text in kk, ru or en is expected here")
        return Text(known.get("kk", ""), known.get("ru", ""), known.get("en", ""))

    def day(self) -> date:
        found: date = self._parsed(self.plain, date.fromisoformat, "a day like 2025-10-12")
        return found

    def hour(self) -> time:
        found: time = self._parsed(self, time.fromisoformat, "an hour like 07:00")
        return found

    def instant(self, zone: str) -> datetime:
        # the city's own wall time: a zone of its own in the record would silently be another moment
        wall: datetime = self._parsed(self, datetime.fromisoformat, "a moment like 2025-09-11T18:00, in the city's time,")
        if "T" not in self.text():
            raise self.fail(f"a moment like 2025-09-11T18:00 is expected here, not {self.value!r}")
        return clock.at_local(wall.date(), wall.time(), zone)

    def _parsed(self, field: "Reader", parse: Callable[[str], Any], like: str) -> Any:
        try:
            found = parse(field.text())
            if getattr(found, "tzinfo", None) is not None or getattr(found, "year", YEARS[0]) not in YEARS:
                raise ValueError
        except ValueError:
            raise self.fail(f"{like} is expected here, not {field.value!r}") from None
        return found

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


def open_record(path: Path) -> Reader:
    """The file as a walk over its values. Raises BrokenRecord."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BrokenRecord(f"the file can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BrokenRecord("the file is not UTF-8 text") from error
    try:
        value = json.loads(text, parse_constant=_no_number)
        # JSON is YAML but for tabs between its values; inside a text JSON allows none
        lines = _lines(yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader))
    except json.JSONDecodeError as error:
        raise BrokenRecord(f"not valid JSON: {error.msg}", line=error.lineno) from error
    except BrokenRecord:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BrokenRecord("not a record file") from error
    return Reader(value, lines)


def _no_number(name: str) -> NoReturn:
    raise BrokenRecord(f"not valid JSON: {name} is no number")


def _lines(node: Any, path: Path_ = ()) -> dict[Path_, int]:
    found: dict[Path_, int] = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if (*path, key.value) in found:
                raise BrokenRecord(f"“{key.value}” stands twice", line=key.start_mark.line + 1, place=".".join(map(str, path)))
            found |= _lines(child, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            found |= _lines(child, (*path, index))
    return found
