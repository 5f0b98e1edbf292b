"""Extending a term: a new end by decision, on a basis that the law or the log gives.

Each app brings the bases that it can judge; the ground floor knows the outage:

    extending.add(Basis("outage", _("The portal could not be reached"), check=…))

The decision is recorded with the figures of its vote, or put onto the agenda of a session, which carries it out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission.models import Commission, Decision, DecisionKind, Election, Outage, TimetableEntry
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services import matters
from commission.services.decisions import Text, Vote
from commission.services.elections import adopt_timetable
from commission.services.matters import Carried, Draft, Kind, Proposal

SUBJECT = Text(
    "Күнтізбелік жоспардағы мерзімді ұзарту туралы", "О продлении срока календарного плана", "Extending a term of the calendar plan"
)


@dataclass(frozen=True)
class Extension:
    """What is asked for: which term, until when, on which basis, with which words."""

    code: str
    due_at: datetime
    basis: str
    reasoning: Text
    outages: Sequence[Outage] = ()


@dataclass(frozen=True)
class Basis:
    """Why a term may be extended. `check` raises Refused where this extension of this entry does not rest on it."""

    name: str
    label: Any
    check: Callable[[Election, TimetableEntry, Extension], None]
    code: str = ""  # the only entry that it can extend; any where empty


_bases: dict[str, Basis] = {}


def add(basis: Basis) -> None:
    """Make a basis known. Two of one name are a mistake of ours."""
    if basis.name in _bases:
        raise ValueError(f"the basis “{basis.name}” is known already")
    _bases[basis.name] = basis


def bases() -> list[Basis]:
    return list(_bases.values())


def extend_term(election: Election, *, actor: Any, at: datetime, vote: Vote | None, extension: Extension, dissent: str = "") -> Decision:
    """Move the end of a term by decision; its start, article and certainty stay.

    Raises Refused as `check` does, and as `adopt_timetable` does.
    """
    with transaction.atomic():
        entry = check(election, extension)
        return adopt_timetable(
            election,
            actor=actor,
            at=at,
            vote=vote,
            spans={extension.code: (entry.starts_at, extension.due_at)},
            reasoning=extension.reasoning,
            dissent=dissent,
            outages=extension.outages,
            text=SUBJECT,
        )


def check(election: Election, extension: Extension) -> TimetableEntry:
    """The entry that would be extended. Raises Refused("unknown_entry"), ("not_later"), ("no_reasoning"), ("no_basis"), and what the
    basis refuses.
    """
    entry: TimetableEntry | None = windows_of(election).get(extension.code)
    if entry is None or entry.due_at is None:
        raise Refused("unknown_entry", _("This election has no such term."), status=404)
    if extension.due_at <= entry.due_at:
        raise Refused("not_later", _("The new end does not lie after the end in force."), way_out=_("Enter a later moment."))
    if not (extension.reasoning.kk.strip() and extension.reasoning.ru.strip()):
        raise Refused(
            "no_reasoning",
            _("The decision needs its reasoning in both official languages."),
            way_out=_("Say in a sentence why the term is extended, and why for so long."),
        )
    basis = _bases.get(extension.basis)
    if basis is None or basis.code not in ("", extension.code):
        raise Refused("no_basis", _("This term can't be extended on that basis."), way_out=_("Choose another basis."))
    basis.check(election, entry, extension)
    return entry


def because_of_an_outage(election: Election, entry: TimetableEntry, extension: Extension) -> None:
    """Raises Refused("no_outage"), Refused("outage_beside_term").

    How long an extension may be for this reason is not found in the law: the reasoning says why so long.
    """
    if not extension.outages:
        raise Refused(
            "no_outage",
            _("No outage is cited that carries the extension."),
            way_out=_("Write the outage into the log first, then cite it here."),
        )
    for outage in extension.outages:
        after = entry.due_at is not None and outage.began_at > entry.due_at
        before = entry.starts_at is not None and outage.ended_at is not None and outage.ended_at < entry.starts_at
        if after or before:
            raise Refused(
                "outage_beside_term",
                _("The outage of %(moment)s did not fall into this term.") % {"moment": outage},
                way_out=_("Cite an outage that kept people from acting in time."),
            )


# -- as a matter of a session


def proposal(election: Election, extension: Extension) -> Proposal:
    """The extension as the agenda keeps it."""
    draft = {
        "code": extension.code,
        "due_at": extension.due_at.isoformat(),
        "basis": extension.basis,
        "outages": [outage.pk for outage in extension.outages],
        "reasoning": {"kk": extension.reasoning.kk, "ru": extension.reasoning.ru},
    }
    return Proposal(DecisionKind.TIMETABLE, election, election, draft)


def extension_in(draft: Draft, home: Commission) -> Extension:
    """The extension of a draft; an outage of another commission's log is none."""
    words = draft.get("reasoning", {})
    return Extension(
        draft["code"],
        datetime.fromisoformat(draft["due_at"]),
        draft["basis"],
        Text(words.get("kk", ""), words.get("ru", "")),
        list(home.outages.filter(pk__in=draft["outages"])),
    )


def _check_matter(home: Commission, election: Election, draft: Draft, at: datetime) -> None:
    if election.commission != home:
        raise Refused("foreign_matter", _("This matter belongs to another commission."), status=404)
    check(election, extension_in(draft, home))


def _carry_out(carried: Carried) -> Decision:
    return extend_term(
        carried.matter,
        actor=carried.actor,
        at=carried.at,
        vote=carried.vote,
        extension=extension_in(carried.draft, carried.home),
        dissent=carried.dissent,
    )


def make_known() -> None:
    """Called once, when the app is ready."""
    add(Basis("outage", _("The portal could not be reached"), because_of_an_outage))
    matters.add(Kind(DecisionKind.TIMETABLE, Election, text=lambda election: SUBJECT, check=_check_matter, carry_out=_carry_out))
