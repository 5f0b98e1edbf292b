"""The parts of a case page: facts, tables and a story, as plain data that one template prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.models import Election, Origin, Precision
from commission.templatetags.words import day, moment, utc_offset

NOTHING = "–"


@dataclass(frozen=True)
class Facts:
    """Terms with their values. What is empty prints as a dash. `anchor`: the place of the buttons that belong to this section."""

    title: Any
    rows: Sequence[tuple[Any, Any]]
    note: Any = ""
    anchor: str = ""
    kind: str = "facts"

    @property
    def printed(self) -> list[tuple[Any, Any]]:
        return [(term, NOTHING if value in (None, "") else value) for term, value in self.rows]


@dataclass(frozen=True)
class Table:
    """Rows below their heads; `empty` is what stands where there is no row, `numbers` the columns that hold figures."""

    title: Any
    head: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    empty: Any
    note: Any = ""
    numbers: Sequence[int] = ()
    anchor: str = ""
    kind: str = "table"

    @property
    def columns(self) -> list[tuple[Any, bool]]:
        return [(label, index in self.numbers) for index, label in enumerate(self.head)]

    @property
    def printed(self) -> list[list[tuple[Any, bool]]]:
        return [[(NOTHING if cell in (None, "") else cell, i in self.numbers) for i, cell in enumerate(row)] for row in self.rows]


@dataclass(frozen=True)
class StepLine:
    """One step that leaves the present state: who may, in which term, whether now, and why not."""

    label: Any
    who: str
    term: str
    now: Any
    tone: str
    why_not: str


@dataclass(frozen=True)
class Steps:
    """What can happen next."""

    title: Any
    lines: Sequence[StepLine]
    empty: Any
    kind: str = "steps"


@dataclass(frozen=True)
class Notice:
    """One sentence that must be seen. `tone`: info, success, warning or danger."""

    text: Any
    tone: str = "info"
    kind: str = "notice"


@dataclass(frozen=True)
class Columns:
    """Short sections side by side where the screen is wide enough."""

    sections: Sequence[Facts]
    kind: str = "columns"


@dataclass(frozen=True)
class Own:
    """A section with a template of its own, which finds `data` by its names."""

    title: Any
    template: str
    data: dict[str, Any]
    anchor: str = ""
    kind: str = "own"


@dataclass(frozen=True)
class Beside:
    """Two stacks of sections beside each other on a wide screen, e.g. a checklist and the paper that it is about."""

    left: Sequence[Any]
    right: Sequence[Any]
    kind: str = "beside"


@dataclass(frozen=True)
class Page:
    """A case page: what it is about, its state in words, and its sections in the order of reading."""

    title: Any
    sections: Sequence[Facts | Table | Steps | Notice | Columns | Own | Beside]
    status: Any = ""
    tone: str = "quiet"
    overlay: Any = ""  # what lies over the state, such as an appeal
    lede: Any = ""

    @property
    def places(self) -> list[tuple[str, Any]]:
        """The sections that an address can lead to, in their order."""
        return [(each.anchor, each.title) for each in flat(self.sections) if getattr(each, "anchor", "")]


def when(value: datetime | None, zone: str) -> str:
    """A moment on the city's wall with its offset: 11 September 2025, 18:00 (UTC+5). A line may break only after the day."""
    if value is None:
        return NOTHING
    return f"{moment(value, zone)} ({utc_offset(value, zone)})".replace(" ", "\xa0").replace(",\xa0", ", ")


def told(value: datetime | None, zone: str, precision: str) -> Any:
    """A moment as exactly as it is known: an hour, or a day, that nobody published is not shown."""
    if value is None or precision == Precision.MOMENT:
        return when(value, zone)
    return day(value, zone) if precision == Precision.DAY else Precision.UNKNOWN.label


def known(election: Election | None) -> Precision:
    """How exactly the times of an election's cases are known: the record of a replayed one tells days at best."""
    return Precision.DAY if election is not None and election.origin == Origin.REPLAYED else Precision.MOMENT


def one_line(tables: Sequence[Table], title: Any) -> list[Facts]:
    """What has no row yet, told in one place instead of as many empty boxes."""
    return [Facts(title, [(table.title, table.empty) for table in tables])] if tables else []


def flat(sections: Sequence[Any]) -> list[Any]:
    """All sections, also those that stand beside each other."""
    return [each for one in sections for each in ([*flat(one.left), *flat(one.right)] if isinstance(one, Beside) else [one])]


def digest(value: str) -> Any:
    """A hash, set so that it breaks on a narrow screen."""
    return format_html("<code>{}</code>", value) if value else NOTHING


def yes_no(value: bool) -> Any:
    return _("yes") if value else _("no")


def link(request: HttpRequest, row: Model | None, text: Any = None) -> Any:
    """The row's name, linked to its page on the desk where the person may open lists of its kind."""
    if row is None:
        return NOTHING
    words = row if text is None else text
    desk = admin.site._registry.get(type(row))
    if desk is None or not desk.has_view_permission(request):
        return words
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]), words)
