"""Appeals against a refusal or a cancellation: an overlay, recorded by the secretary from the court's or commission's act."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import Appeal, AppealOutcome, DocumentKind, Nomination
from candidates.selectors import appeal_ends
from candidates.services.handing_in import keep_document
from candidates.workflow import State
from commission import timetable
from commission.access import Action
from commission.command import command, done
from commission.models import Decision
from commission.refused import Refused
from commission.services.decisions import Text
from commission.services.papers import Incoming


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
    act: Incoming | None = None,
) -> Appeal:
    """Note that a decision on this nomination is under appeal. `filed_at` is empty where it was never published.

    The term runs from the day on which the decision was served, or else adopted. `term_restored` says that the court let a
    late appeal in, `act` is the court's act on that; the event then holds that the term was passed over. The body has the same
    number of days for its own act (`decide_by`).
    Raises Refused("state"), Refused("foreign_decision"), Refused("filed_ahead"), Refused("filed_too_early"), Refused("appeal_late").
    """
    if nomination.stage not in (State.REFUSED, State.CANCELLED):
        raise Refused("state", _("Only a refusal or a cancellation can be appealed."))
    if not nomination.grounds.filter(decision=decision).exists():
        raise Refused("foreign_decision", _("That decision is not about this nomination."), status=404)
    period = nomination.election.pack.period("appeal_against_refusal")
    if filed_at is not None and filed_at > at:
        raise Refused("filed_ahead", _("That moment has not come yet."), way_out=_("Enter when the appeal was filed."))
    if filed_at is not None and filed_at < decision.adopted_at:
        raise Refused(
            "filed_too_early", _("The appeal would be older than the decision against which it is."), way_out=_("Correct the moment.")
        )
    late = filed_at is not None and filed_at > appeal_ends(nomination.election, decision)
    if late and not term_restored:
        raise Refused(
            "appeal_late",
            _("The appeal was filed after its term had ended."),
            article=period.article,
            way_out=_("The court may restore the term: then record that it did."),
        )
    documents = keep_document(nomination, act, kind=DocumentKind.COURT_ACT, at=at) if act else []
    appeal = Appeal.objects.create(
        nomination=nomination,
        decision=decision,
        body_kk=body.kk,
        body_ru=body.ru,
        body_en=body.en,
        filed_at=filed_at,
        decide_by=timetable.days_later(filed_at, period.days, nomination.election.zone) if filed_at else None,
    )
    done("appeal.filed", changed=[*documents, appeal], decision=decision.pk, waived=["appeal_late"] if late else [])
    return appeal


@command(Action.RECORD_APPEAL)
def decide_appeal(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    appeal: Appeal,
    outcome: str,
    reference: str = "",
    decided_at: datetime | None = None,
    act: Incoming | None = None,
) -> Appeal:
    """Record the act that ended an appeal, with its scan. `decided_at` is the moment of the act, which is recorded later.

    It changes no state: an upheld appeal is carried out by `reinstate`.
    Raises Refused("decided_already"), Refused("outcome_needed"), Refused("decided_ahead"), Refused("decided_too_early").
    """
    row: Appeal | None = nomination.appeals.filter(pk=appeal.pk).first()
    if row is None or row.outcome != AppealOutcome.PENDING:
        raise Refused("decided_already", _("This appeal has been decided already."))
    if outcome not in (AppealOutcome.UPHELD, AppealOutcome.REJECTED):
        raise Refused("outcome_needed", _("Choose whether the appeal was upheld or rejected."))
    moment = decided_at or at
    if moment > at:
        raise Refused("decided_ahead", _("That moment has not come yet."), way_out=_("Enter the moment of the act."))
    if row.filed_at is not None and moment < row.filed_at:
        raise Refused("decided_too_early", _("The act would be older than the appeal."), way_out=_("Enter the moment of the act."))
    documents = keep_document(nomination, act, kind=DocumentKind.COURT_ACT, at=at) if act else []
    row.outcome, row.decided_at, row.reference = outcome, moment, reference.strip()
    row.act = documents[-1] if documents else None
    row.save()
    done("appeal.decided", changed=[*documents, row], outcome=outcome, decision=row.decision_id)
    return row
