"""Calling an election, and its timetable. A decision changes the timetable; nothing else does."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import clock, timetable
from commission.access import Action
from commission.command import command, done, may_record_as_published
from commission.law import NoRules, pack_for
from commission.models import Commission, Decision, DecisionKind, Election, FigureSource, Origin, Precision, Standing, TimetableEntry
from commission.refused import Refused
from commission.services.decisions import Text, Vote, take_decision

Span = tuple[datetime | None, datetime | None]


@command(Action.CALL_ELECTION)
def call_election(
    home: Commission,
    *,
    actor: Any,
    at: datetime,
    slug: str,
    titles: Text,
    office: Text,
    territory: Text,
    polling_date: date,
    ground: str,
    vote: Vote | None,
    polls_open: time = time(7),
    polls_close: time = time(20),
    origin: Origin = Origin.LIVE,
    precision: Precision = Precision.MOMENT,
) -> Election:
    """The commission calls an election by decision; the rule set follows from the polling day.

    Raises Refused("no_rules"), Refused("polling_day_past"), Refused("slug_taken"), Refused("role") for a replay by anybody
    but a recorder.
    """
    called_on = clock.local_date(at, home.time_zone)
    if polling_date <= called_on:
        raise Refused("polling_day_past", _("Polling day must lie after the day of the call."), way_out=_("Choose a later day."))
    if Election.objects.filter(slug=slug).exists():
        raise Refused("slug_taken", _("An election with this address name exists already."), way_out=_("Choose another name."))
    try:
        rules = pack_for(polling_date)
    except NoRules as no_rules:
        raise Refused("no_rules", _("No rule set of the portal covers that polling day."), way_out=_("Choose another day.")) from no_rules
    election = Election.objects.create(
        slug=slug,
        home=home,
        title_kk=titles.kk,
        title_ru=titles.ru,
        title_en=titles.en,
        office_kk=office.kk,
        office_ru=office.ru,
        office_en=office.en,
        territory_kk=territory.kk,
        territory_ru=territory.ru,
        territory_en=territory.en,
        called_on=called_on,
        polling_date=polling_date,
        polls_open=polls_open,
        polls_close=polls_close,
        rules=rules.key,
        ground=ground,
        origin=origin,
    )
    if origin == Origin.REPLAYED and not may_record_as_published(election):
        raise Refused("role", _("Only a recorder replays a published record."), status=403)
    decision = take_decision(
        home,
        actor=actor,
        at=at,
        kind=DecisionKind.CALL,
        election=election,
        vote=vote,
        precision=precision,
        text=Text("Сайлауды тағайындау туралы", "О назначении выборов", "Calling the election"),
    )
    done("election.called", changed=[election], subject=election, decision=decision.pk, code=rules.key)
    return election


@command(Action.ADOPT_TIMETABLE)
def adopt_timetable(
    election: Election,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    spans: Mapping[str, Span] | None = None,
    number: str | None = None,
    precision: Precision = Precision.MOMENT,
) -> Decision:
    """Adopt the calendar plan, or a new one over it, by decision. What does not move stays as it is.

    `spans` replaces start and due of an entry by its code, in UTC. Old entries stay readable and name their successor.
    Raises Refused("unknown_entry"), Refused("entry_backwards"), and as `take_decision` does.
    """
    spans = spans or {}
    dates = timetable.Dates(election.called_on, election.polling_date, election.zone, election.polls_open, election.polls_close)
    planned = timetable.plan(election.pack, dates)
    for code in set(spans) - {entry.code for entry in planned}:
        raise Refused("unknown_entry", _("The rule set knows no entry “%(code)s”.") % {"code": code})
    decision = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.TIMETABLE,
        election=election,
        vote=vote,
        number=number,
        precision=precision,
        text=Text("Күнтізбелік жоспарды бекіту туралы", "Об утверждении календарного плана", "Adopting the calendar plan"),
    )
    in_force = {entry.code: entry for entry in election.timetable_entries.select_for_update(no_key=True).filter(in_force=True)}
    changed: list[TimetableEntry] = []
    for plan in planned:
        old = in_force.get(plan.code)
        kept = (old.starts_at, old.due_at) if old else (plan.starts_at, plan.due_at)
        starts_at, due_at = spans.get(plan.code, kept)
        if starts_at and due_at and starts_at > due_at:
            raise Refused("entry_backwards", _("“%(entry)s” would end before it starts.") % {"entry": plan.term.title})
        if old and (old.starts_at, old.due_at) == (starts_at, due_at):
            continue
        changed += _replace(old, election, plan, starts_at, due_at, decision)
    done("timetable.adopted", changed=changed, decision=decision.pk, count=len(changed))
    return decision


def _replace(
    old: TimetableEntry | None,
    election: Election,
    plan: timetable.Planned,
    starts_at: datetime | None,
    due_at: datetime | None,
    decision: Decision,
) -> list[TimetableEntry]:
    if old:
        old.in_force = False
        old.save(update_fields=["in_force"])
    new = TimetableEntry.objects.create(
        election=election,
        code=plan.code,
        starts_at=starts_at,
        due_at=due_at,
        article=plan.term.article,
        responsible=plan.term.role,
        binding=plan.term.binding,
        certainty=plan.term.certainty,
        decision=decision,
    )
    if not old:
        return [new]
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    return [old, new]


@command(Action.RECORD_AS_PUBLISHED)
def source_figures(election: Election, *, actor: Any, at: datetime, figures: Mapping[str, tuple[Standing, int | None, int | None]]) -> None:
    """Say where figures of a replayed election come from: standing, and the range of an inferred one."""
    if not may_record_as_published(election):
        raise Refused("role", _("Only a replayed election needs marks on its figures."), status=403)
    with transaction.atomic():
        rows = [
            FigureSource.objects.create(election=election, figure=code, standing=standing, lowest=lowest, highest=highest)
            for code, (standing, lowest, highest) in figures.items()
        ]
    done("figure.sourced", changed=rows, codes=sorted(figures))
