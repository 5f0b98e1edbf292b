"""The only reader of the clock, and the only place that turns local wall time into an instant.

Kazakhstan has one zone, UTC+5, since 1 March 2024, and had UTC+6 in Semey before; the pinned `tzdata` knows it.
"""

from datetime import UTC as UTC
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant in UTC, with microseconds."""
    return datetime.now(tz=UTC)


def zone(name: str) -> ZoneInfo:
    """The zone of a commission, by its IANA name. Raises ZoneInfoNotFoundError for a name that does not exist."""
    return ZoneInfo(name)


def at_local(day: date, at: time, zone_name: str) -> datetime:
    """The instant at which the clock on the wall of the city shows `at` on `day`, in UTC."""
    return datetime.combine(day, at, tzinfo=zone(zone_name)).astimezone(UTC)


def local(moment: datetime, zone_name: str) -> datetime:
    """The wall time of the city at an instant."""
    return moment.astimezone(zone(zone_name))


def local_date(moment: datetime, zone_name: str) -> date:
    """The calendar day of the city at an instant."""
    return local(moment, zone_name).date()
