"""What each official document says: the contract between a caller and its template in `templates/pdf/`. Pure.

Every document is in Kazakh and Russian, Kazakh first; whatever a caller words comes as `Both`. Moments come formatted by `moment`
and `day`, articles already cited. `Receipt(...).pdf()` is the file; a missing value is a TypeError, found by the type checker.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import ClassVar, Literal

from commission import clock, pdf
from commission.pdf import Verbatim as Verbatim
from commission.pdf import qr as qr

Origin = Literal["live", "replayed", "invented"]

MONTHS_KK = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"]
MONTHS_RU = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]


@dataclass(frozen=True)
class Both:
    """One text in both official languages."""

    kk: str
    ru: str


@dataclass(frozen=True)
class Moment(Both):
    """A moment as documents write it, with the instant itself for the file."""

    iso: str


def day(on: date) -> Both:
    """`2025 жылғы 12 қазан`, `12 октября 2025 года`: how official texts write a day, without cases that depend on the sentence."""
    return Both(f"{on.year} жылғы {on.day} {MONTHS_KK[on.month - 1]}", f"{on.day} {MONTHS_RU[on.month - 1]} {on.year} года")


def moment(at: datetime, zone: str, *, seconds: bool = True) -> Moment:
    """A moment on the wall clock of the city, with its offset: the second decides whether papers came in time."""
    local = clock.local(at, zone)
    written, offset = day(local.date()), local.strftime("%z")
    hour = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    tail = f", {hour} (UTC{offset[:3]}:{offset[3:5]})"
    return Moment(written.kk + tail, written.ru + tail, at.isoformat())


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands on every document: whose it is, which election, and where to check it."""

    commission: Both
    place: Both  # «Семей қаласы», «город Семей»
    document: str  # the number under which the portal keeps the document
    portal: str  # the portal's address
    made: Moment
    origin: Origin  # anything but "live" prints the band that says so: nothing illustrative may pass for real
    election: Both | None = None
    address: Both | None = None
    phone: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs, by office and by name: «Төраға», «Председатель»."""

    office: Both
    name: Both | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """One official document. `template` names its file in `templates/pdf/`."""

    template: ClassVar[str]
    head: Head

    def pdf(self) -> bytes:
        """The finished file; equal values give equal bytes. Raises BrokenTemplate."""
        return pdf.make(self.template, {field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True, kw_only=True)
class Item:
    """One paper handed in."""

    title: Both
    pages: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Receipt(Document):
    """Papers were received: what, from whom, when to the second. `kind` "supplement" answers a correction notice."""

    template: ClassVar[str] = "receipt"
    kind: Literal["submission", "supplement"] = "submission"
    number: str
    person: Both  # as filed
    way: Both  # how the person is nominated
    channel: Both  # «портал арқылы», «қағаз түрінде»
    received: Moment
    items: list[Item]
    sha256: str  # of the whole
    next_steps: list[Both]
    received_by: Signatory | None = None  # only papers handed over on paper are received by a hand
