"""An edition's document as a page shows it: labels in the reader's language, every figure with its base and mark."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from commission.templatetags.words import percent
from results.models import Edition, Lines


@dataclass(frozen=True)
class ShownOption:
    """One line of the ballot, in votes; none before the count."""

    label: str
    votes: int | None
    elected: bool
    struck_out: bool
    against_all: bool
    mark: dict[str, Any] | None


@dataclass(frozen=True)
class Shown:
    """One edition, ready for a template."""

    edition: Edition
    published_at: datetime
    options: list[ShownOption]
    valid: int | None
    took_part: int | None
    issued: int
    voters: int
    lines: list[tuple[str, int, dict[str, Any] | None]]
    protocols: list[dict[str, Any]]
    official_base: str
    marks: dict[str, dict[str, Any]]
    stations: dict[str, int]
    illustrative: bool

    @property
    def elected(self) -> ShownOption | None:
        return next((o for o in self.options if o.elected), None)

    @property
    def counted(self) -> bool:
        """Does it hold figures of a count at all?"""
        return self.stations["accepted"] > 0

    @property
    def base(self) -> int | None:
        """The official base of shares, by the rule set."""
        return self.valid if self.official_base == "valid" else self.took_part

    @property
    def base_mark(self) -> dict[str, Any] | None:
        """How sure that base is."""
        return self.marks.get("valid" if self.official_base == "valid" else "ballots_in_boxes")

    @property
    def ranking(self) -> list[ShownOption]:
        """Candidates by votes, against all last."""
        return sorted(self.options, key=lambda o: (o.against_all, -(o.votes or 0)))

    @property
    def bars(self) -> list[dict[str, Any]]:
        return [
            {
                "label": o.label,
                "value": o.votes,
                "share_text": percent(o.votes, self.base),
                "width": (o.votes or 0) * 1000 // self.base if self.base else 0,
                "elected": o.elected,
            }
            for o in self.ranking
        ]


def show(edition: Edition) -> Shown:
    """Read the document; the tables are not asked again, so that an edition says the same for ever."""
    document = edition.document
    language = (get_language() or "kk")[:2]
    marks = document["marks"]
    labels = {f.name: f.verbose_name for f in Lines._meta.get_fields() if hasattr(f, "verbose_name")}
    return Shown(
        edition=edition,
        published_at=datetime.fromisoformat(document["published_at"]),
        options=[_option(o, language, marks) for o in document["options"]],
        valid=document["bases"]["valid"],
        took_part=document["bases"]["took_part"],
        issued=document["lines"].get("ballots_issued", 0),
        voters=document["lines"].get("voters_on_list", 0),
        lines=[(str(labels[name]), document["lines"][name], marks.get(name)) for name in Lines.NAMES if name in document["lines"]],
        protocols=document["protocols"],
        official_base=document["official_share_base"],
        marks=marks,
        stations=document["stations"],
        illustrative=any(p["illustrative"] for p in document["protocols"]),
    )


def _option(option: dict[str, Any], language: str, marks: dict[str, Any]) -> ShownOption:
    names = option["names"]
    against_all = option["kind"] == "against_all"
    return ShownOption(
        label=names.get(language) or names["kk"] or names["ru"],
        votes=option["votes"],
        elected=option["elected"],
        struck_out=option["struck_out"],
        against_all=against_all,
        mark=marks.get("against_all" if against_all else "candidate_votes"),
    )
