"""Appeals against a refusal or a cancellation: an overlay, recorded by the secretary from the court's or commission's act."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import Appeal, AppealOutcome, Nomination
from candidates.selectors import appeal_ends
from candidates.workflow import State
from commission.access import Action
from commission.command import command, done
from commission.models import Decision
from commission.refused import Refused
from commission.services.decisions import Text


@command(Action.RECORD_APPEAL)
def record_appeal(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    decision: Decision,
    body: Text,
    filed_at: datetime | None = None,
    term_restored: bool = False,
) -> Appeal:
    """Note that a decision on this nomination is under appeal. `filed_at` is empty where it was never published.

    The term runs from the day on which the decision was served, or else adopted. `term_restored` says that the court let a
    late appeal in; the event then holds that the term was passed over.
    Raises Refused("state"), Refused("foreign_decision"), Refused("appeal_late").
    """
    if nomination.stage not in (State.REFUSED, State.CANCELLED):
        raise Refused("state", _("Only a refusal or a cancellation can be appealed."))
    if not nomination.grounds.filter(decision=decision).exists():
        raise Refused("foreign_decision", _("That decision is not about this nomination."), status=404)
    late = filed_at is not None and filed_at > appeal_ends(nomination.election, decision)
    if late and not term_restored:
        raise Refused(
            "appeal_late",
            _("The appeal was filed after its term had ended."),
            article=nomination.election.pack.period("appeal_against_refusal").article,
            way_out=_("The court may restore the term: then record that it did."),
        )
    appeal = Appeal.objects.create(
        nomination=nomination, decision=decision, body_kk=body.kk, body_ru=body.ru, body_en=body.en, filed_at=filed_at
    )
    done("appeal.filed", changed=[appeal], decision=decision.pk, waived=["appeal_late"] if late else [])
    return appeal


@command(Action.RECORD_APPEAL)
def decide_appeal(nomination: Nomination, *, actor: Any, at: datetime, appeal: Appeal, outcome: str, reference: str = "") -> Appeal:
    """Record the act that ended an appeal. Raises Refused("decided_already"), Refused("outcome_needed")."""
    row: Appeal | None = nomination.appeals.filter(pk=appeal.pk).first()
    if row is None or row.outcome != AppealOutcome.PENDING:
        raise Refused("decided_already", _("This appeal has been decided already."))
    if outcome not in (AppealOutcome.UPHELD, AppealOutcome.REJECTED):
        raise Refused("outcome_needed", _("Choose whether the appeal was upheld or rejected."))
    row.outcome, row.decided_at, row.reference = outcome, at, reference
    row.save()
    done("appeal.decided", changed=[row], outcome=outcome, decision=row.decision_id)
    return row
