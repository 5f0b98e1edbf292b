"""A nomination as the public reads it: the status in plain words, every moment as exactly as it is known, decisions, corrections.

Made of the rows that `public_nominations` hands out, which hold no private field. Nothing is taken from the audit log.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Appeal, AppealOutcome, BallotOption, Nomination, Way
from candidates.plain_words import MEANINGS, RECALLED, TONES
from candidates.selectors import public_ballot, public_nominations
from candidates.workflow import PUBLIC_LABELS, State
from commission import clock
from commission.models import Decision, DecisionKind, Election, Origin, Precision
from commission.templatetags.words import day, moment

Fact = tuple[str, Any]
OUT_OF_RACE = (State.REFUSED, State.CANCELLED)
# what a decision made of the nomination, in the words of the state
OUTCOMES = {
    DecisionKind.REGISTER: PUBLIC_LABELS[State.REGISTERED],
    DecisionKind.REFUSE: PUBLIC_LABELS[State.REFUSED],
    DecisionKind.CANCEL: PUBLIC_LABELS[State.CANCELLED],
    DecisionKind.DEPARTURE: PUBLIC_LABELS[State.CANCELLED],
}


@dataclass(frozen=True)
class When:
    """A moment and how exactly it is known: an hour that nobody published is never shown."""

    at: datetime
    precision: str
    zone: str

    @property
    def text(self) -> str:
        if self.precision == Precision.UNKNOWN:
            return _("the day was not published")
        return moment(self.at, self.zone) if self.precision == Precision.MOMENT else self.day

    @property
    def day(self) -> str:
        return _("an unpublished day") if self.precision == Precision.UNKNOWN else day(self.at, self.zone)

    @property
    def iso(self) -> str | None:
        """For programs: an instant with its offset, a bare day, or nothing."""
        if self.precision == Precision.UNKNOWN:
            return None
        local = clock.local(self.at, self.zone)
        return local.isoformat(timespec="seconds") if self.precision == Precision.MOMENT else local.date().isoformat()


@dataclass(frozen=True)
class Ruling:
    """A decision of the commission on this person, with its grounds and what became of it."""

    decision: Decision
    adopted: When
    grounds: tuple[Any, ...]
    appeals: tuple[Appeal, ...]

    @property
    def title(self) -> str:
        return str(OUTCOMES[self.decision.kind])

    @property
    def upheld(self) -> Appeal | None:
        """The appeal that undid the decision, where one did."""
        return next((appeal for appeal in self.appeals if appeal.outcome == AppealOutcome.UPHELD), None)

    @property
    def undone(self) -> bool:
        return self.decision.annulled_by_id is not None or self.upheld is not None

    @property
    def pending(self) -> bool:
        return any(appeal.outcome == AppealOutcome.PENDING for appeal in self.appeals)

    @property
    def excludes(self) -> bool:
        """Did it put the person out of the race?"""
        return bool(self.decision.kind in (DecisionKind.REFUSE, DecisionKind.CANCEL))

    @property
    def inferred(self) -> bool:
        """No source names this decision: it follows from what came after."""
        return bool(self.decision.precision == Precision.UNKNOWN)

    @property
    def url(self) -> str:
        """Its row on the page of decisions; empty while it is not published."""
        if self.decision.published_at is None:
            return ""
        return f"{reverse('public:decisions', args=[self.decision.election.slug])}#decision-{self.decision.pk}"


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    at: datetime
    precision: str
    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """One nomination, ready for a page or an export."""

    nomination: Nomination
    election: Election
    rulings: tuple[Ruling, ...]
    line: BallotOption | None

    @property
    def stage(self) -> State:
        return self.nomination.stage

    # -- status

    @property
    def tone(self) -> str:
        return TONES.get(self.stage, "wait")

    @property
    def meaning(self) -> Any:
        return RECALLED if self.stage is State.WITHDRAWN and self.nomination.recalled else MEANINGS[self.stage]

    @property
    def out(self) -> bool:
        """No longer in the race."""
        return self.stage in (*OUT_OF_RACE, State.WITHDRAWN)

    @property
    def excluded_by(self) -> Ruling | None:
        """The refusal or cancellation that the present state rests on."""
        last = next((ruling for ruling in reversed(self.rulings) if ruling.excludes), None)
        return last if self.stage in OUT_OF_RACE else None

    @property
    def under_appeal(self) -> bool:
        return self.excluded_by is not None and self.excluded_by.pending and not self.excluded_by.undone

    @property
    def to_be_carried_out(self) -> bool:
        """The decision that put the person out of the race is undone, but the person is not back yet."""
        return self.excluded_by is not None and self.excluded_by.undone

    @property
    def overlays(self) -> list[tuple[str, str]]:
        """What lies over the status: words and tone."""
        if self.to_be_carried_out:
            return [(_("the decision has been undone"), "info")]
        return [(_("under appeal"), "wait")] if self.under_appeal else []

    # -- moments

    @property
    def received(self) -> When:
        return self._when(self.nomination.received_at, self.nomination.precision)

    @property
    def registered(self) -> When | None:
        by = self.nomination.registered_by
        return self._when(self.nomination.registered_at, by.precision if by else None) if self.nomination.registered_at else None

    @property
    def left(self) -> When | None:
        """When the race ended for this person: the statement, or the decision."""
        if self.nomination.ended_at is None or not self.out:
            return None
        return self._when(self.nomination.ended_at, self.excluded_by.decision.precision if self.excluded_by else None)

    @property
    def reinstated(self) -> When | None:
        return self._when(self.nomination.reinstated_at) if self.nomination.reinstated_at else None

    def _when(self, at: datetime, precision: str | None = None) -> When:
        # the record of a past election tells days at best
        known = Precision.DAY if self.election.origin == Origin.REPLAYED else Precision.MOMENT
        return When(at, precision or known, self.election.zone)

    # -- what a page lists

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """The whole name as it is official in each language: code, the language's own name, the name."""
        languages = (("kk", "Қазақша"), ("ru", "Русский"), ("en", _("in Latin letters")))
        if not self.nomination.name_published:
            return []
        return [(code, language, name) for code, language in languages if (name := official_name(self.nomination, code))]

    @property
    def about(self) -> list[Fact]:
        """The person, in the short words of a card."""
        row, facts = self.nomination, []
        if row.birth_year:
            facts.append((_("Year of birth"), row.birth_year))
        if row.occupation:
            facts.append((_("Occupation"), row.occupation))
        facts.append((_("Way of nomination"), row.get_way_display()))
        if row.way == Way.PARTY and row.party:
            facts.append((_("Nominating party"), row.party))
        if row.party_membership:
            facts.append((_("Party membership"), row.party_membership))
        return facts

    @property
    def dates(self) -> list[Fact]:
        facts: list[Fact] = [(_("Papers received"), self.received.text)]
        if self.registered:
            facts.append((_("Registered"), self.registered.text))
        if self.left and self.stage is State.WITHDRAWN:
            facts.append((_("Recalled by the party") if self.nomination.recalled else _("Withdrew"), self.left.text))
        elif self.left:
            facts.append((_("Decided"), self.left.text))
        return facts

    @property
    def facts(self) -> list[Fact]:
        """What a card says: the person, then the dates."""
        return [*self.about, *self.dates]

    @property
    def certificate(self) -> list[Fact]:
        row = self.nomination
        if not row.certificate_issued_at or not row.certificate_number:
            return []
        return [(_("Certificate"), row.certificate_number), (_("Certificate issued"), self._when(row.certificate_issued_at).day)]

    @property
    def corrections(self) -> list[list[str]]:
        """A public correction for every refusal or cancellation that was undone, as sentences; it stays whatever comes later."""
        excluding = [ruling for ruling in self.rulings if ruling.excludes]
        following = [*(ruling.decision.adopted_at for ruling in excluding[1:]), None]
        return [
            [was_decided(ruling), was_undone(ruling, self.election.zone), self._since(ruling, until)]
            for ruling, until in zip(excluding, following, strict=False)
            if ruling.undone
        ]

    def _since(self, ruling: Ruling, until: datetime | None) -> str:
        """What the undoing brought about; `until` is when the person was put out of the race once more."""
        if until is None and self.stage in OUT_OF_RACE:
            return _("The commission has yet to carry this out.")
        back, registered = self.nomination.reinstated_at, self.nomination.registered_at
        if back is None or back < ruling.decision.adopted_at or (until and back > until):
            return _("It was carried out.")  # the row keeps the day of the last time only
        if until is None and self.stage is State.REGISTERED:
            since = self._when(max(back, registered) if registered else back).day
            if ruling.decision.kind == DecisionKind.CANCEL:
                return _("Since %(day)s this person is a registered candidate again.") % {"day": since}
            return _("Since %(day)s this person is a registered candidate.") % {"day": since}
        since = self._when(back).day
        if until or self.stage is State.WITHDRAWN:
            return _("This person was back in the race from %(day)s.") % {"day": since}
        return _("Since %(day)s the papers are being checked again.") % {"day": since}

    @property
    def history(self) -> list[Event]:
        """What happened, oldest first; nothing of it ever goes away."""
        row = self.nomination
        events = [Event(self.received.at, self.received.precision, _("Papers received"))]
        for ruling in self.rulings:
            events.append(Event(ruling.adopted.at, ruling.adopted.precision, ruling.title, url=ruling.url))
            for appeal in ruling.appeals:
                if appeal.filed_at:
                    events.append(Event(appeal.filed_at, Precision.DAY, _("Appeal filed"), str(appeal.body)))
                if appeal.decided_at:
                    events.append(Event(appeal.decided_at, Precision.DAY, appeal_outcome(appeal), str(appeal.body)))
            if by := ruling.decision.annulled_by:
                events.append(Event(by.adopted_at, by.precision, _("The decision was annulled"), str(by.home)))
        if self.certificate:
            events.append(Event(row.certificate_issued_at, self._when(row.certificate_issued_at).precision, _("Certificate issued")))
        if self.reinstated:
            events.append(Event(self.reinstated.at, self.reinstated.precision, _("Back in the race")))
        if self.line:
            decision, words = self.line.decision, _("Line %(number)d of the ballot") % {"number": self.line.position}
            events.append(Event(decision.adopted_at, decision.precision, _("Ballot approved"), words))
        if self.left and self.stage is State.WITHDRAWN:
            title = _("Recalled by the party") if row.recalled else _("Withdrew")
            events.append(Event(self.left.at, self.left.precision, title))
        if self.line and self.line.struck_out_at:
            events.append(Event(self.line.struck_out_at, self._when(self.line.struck_out_at).precision, _("Struck out on the ballot")))
        return sorted(events, key=lambda event: event.at)


def shown_of(election: Election) -> list[Shown]:
    """Everybody whom the public sees, in the order of receipt."""
    lines = {line.nomination_id: line for line in public_ballot(election)}
    return [show(nomination, election, lines.get(nomination.pk)) for nomination in public_nominations(election)]


def show(nomination: Nomination, election: Election, line: BallotOption | None = None) -> Shown:
    """Everything that pages and exports say of a nomination; asks no further query."""
    nomination.election = election
    zone, appeals, grounds = election.zone, list(nomination.appeals.all()), list(nomination.grounds.all())
    decisions = {ground.decision_id: ground.decision for ground in grounds}
    for decision in (nomination.registered_by, nomination.departed_by):
        if decision:
            decisions[decision.pk] = decision
    rulings = []
    for decision in sorted(decisions.values(), key=lambda each: (each.adopted_at, each.pk)):
        decision.election = election
        rulings.append(
            Ruling(
                decision,
                When(decision.adopted_at, decision.precision, zone),
                tuple(ground for ground in grounds if ground.decision_id == decision.pk),
                tuple(appeal for appeal in appeals if appeal.decision_id == decision.pk),
            )
        )
    return Shown(nomination, election, tuple(rulings), line)


def official_name(nomination: Nomination, language: str) -> str:
    """Family name, given name and patronymic, as the identity card and the ballot write them."""
    parts = (getattr(nomination, f"{part}_{language}") for part in ("family_name", "given_name", "patronymic"))
    return " ".join(filter(None, parts))


def appeal_outcome(appeal: Appeal) -> str:
    words = str(appeal.get_outcome_display())
    return words[:1].upper() + words[1:]


def was_decided(ruling: Ruling) -> str:
    sentence = (
        _("On %(day)s the commission had cancelled the registration.")
        if ruling.decision.kind == DecisionKind.CANCEL
        else _("On %(day)s the commission had refused the registration.")
    )
    return sentence % {"day": ruling.adopted.day}


def was_undone(ruling: Ruling, zone: str) -> str:
    if (upheld := ruling.upheld) and upheld.decided_at:
        return _("On %(day)s the appeal was upheld (%(body)s).") % {"day": day(upheld.decided_at, zone), "body": upheld.body}
    by = ruling.decision.annulled_by
    assert by is not None
    return _("On %(day)s the superior commission annulled this decision (%(body)s).") % {"day": day(by.adopted_at, zone), "body": by.home}
