"""The deposit: who saw the payment, who confirmed it, and what became of the money."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.deposit import Outcome, deposit_outcome
from candidates.models import Check, CheckResult, Deposit, Nomination
from candidates.workflow import State
from commission import clock
from commission.access import Action
from commission.command import command, done
from commission.models import ElectionState
from commission.refused import Refused

ARTICLE = "CL art. 104(1)"
LEFT = frozenset({State.WITHDRAWN, State.CANCELLED, State.REFUSED})


@command(Action.RECORD_DEPOSIT)
def record_deposit(nomination: Nomination, *, actor: Any, at: datetime, amount: int, paid_on: date, reference: str) -> Deposit:
    """Record a payment as it stands on the account. Until a second person confirmed it, it may be recorded anew.

    Raises Refused("state"), ("confirmed_already"), ("no_amount"), ("paid_later"), ("no_reference").
    """
    if nomination.stage not in (State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED):
        raise Refused("state", _("The deposit is recorded during verification."), article=ARTICLE)
    deposit = deposit_of(nomination) or Deposit(nomination=nomination)
    if deposit.confirmed_by_id is not None:
        raise Refused("confirmed_already", _("The deposit is confirmed and stays as it is."))
    if amount <= 0:
        raise Refused("no_amount", _("The amount is missing."), way_out=_("Enter it in tenge."))
    if paid_on > clock.local_date(at, nomination.election.zone):
        raise Refused("paid_later", _("The day of the payment lies ahead."), way_out=_("Enter the day on which the money came in."))
    if not reference.strip():
        raise Refused("no_reference", _("The payment has no reference."), way_out=_("Enter the number of the payment order."))
    deposit.amount, deposit.paid_on, deposit.reference = amount, paid_on, reference.strip()
    deposit.recorded_at, deposit.recorded_by = at, actor
    deposit.save()
    done("nomination.deposit_recorded", changed=[deposit])
    return deposit


@command(Action.CONFIRM_DEPOSIT)
def confirm_deposit(nomination: Nomination, *, actor: Any, at: datetime) -> Deposit:
    """A second person saw the payment too: the check of the deposit has passed.

    Raises Refused("state"), ("no_deposit"), ("same_person"), ("confirmed_already"), ("deposit_short").
    """
    if nomination.stage is not State.UNDER_VERIFICATION:
        raise Refused("state", _("The deposit is confirmed during verification."), article=ARTICLE)
    deposit = deposit_of(nomination)
    if deposit is None:
        raise Refused("no_deposit", _("No payment is recorded."), way_out=_("Record the payment first."))
    if deposit.confirmed_by_id is not None:
        raise Refused("confirmed_already", _("The deposit is confirmed already."))
    if deposit.recorded_by_id == getattr(actor, "pk", None):
        raise Refused("same_person", _("A second person must confirm the payment."), way_out=_("Ask a colleague to confirm it."))
    if deposit.amount < nomination.election.pack.deposit_tenge:
        raise Refused(
            "deposit_short",
            _("%(amount)d tenge are recorded; %(asked)d are asked for.")
            % {"amount": deposit.amount, "asked": nomination.election.pack.deposit_tenge},
            article=ARTICLE,
            way_out=_("Record the payment that makes it up, or note the deficiency."),
        )
    deposit.confirmed_at, deposit.confirmed_by = at, actor
    deposit.save(update_fields=["confirmed_at", "confirmed_by"])
    check: Check = nomination.checks.get(code="deposit")
    check.result, check.reference, check.recorded_by, check.recorded_at = CheckResult.PASSED, deposit.reference, actor, at
    check.save()
    # a changed result needs a new look by both people
    nomination.concluded_by = nomination.confirmed_by = None
    nomination.save(update_fields=["concluded_by", "confirmed_by"])
    done("nomination.deposit_confirmed", changed=[deposit, check, nomination], check=check.code)
    return deposit


@command(Action.SETTLE_DEPOSIT)
def settle_deposit(nomination: Nomination, *, actor: Any, at: datetime, elected: bool, votes: int | None, took_part: int | None) -> Deposit:
    """Record where the deposit goes. The figures are those of the determined result; `votes` of None: on no ballot.

    Raises Refused("no_deposit"), ("settled_already"), ("no_result"), ("figures_missing").
    """
    deposit = deposit_of(nomination)
    if deposit is None or deposit.confirmed_by_id is None:
        raise Refused("no_deposit", _("No confirmed deposit is recorded."))
    if deposit.outcome:
        raise Refused("settled_already", _("The outcome of this deposit is recorded already."))
    if not died(nomination) and nomination.election.state not in (ElectionState.DETERMINED, ElectionState.COMPLETED):
        raise Refused(
            "no_result", _("The result is not determined yet."), article=ARTICLE, way_out=_("The outcome follows from the result.")
        )
    if nomination.stage is State.REGISTERED and (votes is None or not took_part):
        raise Refused("figures_missing", _("The votes of this candidate, or of those who took part, are not known."))
    deposit.outcome = outcome_of(nomination, elected=elected, votes=votes, took_part=took_part).outcome
    deposit.settled_at = at
    deposit.save(update_fields=["outcome", "settled_at"])
    done("nomination.deposit_settled", changed=[deposit], outcome=deposit.outcome)
    return deposit


def deposit_of(nomination: Nomination) -> Deposit | None:
    return Deposit.objects.filter(nomination=nomination).first()


def died(nomination: Nomination) -> bool:
    """Did the candidate leave by death? The cancellation says so by its ground."""
    return nomination.stage is State.CANCELLED and nomination.grounds.filter(code="death").exists()


def outcome_of(nomination: Nomination, *, elected: bool, votes: int | None, took_part: int | None) -> Outcome:
    """What would be recorded, for whoever looks at it first."""
    return deposit_outcome(
        elected=elected,
        died=died(nomination),
        left=nomination.stage in LEFT,
        votes=votes,
        took_part=took_part,
        returned_from=nomination.election.pack.deposit_returned_from,
    )
