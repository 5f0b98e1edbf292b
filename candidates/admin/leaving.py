"""Leaving the race over the counter: withdrawal, recall, and the death of a candidate. What follows stands beside the button."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import effects, printed
from candidates.forms.paper_leaving import DeathForm, RecallForm, WithdrawalForm
from candidates.models import Nomination, Way
from candidates.services import intake
from candidates.services.death import DEATH, record_death
from candidates.workflow import BEFORE_THE_END, State
from commission.access import Action
from commission.admin import printing
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, Run, address, is_replayed, register


def in_the_race(row: Nomination) -> bool:
    return row.stage in BEFORE_THE_END


def after_leaving(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    return {"effects": effects.of_leaving(row)}


def after_death(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    return {"effects": effects.of_death(row)}


def withdraw(run: Run) -> Nomination:
    return intake.take_withdrawal(run.row, **run.call, handed_at=run.data["handed_at"], statement=run.data["statement"])


def recall(run: Run) -> Nomination:
    return intake.take_recall(run.row, **run.call, handed_at=run.data["handed_at"], minutes=run.data["minutes"])


register(
    Nomination,
    DeskStep(
        "withdraw-on-paper",
        _("Take a withdrawal"),
        Action.WITHDRAW,
        run=withdraw,
        form=WithdrawalForm,
        explain=_("The candidate brought a signed statement. Who withdraws is out of the race; that can't be taken back."),
        button=_("Record the withdrawal"),
        done=_("The withdrawal is on record."),
        offered=in_the_race,
        grave=True,
        template="admin/candidates/paper/leaving.html",
        context=after_leaving,
    ),
    DeskStep(
        "recall",
        _("Record a recall by the party"),
        Action.RECALL,
        run=recall,
        form=RecallForm,
        explain=_("The party that nominated takes its candidate back by its minutes. That can't be taken back."),
        button=_("Record the recall"),
        done=_("The recall is on record. Tell the candidate."),
        offered=lambda row: in_the_race(row) and row.way == Way.PARTY,
        grave=True,
        template="admin/candidates/paper/leaving.html",
        context=after_leaving,
    ),
    DeskStep(
        "record-death",
        _("Record the death of the candidate"),
        Action.NOTE_DEFICIENCY,
        run=lambda r: record_death(r.row, **r.call, **r.data),
        form=DeathForm,
        explain=_("The death ends a candidacy only by decision of the commission, which rests on this record. It needs no notice."),
        done=_("The death is on record; the commission decides."),
        offered=lambda row: (
            row.stage in (State.UNDER_VERIFICATION, State.REGISTERED) and not row.deficiencies.filter(ground=DEATH).exists()
        ),
        grave=True,
        template="admin/candidates/paper/leaving.html",
        context=after_death,
        then=lambda row, result: address(row) + "#deficiencies",
    ),
)
printing.register(
    Nomination,
    Print(
        "withdrawal",
        _("Statement of withdrawal, to be signed"),
        Action.VIEW_PERSONAL_DATA,
        make=printed.withdrawal_form,
        offered=lambda row: in_the_race(row) and not is_replayed(row),
    ),
)
