"""A timetable as a picture: where each entry lies on the scale of days. Pure; `templates/ui/gantt.html` draws it.

Lengths are in units of the drawing, of which a day has the same number everywhere; moments are set on the wall of the city.
The words stand above their bars, inside the drawing: there they are seen together on a narrow screen as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commission import clock, phases
from commission.models.base import Precision

WIDTH, MARGIN = 960, 14
HEAD, ROW, BAR, MARK = 58, 42, 12, 6  # height of the scale, of a line, of a bar; half of a mark's width
LETTER = 7.4  # what a letter takes on average, to keep words inside the drawing
WEEK = 7
NARROWEST = 88  # between two dates on the scale


@dataclass(frozen=True)
class Bar:
    """One entry: a bar from its start to its end, or a mark where it has only one moment (`width` of 0)."""

    label: str
    state: str  # past, running, next
    binding: bool
    x: int
    y: int
    width: int
    words_x: int
    anchor: str  # where the words are tied: start or end

    @property
    def words_y(self) -> int:
        return self.y - 7

    @property
    def mark(self) -> str:
        """The corners of a mark."""
        middle = self.y + BAR // 2
        return f"{self.x},{middle - MARK} {self.x + MARK},{middle} {self.x},{middle + MARK} {self.x - MARK},{middle}"


@dataclass(frozen=True)
class Week:
    day: date
    x: int
    named: bool  # its date stands on the scale


@dataclass(frozen=True)
class Gantt:
    """What is drawn. `today_x` is None where today lies outside of the plan."""

    bars: list[Bar]
    weeks: list[Week]
    first: date
    last: date
    polling_x: int
    polling_width: int
    today_x: int | None
    width: int = WIDTH
    bar: int = BAR
    head: int = HEAD

    @property
    def height(self) -> int:
        return HEAD + ROW * len(self.bars) + MARGIN

    @property
    def polling_middle(self) -> int:
        return self.polling_x + self.polling_width // 2


@dataclass(frozen=True)
class _Scale:
    first: date
    days: int
    zone: str

    def at(self, moment: datetime) -> int:
        wall = clock.local(moment, self.zone)
        seconds = (wall.hour * 60 + wall.minute) * 60 + wall.second
        return self.on(wall.date(), seconds / 86_400)

    def on(self, day: date, share: float = 0) -> int:
        """Where a day begins, or a share of it later."""
        return MARGIN + round((day.toordinal() - self.first.toordinal() + share) * (WIDTH - 2 * MARGIN) / self.days)


def gantt(entries: Iterable[Any], *, polling_date: date, zone: str, now: datetime) -> Gantt | None:
    """The picture of a timetable; nothing where it has no entry."""
    rows = list(entries)
    if not rows:
        return None
    days = [clock.local_date(at, zone) for entry in rows for at in (entry.starts_at, entry.due_at) if at]
    first, last = min(*days, polling_date), max(*days, polling_date)
    first = date.fromordinal(first.toordinal() - first.weekday())  # the scale begins on a Monday
    scale = _Scale(first, last.toordinal() - first.toordinal() + 1, zone)
    today = clock.local_date(now, zone)
    polling_x = scale.on(polling_date)
    return Gantt(
        bars=[_bar(entry, number, scale, now) for number, entry in enumerate(rows)],
        weeks=_weeks(scale),
        first=min(days),
        last=last,
        polling_x=polling_x,
        polling_width=scale.on(polling_date, 1) - polling_x,
        today_x=scale.at(now) if first <= today <= last else None,
    )


def _bar(entry: Any, number: int, scale: _Scale, now: datetime) -> Bar:
    if entry.precision == Precision.DAY:  # no hour was published: the whole day
        begins, ends = (clock.local_date(at, scale.zone) for at in (entry.starts_at or entry.due_at, entry.due_at or entry.starts_at))
        x, end = scale.on(begins), scale.on(ends, 1)
    else:
        x, end = scale.at(entry.starts_at or entry.due_at), scale.at(entry.due_at or entry.starts_at)
    mark = not (entry.starts_at and entry.due_at) and entry.precision != Precision.DAY
    label = str(entry.title)
    left = x - MARK if mark else x
    fits = left + len(label) * LETTER <= WIDTH - MARGIN
    return Bar(
        label=label,
        state=phases.state_of(entry.starts_at, entry.due_at, now),
        binding=entry.binding,
        x=x,
        y=HEAD + ROW * number + ROW - BAR - 6,
        width=0 if mark else max(end - x, 3),  # an hour is narrower than a line
        words_x=left if fits else max(end + MARK * mark, round(len(label) * LETTER) + MARGIN),
        anchor="start" if fits else "end",
    )


def _weeks(scale: _Scale) -> list[Week]:
    mondays = range(scale.first.toordinal(), scale.first.toordinal() + scale.days, WEEK)
    apart = scale.on(date.fromordinal(mondays[0] + WEEK)) - scale.on(scale.first)
    every = -(-NARROWEST // max(apart, 1))
    return [Week(date.fromordinal(day), scale.on(date.fromordinal(day)), number % every == 0) for number, day in enumerate(mondays)]
