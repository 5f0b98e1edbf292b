"""The public page of those who came forward."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from candidates.models import Nomination
from candidates.selectors import public_nominations
from candidates.workflow import State
from commission.models import Election, Precision
from commission.templatetags.words import day, moment
from commission.views.public import election_page

GROUPS = (
    ("registered", (State.REGISTERED,)),
    ("under_way", (State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION)),
    ("left", (State.WITHDRAWN, State.CANCELLED)),
    ("refused", (State.REFUSED,)),
)
TONES = {State.REGISTERED: "good", State.REFUSED: "bad", State.CANCELLED: "bad", State.WITHDRAWN: "quiet"}


@election_page("candidates")
def candidates(request: HttpRequest, election: Election) -> dict[str, Any]:
    titles = {
        "registered": _("Registered candidates"),
        "under_way": _("Papers are being checked"),
        "left": _("No longer standing"),
        "refused": _("Registration refused"),
    }
    nominations = list(public_nominations(election))
    for nomination in nominations:
        nomination.election = election
    groups = []
    for code, states in GROUPS:
        cards = [card(n) for n in nominations if n.stage in states]
        if cards:
            groups.append({"code": code, "title": titles[code], "cards": cards})
    return {"groups": groups, "count": len(nominations)}


def card(nomination: Nomination) -> dict[str, Any]:
    """What the public reads of one nomination; nothing here is personal beyond what the law publishes."""
    zone = nomination.election.zone
    facts: list[tuple[str, Any]] = []
    if nomination.birth_year:
        facts.append((_("Year of birth"), nomination.birth_year))
    if nomination.occupation:
        facts.append((_("Occupation"), nomination.occupation))
    facts.append((_("Way of nomination"), nomination.get_way_display()))
    if nomination.party_membership:
        facts.append((_("Party membership"), nomination.party_membership))
    facts.append((_("Papers received"), received(nomination)))
    if nomination.registered_at:
        exact = nomination.precision == Precision.MOMENT
        facts.append((_("Registered"), moment(nomination.registered_at, zone) if exact else day(nomination.registered_at, zone)))
    if nomination.stage is State.WITHDRAWN and nomination.ended_at:
        facts.append((_("Withdrew"), day(nomination.ended_at, zone)))
    decision = None
    grounds = list(nomination.grounds.all())
    if grounds:
        decision = grounds[-1].decision
        facts.append((_("Decided"), when(decision, zone)))
    return {
        "nomination": nomination,
        "tone": TONES.get(nomination.stage, "wait"),
        "facts": facts,
        "grounds": grounds,
        "annulled": decision is not None and decision.annulled_by_id is not None,
        "appeals": list(nomination.appeals.all()),
        "out": nomination.stage not in (State.REGISTERED, *GROUPS[1][1]),
    }


def received(nomination: Nomination) -> str:
    zone = nomination.election.zone
    if nomination.precision == Precision.UNKNOWN:
        return _("the day was not published")
    return moment(nomination.received_at, zone) if nomination.precision == Precision.MOMENT else day(nomination.received_at, zone)


def when(decision: Any, zone: str) -> str:
    """The moment of a decision, as exactly as it is known."""
    if decision.precision == Precision.UNKNOWN:
        return _("the day was not published")
    return moment(decision.adopted_at, zone) if decision.precision == Precision.MOMENT else day(decision.adopted_at, zone)
