"""Annulment at the desk: the commission above takes a decision of its own, on the page of the one that it annuls."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.admin.writing import DeskStep, Run, address, register
from commission.forms.annulling import AnnulmentForm
from commission.forms.votes import reasoning_in, vote_in
from commission.models import Decision, DecisionKind
from commission.refused import Refused
from commission.services.annulment import annul, deciding_above


def annul_it(run: Run) -> Decision:
    above = deciding_above(run.actor, run.row)
    if above is None:
        raise Refused("role", only_who_records(run.row, run.actor), status=403)
    voted_at, vote = vote_in(run.data)
    return annul(run.row, actor=run.actor, at=voted_at, above=above, vote=vote, reasoning=reasoning_in(run.data))


def only_who_records(row: Decision, actor: Any) -> Any:
    return "" if deciding_above(actor, row) else _("Only who records the decisions of the superior commission can record this.")


register(
    Decision,
    DeskStep(
        "annul",
        _("Record its annulment"),
        Action.ANNUL_DECISION,
        run=annul_it,
        form=AnnulmentForm,
        explain=_(
            "The members of your commission voted already: their decision gets its next number and annuls this one, which stays readable "
            "and says so. After a refusal or a cancellation the commission below can then reinstate the candidate."
        ),
        done=_("The decision is annulled."),
        offered=lambda row: row.annulled_by_id is None and row.kind != DecisionKind.ANNUL,
        barred=only_who_records,
        grave=True,
        then=lambda row, result: address(result),
    ),
)
