"""The life of a nomination as one table. The rows are what runs: services, desk, public pages and tests read them.

Pure: no database. A service gathers the facts, asks `step`, and gets the state to write or a Refused with the way out.
The states stand in `states`, the guards and the facts that they read in `guards`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.guards import (
    Facts,
    Guard,
    Window,
    appeal_upheld,
    by_a_party,
    complete,
    correction_over,
    curable_deficiency,
    declaration,
    deposit,
    every_answer,
    lawful_grounds,
    no_check_failed,
    no_check_pending,
    on_the_ballot,
    opened,
    reason,
    second_person,
    within_correction,
)
from candidates.states import BEFORE_THE_END, LIVE, PUBLIC, PUBLIC_LABELS, STAFF_LABELS, State
from commission.access import Action
from commission.refused import Refused

# What the other modules read, from here or from the two modules below.
__all__ = [
    "BEFORE_THE_END",
    "LIVE",
    "PUBLIC",
    "PUBLIC_LABELS",
    "STAFF_LABELS",
    "TRANSITIONS",
    "Facts",
    "Guard",
    "State",
    "Step",
    "Transition",
    "Window",
    "check_window",
    "open_steps",
    "second_person",
    "step",
    "within_correction",
]


@dataclass(frozen=True)
class Transition:
    """One row: a name, the states it leaves, the state it reaches, who may, in which window, and under which guards.

    `target` of None means that the service names the target among `targets`. `despite` names the fact that lets the step be taken
    after its window has closed: a term that ran out while somebody was wrongly out of the race does not run against him.
    """

    name: str
    sources: frozenset[State]
    target: State | None
    by: Action
    event: str
    label: Any
    window: str = ""
    despite: str = ""
    guards: tuple[Guard, ...] = ()
    targets: frozenset[State] = frozenset()


def row(
    name: str, sources: set[State] | frozenset[State], target: State | None, by: Action, event: str, label: Any, **more: Any
) -> tuple[str, Transition]:
    return name, Transition(name, frozenset(sources), target, by, f"nomination.{event}", label, **more)


S = State
# fmt: off
TRANSITIONS: dict[str, Transition] = dict(
    (
        row("submit", {S.DRAFT}, S.SUBMITTED, Action.SUBMIT, "submitted", _("Submit"), window="nomination", guards=(complete, declaration)),
        row("take", {S.SUBMITTED}, S.UNDER_VERIFICATION, Action.TAKE, "taken", _("Begin verification")),
        row("request_correction", {S.UNDER_VERIFICATION}, S.CORRECTION_REQUESTED, Action.REQUEST_CORRECTION, "correction_requested", _("Request correction"), guards=(curable_deficiency,)),
        row("resubmit", {S.CORRECTION_REQUESTED}, S.UNDER_VERIFICATION, Action.RESUBMIT, "resubmitted", _("Hand in corrections"), guards=(within_correction, every_answer)),
        row("close_correction", {S.CORRECTION_REQUESTED}, S.UNDER_VERIFICATION, Action.CLOSE_CORRECTION, "correction_closed", _("End the correction"), guards=(correction_over,)),
        row("finish", {S.UNDER_VERIFICATION}, S.READY_FOR_DECISION, Action.FINISH, "finished", _("Confirm the verification"), guards=(no_check_pending, second_person)),
        row("send_back", {S.READY_FOR_DECISION}, S.UNDER_VERIFICATION, Action.SEND_BACK, "sent_back", _("Send back"), guards=(reason,)),
        row("register", {S.READY_FOR_DECISION}, S.REGISTERED, Action.REGISTER, "registered", _("Register"), window="registration", despite="appeal_upheld", guards=(deposit, no_check_failed, on_the_ballot)),
        row("refuse", {S.READY_FOR_DECISION}, S.REFUSED, Action.REFUSE, "refused", _("Refuse"), guards=(lawful_grounds,)),
        row("withdraw", BEFORE_THE_END, S.WITHDRAWN, Action.WITHDRAW, "withdrawn", _("Withdraw"), window="withdrawal"),
        row("recall", BEFORE_THE_END, S.WITHDRAWN, Action.RECALL, "recalled", _("Recall by the party"), window="withdrawal", guards=(by_a_party,)),
        row("cancel", {S.REGISTERED}, S.CANCELLED, Action.CANCEL, "cancelled", _("Cancel the registration"), window="cancellation", guards=(lawful_grounds,)),
        row("reinstate", {S.REFUSED, S.CANCELLED}, None, Action.REINSTATE, "reinstated", _("Reinstate"), guards=(appeal_upheld, on_the_ballot), targets=frozenset({S.REGISTERED, S.UNDER_VERIFICATION})),
        row("discard", {S.DRAFT}, S.LAPSED, Action.DISCARD, "discarded", _("Give up the draft")),
        row("lapse", {S.DRAFT}, S.LAPSED, Action.LAPSE, "lapsed", _("Mark as lapsed"), guards=(opened,)),
    )
)
# fmt: on


@dataclass(frozen=True)
class Step:
    """A transition that may run now: what to write."""

    transition: Transition
    target: State
    waived: tuple[str, ...] = ()


def step(facts: Facts, name: str, *, at: datetime, target: State | None = None) -> Step:
    """Check state, window and guards in that order. Raises Refused; `at` is the moment of receipt.

    A guard named in `facts.waived` is passed over and named in the step, so that the audit holds it.
    """
    transition = TRANSITIONS[name]
    if facts.state not in transition.sources:
        raise Refused(
            "state",
            _("“%(step)s” is not possible: the nomination is in the state “%(state)s”.")
            % {"step": transition.label, "state": STAFF_LABELS[facts.state]},
            way_out=_("Reload the page to see what has changed."),
        )
    waived = []
    if transition.window:
        try:
            check_window(facts.windows.get(transition.window), transition.label, at)
        except Refused as refused:
            if refused.code != "window_closed" or not (transition.despite and getattr(facts, transition.despite)):
                raise
            waived.append("window_closed")
    reached = transition.target or target
    facts = replace(facts, target=reached)
    for guard in transition.guards:
        refusal = guard(facts, at)
        if refusal is None:
            continue
        if guard.__name__ not in facts.waived:
            raise refusal
        waived.append(guard.__name__)
    if reached is None or (transition.target is None and reached not in transition.targets):
        raise ValueError(f"{name} needs one of {sorted(transition.targets)} as its target")
    return Step(transition, reached, tuple(waived))


def check_window(window: Window | None, label: Any, at: datetime) -> None:
    """Raises Refused where the window is not adopted, not open yet, or closed. Both ends belong to the window."""
    if window is None:
        raise Refused(
            "no_timetable",
            _("“%(step)s” has no adopted term yet.") % {"step": label},
            way_out=_("The commission adopts the timetable first."),
        )
    if window.starts_at and at < window.starts_at:
        raise Refused(
            "window_not_open",
            _("“%(step)s” is not open yet.") % {"step": label},
            article=window.article,
            way_out=_("The timetable says when it opens."),
        )
    if window.due_at and at > window.due_at:
        raise Refused(
            "window_closed",
            _("The term for “%(step)s” has ended.") % {"step": label},
            article=window.article,
            way_out=_("What you entered is kept. Only a decision of the commission can extend a term."),
        )


def open_steps(state: State) -> list[Transition]:
    """The rows that leave a state, for buttons and for the drawing in the documents."""
    return [t for t in TRANSITIONS.values() if state in t.sources]
