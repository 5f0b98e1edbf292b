"""Changing the calendar plan at the desk: first what it would move and whom it would touch, then the decision."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission.access import Action
from commission.admin.pages import NOTHING, Table, when, yes_no
from commission.admin.writing import DeskStep, Run, register
from commission.forms.replanning import ReplanForm
from commission.forms.votes import vote_in
from commission.models import Decision, Election, ElectionState
from commission.services.replanning import Change, outlook, replan


def look(run: Run) -> list[Table]:
    """What the typed plan would do now, as tables. Nothing is written."""
    seen = outlook(run.row, run.data["spans"], at=run.at)
    zone = run.row.zone
    return [
        Table(
            _("Entries that move"),
            (_("Entry"), _("What"), _("Now"), _("Then"), _("Difference"), _("Follows")),
            [line for change in seen.changes for line in _lines(change, zone, run.at)],
            _("No entry would move."),
        ),
        Table(
            _("People whom it touches"),
            (_("What"), _("State"), _("People"), _("In time now"), _("In time then")),
            [(each.what, each.state, each.count, yes_no(each.before), yes_no(each.after)) for each in seen.touched],
            _("Nobody is in time before and late after, or the other way round."),
            numbers=(2,),
        ),
    ]


def _lines(change: Change, zone: str, at: datetime) -> list[tuple[Any, ...]]:
    follows = _("is open again") if change.reopens(at) else _("is over at once") if change.closes(at) else ""
    lines = []
    for what, name in ((_("start"), "starts_at"), (_("end"), "due_at")):
        old, new = getattr(change.old, name, None), getattr(change.new, name)
        if old != new:
            shift = difference(new - old) if old and new else NOTHING
            lines.append((change.term.title, what, when(old, zone), when(new, zone), shift, follows if name == "due_at" else ""))
    return lines


def difference(shift: timedelta) -> str:
    """How far a moment moves, to the minute: `+1 day 02:30`."""
    minutes = round(abs(shift).total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours = f"{rest // 60:02d}:{rest % 60:02d}"
    sign = "−" if shift < timedelta() else "+"
    return sign + (ngettext("%(days)d day %(hours)s", "%(days)d days %(hours)s", days) % {"days": days, "hours": hours} if days else hours)


def adopt(run: Run) -> Decision:
    voted_at, vote = vote_in(run.data)
    return replan(run.row, actor=run.actor, at=voted_at, vote=vote, spans=run.data["spans"], reasoning=run.data["reasoning"])


register(
    Election,
    DeskStep(
        "change-plan",
        _("Change the calendar plan"),
        Action.ADOPT_TIMETABLE,
        run=adopt,
        form=ReplanForm,
        explain=_(
            "Look first: which entries move, which windows open again, and who would be late. Nothing is written until the "
            "figures of the members' vote are recorded."
        ),
        done=_("The calendar plan is adopted. The old entries stay readable and name their successors."),
        offered=lambda row: row.state == ElectionState.CALLED,
        grave=True,
        template="admin/commission/replan.html",
        look=look,
    ),
)
