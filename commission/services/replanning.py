"""A new calendar plan over the one in force: what it would move and whom it would touch, and the decision that adopts it.

Looking writes nothing. Whom a moved window touches is told by each app for its own people:

    replanning.tell(nominations_touched)

The end of a term that the law sets is extended by `extending`, which asks for a basis; here it can only be put right.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.law.terms import Certainty, Term
from commission.models import Decision, Election, TimetableEntry
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import Text, Vote
from commission.services.elections import ADOPTION, Span, adopt_timetable, new_plan, planned_for, span_of

CHANGE = Text("Күнтізбелік жоспарды өзгерту туралы", "О внесении изменений в календарный план", "Changing the calendar plan")
# The law's own moments, read or practised. Where its text was not seen the commission sets the moment itself.
SET_BY_LAW = (Certainty.VERIFIED, Certainty.OLD_EDITION, Certainty.PRACTICE)


@dataclass(frozen=True)
class Change:
    """One entry that would move; `old` is None where it is not adopted yet, `by_rules` what the rule set gives."""

    term: Term
    old: Span | None
    new: Span
    by_rules: Span

    def reopens(self, at: datetime) -> bool:
        """Would a window that has ended be open again?"""
        return bool(self.old and self.old.due_at and self.old.due_at < at and is_open(self.new, at))

    def closes(self, at: datetime) -> bool:
        """Would a window that is open be over?"""
        return bool(self.old and is_open(self.old, at) and self.new.due_at and self.new.due_at < at)


@dataclass(frozen=True)
class Touched:
    """Some people whom a moved window touches: what they could do, in which state they are, in time now and then."""

    what: Any
    state: Any
    count: int
    before: bool
    after: bool


Teller = Callable[[Election, Mapping[str, Change], datetime], Sequence[Touched]]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Say whom of an app's people a moved window touches. Called once, when the app is ready."""
    _tellers.append(teller)


def is_open(span: Span | None, at: datetime) -> bool:
    """Both ends belong to a window."""
    return span is not None and (span.starts_at is None or span.starts_at <= at) and (span.due_at is None or at <= span.due_at)


@dataclass(frozen=True)
class Outlook:
    """What a plan would do at this moment."""

    changes: list[Change]
    touched: list[Touched]


def outlook(election: Election, spans: Mapping[str, Span], *, at: datetime) -> Outlook:
    """What these spans would move, and whom they would touch. Writes nothing; raises Refused as `replan` does."""
    found = changes(election, spans)
    by_code = {change.term.code: change for change in found}
    return Outlook(found, [touched for teller in _tellers for touched in teller(election, by_code, at) if touched.count])


def changes(election: Election, spans: Mapping[str, Span]) -> list[Change]:
    """The entries that would move, in the order of the rule set.

    Raises Refused("extension_needed") where a term that the law sets would end later than in force and than the rule set says,
    Refused("order_broken"), Refused("entry_backwards").
    """
    in_force: dict[str, TimetableEntry] = windows_of(election)
    planned = planned_for(election)
    adopted = new_plan(election, planned, spans, in_force)
    found = [
        Change(plan.term, span_of(in_force.get(plan.code)), adopted[plan.code], Span(plan.starts_at, plan.due_at))
        for plan in planned
        if span_of(in_force.get(plan.code)) != adopted[plan.code]
    ]
    for change in found:
        _refuse_extension(change)
    return found


def _refuse_extension(change: Change) -> None:
    term, new = change.term, change.new.due_at
    limits = [span.due_at for span in (change.old, change.by_rules) if span and span.due_at]
    if not (term.binding and term.certainty in SET_BY_LAW and limits):
        return
    if new is None or new > max(limits):
        raise Refused(
            "extension_needed",
            _("“%(entry)s” would end later than the rule set says.") % {"entry": term.title},
            article=term.article,
            way_out=_("Such a term is extended by a decision that names its basis: “Extend a term”."),
        )


def replan(election: Election, *, actor: Any, at: datetime, vote: Vote | None, spans: Mapping[str, Span], reasoning: Text) -> Decision:
    """Adopt the plan by decision. Raises Refused("nothing_moves"), and as `changes` and `adopt_timetable` do."""
    first = not election.timetable_entries.exists()
    if not changes(election, spans):
        raise Refused("nothing_moves", _("No entry would move."), way_out=_("Change a moment, or leave the plan as it is."))
    return adopt_timetable(election, actor=actor, at=at, vote=vote, spans=spans, reasoning=reasoning, text=ADOPTION if first else CHANGE)
