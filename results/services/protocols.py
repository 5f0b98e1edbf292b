"""Protocols: expected, received, entered twice by two people, accepted by the commission."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import BallotOption
from candidates.selectors import ballot_in_force
from commission.access import Action
from commission.command import command, done
from commission.models import Decision, DecisionKind, Election, Precision
from commission.refused import Refused
from commission.services.decisions import Text, Vote, take_decision
from results import control, workflow
from results.models import Entry, Lines, Protocol, Version, VoteCount
from results.voting import require_voting_over
from results.workflow import State
from stations.models import PollingStation, StationKind


@command(Action.RECEIVE_PROTOCOL)
def receive_protocol(station: PollingStation, *, actor: Any, at: datetime, illustrative: bool = False) -> Protocol:
    """The precinct commission hands in its protocol. Raises Refused("voting_not_over"), Refused("received_already")."""
    require_voting_over(station.election, at)
    if Protocol.objects.filter(station=station).exists():
        raise Refused("received_already", _("The protocol of this station has been received already."))
    protocol = Protocol.objects.create(
        election=station.election, station=station, state=State.RECEIVED, received_at=at, received_by=actor, illustrative=illustrative
    )
    done("protocol.received", subject=protocol, changed=[protocol])
    return protocol


@command(Action.ENTER_PROTOCOL)
def enter_protocol(protocol: Protocol, *, actor: Any, at: datetime, lines: Mapping[str, int | None], votes: Mapping[int, int]) -> Entry:
    """One blind typing. The first leads to FIRST_ENTRY_DONE; the second, by another person, to DEFINITIVE where both
    are alike and to DIFFERENT where not. `votes` maps each line of the ballot to its votes.

    Raises Refused("voting_not_over"), Refused("state"), Refused("same_person"), Refused("unknown_line"), Refused("missing_line"),
    Refused("votes_incomplete"), Refused("not_a_count").
    """
    require_voting_over(protocol.election, at)
    first = protocol.entries.filter(discarded=False).first()
    transition = workflow.step(State(protocol.state), "enter_second" if first else "enter_first")
    if first and first.clerk_id == actor.pk:
        raise Refused("same_person", _("The second entry is another person's."), way_out=_("Hand the protocol to a colleague."))
    options = {o.pk: o for o in ballot_in_force(protocol.election)}
    _check_figures(protocol, lines, votes, options)
    entry = Entry.objects.create(
        protocol=protocol,
        ordinal=2 if first else 1,
        clerk=actor,
        finished_at=at,
        votes={str(pk): votes[pk] for pk in sorted(votes)},
        **{name: lines.get(name) for name in Lines.NAMES},
    )
    changed: list[Any] = [entry]
    if first is None:
        protocol.state = State.FIRST_ENTRY_DONE
    elif (first.lines(), first.votes) == (entry.lines(), entry.votes):
        protocol.state = State.DEFINITIVE
        changed += _make_version(protocol, entry, options)
    else:
        protocol.state = State.DIFFERENT
    if State(protocol.state) not in transition.targets:
        raise RuntimeError("the table does not lead there")
    protocol.save(update_fields=["state"])
    done("protocol.entered", changed=[protocol, *changed], ordinal=entry.ordinal, to=protocol.state)
    return entry


def _check_figures(
    protocol: Protocol, lines: Mapping[str, int | None], votes: Mapping[int, int], options: Mapping[int, BallotOption]
) -> None:
    on_form = protocol.election.pack.protocol_lines
    if unknown := set(lines) - set(on_form):
        raise Refused("unknown_line", _("This protocol form has no line “%(line)s”.") % {"line": sorted(unknown)[0]})
    if set(votes) != set(options) or None in votes.values():
        raise Refused(
            "votes_incomplete", _("Every line of the ballot needs its number of votes, 0 included."), way_out=_("Fill in the empty lines.")
        )
    for value in (*lines.values(), *votes.values()):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10_000_000):
            raise Refused("not_a_count", _("A figure must be a whole number between 0 and 9,999,999."))
    for name in protocol.election.pack.required_lines:
        if lines.get(name) is None:
            raise Refused(
                "missing_line", _("A required line is empty; missing is not zero."), way_out=_("Type 0 where the protocol says 0.")
            )


def _make_version(protocol: Protocol, entry: Entry, options: Mapping[int, BallotOption]) -> list[Any]:
    version = Version.objects.create(protocol=protocol, number=protocol.versions.count() + 1, **entry.lines())
    counts = VoteCount.objects.bulk_create(VoteCount(version=version, option=options[int(pk)], votes=n) for pk, n in entry.votes.items())
    return [version, *counts]


@command(Action.RESOLVE_PROTOCOL)
def return_both(protocol: Protocol, *, actor: Any, at: datetime) -> Protocol:
    """The coordinator discards both differing entries; they stay readable, and typing starts anew."""
    workflow.step(State(protocol.state), "return_both")
    entries = list(protocol.entries.filter(discarded=False))
    for entry in entries:
        entry.discarded = True
        entry.save(update_fields=["discarded"])
    protocol.state = State.RECEIVED
    protocol.save(update_fields=["state"])
    done("protocol.returned", changed=[protocol, *entries], count=len(entries))
    return protocol


def figures_of(version: Version, votes: Mapping[int, int], station: PollingStation) -> control.Figures:
    """What the control relations read."""
    return control.Figures(lines=version.lines(), votes=votes, closed_station=station.kind == StationKind.CLOSED)


@command(Action.ACCEPT_PROTOCOLS)
def accept_protocols(
    election: Election,
    *,
    actor: Any,
    at: datetime,
    protocols: Iterable[Protocol],
    vote: Vote | None,
    precision: Precision = Precision.MOMENT,
) -> Decision:
    """The commission accepts definitive protocols in session.

    Raises Refused("voting_not_over"), Refused("state"), and Refused("relation_fails") naming the relation.
    """
    require_voting_over(election, at)
    rows = list(
        election.protocols.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[p.pk for p in protocols])
        .select_related("station")
        .order_by("pk")
    )
    versions = {v.protocol_id: v for v in Version.objects.filter(protocol__in=rows, current=True).prefetch_related("vote_counts")}
    for protocol in rows:
        workflow.step(State(protocol.state), "accept")
        version = versions[protocol.pk]
        votes = {c.option_id: c.votes for c in version.vote_counts.all()}
        if failing := control.errors(figures_of(version, votes, protocol.station)):
            raise Refused(
                "relation_fails",
                _("%(station)s: relation %(code)s does not hold. %(text)s")
                % {"station": protocol.station, "code": failing[0].code, "text": failing[0].text},
                way_out=_("Return the protocol for correction."),
            )
    decision = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.PROTOCOLS,
        election=election,
        vote=vote,
        precision=precision,
        text=Text(
            "Учаскелік комиссиялардың хаттамаларын қабылдау туралы",
            "О принятии протоколов участковых комиссий",
            "Accepting the protocols of the precinct commissions",
        ),
    )
    for protocol in rows:
        protocol.state, protocol.accepted_by = State.ACCEPTED, decision
    Protocol.objects.bulk_update(rows, ["state", "accepted_by"])
    done("protocols.accepted", changed=rows, decision=decision.pk, count=len(rows))
    return decision
