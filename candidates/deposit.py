"""Where a deposit goes in the end (CL art. 104(1), by analogy with deputies). Pure: the figures come from whoever counted them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.law.terms import Share

RETURNED, TO_BUDGET = "returned", "to_budget"


@dataclass(frozen=True)
class Outcome:
    """The outcome with the reason that the law gives for it."""

    outcome: str
    why: Any


def deposit_outcome(*, elected: bool, died: bool, left: bool, votes: int | None, took_part: int | None, returned_from: Share) -> Outcome:
    """Returned to the elected one, to whoever got at least the share of all who took part, and after a death; else to the budget.

    `left`: withdrew, was recalled, refused or cancelled. None of these is among the three grounds for its return, whatever
    votes were cast. `votes` of None: the person stood on no ballot.
    """
    if died:
        return Outcome(RETURNED, _("The candidate died."))
    if elected:
        return Outcome(RETURNED, _("The candidate was elected."))
    if left:
        return Outcome(TO_BUDGET, _("Leaving the race is not among the grounds for the return of the deposit."))
    if votes is not None and took_part and votes >= returned_from.value * took_part:
        return Outcome(RETURNED, _("The votes reach the share of those who took part from which the deposit is returned."))
    return Outcome(TO_BUDGET, _("The votes do not reach the share of those who took part from which the deposit is returned."))
