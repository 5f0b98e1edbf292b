"""What is owed by whom until when, at one moment: of this the reminders are made, and by this they are judged again before they leave.

The ground floor knows who answers for an entry of the timetable (`officers.py`). Each app brings the people that it knows, and tells
when the work of an entry is done:

    debts.add(drafts)                               # a finder: yields a Debt for every person
    debts.done_when("certificates", all_issued)     # of these elections, those in which nothing is left to do

Work that is done, a term that was moved and a person who left the commission are one case: the debt is not there any more. A finder
asks a fixed number of queries, however many elections there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from commission import clock
from commission.access import Role
from commission.models import Election, ElectionState, Offset, Origin, TimetableEntry
from commission.selectors import holders_of_roles

# How long before or after the end of a term a reminder comes: a choice of ours, no term of the law. A week is one of the calendar, at
# the same hour of the city's wall; the rest is counted in hours.
HOURS_TO_GO = {Offset.THREE_DAYS: 72, Offset.DAY: 24, Offset.HOURS: 3, Offset.PASSED: 0, Offset.TO_SECRETARY: -3, Offset.TO_CHAIR: -24}
BEFORE = (Offset.WEEK, Offset.THREE_DAYS, Offset.DAY, Offset.HOURS)
AFTER = (Offset.PASSED, Offset.TO_SECRETARY, Offset.TO_CHAIR)
# Terms that end so far from now, on either side, are looked at: the longest offset, and a weekend of outage behind it.
REACH = timedelta(days=10)


def moment_of(offset: Offset, due_at: datetime, zone: str) -> datetime:
    """The instant at which a reminder of this offset comes, in UTC."""
    if offset is Offset.WEEK:
        wall = clock.local(due_at, zone)
        return clock.at_local(wall.date() - timedelta(days=7), wall.time(), zone)
    return due_at - timedelta(hours=HOURS_TO_GO[offset])


class Owed(NamedTuple):
    """What tells one debt from another, whatever the offset: who owes what until when."""

    election_id: int
    code: str
    matter_type: str
    matter_id: int | None
    recipient_id: int
    due_at: datetime


class Key(NamedTuple):
    """The unique key of a reminder."""

    owed: Owed
    offset: str


class Debt(NamedTuple):
    """One person owes one thing until `due_at`. `offsets`: when this person is told. `page`: name and arguments of an address.

    Nothing personal is in it, for all of it stands in the letter.
    """

    election: Election
    code: str
    due_at: datetime
    recipient_id: int
    offsets: tuple[Offset, ...]
    title: Any
    article: str
    to_do: Any
    page: tuple[str, tuple[Any, ...]]
    matter_type: str = ""
    matter_id: int | None = None

    @property
    def owed(self) -> Owed:
        return Owed(self.election.pk, self.code, self.matter_type, self.matter_id, self.recipient_id, self.due_at)


class OpenEntry(NamedTuple):
    """What is needed of an entry in force; there may be thousands, looked at every minute, and a model's instance costs ten of these."""

    election: Election
    code: str
    due_at: datetime
    responsible: str
    article: str


@dataclass(frozen=True)
class Horizon:
    """What a finder looks at: the live elections, their entries in force that end between `first` and `last`, and who holds which role."""

    first: datetime
    last: datetime
    elections: Mapping[int, Election]
    entries: Mapping[tuple[int, str], OpenEntry]
    holders: Mapping[tuple[int, str], tuple[int, ...]]

    def holding(self, election: Election, *roles: Role) -> tuple[int, ...]:
        """The people of the election's commission in the first of these roles that anybody holds."""
        return next((held for role in roles if (held := self.holders.get((election.home_id, role.value), ()))), ())


Finder = Callable[[Horizon], Iterable[Debt]]
Done = Callable[[list[Election]], set[int]]
_finders: list[Finder] = []
_done: dict[str, Done] = {}


def add(finder: Finder) -> None:
    """Make a finder known."""
    _finders.append(finder)


def done_when(code: str, done: Done) -> None:
    """Make known when the work of an entry is done. Two answers for one entry are a mistake of ours."""
    if code in _done:
        raise ValueError(f"when “{code}” is done is known already")
    _done[code] = done


def is_judged(code: str) -> bool:
    """Can the portal tell whether the work of this entry is done?"""
    return code in _done


def work_done(code: str, elections: list[Election]) -> set[int]:
    """The ids of the elections in which the work of the entry is done; of an entry that nobody judges, none."""
    return _done[code](elections) if code in _done else set()


Debts = dict[Owed, Debt]


def open_debts(now: datetime, *, first: datetime | None = None, last: datetime | None = None, of: Iterable[int] | None = None) -> Debts:
    """Everything that is owed at this moment. `of`: only at these elections.

    `first` and `last`: the ends of terms between which is looked; without them, REACH around now.
    """
    horizon = _horizon(now, first or now - REACH, last or now + REACH, of)
    return {debt.owed: debt for finder in _finders for debt in finder(horizon)}


def behind(key: Key, debts: Debts) -> Debt | None:
    """The debt of which a reminder with this key would remind; none where it is not owed, or this person is not told at that offset."""
    debt = debts.get(key.owed)
    return debt if debt and key.offset in debt.offsets else None


def _horizon(now: datetime, first: datetime, last: datetime, of: Iterable[int] | None) -> Horizon:
    live = Election.objects.exclude(origin=Origin.REPLAYED).exclude(state=ElectionState.VOID).select_related("home")
    if of is not None:
        live = live.filter(pk__in=list(of))
    elections = {election.pk: election for election in live}
    entries = TimetableEntry.objects.filter(election__in=list(elections), in_force=True, due_at__gte=first, due_at__lte=last)
    rows = entries.values_list("election_id", "code", "due_at", "responsible", "article")
    found = {(pk, code): OpenEntry(elections[pk], code, *rest) for pk, code, *rest in rows}
    homes = {election.home_id for election in elections.values()}
    return Horizon(first, last, elections, found, holders_of_roles(homes, now))
