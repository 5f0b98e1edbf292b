"""Control relations of a precinct protocol: numbered, each with its own firing example. Pure.

E blocks acceptance until corrected or accepted by a decision with an explanation; W must be explained; N informs.
A missing line is not zero: a relation that needs it stays silent, except for the lines that count as 0 when absent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    ERROR = "E"
    WARNING = "W"
    NOTICE = "N"


@dataclass(frozen=True)
class Figures:
    """The figures of one protocol, in ballots, voters and votes. `votes` holds every option, against all included."""

    lines: Mapping[str, int | None]
    votes: Mapping[int, int]
    closed_station: bool = False
    shared_list: bool = False

    def __getattr__(self, name: str) -> int | None:
        if name.startswith("_") or name not in self.lines:
            raise AttributeError(name)
        return self.lines[name]

    @property
    def own_list(self) -> bool:
        """Is the list this station's alone? Closed stations add who arrives; a shared list belongs to several."""
        return not (self.closed_station or self.shared_list)

    def or_zero(self, name: str) -> int:
        """A line that counts as 0 where the form does not have it."""
        return self.lines.get(name) or 0

    def has(self, *names: str) -> bool:
        return all(self.lines.get(name) is not None for name in names)


Holds = Callable[[Any], bool]


@dataclass(frozen=True)
class Relation:
    """`needs` are the lines without which it can't be judged; `fires` is an example on which it must fire."""

    code: str
    severity: Severity
    formula: str
    text: Any
    needs: tuple[str, ...]
    holds: Holds
    fires: Mapping[str, int]
    fires_votes: Mapping[int, int] = field(default_factory=dict)
    fires_closed: bool = False

    @property
    def example(self) -> Figures:
        """The protocol on which it must fire."""
        return Figures(self.fires, self.fires_votes, closed_station=self.fires_closed)


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTICE
RELATIONS: tuple[Relation, ...] = (
    Relation(
        "E.101", E, "valid = sum of candidates + against all", _("Valid ballots must equal the votes added up."),
        ("valid",), lambda f: f.valid == sum(f.votes.values()), {"valid": 590}, {1: 400, 2: 189},
    ),
    Relation(
        "E.102", E, "ballots_in_boxes = valid + invalid", _("Ballots in the boxes must equal valid plus invalid."),
        ("ballots_in_boxes", "valid", "invalid"), lambda f: f.ballots_in_boxes == f.valid + f.invalid,
        {"ballots_in_boxes": 600, "valid": 590, "invalid": 9}, {1: 590},
    ),
    Relation(
        "E.103", E, "ballots_received + ballots_unaccounted = ballots_issued + ballots_cancelled + ballots_spoiled + ballots_lost",
        _("Ballots received must equal issued plus cancelled, with spoiled, lost and unaccounted ones."),
        ("ballots_received", "ballots_issued", "ballots_cancelled"),
        lambda f: f.ballots_received + f.or_zero("ballots_unaccounted")
        == f.ballots_issued + f.ballots_cancelled + f.or_zero("ballots_spoiled") + f.or_zero("ballots_lost"),
        {"ballots_received": 1000, "ballots_issued": 600, "ballots_cancelled": 399},
    ),
    Relation(
        "E.104", E, "ballots_issued <= voters_on_list", _("More voters received ballots than stand on the list."),
        ("ballots_issued", "voters_on_list"),
        lambda f: not f.own_list or f.ballots_issued <= f.voters_on_list,
        {"ballots_issued": 601, "voters_on_list": 600},
    ),
    Relation(
        "E.105", E, "ballots_in_boxes = in_stationary_boxes + in_portable_boxes", _("Ballots in the boxes must equal stationary plus portable."),
        ("ballots_in_boxes", "in_stationary_boxes", "in_portable_boxes"),
        lambda f: f.ballots_in_boxes == f.in_stationary_boxes + f.in_portable_boxes,
        {"ballots_in_boxes": 600, "in_stationary_boxes": 580, "in_portable_boxes": 19},
    ),
    Relation(
        "E.106", E, "ballots_issued = issued_at_station + issued_outside + issued_absentee", _("Ballots issued must equal the sum of their parts."),
        ("ballots_issued", "issued_at_station", "issued_outside", "issued_absentee"),
        lambda f: f.ballots_issued == f.issued_at_station + f.issued_outside + f.issued_absentee,
        {"ballots_issued": 600, "issued_at_station": 580, "issued_outside": 18, "issued_absentee": 1},
    ),
    Relation(
        "W.104", W, "ballots_issued <= voters_on_list, where the station is closed or shares its list",
        _("More voters received ballots than stand on the list; the station is closed or shares its list."),
        ("ballots_issued", "voters_on_list"),
        lambda f: f.own_list or f.ballots_issued <= f.voters_on_list,
        {"ballots_issued": 61, "voters_on_list": 60}, fires_closed=True,
    ),
    Relation(
        "W.201", W, "ballots_in_boxes <= ballots_issued", _("More ballots were found than issued."),
        ("ballots_in_boxes", "ballots_issued"), lambda f: f.ballots_in_boxes <= f.ballots_issued,
        {"ballots_in_boxes": 601, "ballots_issued": 600},
    ),
    Relation(
        "W.202", W, "ballots_issued - ballots_in_boxes < 15 and < 2 % of ballots_issued", _("Many issued ballots were not found in the boxes."),
        ("ballots_in_boxes", "ballots_issued"),
        lambda f: f.ballots_issued - f.ballots_in_boxes < 15 and (f.ballots_issued - f.ballots_in_boxes) * 50 < max(f.ballots_issued, 1),
        {"ballots_in_boxes": 500, "ballots_issued": 600},
    ),
    Relation(
        "W.204", W, "votes > 0", _("No votes at all."), ("ballots_issued",), lambda f: sum(f.votes.values()) > 0, {"ballots_issued": 0},
    ),
    Relation(
        "W.208", W, "in_portable_boxes <= issued_outside", _("More ballots in the portable box than issued outside the station."),
        ("in_portable_boxes", "issued_outside"), lambda f: f.in_portable_boxes <= f.issued_outside,
        {"in_portable_boxes": 20, "issued_outside": 19},
    ),
    Relation(
        "N.301", N, "ballots_received <= voters_on_list", _("More ballots received than voters on the list (ordinary)."),
        ("ballots_received", "voters_on_list"), lambda f: f.ballots_received <= f.voters_on_list,
        {"ballots_received": 606, "voters_on_list": 600},
    ),
    Relation(
        "N.302", N, "ballots_in_boxes >= ballots_issued", _("Some issued ballots were carried away (lawful)."),
        ("ballots_in_boxes", "ballots_issued"), lambda f: f.ballots_in_boxes >= f.ballots_issued,
        {"ballots_in_boxes": 599, "ballots_issued": 600},
    ),
    Relation(
        "N.303", N, "ballots_issued < voters_on_list", _("Everybody on the list received a ballot (ordinary for small closed stations)."),
        ("ballots_issued", "voters_on_list"), lambda f: f.ballots_issued != f.voters_on_list,
        {"ballots_issued": 60, "voters_on_list": 60},
    ),
)  # fmt: skip


def fired(figures: Figures) -> list[Relation]:
    """The relations that do not hold for a protocol, in their numbered order."""
    return [r for r in RELATIONS if figures.has(*r.needs) and not r.holds(figures)]


def errors(figures: Figures) -> list[Relation]:
    """The fired relations that block acceptance."""
    return [r for r in fired(figures) if r.severity is Severity.ERROR]
