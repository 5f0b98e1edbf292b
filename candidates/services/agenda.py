"""Which matters of the candidates wait for a session, and how a session carries them out.

Registered once when the app is ready: registering, refusing, cancelling a nomination, also after a candidate left, and approving the
ballot.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import CheckResult, Nomination
from candidates.selectors import ballot_in_force
from candidates.services import ballot, deciding
from candidates.services.death import DEATH
from candidates.services.drafting import as_draft, grounds_in, proposed_grounds, proposed_reasoning, reasoning_in, why_not
from candidates.services.steps import check
from candidates.workflow import State
from commission.access import SYSTEM
from commission.models import Commission, Decision, DecisionKind, Election, ElectionState, Origin
from commission.refused import Refused
from commission.services import matters
from commission.services.decisions import Text
from commission.services.matters import Carried, Draft, Kind, Proposal

ON_GROUNDS = frozenset({DecisionKind.REFUSE, DecisionKind.CANCEL})
ON_NOMINATIONS = frozenset({DecisionKind.REGISTER, DecisionKind.REFUSE, DecisionKind.CANCEL, DecisionKind.DEPARTURE})


def proposal_for(nomination: Nomination, kind: DecisionKind, at: datetime) -> Proposal:
    """A first draft from what is on record, and why it can't be voted on yet where that is so."""
    on_grounds = kind in ON_GROUNDS
    grounds = proposed_grounds(nomination, at=at, for_cancellation=kind == DecisionKind.CANCEL) if on_grounds else []
    draft = as_draft(grounds, proposed_reasoning(nomination, kind, grounds))
    return _with_hindrance(Proposal(kind, nomination, nomination.election, draft), at)


def ballot_proposal(election: Election, at: datetime) -> Proposal:
    return _with_hindrance(Proposal(DecisionKind.BALLOT, election, election, as_draft()), at)


def _with_hindrance(proposal: Proposal, at: datetime) -> Proposal:
    try:
        matters.kind_of(proposal.kind).check(proposal.matter.commission, proposal.matter, proposal.draft, at)
    except Refused as refused:
        return replace(proposal, hindrance=why_not(refused))
    return proposal


# -- what waits


def _running(home: Commission) -> Iterator[Election]:
    yield from home.elections.filter(state=ElectionState.CALLED).exclude(origin=Origin.REPLAYED).order_by("polling_date", "pk")


def _ready(home: Commission, *, failing: bool) -> Iterator[Nomination]:
    for election in _running(home):
        for nomination in election.nominations.filter(state=State.READY_FOR_DECISION).select_related("election__home").order_by("number"):
            if fails(nomination) is failing:
                yield nomination


def fails(nomination: Nomination) -> bool:
    """Does the record speak for a refusal: a check that failed, or a point that nobody answered?"""
    if nomination.checks.filter(after_registration=False, result=CheckResult.FAILED).exists():
        return True
    told = Q(notified_at__isnull=False) | Q(ground=DEATH)  # of which nobody can be told
    return nomination.deficiencies.filter(told, check_failed__isnull=True, answered_at__isnull=True).exists()


def _to_register(home: Commission, at: datetime) -> list[Proposal]:
    return [proposal_for(nomination, DecisionKind.REGISTER, at) for nomination in _ready(home, failing=False)]


def _to_refuse(home: Commission, at: datetime) -> list[Proposal]:
    return [proposal_for(nomination, DecisionKind.REFUSE, at) for nomination in _ready(home, failing=True)]


def _to_cancel(home: Commission, at: datetime) -> list[Proposal]:
    """Registered people with a check that failed since, or a failure that was noted since."""
    found = []
    for election in _running(home):
        for nomination in election.nominations.filter(state=State.REGISTERED).select_related("election__home").order_by("number"):
            failed = nomination.checks.filter(after_registration=True, result=CheckResult.FAILED).exists()
            if failed or proposed_grounds(nomination, at=at, for_cancellation=True):
                found.append(proposal_for(nomination, DecisionKind.CANCEL, at))
    return found


def _departed(home: Commission, at: datetime) -> list[Proposal]:
    """Candidates who left after they were registered, and whose registration still stands on paper (CL art. 105(3))."""
    undecided = Q(departed_by__isnull=True) | Q(departed_by__annulled_by__isnull=False)
    found = []
    for election in _running(home):
        left = election.nominations.filter(undecided, state=State.WITHDRAWN, registered_at__isnull=False)
        for nomination in left.select_related("election__home", "departed_by").order_by("number"):
            found.append(proposal_for(nomination, DecisionKind.DEPARTURE, at))
    return found


def _ballots(home: Commission, at: datetime) -> list[Proposal]:
    """The first ballot as soon as its lines can be made up; a new one where somebody has no line or lines would change."""
    proposals = [ballot_proposal(election, at) for election in _running(home)]
    return [each for each in proposals if not each.hindrance or (each.election and _ballot_due(each.election))]


def _ballot_due(election: Election) -> bool:
    return not ballot_in_force(election).exists() and election.nominations.filter(state=State.REGISTERED).exists()


# -- may it be put to the vote


def _own(home: Commission, row: Any) -> None:
    if row.commission != home:
        raise Refused("foreign_matter", _("This matter belongs to another commission."), status=404)


def _check_nomination(name: str) -> Any:
    def run(home: Commission, nomination: Nomination, draft: Draft, at: datetime) -> None:
        _own(home, nomination)
        if name == "register":
            check(nomination, name, actor=SYSTEM, at=at)
        elif name == "depart":
            deciding.check_departure(nomination, at)
        else:
            deciding.check_grounds(nomination, name=name, grounds=grounds_in(draft, nomination), actor=SYSTEM, at=at)

    return run


def _check_ballot(home: Commission, election: Election, draft: Draft, at: datetime) -> None:
    _own(home, election)
    ballot.lines_of(election, list(election.nominations.order_by("pk")), at)


# -- carried out


def _just_taken(election: Election, kind: DecisionKind) -> Decision:
    # the commission's row is locked since the decision was numbered: nobody can have taken a later one
    decision: Decision = election.decisions.filter(kind=kind).latest("pk")
    return decision


def _register(carried: Carried) -> Decision:
    nomination: Nomination = carried.matter
    reasoning = reasoning_in(carried.draft)
    deciding.register(nomination, actor=carried.actor, at=carried.at, vote=carried.vote, reasoning=reasoning, dissent=carried.dissent)
    return _just_taken(nomination.election, DecisionKind.REGISTER)


def _depart(carried: Carried) -> Decision:
    reasoning = reasoning_in(carried.draft)
    deciding.cancel_after_leaving(
        carried.matter, actor=carried.actor, at=carried.at, vote=carried.vote, reasoning=reasoning, dissent=carried.dissent
    )
    return _just_taken(carried.matter.election, DecisionKind.DEPARTURE)


def _on_grounds(service: Any, kind: DecisionKind) -> Any:
    def run(carried: Carried) -> Decision:
        service(
            carried.matter,
            actor=carried.actor,
            at=carried.at,
            vote=carried.vote,
            grounds=grounds_in(carried.draft, carried.matter),
            reasoning=reasoning_in(carried.draft),
            dissent=carried.dissent,
        )
        return _just_taken(carried.matter.election, kind)

    return run


def _approve(carried: Carried) -> Decision:
    options = ballot.approve_ballot(
        carried.matter,
        actor=carried.actor,
        at=carried.at,
        vote=carried.vote,
        reasoning=reasoning_in(carried.draft),
        dissent=carried.dissent,
    )
    return options[0].decision


def _subject(text: Text) -> Any:
    return lambda nomination: deciding.about(text, nomination)


def make_known() -> None:
    """Called once, when the app is ready."""
    for kind, text, name, waiting, carry_out in (
        (DecisionKind.REGISTER, deciding.REGISTRATION, "register", _to_register, _register),
        (DecisionKind.REFUSE, deciding.REFUSAL, "refuse", _to_refuse, _on_grounds(deciding.refuse, DecisionKind.REFUSE)),
        (DecisionKind.CANCEL, deciding.CANCELLATION, "cancel", _to_cancel, _on_grounds(deciding.cancel, DecisionKind.CANCEL)),
        (DecisionKind.DEPARTURE, deciding.DEPARTURE, "depart", _departed, _depart),
    ):
        matters.add(
            Kind(
                kind,
                Nomination,
                text=_subject(text),
                check=_check_nomination(name),
                carry_out=carry_out,
                waiting=waiting,
                beside=ON_NOMINATIONS - {kind},
            )
        )
    matters.add(Kind(DecisionKind.BALLOT, Election, text=ballot.subject, check=_check_ballot, carry_out=_approve, waiting=_ballots))
