"""What the portal itself can say about a check before anybody records its result: a proposal with its reason, never a result."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.iin import fault
from candidates.models import Check, CheckResult, Nomination


@dataclass(frozen=True)
class Proposal:
    """`result` is empty where the portal only has something to say."""

    result: str
    why: Any


def propose(check: Check) -> Proposal | None:
    """What the record says about this check; nothing where only its authority knows."""
    maker = PROPOSALS.get(check.code)
    return maker(check.nomination) if maker else None


def years_on(day: date, born: date) -> int:
    """Full years of life on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _age(nomination: Nomination) -> Proposal | None:
    if nomination.birth_date is None:
        return None
    years, asked = years_on(nomination.election.polling_date, nomination.birth_date), nomination.election.pack.minimum_age
    words = {"years": years, "asked": asked}
    if years < asked:
        return Proposal(CheckResult.FAILED, _("%(years)d years old on polling day; %(asked)d are asked for.") % words)
    return Proposal(CheckResult.PASSED, _("%(years)d years old on polling day; %(asked)d are asked for.") % words)


def _identity(nomination: Nomination) -> Proposal | None:
    """A well-formed number proves nobody's identity; one that contradicts the date of birth needs a look."""
    try:
        wrong = fault(nomination.iin, nomination.birth_date, nomination.sex)
    except ValueError:
        return None
    if wrong:
        return Proposal("", _("The identity number does not fit the date of birth or the sex as filed. Compare it with the document."))
    return Proposal("", _("The identity number fits the date of birth and the sex as filed. Whose it is, the authority knows."))


PROPOSALS = {"age": _age, "identity": _identity}
