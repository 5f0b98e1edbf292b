"""The public page of the ground: polling stations, meeting venues, poster places."""

from typing import Any

from django.http import HttpRequest

from commission.models import Election
from commission.views.public import election_page
from stations.selectors import counts_of


@election_page("stations")
def stations(request: HttpRequest, election: Election) -> dict[str, Any]:
    rows = list(election.polling_stations.order_by("number"))
    venues = list(election.meeting_venues.order_by("number"))
    places = list(election.poster_places.order_by("number"))
    return {
        "counts": counts_of(election),
        "stations": rows,
        "illustrative": any(row.illustrative for row in rows),
        "addresses": any(row.address for row in rows),
        "venues": venues,
        "venues_listed": any(v.name or v.address for v in venues),
        "poster_places": places,
        "poster_places_listed": any(p.name or p.address for p in places),
    }
