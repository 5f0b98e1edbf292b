"""Calling an election, and its timetable. A decision changes the timetable; nothing else does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission import clock, timetable
from commission.access import Action
from commission.command import command, done, may_record_as_published
from commission.law import NoRules, pack_for
from commission.models import (
    Commission,
    Decision,
    DecisionKind,
    Election,
    EntryStanding,
    FigureSource,
    Origin,
    Outage,
    Precision,
    Standing,
    TimetableEntry,
)
from commission.refused import Refused
from commission.services.decisions import NO_WORDS, Text, Vote, take_decision


@dataclass(frozen=True)
class Span:
    """When an entry starts and is due, in UTC, how exactly that is known, and where a replayed one comes from."""

    starts_at: datetime | None
    due_at: datetime | None
    precision: Precision = Precision.MOMENT
    standing: EntryStanding | str = ""

    @property
    def own(self) -> bool:
        """The commission set it itself, to the minute; anything else belongs to a replayed record."""
        return self.precision == Precision.MOMENT and not self.standing


Spans = Mapping[str, Span | tuple[datetime | None, datetime | None]]
ADOPTION = Text("Күнтізбелік жоспарды бекіту туралы", "Об утверждении календарного плана", "Adopting the calendar plan")


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

    Raises Refused("no_rules"), Refused("polling_day_past"), Refused("slug_taken"), Refused("bad_field") naming the fields
    that do not fit, Refused("role") for a replay by anybody but a recorder and for an invented election outside a
    demonstration, Refused("not_past") for a replay of what has not taken place.
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
    election = Election(
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
    _check_origin(election)
    _check_fields(election)
    election.save(force_insert=True)
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


def _check_origin(election: Election) -> None:
    if election.origin == Origin.INVENTED and not settings.DEMO:
        raise Refused("role", _("An invented election belongs into a demonstration only."), status=403)
    if election.origin != Origin.REPLAYED:
        return
    if not may_record_as_published(election):
        raise Refused("role", _("Only a recorder replays a published record."), status=403)
    if election.polling_date >= clock.local_date(clock.now(), election.zone):
        raise Refused(
            "not_past", _("Only an election whose polling day has passed can be replayed."), way_out=_("Call it as an election of today.")
        )


def _check_fields(election: Election) -> None:
    """Raises Refused("bad_field") with the names of the fields, as a person reads them."""
    # the database can't hold a zero byte, and no validator of a model looks for one; blanks alone are no title either
    texts = [
        f.name for f in election._meta.fields if isinstance(v := getattr(election, f.attname), str) and ("\0" in v or (v and not v.strip()))
    ]
    names = dict.fromkeys(texts)
    try:
        election.full_clean(exclude=[*texts, "home"])
    except ValidationError as error:
        names |= dict.fromkeys(error.message_dict)
    if names:
        # what no single field is to blame for is the one rule over two: the order of the polling hours
        fields = [name for each in names for name in ([each] if each != "__all__" else ["polls_open", "polls_close"])]
        labels = ", ".join(str(getattr(election._meta.get_field(name), "verbose_name", name)) for name in fields)
        raise Refused("bad_field", _("These fields do not fit: %(fields)s.") % {"fields": labels}, way_out=_("Correct them."))


@command(Action.ADOPT_TIMETABLE)
def adopt_timetable(
    election: Election,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    spans: Spans | None = None,
    number: str | None = None,
    precision: Precision = Precision.MOMENT,
    reasoning: Text = NO_WORDS,
    dissent: str = "",
    outages: Sequence[Outage] = (),
    text: Text = ADOPTION,
) -> Decision:
    """Adopt the calendar plan, or a new one over it, by decision. What does not move stays as it is.

    `spans` replaces start and due of an entry by its code, in UTC; a bare pair is the commission's own, to the minute. Old
    entries stay readable and name their successor. Entries that a replayed record does not name say so. `outages` are those that
    the decision cites; each names the first decision that did.
    Raises Refused("unknown_entry"), Refused("entry_backwards"), Refused("order_broken") where two entries contradict each
    other, Refused("foreign_outage"), Refused("role") for a day without hour or a source outside a replay, and as
    `take_decision` does.
    """
    given = {code: span if isinstance(span, Span) else Span(*span) for code, span in (spans or {}).items()}
    if not all(span.own for span in given.values()) and not may_record_as_published(election):
        raise Refused("role", _("Only an entry of a replayed election has a source or no hour."), status=403)
    planned = planned_for(election)
    for code in set(given) - {entry.code for entry in planned}:
        raise Refused("unknown_entry", _("The rule set knows no entry “%(code)s”.") % {"code": code})
    cited = list(Outage.objects.select_for_update(no_key=True).filter(home=election.home, pk__in=[outage.pk for outage in outages]))
    if len(cited) != len({outage.pk for outage in outages}):
        raise Refused("foreign_outage", _("This outage is in the log of another commission."), status=404)
    decision = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.TIMETABLE,
        election=election,
        vote=vote,
        number=number,
        precision=precision,
        reasoning=reasoning,
        dissent=dissent,
        text=text,
    )
    in_force = {entry.code: entry for entry in election.timetable_entries.select_for_update(no_key=True).filter(in_force=True)}
    adopted = new_plan(election, planned, given, in_force)
    changed: list[TimetableEntry] = []
    for plan in planned:
        old = in_force.get(plan.code)
        if span_of(old) != adopted[plan.code]:
            changed += _replace(old, election, plan, adopted[plan.code], decision)
    for outage in cited:
        if outage.decision_id is None:
            outage.decision = decision
            outage.save(update_fields=["decision"])
    done(
        "timetable.adopted",
        changed=[*changed, *cited],
        decision=decision.pk,
        count=len(changed),
        outage=sorted(outage.pk for outage in cited),
    )
    return decision


def planned_for(election: Election) -> tuple[timetable.Planned, ...]:
    """The calendar plan as the rule set gives it to this election."""
    dates = timetable.Dates(election.called_on, election.polling_date, election.zone, election.polls_open, election.polls_close)
    return timetable.plan(election.pack, dates)


def new_plan(
    election: Election, planned: Sequence[timetable.Planned], given: Mapping[str, Span], in_force: Mapping[str, TimetableEntry]
) -> dict[str, Span]:
    """Every entry as it would stand: as given, else as in force, else by the rules. Raises Refused as `adopt_timetable` does."""
    unnamed = EntryStanding.BY_RULES if election.origin == Origin.REPLAYED else ""
    adopted = {p.code: given.get(p.code) or span_of(in_force.get(p.code)) or Span(p.starts_at, p.due_at, standing=unnamed) for p in planned}
    _check_order(election, {plan.code: (plan.term.title, adopted[plan.code]) for plan in planned})
    return adopted


def span_of(entry: TimetableEntry | None) -> Span | None:
    """The span of an entry in force; nothing where there is none."""
    return Span(entry.starts_at, entry.due_at, Precision(entry.precision), entry.standing) if entry else None


# Which entry must be over before which begins or ends: the order without which the terms make no election.
ORDER = (("nomination", "registration", "due_at"), ("registration", "voting", "starts_at"), ("campaign", "voting", "starts_at"))


def _check_order(election: Election, adopted: Mapping[str, tuple[Any, Span]]) -> None:
    for title, span in adopted.values():
        if span.starts_at and span.due_at and span.starts_at > span.due_at:
            raise Refused("entry_backwards", _("“%(entry)s” would end before it starts.") % {"entry": title})
    title, voting = adopted["voting"]
    if {clock.local_date(at, election.zone) for at in (voting.starts_at, voting.due_at) if at} != {election.polling_date}:
        raise _broken(title, election._meta.get_field("polling_date").verbose_name, _("“%(entry)s” must lie on the “%(other)s”."))
    for code, later, moment in ORDER:
        (title, span), (other, bound) = adopted[code], adopted[later]
        limit: datetime | None = getattr(bound, moment) or bound.due_at
        # a plan may move an end away altogether; then nothing closes what must be closed
        if span.due_at is None or limit is None or span.due_at > limit:
            before = _("“%(entry)s” must end before “%(other)s” ends, or with it.")
            raise _broken(title, other, before if moment == "due_at" else _("“%(entry)s” must end before “%(other)s” starts."))


def _broken(title: Any, other: Any, words: Any) -> Refused:
    return Refused("order_broken", words % {"entry": title, "other": other}, way_out=_("Correct one of the two."))


def _replace(
    old: TimetableEntry | None, election: Election, plan: timetable.Planned, span: Span, decision: Decision
) -> list[TimetableEntry]:
    if old:
        old.in_force = False
        old.save(update_fields=["in_force"])
    new = TimetableEntry.objects.create(
        election=election,
        code=plan.code,
        starts_at=span.starts_at,
        due_at=span.due_at,
        precision=span.precision,
        standing=span.standing,
        article="" if span.standing and _departs(span, plan, election.zone) else plan.term.article,
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


def _departs(span: Span, plan: timetable.Planned, zone: str) -> bool:
    """Does the record say another moment than the rule, as exactly as it says one? What it leaves out contradicts nothing."""

    def told(at: datetime) -> datetime | date:
        return clock.local_date(at, zone) if span.precision == Precision.DAY else at.replace(microsecond=0)

    pairs = ((span.starts_at, plan.starts_at), (span.due_at, plan.due_at))
    return any(said is not None and (rule is None or told(said) != told(rule)) for said, rule in pairs)


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
