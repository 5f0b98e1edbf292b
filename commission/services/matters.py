"""The kinds of matter that a session can decide: how each is found, checked and carried out.

The ground floor imports no sister app, so each app brings its own kinds:

    matters.add(Kind(DecisionKind.REGISTER, Nomination, text=…, waiting=…, check=…, carry_out=…))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.models import Commission, Decision, DecisionKind, Election, Record
from commission.refused import Refused
from commission.services.decisions import Text, Vote

Draft = dict[str, Any]  # what the agenda keeps as JSON: grounds, reasoning, and what else a kind needs


@dataclass(frozen=True)
class Proposal:
    """A matter that waits for a session, with what is proposed to the members. `hindrance` says why it can't be voted on yet."""

    kind: DecisionKind
    matter: Record
    election: Election | None = None
    draft: Draft = field(default_factory=dict)
    hindrance: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{self.matter.pk}"


@dataclass(frozen=True)
class Carried:
    """A matter that found its majority: what carries it out needs to know."""

    matter: Any
    draft: Draft
    actor: Any
    at: datetime  # when the members voted
    vote: Vote
    dissent: str
    home: Commission


def _nothing_waits(home: Commission, at: datetime) -> Iterable[Proposal]:
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of matter. `check` raises Refused where a draft can't be put to the vote for the moment of the session."""

    kind: DecisionKind
    model: type[Record]
    text: Callable[[Any], Text]  # the subject of the decision
    check: Callable[[Commission, Any, Draft, datetime], None]
    carry_out: Callable[[Carried], Decision]
    waiting: Callable[[Commission, datetime], Iterable[Proposal]] = _nothing_waits
    beside: frozenset[DecisionKind] = frozenset()  # other kinds that exclude it while they are open on the same row


_kinds: dict[DecisionKind, Kind] = {}


def add(kind: Kind) -> None:
    """Make a kind known. Two of one are a mistake of ours."""
    if kind.kind in _kinds:
        raise ValueError(f"matters of the kind {kind.kind} are carried out already")
    _kinds[kind.kind] = kind


def kind_of(name: str) -> Kind:
    """Raises Refused("kind_unknown") for what no session of the portal carries out."""
    try:
        return _kinds[DecisionKind(name)]
    except (KeyError, ValueError):
        raise Refused("kind_unknown", _("The portal can't carry out a matter of this kind."), status=404) from None


def waiting(home: Commission, at: datetime) -> list[Proposal]:
    """Every matter of a commission that waits for a session, whatever the app it comes from."""
    return [proposal for kind in _kinds.values() for proposal in kind.waiting(home, at)]
