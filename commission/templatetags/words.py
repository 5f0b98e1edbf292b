"""Numbers, shares and moments as readers of the three languages write them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats, translation

from commission import clock
from commission.law.citing import cite

register = template.Library()


@register.filter
def number(value: int | None) -> str:
    """1234567 as 1 234 567 (kk, ru) or 1,234,567 (en); nothing for a figure that is not there."""
    if value is None:
        return "–"
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def percent(part: int | None, base: int | None) -> str:
    """`part` of `base` as a percentage with two places, half up; nothing where the base is 0 or missing."""
    if part is None or not base:
        return "–"
    hundredths = (part * 20_000 + base) // (2 * base)
    text = formats.number_format(f"{hundredths // 100}.{hundredths % 100:02d}", decimal_pos=2, use_l10n=True)
    return f"{text}\xa0%"


@register.filter
def moment(value: datetime | None, zone: str) -> str:
    """An instant on the city's wall: 11 September 2025, 18:00."""
    return _dated(clock.local(value, zone), "DATETIME_FORMAT") if value else "–"


@register.filter
def day(value: datetime | date | None, zone: str = "") -> str:
    """A day of the city: 11 September 2025."""
    if value is None:
        return "–"
    if isinstance(value, datetime) and zone:
        value = clock.local_date(value, zone)
    return _dated(value, "DATE_FORMAT")


@register.filter
def short_day(value: date) -> str:
    """A day of the year on a scale: 12 Oct, or 12.10."""
    return formats.date_format(value, "j M" if language_now() == "en" else "d.m")


def _dated(value: datetime | date, form: str) -> str:
    text = formats.date_format(value, form)
    # Django spells the Kazakh months with a capital; inside a sentence they have none
    return text.lower() if language_now() == "kk" else text


@register.filter
def hour(value: datetime | None, zone: str) -> str:
    """The wall time of an instant: 18:00."""
    return formats.time_format(clock.local(value, zone), "H:i") if value else "–"


@register.filter
def to_second(value: datetime | None, zone: str) -> str:
    """An instant on the city's wall, as receipts give it: 11 September 2025, 17:59:58."""
    if value is None:
        return "–"
    wall = clock.local(value, zone)
    return f"{_dated(wall.date(), 'DATE_FORMAT')}, {formats.time_format(wall, 'H:i:s')}"


@register.filter
def in_zone(value: datetime, zone: str) -> datetime:
    """The instant with the city's offset, for the machine-readable attribute of a <time>."""
    return clock.local(value, zone)


@register.filter
def utc_offset(value: datetime, zone: str) -> str:
    """UTC+5, or UTC+6 before 1 March 2024."""
    offset = clock.local(value, zone).utcoffset()
    return f"UTC{(offset.total_seconds() / 3600 if offset else 0):+g}"


@register.filter
def cited(article: str) -> str:
    """An article of the law in the reader's language."""
    return cite(article)


@register.simple_tag
def address_in(request: Any, language: str) -> str:
    """The address of this page in another language; the home page in it where the address names no language."""
    parts = request.get_full_path().lstrip("/").split("/", 1)
    rest = parts[1] if parts[0] in ("kk", "ru", "en") and len(parts) == 2 else ""
    return f"/{language}/{rest}"


@register.simple_tag
def language_now() -> str:
    return (translation.get_language() or "kk")[:2]
