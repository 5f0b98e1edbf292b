"""What becomes of a deposit: the step stands in the case of the nomination, its figures are those of the determined result."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Nomination
from candidates.selectors import ballot_in_force
from candidates.services.deposits import ARTICLE, deposit_of, died, outcome_of, settle_deposit
from commission.access import Action
from commission.admin.pages import NOTHING, Facts
from commission.admin.writing import DeskStep, Run, address, register
from commission.law.citing import cite
from commission.models import ElectionState
from commission.templatetags.words import number, percent
from results.models import Determination


@dataclass(frozen=True)
class Figures:
    """What the outcome follows from. `votes` of None: the person stood on no ballot."""

    elected: bool = False
    votes: int | None = None
    took_part: int | None = None


def figures_of(nomination: Nomination) -> Figures:
    """Votes and participation as they were determined; empty before that."""
    determined = Determination.objects.filter(election=nomination.election).select_related("elected").first()
    if determined is None:
        return Figures()
    line = ballot_in_force(nomination.election).filter(nomination=nomination).first()
    votes = determined.totals.get("votes", {}).get(str(line.position)) if line else None
    return Figures(determined.elected.nomination_id == nomination.pk, votes, determined.totals.get("lines", {}).get("ballots_in_boxes"))


def can_be_settled(row: Nomination) -> bool:
    deposit = deposit_of(row)
    if deposit is None or deposit.confirmed_by_id is None or deposit.outcome:
        return False
    return row.election.state in (ElectionState.DETERMINED, ElectionState.COMPLETED) or died(row)


def computation(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    """The figures with their base, the rule, and the outcome that follows."""
    found, share = figures_of(row), row.election.pack.deposit_returned_from
    outcome = outcome_of(row, elected=found.elected, votes=found.votes, took_part=found.took_part)
    words = {"percent": percent(share.value.numerator, share.value.denominator), "article": cite(ARTICLE)}
    deposit = deposit_of(row)
    facts = Facts(
        _("What follows from the result"),
        [
            (_("Deposit"), _("%(amount)s tenge") % {"amount": number(deposit.amount)} if deposit else NOTHING),
            (_("State"), row.staff_label),
            (_("Votes"), number(found.votes)),
            (_("Took part, ballots in the boxes"), number(found.took_part)),
            (_("Share of those who took part"), percent(found.votes, found.took_part)),
            (_("Returned from"), _("%(percent)s of those who took part, to the elected one, and after a death; %(article)s") % words),
            (_("Outcome"), dict(deposit._meta.get_field("outcome").choices)[outcome.outcome] if deposit else NOTHING),
            (_("Because"), outcome.why),
        ],
    )
    return {"facts": facts}


def settle(run: Run) -> Any:
    found = figures_of(run.row)
    return settle_deposit(run.row, **run.call, elected=found.elected, votes=found.votes, took_part=found.took_part)


register(
    Nomination,
    DeskStep(
        "settle-deposit",
        _("Record the outcome of the deposit"),
        Action.SETTLE_DEPOSIT,
        run=settle,
        explain=_("It follows from the determined result; nobody chooses it."),
        done=_("The outcome of the deposit is recorded."),
        offered=can_be_settled,
        place="deposit",
        template="admin/candidates/facts_step.html",
        context=computation,
        then=lambda row, result: address(row) + "#deposit",
    ),
)
