"""Where an election stands, told from its timetable. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

PAST, RUNNING, NEXT = "past", "running", "next"


def state_of(starts_at: datetime | None, due_at: datetime | None, now: datetime) -> str:
    """past, running or next; a plain deadline is never running."""
    if due_at is not None and now > due_at:
        return PAST
    if starts_at is not None and now >= starts_at:
        return RUNNING
    return NEXT


# The way of an election in the steps that a reader knows, each with its entry of the timetable.
WAY = ("nomination", "registration", "campaign", "voting", "determination", "registration_of_elected")


def way(entries: Mapping[str, Any], now: datetime, *, concluded: set[str]) -> list[dict[str, Any]]:
    """The steps with `done`, `now` or nothing; `concluded` names steps that ended before their term did."""
    words = {
        "nomination": _("Nomination"),
        "registration": _("Registration"),
        "campaign": _("Campaign"),
        "voting": _("Voting"),
        "determination": _("Result"),
        "registration_of_elected": _("Akim registered"),
    }
    steps = []
    for code in WAY:
        entry = entries.get(code)
        state = state_of(entry.starts_at, entry.due_at, now) if entry else NEXT
        done = code in concluded or state == PAST
        steps.append({"code": code, "label": words[code], "state": "done" if done else "now" if state == RUNNING else "", "entry": entry})
    return steps
