"""Leaving the race by one's own will or by the party's."""

from datetime import datetime
from typing import Any

from candidates.models import Nomination
from candidates.services.ballot import strike_out
from candidates.services.steps import check, take
from commission.access import Action
from commission.command import command


@command(Action.WITHDRAW)
def withdraw(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """Take the candidate out of the race, for good; from the approved ballot the name is struck out.

    The deposit is not returned: withdrawal is not among its three grounds (CL art. 104(1)).
    Raises Refused("window_closed") after the last moment for withdrawal. Source: CL art. 105(1), by analogy.
    """
    step = check(nomination, "withdraw", actor=actor, at=at)
    nomination.ended_at = at
    return take(nomination, step, changed=strike_out(nomination, at=at))


@command(Action.RECALL)
def recall(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """The nominating party takes its candidate back by its minutes. Source: CL art. 105(2)."""
    step = check(nomination, "recall", actor=actor, at=at)
    nomination.ended_at = at
    return take(nomination, step, changed=strike_out(nomination, at=at))
