"""One protocol's way, as a table: received, entered twice by two people, definitive, accepted. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.refused import Refused


class State(StrEnum):
    EXPECTED = "expected"
    RECEIVED = "received"
    FIRST_ENTRY_DONE = "first_entry_done"
    DIFFERENT = "different"
    DEFINITIVE = "definitive"
    ACCEPTED = "accepted"


LABELS: dict[State, Any] = {
    State.EXPECTED: _("Expected"),
    State.RECEIVED: _("Received, not entered"),
    State.FIRST_ENTRY_DONE: _("Entered once"),
    State.DIFFERENT: _("The two entries differ"),
    State.DEFINITIVE: _("Entered twice alike"),
    State.ACCEPTED: _("Accepted"),
}


@dataclass(frozen=True)
class Transition:
    """One row; where there are two targets, the two entries decide which is reached."""

    name: str
    sources: frozenset[State]
    targets: frozenset[State]
    by: Action
    label: Any


# fmt: off
TRANSITIONS: dict[str, Transition] = {
    t.name: t
    for t in (
        Transition("receive", frozenset({State.EXPECTED}), frozenset({State.RECEIVED}), Action.RECEIVE_PROTOCOL, _("Receive")),
        Transition("enter_first", frozenset({State.RECEIVED}), frozenset({State.FIRST_ENTRY_DONE}), Action.ENTER_PROTOCOL, _("First entry")),
        Transition("enter_second", frozenset({State.FIRST_ENTRY_DONE}), frozenset({State.DEFINITIVE, State.DIFFERENT}), Action.ENTER_PROTOCOL, _("Second entry")),
        Transition("return_both", frozenset({State.DIFFERENT}), frozenset({State.RECEIVED}), Action.RESOLVE_PROTOCOL, _("Discard both entries")),
        Transition("accept", frozenset({State.DEFINITIVE}), frozenset({State.ACCEPTED}), Action.ACCEPT_PROTOCOLS, _("Accept")),
    )
}
# fmt: on


def step(state: State, name: str) -> Transition:
    """The row, where it leaves `state`. Raises Refused("state")."""
    transition = TRANSITIONS[name]
    if state not in transition.sources:
        raise Refused(
            "state",
            _("“%(step)s” is not possible: the protocol is in the state “%(state)s”.") % {"step": transition.label, "state": LABELS[state]},
            way_out=_("Reload the page to see what has changed."),
        )
    return transition
