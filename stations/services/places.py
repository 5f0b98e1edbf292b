"""Polling stations, meeting venues and poster places enter the portal list by list: all rows or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.command import command, done
from commission.models import Election
from commission.refused import Refused
from stations.models import MeetingVenue, Place, PollingStation, PosterPlace

Row = Mapping[str, Any]
P = TypeVar("P", bound=Place)


@command(Action.KEEP_STATIONS)
def add_stations(election: Election, *, actor: Any, at: datetime, rows: Sequence[Row]) -> list[PollingStation]:
    """Add polling stations, until voting begins.

    Raises Refused("voting_begun"), and Refused("bad_row") naming the first row that does not fit; nothing is saved then.
    """
    voting = election.timetable_entries.filter(code="voting", in_force=True).first()
    if voting is not None and voting.starts_at is not None and at >= voting.starts_at:
        raise Refused("voting_begun", _("Voting has begun: the list of polling stations no longer changes."))
    return _add(election, PollingStation, rows, "stations.added")


@command(Action.KEEP_STATIONS)
def add_venues(election: Election, *, actor: Any, at: datetime, rows: Sequence[Row]) -> list[MeetingVenue]:
    """Add meeting venues, as `add_stations` does."""
    return _add(election, MeetingVenue, rows, "venues.added")


@command(Action.KEEP_STATIONS)
def add_poster_places(election: Election, *, actor: Any, at: datetime, rows: Sequence[Row]) -> list[PosterPlace]:
    """Add poster places, as `add_stations` does."""
    return _add(election, PosterPlace, rows, "poster_places.added")


def _add(election: Election, model: type[P], rows: Sequence[Row], event: str) -> list[P]:
    taken = set(model._default_manager.filter(election=election).values_list("number", flat=True))
    places: list[P] = []
    for row in rows:
        place = model(election=election, **row)
        if place.number in taken:
            raise Refused(
                "bad_row", _("Number %(number)s stands twice.") % {"number": place.number}, way_out=_("Nothing was saved; correct the row.")
            )
        try:
            place.clean_fields(exclude=["election"])
        except ValidationError as error:
            raise Refused(
                "bad_row",
                _("Row %(number)s does not fit: %(fields)s.") % {"number": place.number, "fields": _named(model, error)},
                way_out=_("Nothing was saved; correct the row."),
            ) from error
        taken.add(place.number)
        places.append(place)
    model._default_manager.bulk_create(places)
    done(event, changed=places, count=len(places))
    return places


def _named(model: type[Place], error: ValidationError) -> str:
    """The fields that do not fit, by the names that people read."""
    return ", ".join(str(getattr(model._meta.get_field(name), "verbose_name", name)) for name in sorted(error.message_dict))
