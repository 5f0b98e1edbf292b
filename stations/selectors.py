"""Counts of an election's ground."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from commission.models import Election
from stations.models import StationKind


@dataclass(frozen=True)
class Counts:
    """Polling stations by kind, and voters on all their lists."""

    total: int
    open: int
    closed: int
    voters: int | None


def counts_of(election: Election) -> Counts:
    found = election.polling_stations.aggregate(
        total=Count("pk"),
        open=Count("pk", filter=Q(kind=StationKind.OPEN)),
        closed=Count("pk", filter=Q(kind=StationKind.CLOSED)),
        voters=Sum("voters_on_list"),
    )
    return Counts(**found)
