"""The count of signatures: what was issued, handed in, checked and found valid, held against the law's threshold. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from candidates.iin import fault as fault_of_number

SEPARATOR = re.compile(r"[;,\t]")


@dataclass(frozen=True)
class Sheet:
    """A sheet as the count reads it: `signatures` of None is not handed in yet, `faults` are its lines that do not count."""

    number: int
    signatures: int | None = None
    checked: bool = False
    faults: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """What the panel, the protocol and the proposed result all print."""

    issued: int
    sheets_handed_in: int
    sheets_checked: int
    handed_in: int
    checked: int
    valid: int
    invalid: Mapping[str, int]  # by reason
    needed: int | None  # None: the number of voters is not known

    @property
    def complete(self) -> bool:
        """Has every sheet that came back been checked?"""
        return self.sheets_handed_in > 0 and self.sheets_checked == self.sheets_handed_in

    @property
    def enough(self) -> bool | None:
        """Is the threshold reached? Nothing where it is not known."""
        return None if self.needed is None else self.valid >= self.needed


def count(sheets: Iterable[Sheet], needed: int | None) -> Count:
    """Only lines of checked sheets are valid or invalid; a sheet that is still with the collectors counts for nothing."""
    every = list(sheets)
    back = [sheet for sheet in every if sheet.signatures is not None]
    checked = [sheet for sheet in back if sheet.checked]
    invalid: dict[str, int] = {}
    for sheet in checked:
        for reason in sheet.faults.values():
            invalid[reason] = invalid.get(reason, 0) + 1
    lines = sum(sheet.signatures or 0 for sheet in checked)
    return Count(
        issued=len(every),
        sheets_handed_in=len(back),
        sheets_checked=len(checked),
        handed_in=sum(sheet.signatures or 0 for sheet in back),
        checked=lines,
        valid=lines - sum(invalid.values()),
        invalid=invalid,
        needed=needed,
    )


@dataclass(frozen=True)
class Signer:
    """Who signed on a line; the number is not kept."""

    sheet: int
    line: int
    iin: str


@dataclass(frozen=True)
class Misread:
    """A row of the paste that can't be taken: `columns`, `number`, `twice`, or what `iin.fault` says of the identity number."""

    row: int
    code: str


def read_signers(text: str, sheet: int | None = None) -> tuple[list[Signer], list[Misread]]:
    """Rows `line;iin` of one sheet, or `sheet;line;iin` of several; comma and tab part as well. A head without figures is passed over."""
    signers: list[Signer] = []
    misread: list[Misread] = []
    seen: set[tuple[int, int]] = set()
    columns = 3 if sheet is None else 2
    for row, words in enumerate(text.splitlines(), start=1):
        cells = [cell.strip().strip('"') for cell in SEPARATOR.split(words.strip().strip(";"))]
        if not any(cells) or (row == 1 and not any(character.isdigit() for character in words)):
            continue
        if len(cells) != columns:
            misread.append(Misread(row, "columns"))
            continue
        *place, number = cells
        if not all(cell.isascii() and cell.isdigit() and int(cell[:9]) > 0 for cell in place):
            misread.append(Misread(row, "number"))
            continue
        found = Signer(sheet if sheet is not None else int(place[0][:9]), int(place[-1][:9]), number.replace(" ", ""))
        if (found.sheet, found.line) in seen:
            misread.append(Misread(row, "twice"))
        elif wrong := fault_of_number(found.iin):
            misread.append(Misread(row, wrong))
        else:
            seen.add((found.sheet, found.line))
            signers.append(found)
    return signers, misread


def repeated(lines: Sequence[tuple[int, int, str]]) -> set[tuple[int, int]]:
    """Of lines (sheet, line, signer) those on which somebody signed again: the first one counts, in the order of the sheets."""
    seen: set[str] = set()
    again = set()
    for sheet, line, signer in sorted(lines):
        if signer in seen:
            again.add((sheet, line))
        seen.add(signer)
    return again


def read_lines(text: str) -> set[int] | None:
    """`3, 7, 12-15` as line numbers; nothing where it can't be read."""
    found: set[int] = set()
    for part in text.replace(";", ",").replace("–", "-").split(","):
        if not part.strip():
            continue
        match = re.fullmatch(r"\s*([0-9]{1,5})\s*(?:-\s*([0-9]{1,5})\s*)?", part)
        if not match:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 0 < first <= last:
            return None
        found |= set(range(first, last + 1))
    return found


def as_ranges(lines: Collection[int]) -> str:
    """The reverse: `3, 7, 12-15`."""
    parts: list[list[int]] = []
    for line in sorted(lines):
        if parts and line == parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
