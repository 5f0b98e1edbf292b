"""The board of an election's timetable: what is overdue, due today, running or next, and done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission import clock
from commission.admin.pages import told
from commission.models import Election, TimetableEntry
from commission.selectors import timetable_of
from commission.services import work
from commission.services.work import Work

OVERDUE, TODAY, AHEAD, DONE = "overdue", "today", "ahead", "done"
TITLES = {OVERDUE: _("Overdue"), TODAY: _("Due today"), AHEAD: _("Running and next"), DONE: _("Done or over")}
TONES = {OVERDUE: "is-late", TODAY: "is-today", AHEAD: "", DONE: ""}


@dataclass(frozen=True)
class Line:
    """One entry: the moment that counts now, and what is left to do of it."""

    entry: TimetableEntry
    at: datetime
    begins: bool
    note: str
    when: Any


@dataclass(frozen=True)
class Group:
    name: str
    title: Any
    tone: str
    lines: list[Line]


def place(entry: TimetableEntry, left: Work | None, now: datetime, zone: str) -> str:
    """In which group an entry stands. What is left when its time is over is overdue; what nobody tells of is over with its time."""
    if left and left.done:
        return DONE
    if entry.due_at is not None and entry.due_at < now:
        return OVERDUE if left and left.left else DONE
    if entry.due_at is not None and clock.local_date(entry.due_at, zone) == clock.local_date(now, zone):
        return TODAY
    return AHEAD


def board(election: Election, now: datetime, *, counts: bool = True) -> list[Group]:
    """The groups that hold something, the most pressing first. `counts` off: how much is left is not this person's business."""
    return groups(timetable_of(election), work.of(election), now, election.zone, counts=counts)


def groups(entries: Iterable[TimetableEntry], left: Mapping[str, Work], now: datetime, zone: str, *, counts: bool = True) -> list[Group]:
    lines: dict[str, list[Line]] = {name: [] for name in TITLES}
    for entry in entries:
        work_left = left.get(entry.code)
        name = place(entry, work_left, now, zone)
        begins = name == AHEAD and entry.starts_at is not None and entry.starts_at > now
        at = entry.starts_at if begins else entry.due_at or entry.starts_at
        assert at is not None  # a constraint of the row
        lines[name].append(Line(entry, at, begins, _note(name, work_left, counts=counts and not begins), told(at, zone, entry.precision)))
    for found in lines.values():
        found.sort(key=lambda line: line.at)
    return [Group(name, TITLES[name], TONES[name], lines[name]) for name in TITLES if lines[name]]


def _note(name: str, left: Work | None, *, counts: bool) -> str:
    if left and left.left and counts:
        return ngettext("%(count)d left to do", "%(count)d left to do", left.left) % {"count": left.left}
    if name == DONE and left is None:
        return str(_("its time is over; the portal keeps no record of the work"))
    return ""
