"""What must be true before a step is taken: the facts of one nomination, and the guards that read them.

Pure: no database. A guard answers with a Refused that says what is wrong and the way out, or with nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from candidates.states import State
from commission.refused import Refused


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
    target: State | None = None  # where the step leads; `workflow.step` fills it in
    papers_missing: int = 0
    fields_missing: tuple[Any, ...] = ()  # labels of the fields of the person that are still empty
    declared: bool = False
    curable_open: int = 0  # noted curable deficiencies that were not asked for yet
    unanswered: int = 0  # asked for, not answered
    correction_due: datetime | None = None
    checks_pending: int = 0
    checks_failed: int = 0  # of the checks before registration
    concluded_by: int | None = None
    actor: int | None = None
    by_system: bool = False
    deposit_paid: bool = False
    grounds: int = 0
    grounds_without_failure: int = 0
    grounds_unlawful: int = 0  # grounds that the rule set does not know for this kind of decision
    party_nominee: bool = False
    appeal_upheld: bool = False
    left_off_the_ballot: bool = False  # a ballot is approved, and it has no line for this person
    reason_given: bool = False
    waived: frozenset[str] = frozenset()  # guards that a replayed record cannot meet, by its recorder's permission


Guard = Callable[[Facts, datetime], Refused | None]


def complete(f: Facts, at: datetime) -> Refused | None:
    if f.papers_missing:
        return Refused(
            "incomplete", _("%(count)d required papers are missing.") % {"count": f.papers_missing}, way_out=_("Add them and submit again.")
        )
    if f.fields_missing:
        return Refused(
            "incomplete",
            _("These fields are still empty: %(fields)s.") % {"fields": ", ".join(map(str, f.fields_missing))},
            way_out=_("Fill them in and submit again."),
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


def no_check_failed(f: Facts, at: datetime) -> Refused | None:
    if f.checks_failed:
        return Refused(
            "checks_failed",
            _("%(count)d checks before registration have failed.") % {"count": f.checks_failed},
            article="CL ch. 13-1",
            way_out=_("Refuse the registration, or send the case back and correct the result."),
        )
    return None


def on_the_ballot(f: Facts, at: datetime) -> Refused | None:
    # a candidate whom no line of the approved ballot names could be registered, but not be voted for
    if f.left_off_the_ballot and f.target is State.REGISTERED:
        return Refused(
            "ballot_approved",
            _("The ballot is approved and has no line for this person."),
            article="CL art. 37",
            way_out=_("The commission approves a new ballot first."),
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
            _("A ground has no recorded failure that the candidate was told of, that still stands and that belongs to this ground."),
            way_out=_("Record the failure with its article and notify the candidate first, or choose the ground that it belongs to."),
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
