"""Proxies of a candidate: proposed by him, registered by the commission with a certificate, ended (CL art. 31)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import DocumentKind, Nomination, Proxy, ProxyEnd
from candidates.services.handing_in import keep_document
from candidates.workflow import LIVE
from commission.access import Action
from commission.command import command, done
from commission.models import User
from commission.refused import Refused
from commission.services.papers import Incoming


@command(Action.PROPOSE_PROXY)
def propose(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    full_name: str,
    phone: str = "",
    station: int | None = None,
    consent: Incoming | None = None,
) -> Proxy:
    """Name a proxy, at the polling station of that number or for the whole case. The commission registers him.

    Raises Refused("state") once the candidacy has ended, ("no_name"), ("unknown_station"), ("too_many_proxies").
    """
    check_standing(nomination)
    if not full_name.strip():
        raise Refused("no_name", _("A proxy needs a name."), way_out=_("Type the full name as in the identity card."))
    place = None
    if station is not None:
        place = nomination.election.polling_stations.filter(number=station).first()
        if place is None:
            raise Refused(
                "unknown_station",
                _("This election has no polling station No. %(number)d.") % {"number": station},
                way_out=_("Look the number up in the list of polling stations."),
            )
    check_limit(nomination, place)
    changed = keep_document(nomination, consent, kind=DocumentKind.CONSENT, at=at) if consent else []
    proxy = Proxy.objects.create(
        nomination=nomination,
        station=place,
        full_name=full_name.strip(),
        phone=phone.strip(),
        consent=changed[-1] if changed else None,
        proposed_at=at,
    )
    done("proxy.proposed", changed=[*changed, proxy])
    return proxy


def check_standing(nomination: Nomination) -> None:
    """Only who stands, or may yet stand, has proxies. Raises Refused("state")."""
    if nomination.stage not in LIVE:
        raise Refused("state", _("The candidacy has ended, and its proxies with it."), article=nomination.election.pack.proxies.article)


def check_limit(nomination: Nomination, station: Any) -> None:
    """Raises Refused("too_many_proxies") where the station has as many as the rule set allows; who ended does not count."""
    limit = nomination.election.pack.proxies
    if nomination.proxies.filter(station=station, ended_at__isnull=True).count() >= limit.value:
        raise Refused(
            "too_many_proxies",
            _("There are %(count)d proxies already, as many as a candidate may have at one station.") % {"count": limit.value},
            article=limit.article,
            way_out=_("End one of them first, or choose another station."),
        )


@command(Action.REGISTER_PROXY)
def register(
    nomination: Nomination, *, actor: Any, at: datetime, proxy: Proxy, user: User | None = None, consent: Incoming | None = None
) -> Proxy:
    """Register a proposed proxy and give his certificate its number; with an account he may also act on the portal. `consent` is
    one that came on paper.

    Raises Refused("state"), ("unknown_proxy"), ("registered_already"), ("no_consent"), ("second_proxy") for an account that acts
    for this candidate already, ("own_proxy") for that of the candidate himself.
    """
    check_standing(nomination)
    row = _open_proxy(nomination, proxy)
    if row.registered_at is not None:
        raise Refused("registered_already", _("This proxy has been registered already."))
    if row.consent_id is None and consent is None:
        raise Refused(
            "no_consent",
            _("The written consent of the proxy is missing."),
            article=nomination.election.pack.proxies.article,
            way_out=_("Ask for it; the candidate can propose the proxy again with it."),
        )
    if user is not None:
        if user.pk == nomination.applicant_id:
            raise Refused("own_proxy", _("A candidate is not his own proxy."))
        if nomination.proxies.filter(user=user, ended_at__isnull=True).exists():
            raise Refused("second_proxy", _("This account acts for the candidate already."))
    documents = keep_document(nomination, consent, kind=DocumentKind.CONSENT, at=at) if consent else []
    if documents:
        row.consent = documents[-1]
    registered = nomination.proxies.filter(registered_at__isnull=False).count()
    row.registered_at, row.user = at, user
    row.certificate_number = f"{nomination.election.slug.upper()}-{nomination.number:04d}-P{registered + 1}"
    row.save(update_fields=["registered_at", "user", "certificate_number", "consent"])
    done("proxy.registered", changed=[*documents, row], number=row.certificate_number)
    return row


@command(Action.END_PROXY)
def end(nomination: Nomination, *, actor: Any, at: datetime, proxy: Proxy, why: str) -> Proxy:
    """A proxy ends: by the candidate's decision, by his own wish, or because the commission does not register him.

    Raises Refused("unknown_proxy"), ("reason_needed").
    """
    row = _open_proxy(nomination, proxy)
    if why not in ProxyEnd.values or why == ProxyEnd.CANDIDACY:
        raise Refused("reason_needed", _("Choose why the proxy ends."))
    row.ended_at, row.end = at, why
    row.save(update_fields=["ended_at", "end"])
    done("proxy.ended", changed=[row], code=why)
    return row


def _open_proxy(nomination: Nomination, proxy: Proxy) -> Proxy:
    row: Proxy | None = nomination.proxies.filter(pk=proxy.pk, ended_at__isnull=True).first()
    if row is None:
        raise Refused("unknown_proxy", _("There is no such proxy, or he has ended already."), status=404)
    row.nomination = nomination
    return row
