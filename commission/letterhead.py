"""From rows of record to what official documents print: the letterhead, texts in both official languages, articles as cited."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from commission import clock
from commission.access import ROLE_LABELS, Role
from commission.law.citing import cite
from commission.models import Commission, Election
from commission.pdf_documents import Both, Head, Signatory, day, moment


def both(text: Any) -> Both:
    """A translatable text of the portal in both official languages."""
    with override("kk"):
        kazakh = str(text)
    with override("ru"):
        return Both(kazakh, str(text))


def law(article: str) -> Both:
    """An article of the law, as each of the two languages cites it."""
    with override("kk"):
        kazakh = cite(article)
    with override("ru"):
        return Both(kazakh, cite(article))


def words(row: Any, name: str) -> Both:
    """A text that the row holds in one column a language; what one language lacks is printed in the other."""
    kazakh, russian = getattr(row, f"{name}_kk"), getattr(row, f"{name}_ru")
    return Both(kazakh or russian, russian or kazakh)


def day_of(at: datetime, zone: str) -> Both:
    """The day of the city at an instant."""
    return day(clock.local_date(at, zone))


def digits(on: date | None) -> str:
    """A day as it is written into the boxes of a form: 11.09.2025."""
    return f"{on:%d.%m.%Y}" if on else ""


def office(role: Role) -> Signatory:
    """Who signs, by the office alone: the name is written by hand, for it may be another one tomorrow."""
    return Signatory(both(ROLE_LABELS[role]))


def head(home: Commission, *, document: str, made: datetime, election: Election | None = None) -> Head:
    """What stands on every document of a commission. `document` is the number under which the portal keeps it."""
    address = words(home, "address")
    return Head(
        commission=words(home, "name"),
        place=words(election, "territory") if election else address,
        document=document,
        portal=settings.PUBLIC_ADDRESS,
        made=moment(made, home.time_zone),
        origin=election.origin if election else "live",  # type: ignore[arg-type]  # the three of the model
        election=words(election, "title") if election else None,
        address=address if address.kk else None,
        phone=home.phone,
    )
