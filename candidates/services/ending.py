"""What ends with a candidacy, however it ends, and what a reinstatement gives back. Called inside the step that does it."""

from datetime import datetime
from typing import Any

from candidates.models import Nomination, Proxy, ProxyEnd
from candidates.services.ballot import strike_out


def end_of_candidacy(nomination: Nomination, *, at: datetime) -> list[Any]:
    """The line of an approved ballot is struck out, and nobody is a proxy any more; returns the rows for the event.

    Source: CL art. 31; CEC rules of 19.09.2018 No. 16/209.
    """
    proxies: list[Proxy] = list(nomination.proxies.filter(ended_at__isnull=True))
    for proxy in proxies:
        proxy.ended_at, proxy.end = at, ProxyEnd.CANDIDACY
        proxy.save(update_fields=["ended_at", "end"])
    return [*strike_out(nomination, at=at), *proxies]


def proxies_again(nomination: Nomination) -> list[Any]:
    """Whom the end of the candidacy ended is a proxy again; returns the rows for the event."""
    proxies: list[Proxy] = list(nomination.proxies.filter(end=ProxyEnd.CANDIDACY))
    for proxy in proxies:
        proxy.ended_at, proxy.end = None, ""
        proxy.save(update_fields=["ended_at", "end"])
    return proxies
