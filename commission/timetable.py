"""Polling day and rule set in, calendar plan out. Pure: the same input gives the same entries."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from commission import clock
from commission.law.terms import Anchor, LawPack, Moment, Term


@dataclass(frozen=True)
class Planned:
    """One entry of the calendar plan, as instants in UTC. `starts_at` is None for a plain deadline."""

    code: str
    starts_at: datetime | None
    due_at: datetime | None
    term: Term


@dataclass(frozen=True)
class Dates:
    """What a timetable hangs on: when the election was called, the polling day, and its hours in the city's zone."""

    called_on: date
    polling_day: date
    zone: str
    polls_open: time = time(7)
    polls_close: time = time(20)


def instant(moment: Moment, dates: Dates) -> datetime:
    """The instant of a moment of the law, in UTC."""
    anchor = dates.called_on if moment.anchor is Anchor.CALL else dates.polling_day
    at = {"open": dates.polls_open, "close": dates.polls_close}.get(moment.follows_polls, moment.at)
    return clock.at_local(anchor + timedelta(days=moment.days), at, dates.zone)


def plan(pack: LawPack, dates: Dates) -> tuple[Planned, ...]:
    """The whole calendar plan of an election, in the order of the rule set."""
    return tuple(
        Planned(
            code=term.code,
            starts_at=instant(term.opens, dates) if term.opens else None,
            due_at=instant(term.due, dates) if term.due else None,
            term=term,
        )
        for term in pack.terms
    )


def days_later(moment: datetime, days: int, zone: str) -> datetime:
    """The last microsecond (in the city) of the day that lies `days` calendar days after the day of `moment`."""
    return clock.at_local(clock.local_date(moment, zone) + timedelta(days=days), time.max, zone)
