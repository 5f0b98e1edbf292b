"""The panel of the first page that says how far the count is."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Action
from commission.admin.panels import Panel, panel
from commission.admin.scope import scope
from commission.models import Election
from results.models import Protocol
from results.workflow import LABELS, State
from stations.models import PollingStation

LATEST = 5  # elections; older ones are in the list of protocols


@panel(order=30)
def counting(request: HttpRequest) -> Panel | None:
    """Protocols by state, for the latest elections whose voting has begun. A station without a protocol is expected."""
    begun = (
        Election.objects.filter(
            home__in=scope(request, Action.VIEW_PROTOCOLS),
            timetable_entries__code="voting",
            timetable_entries__in_force=True,
            timetable_entries__starts_at__lte=clock.now(),
        )
        .select_related("home")
        .order_by("-polling_date", "pk")
    )
    elections = list(begun[:LATEST])
    if not elections:
        return None
    stations = Counter(dict(PollingStation.objects.filter(election__in=elections).order_by().values_list("election").annotate(Count("pk"))))
    states: dict[int, Counter[str]] = {election.pk: Counter() for election in elections}
    counted = Protocol.objects.filter(election__in=elections).order_by().values_list("election", "state").annotate(Count("pk"))
    for election_id, state, count in counted:
        states[election_id][state] = count
    rows: list[dict[str, Any]] = []
    for election in elections:
        found = states[election.pk]
        found[State.EXPECTED] += stations[election.pk] - found.total()
        rows.append(
            {
                "election": election,
                "stations": stations[election.pk],
                "accepted": found[State.ACCEPTED],
                "open": [(LABELS[state], found[state]) for state in State if found[state] and state is not State.ACCEPTED],
            }
        )
    return Panel(
        anchor="counting", title=_("Protocols of the polling stations"), template="admin/results/counting.html", data={"rows": rows}
    )
