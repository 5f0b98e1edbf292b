"""Official documents as PDF, compiled by typst from `templates/pdf/`. Pure: no database, no clock, no network, no font of the machine.

A template reads its data as JSON, so that nothing a person typed is ever markup: `#import` as a name prints `#import`.
Equal data give equal bytes: a document's only moment is the one in its head. Every file is PDF/A-2a and PDF/UA-1, tagged and archivable.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "pdf"
STANDARDS: list[Any] = ["a-2a", "ua-1"]

# What typst's own fonts can draw, upright, bold and slanted; PDF/A allows no letter without a picture. A test compiles every one.
DRAWN = (
    (0x20, 0x7E),  # Latin
    (0xA0, 0x2FF),  # Latin with marks; no marks of their own: stacked, they would paint over other lines
    (0x370, 0x482),  # Greek, Cyrillic
    (0x48A, 0x4FF),  # Cyrillic, all of Kazakh
    (0x1E00, 0x1EFF),  # Latin with marks
    (0x2010, 0x203E),  # dashes, quotes, dots
    (0x20A0, 0x20BF),  # money, ₸ among it
    (0x2116, 0x2116),  # №
    (0x2190, 0x2193),  # arrows
)
INVISIBLE, UNASSIGNED = {"Cc", "Cf"}, "Cn"
LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# A word wider than a column would run off the page. Hashes and addresses are copied, so they stay whole: their columns are wide enough.
LONG_WORD = re.compile(r"(?<!\S)(?!https?://\S{1,80}(?!\S))(?![0-9a-f]{64}(?!\S))\S{31,}")
BREAK = "\u200b"


class BrokenTemplate(RuntimeError):
    """A template is missing, does not compile or does not find a value of its contract. Never a fault of what a person typed."""


class Verbatim(str):
    """Text made by the portal that reaches the template letter by letter, e.g. a drawing. Never what a person typed."""

    __slots__ = ()


def make(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/pdf/<template>.typ` for data as described in `commission/pdf_documents.py`. Raises BrokenTemplate."""
    source = TEMPLATES / f"{template}.typ"
    if not re.fullmatch(r"[a-z_]+", template) or not source.is_file():
        raise BrokenTemplate(f"There is no document “{template}”.")
    values = plain(data)
    # A compiler of its own for each call: one object can't be used by two threads, and making one costs half a millisecond.
    compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        compiled = compiler.compile(
            source,
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(datetime.fromisoformat(values["head"]["made"]["iso"]).timestamp()),
            sys_inputs={"data": json.dumps(values)},
        )
    except typst.TypstError as error:
        raise BrokenTemplate(f"{template}.typ: {error.diagnostic}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenTemplate(f"{template}: the data has no head with the moment it was made.") from error
    assert isinstance(compiled, bytes)
    return compiled


def qr(address: str) -> Verbatim:
    """A QR code of an address as an SVG drawing, to print; error correction M survives a fold and a stamp's edge."""
    return Verbatim(segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True))


def printable(text: str) -> str:
    """The text as the fonts can print it. What they can't draw is named by its code, so that nothing a person typed vanishes.

    Signs that only steer (direction marks, control characters) are left out: they could make a printed name differ from the filed one.
    """
    letters = []
    for letter in LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)):
        if letter == "\n":
            letters.append(letter)
        elif letter == "\t":
            letters.append(" ")
        elif (category := unicodedata.category(letter)) in INVISIBLE:
            continue
        elif category != UNASSIGNED and any(first <= ord(letter) <= last for first, last in DRAWN):
            letters.append(letter)
        else:
            letters.append(f"[U+{ord(letter):04X}]")
    return LONG_WORD.sub(lambda word: BREAK.join(re.findall(r".{1,10}", word[0])), "".join(letters))


def plain(value: Any) -> Any:
    """Data as JSON has it, every text printable. A moment must come formatted (`moment`, `day`): a bare one raises TypeError."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Verbatim):
        return str(value)
    if isinstance(value, str):
        return printable(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"A document can't print a {type(value).__name__}.")


@cache
def _fonts() -> typst.Fonts:
    """Typst's own fonts: Libertinus draws all of Kazakh and Russian, DejaVu Sans Mono the tenge sign. Read once a process."""
    return typst.Fonts(include_system_fonts=False)
