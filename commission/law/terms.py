"""What a rule set is made of. Pure data classes: every number stands with its article and with how sure we are."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.access import Role


class Certainty(StrEnum):
    """How we know a rule. Only the first three are shown without “to be confirmed”."""

    VERIFIED = "verified"  # the words were read in the source
    OLD_EDITION = "old_edition"  # read in an older edition or for another kind of election
    PRACTICE = "practice"  # inferred from what commissions did
    MEMORY = "memory"  # general knowledge, no source seen
    NOT_FOUND = "not_found"  # a default of ours; the law's text was not available


CERTAINTY_LABELS: dict[Certainty, Any] = {
    Certainty.VERIFIED: _("read in the source"),
    Certainty.OLD_EDITION: _("from an older edition of the law"),
    Certainty.PRACTICE: _("inferred from practice"),
    Certainty.MEMORY: _("to be confirmed: no source seen"),
    Certainty.NOT_FOUND: _("to be confirmed: not found in the law"),
}


class Anchor(StrEnum):
    CALL = "call"  # the day on which the election is called
    POLLING_DAY = "polling_day"


@dataclass(frozen=True)
class Moment:
    """`days` calendar days after the anchor (negative: before), at the wall time `at` of the city.

    An `at` of None means a moment of the election itself: when polls open or close.
    """

    anchor: Anchor
    days: int
    at: time
    follows_polls: str = ""  # "open" or "close": the hour set for this election replaces `at`


@dataclass(frozen=True)
class Term:
    """One row of the calendar plan: when it opens, when it is due, who owes it, by which article."""

    code: str
    title: Any
    opens: Moment | None
    due: Moment | None
    role: Role
    article: str
    certainty: Certainty
    binding: bool = True
    note: Any = ""


@dataclass(frozen=True)
class Period:
    """A length that runs from an event, in calendar days of the city."""

    code: str
    days: int
    article: str
    certainty: Certainty


@dataclass(frozen=True)
class Share:
    """A share with its base; `of` names the base."""

    value: Fraction
    of: str
    article: str
    certainty: Certainty


@dataclass(frozen=True)
class Paper:
    """A document that a nomination must hold. `ways` are the ways of nomination that owe it.

    `required` off: it may be handed in and is never missed. `married`: only a married person owes it. `later`: it may follow
    after the submission, while the papers are checked, because the law asks for it only before registration.
    """

    code: str
    title: Any
    ways: frozenset[str]
    article: str
    certainty: Certainty
    required: bool = True
    married: bool = False
    later: bool = False


@dataclass(frozen=True)
class CheckRule:
    """A verification check: which authority answers, and within how many days of its start.

    `own`: nobody is asked by letter, for the commission itself finds the answer.
    """

    code: str
    title: Any
    authority: Any
    ways: frozenset[str]
    days: int
    after_registration: bool
    article: str
    certainty: Certainty
    own: bool = False


@dataclass(frozen=True)
class Ground:
    """A ground on which a commission may refuse (`for_refusal`) or cancel (`for_cancellation`) a registration.

    `checks` and `papers` are the codes of what may have failed behind it; a ground without codes may rest on any failure.
    """

    code: str
    title: Any
    article: str
    certainty: Certainty
    for_refusal: bool = True
    for_cancellation: bool = False
    checks: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    notice: bool = True  # nobody can be told of his own death

    def may_rest_on(self, *, check: str, paper: str) -> bool:
        """May a failure that names this check and this paper (empty: none) carry the ground? Whatever it names must fit.

        What nobody need be told of rests on a note of its own: it must be no way around telling of a failed check.
        """
        if not self.notice:
            return not check and not paper
        if not self.checks and not self.papers:
            return True
        return bool(check or paper) and (not check or check in self.checks) and (not paper or paper in self.papers)


@dataclass(frozen=True)
class Requirement:
    """A condition for standing, asked before anybody types anything; `ways` are the ways of nomination that it concerns."""

    code: str
    question: Any
    ways: frozenset[str]
    article: str
    certainty: Certainty


@dataclass(frozen=True)
class Limit:
    """A highest number that the law sets; what it counts stands in `of`."""

    value: int
    of: str
    article: str
    certainty: Certainty


@dataclass(frozen=True)
class LawPack:
    """One rule set, valid for elections whose polling day is on or after `valid_from`."""

    key: str
    title: Any
    valid_from: date
    act: Any
    doubt_from: date | None  # from this polling day on, pages say that a newer law may apply
    terms: tuple[Term, ...]
    periods: tuple[Period, ...]
    papers: tuple[Paper, ...]
    checks: tuple[CheckRule, ...]
    grounds: tuple[Ground, ...]
    requirements: tuple[Requirement, ...]
    proxies: Limit
    quorum: Share
    majority: Share
    signatures: Share
    deposit_minimum_wages: int
    deposit_tenge: int
    deposit_certainty: Certainty
    deposit_returned_from: Share
    ballot_reserve: Share
    official_share_base: str  # "valid" or "took_part"
    official_share_certainty: Certainty
    minimum_age: int
    minimum_candidates: int
    term_years: int
    protocol_lines: tuple[str, ...]
    required_lines: tuple[str, ...]  # those that a protocol may not leave empty

    def term(self, code: str) -> Term:
        return next(t for t in self.terms if t.code == code)

    def period(self, code: str) -> Period:
        return next(p for p in self.periods if p.code == code)

    def ground(self, code: str) -> Ground | None:
        return next((g for g in self.grounds if g.code == code), None)

    def paper(self, code: str) -> Paper | None:
        return next((p for p in self.papers if p.code == code), None)

    def check(self, code: str) -> CheckRule:
        return next(c for c in self.checks if c.code == code)

    def papers_of(self, way: str) -> tuple[Paper, ...]:
        return tuple(p for p in self.papers if way in p.ways)

    def checks_of(self, way: str, *, after_registration: bool) -> tuple[CheckRule, ...]:
        return tuple(c for c in self.checks if way in c.ways and c.after_registration == after_registration)

    def requirements_of(self, way: str) -> tuple[Requirement, ...]:
        return tuple(r for r in self.requirements if way in r.ways)

    def signatures_needed(self, voters: int) -> int:
        """Signatures for a self-nominee: the share of all voters, rounded up (the CEC rounds 118,272.77 to 118,273)."""
        share = self.signatures.value * voters
        return -(-share.numerator // share.denominator)
