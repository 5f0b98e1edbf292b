"""The life of a nomination as one table. The rows are what runs: services, desk, public pages and tests read them.

Pure: no database. A service gathers the facts, asks `step`, and gets the state to write or a Refused with the way out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.refused import Refused


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_VERIFICATION = "under_verification"
    CORRECTION_REQUESTED = "correction_requested"
    READY_FOR_DECISION = "ready_for_decision"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


# What staff read, and what the candidate and the public read.
STAFF_LABELS: dict[State, Any] = {
    State.DRAFT: _("Draft"),
    State.SUBMITTED: _("Submitted, not taken yet"),
    State.UNDER_VERIFICATION: _("Under verification"),
    State.CORRECTION_REQUESTED: _("Waits for correction"),
    State.READY_FOR_DECISION: _("Ready for decision"),
    State.REGISTERED: _("Registered"),
    State.REFUSED: _("Refused"),
    State.WITHDRAWN: _("Withdrawn"),
    State.CANCELLED: _("Registration cancelled"),
    State.LAPSED: _("Lapsed"),
}
PUBLIC_LABELS: dict[State, Any] = {
    State.DRAFT: _("Not handed in"),
    State.SUBMITTED: _("Papers received"),
    State.UNDER_VERIFICATION: _("Papers are being checked"),
    State.CORRECTION_REQUESTED: _("Papers are being corrected"),
    State.READY_FOR_DECISION: _("Waits for the commission's decision"),
    State.REGISTERED: _("Registered candidate"),
    State.REFUSED: _("Registration refused"),
    State.WITHDRAWN: _("Withdrew"),
    State.CANCELLED: _("Registration cancelled"),
    State.LAPSED: _("Not handed in in time"),
}

# States in which a person stands in the way of a second nomination at the same election.
LIVE = frozenset(
    {State.DRAFT, State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION, State.REGISTERED}
)
BEFORE_THE_END = frozenset(
    {State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION, State.REGISTERED}
)
# Papers of these states are the applicant's own business; the public sees a nomination from its receipt on.
PUBLIC = frozenset(State) - {State.DRAFT, State.LAPSED}


class Window(Protocol):
    """A timetable entry in force, or anything shaped like one."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def article(self) -> str: ...


@dataclass(frozen=True)
class Facts:
    """What the guards need to know of one nomination, gathered by the service under the row's lock."""

    state: State
    windows: Mapping[str, Window] = field(default_factory=dict)
    papers_missing: int = 0
    declared: bool = False
    curable_open: int = 0  # noted curable deficiencies that were not asked for yet
    unanswered: int = 0  # asked for, not answered
    correction_due: datetime | None = None
    checks_pending: int = 0
    concluded_by: int | None = None
    actor: int | None = None
    by_system: bool = False
    deposit_paid: bool = False
    grounds: int = 0
    grounds_without_failure: int = 0
    grounds_unlawful: int = 0  # grounds that the rule set does not know for this kind of decision
    party_nominee: bool = False
    appeal_upheld: bool = False
    reason_given: bool = False
    waived: frozenset[str] = frozenset()  # guards that a replayed record cannot meet, by its recorder's permission


Guard = Callable[[Facts, datetime], Refused | None]


def complete(f: Facts, at: datetime) -> Refused | None:
    if f.papers_missing:
        return Refused(
            "incomplete", _("%(count)d required papers are missing.") % {"count": f.papers_missing}, way_out=_("Add them and submit again.")
        )
    return None


def declaration(f: Facts, at: datetime) -> Refused | None:
    if not f.declared:
        return Refused("not_declared", _("The statement that everything is true is not confirmed."), way_out=_("Read it and confirm it."))
    return None


def curable_deficiency(f: Facts, at: datetime) -> Refused | None:
    if not f.curable_open:
        return Refused("nothing_to_correct", _("No curable deficiency is open."), way_out=_("Note the deficiency with its article first."))
    return None


def every_answer(f: Facts, at: datetime) -> Refused | None:
    if f.unanswered:
        return Refused(
            "unanswered",
            _("%(count)d points are still without an answer.") % {"count": f.unanswered},
            way_out=_("Answer each point, then hand in."),
        )
    return None


def within_correction(f: Facts, at: datetime) -> Refused | None:
    if f.correction_due and at > f.correction_due:
        return Refused(
            "correction_over", _("The term for correction has ended."), way_out=_("The commission decides on the papers as they are.")
        )
    return None


def correction_over(f: Facts, at: datetime) -> Refused | None:
    # the candidate may say “I am done” at any time; time itself only after the term
    if f.by_system and f.correction_due and at <= f.correction_due:
        return Refused("correction_running", _("The term for correction is still running."))
    return None


def no_check_pending(f: Facts, at: datetime) -> Refused | None:
    if f.checks_pending:
        return Refused(
            "checks_pending",
            _("%(count)d checks have no result yet.") % {"count": f.checks_pending},
            way_out=_("Record their results first."),
        )
    return None


def second_person(f: Facts, at: datetime) -> Refused | None:
    if f.concluded_by is None:
        return Refused(
            "not_concluded", _("The registrar has not concluded the verification yet."), way_out=_("The registrar concludes it first.")
        )
    if f.concluded_by == f.actor:
        return Refused("same_person", _("A second person must confirm the verification."), way_out=_("Ask a colleague to confirm it."))
    return None


def deposit(f: Facts, at: datetime) -> Refused | None:
    if not f.deposit_paid:
        return Refused(
            "deposit_missing",
            _("The deposit is not confirmed."),
            article="CL art. 104(1)",
            way_out=_("Record the result of the deposit check."),
        )
    return None


def lawful_grounds(f: Facts, at: datetime) -> Refused | None:
    if not f.grounds:
        return Refused(
            "no_ground",
            _("A refusal or a cancellation needs at least one ground with its article."),
            way_out=_("Choose a ground and the failure behind it."),
        )
    if f.grounds_unlawful:
        return Refused(
            "ground_unknown", _("The rule set does not know this ground for this decision."), way_out=_("Choose a ground from the list.")
        )
    if f.grounds_without_failure:
        return Refused(
            "ground_without_notified_failure",
            _("A ground has no recorded failure that the candidate was told of."),
            way_out=_("Record the failure with its article and notify the candidate first."),
        )
    return None


def reason(f: Facts, at: datetime) -> Refused | None:
    return None if f.reason_given else Refused("no_reason", _("A reason is needed."), way_out=_("Write one sentence."))


def by_a_party(f: Facts, at: datetime) -> Refused | None:
    return None if f.party_nominee else Refused("not_by_party", _("No party nominated this person."), article="CL art. 105(2)")


def appeal_upheld(f: Facts, at: datetime) -> Refused | None:
    return (
        None
        if f.appeal_upheld
        else Refused(
            "no_upheld_appeal",
            _("No upheld appeal is recorded."),
            way_out=_("Record the act of the court or of the superior commission first."),
        )
    )


def opened(f: Facts, at: datetime) -> Refused | None:
    """A draft lapses only when time to hand it in has run out."""
    window = f.windows.get("nomination")
    if window and window.due_at and at <= window.due_at:
        return Refused("nomination_open", _("Nomination is still open."))
    return None


@dataclass(frozen=True)
class Transition:
    """One row: a name, the states it leaves, the state it reaches, who may, in which window, and under which guards.

    `target` of None means that the service names the target among `targets`.
    """

    name: str
    sources: frozenset[State]
    target: State | None
    by: Action
    event: str
    label: Any
    window: str = ""
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
        row("register", {S.READY_FOR_DECISION}, S.REGISTERED, Action.REGISTER, "registered", _("Register"), window="registration", guards=(deposit,)),
        row("refuse", {S.READY_FOR_DECISION}, S.REFUSED, Action.REFUSE, "refused", _("Refuse"), guards=(lawful_grounds,)),
        row("withdraw", BEFORE_THE_END, S.WITHDRAWN, Action.WITHDRAW, "withdrawn", _("Withdraw"), window="withdrawal"),
        row("recall", BEFORE_THE_END, S.WITHDRAWN, Action.RECALL, "recalled", _("Recall by the party"), window="withdrawal", guards=(by_a_party,)),
        row("cancel", {S.REGISTERED}, S.CANCELLED, Action.CANCEL, "cancelled", _("Cancel the registration"), guards=(lawful_grounds,)),
        row("reinstate", {S.REFUSED, S.CANCELLED}, None, Action.REINSTATE, "reinstated", _("Reinstate"), guards=(appeal_upheld,), targets=frozenset({S.REGISTERED, S.UNDER_VERIFICATION})),
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
    if transition.window:
        check_window(facts.windows.get(transition.window), transition.label, at)
    waived = []
    for guard in transition.guards:
        refusal = guard(facts, at)
        if refusal is None:
            continue
        if guard.__name__ not in facts.waived:
            raise refusal
        waived.append(guard.__name__)
    reached = transition.target or target
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
