"""Whom of the nominated a moved window touches, counted by state from the table of the workflow."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from candidates.states import STAFF_LABELS, State
from candidates.workflow import TRANSITIONS
from commission.models import Election
from commission.services import replanning
from commission.services.replanning import Change, Touched, is_open


def touched(election: Election, changes: Mapping[str, Change], at: datetime) -> list[Touched]:
    """Those who could take a step now and could not then, or the other way round; and whose papers or drafts a new end leaves aside."""
    moved = {code: change for code, change in changes.items() if change.old}
    counts: Counter[str] = Counter(dict(election.nominations.values_list("state").annotate(Count("pk")).order_by("state")))
    found = []
    for step in TRANSITIONS.values():
        change = moved.get(step.window)
        if change is None:
            continue
        before, after = is_open(change.old, at), is_open(change.new, at)
        if before != after:
            found += [Touched(step.label, STAFF_LABELS[state], counts[state], before, after) for state in State if state in step.sources]
    if nomination := moved.get("nomination"):
        found += _around_nomination(election, nomination, counts, at)
    return found


def _around_nomination(election: Election, change: Change, counts: Counter[str], at: datetime) -> list[Touched]:
    found = []
    if change.reopens(at):
        lapsed = _("A draft that lapsed stays so; the person may begin anew")
        found.append(Touched(lapsed, STAFF_LABELS[State.LAPSED], counts[State.LAPSED], False, True))
    if change.new.due_at:
        received = election.nominations.filter(received_at__gt=change.new.due_at).values_list("state").annotate(Count("pk"))
        stays = _("Received after the new end; what was received stays so")
        found += [Touched(stays, STAFF_LABELS[State(state)], count, True, False) for state, count in received.order_by("state")]
    return found


def make_known() -> None:
    """Called once, when the app is ready."""
    replanning.tell(touched)
