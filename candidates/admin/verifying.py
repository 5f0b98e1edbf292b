"""The verification at the desk: each of its steps as a page."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from candidates import letters
from candidates.checks import propose
from candidates.forms.desk_verification import CheckForm, DeficiencyForm, ReasonForm
from candidates.models import Check, CheckResult, Nomination
from candidates.services import verification
from candidates.workflow import State
from commission.access import Action
from commission.admin import printing
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, Run, address, register


def in_state(*states: State) -> Any:
    """Offered while the nomination is in one of these states."""
    return lambda row: row.stage in states


def the_check(row: Nomination, code: str) -> Check | None:
    check = row.checks.filter(code=code).first()
    if check:
        check.nomination = row
    return check


def can_be_recorded(check: Check) -> bool:
    return check.nomination.stage is (State.REGISTERED if check.after_registration else State.UNDER_VERIFICATION)


def about_the_check(request: HttpRequest, check: Check) -> dict[str, Any]:
    rule = check.nomination.election.pack.check(check.code)
    return {"rule": rule, "proposal": propose(check), "letters": list(check.requests.select_related("reply").order_by("pk"))}


def after_the_result(row: Nomination, check: Check) -> str:
    """A failure without its words carries nothing: they are asked for at once."""
    if check.result == CheckResult.FAILED and not check.deficiencies.exists():
        return f"{address(row, 'note-deficiency')}?{urlencode({'about': f'check-{check.code}'})}"
    return address(row) + "#checks"


def may_conclude(row: Nomination) -> bool:
    open_checks = row.checks.filter(after_registration=False, result=CheckResult.PENDING)
    return row.stage is State.UNDER_VERIFICATION and row.concluded_by_id is None and not open_checks.exists()


def has_something_to_correct(row: Nomination) -> bool:
    return row.stage is State.UNDER_VERIFICATION and row.deficiencies.filter(curable=True, notified_at__isnull=True).exists()


def not_the_first(row: Nomination, actor: Any) -> Any:
    return _("You concluded this verification yourself; a second person confirms it.") if row.concluded_by_id == actor.pk else ""


def what_was_found(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    """What both people sign for: every result, and everything that was found wanting."""
    checks = list(row.checks.filter(after_registration=False).select_related("recorded_by"))
    for check in checks:
        check.nomination = row
    return {
        "checks": checks,
        "failed": sum(1 for c in checks if c.result == CheckResult.FAILED),
        "deficiencies": list(row.deficiencies.all()),
    }


def was_told(row: Nomination) -> bool:
    return row.deficiencies.filter(curable=False, notified_at__isnull=False).exists()


def the_letter(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    """The very letter that the candidate gets, as it would go out now."""
    points = list(row.deficiencies.filter(curable=True, notified_at__isnull=True).select_related("paper", "check_failed"))
    return {"letter": letters.correction_notice(row, points, request.received_at)}


def take_check(run: Run) -> Check:
    return verification.record_check(run.row, **run.call, code=run.part.code, **run.data)


printing.register(
    Nomination,
    Print(
        "correction",
        _("Request for correction"),
        Action.VIEW_PERSONAL_DATA,
        make=letters.sent_correction,
        many=letters.how_many_corrections,
    ),
    Print("notice", _("Notice of what can't be put right"), Action.VIEW_PERSONAL_DATA, make=letters.notice_of_failures, offered=was_told),
)
register(
    Nomination,
    DeskStep(
        "take",
        _("Begin the verification"),
        Action.TAKE,
        run=lambda r: verification.take_up(r.row, **r.call),
        explain=_("The checks of the rule set begin, each with its authority and term. The candidate sees that the papers are checked."),
        done=_("The verification has begun."),
        offered=in_state(State.SUBMITTED),
    ),
    DeskStep(
        "record-check",
        _("Record the result of a check"),
        Action.RECORD_CHECK,
        run=take_check,
        form=CheckForm,
        button=_("Record the result"),
        done=_("The result is recorded."),
        offered=can_be_recorded,
        part=the_check,
        template="admin/candidates/check.html",
        context=about_the_check,
        then=after_the_result,
    ),
    DeskStep(
        "note-deficiency",
        _("Note a deficiency"),
        Action.NOTE_DEFICIENCY,
        run=lambda r: verification.note_deficiency(r.row, **r.call, **r.data),
        form=DeficiencyForm,
        explain=_("What can be put right goes into the request for correction; of what can't, the candidate is told at once."),
        done=_("The deficiency is noted."),
        offered=in_state(State.UNDER_VERIFICATION, State.REGISTERED),
        then=lambda row, result: address(row) + "#deficiencies",
    ),
    DeskStep(
        "request-correction",
        _("Request a correction"),
        Action.REQUEST_CORRECTION,
        run=lambda r: verification.request_correction(r.row, **r.call),
        explain=_("The term runs from now. Only the papers and pages that the letter names open again."),
        button=_("Send the request"),
        done=_("The candidate is asked to correct the papers; print the letter from the case."),
        offered=has_something_to_correct,
        template="admin/candidates/correction.html",
        context=the_letter,
    ),
    DeskStep(
        "conclude",
        _("Conclude the verification"),
        Action.CONCLUDE_VERIFICATION,
        run=lambda r: verification.conclude_verification(r.row, **r.call),
        explain=_("You stand for these results with your name. The case goes to the commission once a second person has confirmed them."),
        done=_("You concluded the verification; a second person confirms it."),
        offered=may_conclude,
        template="admin/candidates/found.html",
        context=what_was_found,
    ),
    DeskStep(
        "finish",
        _("Confirm the verification"),
        Action.FINISH,
        run=lambda r: verification.finish(r.row, **r.call),
        explain=_("Look at what the first person found. With your confirmation the case goes to the commission for its decision."),
        done=_("The verification is confirmed; the case is ready for the commission's decision."),
        offered=lambda row: row.stage is State.UNDER_VERIFICATION and row.concluded_by_id is not None,
        barred=not_the_first,
        template="admin/candidates/found.html",
        context=what_was_found,
    ),
    DeskStep(
        "send-back",
        _("Send back for verification"),
        Action.SEND_BACK,
        run=lambda r: verification.send_back(r.row, **r.call, reason=r.data["reason"]),
        form=ReasonForm,
        explain=_("The registrar looks at the case again; both people confirm it anew."),
        button=_("Send back"),
        done=_("The case went back to the registrar."),
        offered=in_state(State.READY_FOR_DECISION),
    ),
)  # fmt: skip
