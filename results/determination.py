"""Who is elected: plurality, one round, no minimum turnout. Pure; a tie and “against all leads” stop and ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from commission.refused import Refused


@dataclass(frozen=True)
class Standing:
    """A line of the ballot with its votes. Against all, and a struck-out name, can never be elected."""

    key: int
    votes: int
    electable: bool


def winner(standings: Sequence[Standing]) -> int:
    """The key of the elected candidate: more votes than any other candidate.

    Raises Refused("tie"), Refused("against_all_leads"), Refused("no_votes"). Source: CL art. 9(2), by analogy.
    """
    candidates = sorted((s for s in standings if s.electable), key=lambda s: s.votes, reverse=True)
    if not candidates or candidates[0].votes == 0:
        raise Refused("no_votes", _("No candidate received a vote."), way_out=_("The commission must decide what follows."))
    leader = candidates[0]
    if len(candidates) > 1 and candidates[1].votes == leader.votes:
        raise Refused(
            "tie",
            _("Two candidates have the same number of votes."),
            way_out=_("The law names no rule: the commission must decide what follows."),
        )
    if any(s.votes >= leader.votes for s in standings if not s.electable):
        raise Refused(
            "against_all_leads",
            _("“Against all” has as many votes as the leading candidate, or more."),
            way_out=_("No rule was found for this case: the commission must decide what follows."),
        )
    return leader.key
