"""The first panel of the desk: what the timetables ask today and in the week ahead."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Action
from commission.admin.panels import Card, Panel, panel
from commission.admin.scope import scope
from commission.admin.writing import address
from commission.models import Commission, Election, ElectionState, Origin, TimetableEntry
from commission.selectors import due_between

AHEAD = 7  # days of the week ahead; a choice of this page, no term of the law


@dataclass(frozen=True)
class Due:
    """One line: the entry, the moment that counts, and whether something begins or ends then."""

    entry: TimetableEntry
    at: datetime
    begins: bool
    days: int  # from the city's today

    @property
    def zone(self) -> str:
        return self.entry.election.zone


def next_moment(entry: TimetableEntry, now: datetime, start: datetime, end: datetime) -> Due | None:
    """The first moment of the entry that is still to come; else the last that passed in the span."""
    zone = entry.election.zone
    today = clock.local_date(now, zone)
    moments = [
        Due(entry, at, begins, (clock.local_date(at, zone) - today).days)
        for at, begins in ((entry.starts_at, True), (entry.due_at, False))
        if at and start <= at < end
    ]
    ahead = [each for each in moments if each.at > now]
    return ahead[0] if ahead else moments[-1] if moments else None


def span_of_today(now: datetime, zone: str) -> tuple[datetime, datetime, datetime]:
    """The start of the city's day, the start of its tomorrow, and the end of the week ahead."""
    today = clock.local_date(now, zone)
    days = (0, 1, AHEAD + 1)
    start, tomorrow, end = (clock.at_local(today + timedelta(days=n), time(0), zone) for n in days)
    return start, tomorrow, end


def boards_of(ids: list[int]) -> QuerySet[Election]:
    """The elections that go on: each has a board of its timetable on its page."""
    going_on = Election.objects.filter(home__in=ids, state__in=(ElectionState.CALLED, ElectionState.DETERMINED))
    return going_on.exclude(origin=Origin.REPLAYED).select_related("home").order_by("polling_date", "pk")


@panel(order=10)
def deadlines(request: HttpRequest) -> Panel:
    """Terms of the commissions in which the person works, each judged by its own city's day. Replayed elections owe nothing."""
    ids = scope(request, Action.OPEN_DESK)
    now = clock.now()
    zones = set(Commission.objects.filter(pk__in=ids).values_list("time_zone", flat=True))
    spans = {zone: span_of_today(now, zone) for zone in zones}
    passed: list[Due] = []
    today: list[Due] = []
    ahead: list[Due] = []
    widest = (min(span[0] for span in spans.values()), max(span[2] for span in spans.values()))
    for entry in due_between(ids, *widest).exclude(election__origin=Origin.REPLAYED):
        start, tomorrow, end = spans[entry.election.zone]
        due = next_moment(entry, now, start, end)
        if due is not None:
            (passed if due.at <= now else today if due.at < tomorrow else ahead).append(due)
    groups: list[tuple[Any, str, list[Due]]] = [
        (_("Over since today"), "is-late", passed),
        (_("Today"), "is-today", today),
        (_("In the next %(days)d days") % {"days": AHEAD}, "", ahead),
    ]
    return Panel(
        anchor="deadlines",
        title=_("Deadlines"),
        template="admin/commission/deadlines.html",
        data={
            "groups": [(title, tone, sorted(rows, key=lambda due: due.at)) for title, tone, rows in groups if rows],
            "days": AHEAD,
            "boards": [(election, address(election)) for election in boards_of(ids)],
        },
        cards=[
            Card(len(passed), _("deadlines over since today"), "deadlines", "late" if passed else "quiet"),
            Card(len(today), _("deadlines today"), "deadlines", "today" if today else "quiet"),
            Card(len(ahead), _("deadlines in the next %(days)d days") % {"days": AHEAD}, "deadlines", "" if ahead else "quiet"),
        ],
    )
