"""What the portal itself can say about a check before anybody records its result: a proposal with its reason, never a result."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.iin import fault
from candidates.models import Check, CheckResult, Deposit, Nomination
from candidates.selectors import signature_count


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


def _deposit(nomination: Nomination) -> Proposal | None:
    """The check passes with the second person's confirmation of the payment, and by nothing else at the desk."""
    paid = Deposit.objects.filter(nomination=nomination).select_related("recorded_by").first()
    if paid is None:
        return Proposal("", _("No payment is recorded."))
    if paid.confirmed_by_id is None:
        return Proposal("", _("A payment is recorded; a second person confirms it, and with that this check has passed."))
    return Proposal(CheckResult.PASSED, _("The payment is confirmed by a second person."))


def _signatures(nomination: Nomination) -> Proposal | None:
    found = signature_count(nomination)
    words = {"valid": found.valid, "needed": found.needed, "checked": found.sheets_checked, "back": found.sheets_handed_in}
    if found.needed is None:
        return Proposal("", _("The number of voters is not on record: the lists of the stations are entered first."))
    if not found.complete:
        return Proposal("", _("%(checked)d of %(back)d sheets that came back are checked; %(valid)d signatures are valid so far.") % words)
    result = CheckResult.PASSED if found.enough else CheckResult.FAILED
    return Proposal(result, _("%(valid)d signatures are valid; %(needed)d are needed.") % words)


PROPOSALS = {"age": _age, "identity": _identity, "deposit": _deposit, "signatures": _signatures}
