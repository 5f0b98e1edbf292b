"""The calendar plan in force on paper: the annex of the resolutions that adopted it, made from the entries."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commission import clock, letterhead
from commission.access import ROLE_LABELS, Role
from commission.law.terms import CERTAINTY_LABELS, Certainty
from commission.letterhead import both, day_of, law
from commission.models import Decision, Election, EntryStanding, Precision, TimetableEntry
from commission.pdf_documents import Both, CalendarPlan, PlanLine, day
from commission.pdf_documents import resolution as cited
from commission.selectors import timetable_of
from commission.templatetags.words import utc_offset


def calendar_plan(election: Election, at: datetime | None = None) -> CalendarPlan:
    """The annex. Printed twice it is the same file until a decision moves an entry. Raises ValueError without a timetable."""
    entries = timetable_of(election)
    if not entries:
        raise ValueError("there is no timetable to print")
    decisions = sorted({entry.decision for entry in entries}, key=lambda decision: (decision.adopted_at, decision.pk))
    moments = [at for entry in entries for at in (entry.starts_at, entry.due_at) if at]
    return CalendarPlan(
        head=letterhead.head(
            election.home, document=f"{election.slug.upper()}-P-{decisions[-1].pk}", made=decisions[-1].adopted_at, election=election
        ),
        adopted_by=[_adoption(decision, election.zone) for decision in decisions],
        polling_day=day(election.polling_date),
        offsets=", ".join(dict.fromkeys(utc_offset(moment, election.zone) for moment in sorted(moments))),
        lines=[_line(entry, election.zone) for entry in entries],
    )


def has_timetable(election: Election) -> bool:
    return election.timetable_entries.filter(in_force=True).exists()


def _adoption(decision: Decision, zone: str) -> Both:
    on = clock.local_date(decision.adopted_at, zone)
    if decision.precision == Precision.UNKNOWN:
        return Both(f"№ {decision.number} қаулы", f"постановление № {decision.number}")
    if not decision.number:
        return day_of(decision.adopted_at, zone)
    return cited(decision.number, on)


def _line(entry: TimetableEntry, zone: str) -> PlanLine:
    remarks = []
    if entry.article and entry.certainty != Certainty.VERIFIED:
        remarks.append(both(CERTAINTY_LABELS[Certainty(entry.certainty)]))
    if not entry.binding:
        remarks.append(both(_("not binding")))
    if entry.standing:
        remarks.append(both(EntryStanding(entry.standing).label))
    return PlanLine(
        title=both(entry.term.title),
        opens=_moment(entry.starts_at, entry, zone),
        due=_moment(entry.due_at, entry, zone),
        responsible=both(ROLE_LABELS[Role(entry.responsible)]),
        article=law(entry.article) if entry.article else None,
        remarks=remarks,
    )


def _moment(at: datetime | None, entry: TimetableEntry, zone: str) -> str:
    if at is None:
        return ""
    wall = clock.local(at, zone)
    return f"{wall:%d.%m.%Y}" if entry.precision == Precision.DAY else f"{wall:%d.%m.%Y, %H:%M}"
