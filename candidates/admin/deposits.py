"""The deposit at the desk: recorded by one, confirmed by another. Its outcome follows from the result and is recorded there."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.forms.desk_deposit import DepositForm
from candidates.models import Nomination
from candidates.services import deposits
from candidates.services.deposits import ARTICLE, deposit_of
from candidates.workflow import State
from commission.access import Action
from commission.admin.pages import Facts, when
from commission.admin.writing import DeskStep, address, register
from commission.law.citing import cite
from commission.law.terms import CERTAINTY_LABELS
from commission.templatetags.words import day, number


def can_be_recorded(row: Nomination) -> bool:
    if row.stage not in (State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED):
        return False
    recorded = deposit_of(row)
    return recorded is None or recorded.confirmed_by_id is None


def can_be_confirmed(row: Nomination) -> bool:
    recorded = deposit_of(row)
    return row.stage is State.UNDER_VERIFICATION and recorded is not None and recorded.confirmed_by_id is None


def recorded_it(row: Nomination, actor: Any) -> Any:
    recorded = deposit_of(row)
    if recorded and recorded.recorded_by_id == actor.pk:
        return _("You recorded this payment yourself; a second person confirms it.")
    return ""


def what_is_recorded(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    return {"facts": facts(row, references=True)}


register(
    Nomination,
    DeskStep(
        "record-deposit",
        _("Record the deposit"),
        Action.RECORD_DEPOSIT,
        run=lambda r: deposits.record_deposit(r.row, **r.call, **r.data),
        form=DepositForm,
        explain=_("As the payment stands on the account. A second person confirms it; only then the check of the deposit has passed."),
        done=_("The payment is recorded; a second person confirms it."),
        offered=can_be_recorded,
        place="deposit",
        then=lambda row, result: address(row) + "#deposit",
    ),
    DeskStep(
        "confirm-deposit",
        _("Confirm the deposit"),
        Action.CONFIRM_DEPOSIT,
        run=lambda r: deposits.confirm_deposit(r.row, **r.call),
        explain=_("You saw the payment on the account. The check of the deposit has passed with your confirmation."),
        done=_("The deposit is confirmed; its check has passed."),
        offered=can_be_confirmed,
        barred=recorded_it,
        place="deposit",
        template="admin/candidates/facts_step.html",
        context=what_is_recorded,
        then=lambda row, result: address(row) + "#deposit",
    ),
)


def facts(row: Nomination, *, references: bool) -> Facts:
    """The deposit as it is on record, held against what the rule set asks for."""
    pack, recorded, zone = row.election.pack, deposit_of(row), row.election.zone
    asked = _("%(amount)s tenge (%(wages)d minimum wages), %(article)s") % {
        "amount": number(pack.deposit_tenge),
        "wages": pack.deposit_minimum_wages,
        "article": cite(ARTICLE),
    }
    lines: list[tuple[Any, Any]] = [(_("Asked for"), asked)]
    if recorded is None:
        lines.append((_("Paid"), _("no payment is recorded")))
    else:
        lines += [
            (_("Paid"), _("%(amount)s tenge on %(day)s") % {"amount": number(recorded.amount), "day": day(recorded.paid_on)}),
            *([(_("Payment reference"), recorded.reference)] if references else []),
            (_("Recorded"), f"{recorded.recorded_by}, {when(recorded.recorded_at, zone)}"),
            (
                _("Confirmed"),
                f"{recorded.confirmed_by}, {when(recorded.confirmed_at, zone)}"
                if recorded.confirmed_by
                else _("not yet, by a second person"),
            ),
        ]
        if recorded.outcome:
            lines.append((_("Outcome"), f"{recorded.get_outcome_display()}, {when(recorded.settled_at, zone)}"))
    return Facts(_("Deposit"), lines, note=_("The amount: %(how)s.") % {"how": CERTAINTY_LABELS[pack.deposit_certainty]}, anchor="deposit")
