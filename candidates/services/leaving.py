"""Leaving the race by one's own will or by the party's."""

from datetime import datetime
from typing import Any

from candidates.models import DocumentKind, Nomination
from candidates.services.ending import end_of_candidacy
from candidates.services.handing_in import keep_document
from candidates.services.steps import check, take
from commission.access import Action
from commission.command import command
from commission.services.papers import Incoming


@command(Action.WITHDRAW)
def withdraw(nomination: Nomination, *, actor: Any, at: datetime, statement: Incoming | None = None, reason: str = "") -> Nomination:
    """Take the candidate out of the race, for good; from the approved ballot the name is struck out, the proxies end.

    On the portal the act itself is the statement; a signed one may lie beside it, and on paper there is always one. `reason` is the
    candidate's own: without compelling reasons the costs of the state may be charged (CL art. 105(4)).
    The deposit is not returned: withdrawal is not among its three grounds (CL art. 104(1)).
    Raises Refused("window_closed") after the last moment for withdrawal. Source: CL art. 105(1), by analogy.
    """
    step = check(nomination, "withdraw", actor=actor, at=at)
    nomination.ended_at, nomination.reason_for_leaving = at, reason.strip().replace("\x00", "")
    changed = end_of_candidacy(nomination, at=at)
    if statement is not None:
        changed += keep_document(nomination, statement, kind=DocumentKind.WITHDRAWAL, at=at)
    return take(nomination, step, changed=changed)


@command(Action.RECALL)
def recall(nomination: Nomination, *, actor: Any, at: datetime, minutes: Incoming | None = None) -> Nomination:
    """The nominating party takes its candidate back by its minutes. Source: CL art. 105(2)."""
    step = check(nomination, "recall", actor=actor, at=at)
    nomination.ended_at, nomination.recalled = at, True
    changed = end_of_candidacy(nomination, at=at)
    if minutes is not None:
        changed += keep_document(nomination, minutes, kind=DocumentKind.PARTY_MINUTES, at=at)
    return take(nomination, step, changed=changed)
