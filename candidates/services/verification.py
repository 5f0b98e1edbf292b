"""Verification: checks with their results, deficiencies with their articles, correction, and the second pair of eyes."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import completeness, workflow
from candidates.models import Check, CheckResult, Deficiency, Nomination, Paper
from candidates.selectors import changed_since_notice, open_points
from candidates.services.steps import check, take
from candidates.workflow import Facts, State
from commission import timetable
from commission.access import Action
from commission.command import command, done, may_record_as_published
from commission.refused import Refused
from commission.services.decisions import Text


def start_checks(nomination: Nomination, *, at: datetime, after_registration: bool) -> list[Check]:
    """The checks of the rule set for this way of nomination, each with its due time; one that was begun before stays."""
    begun = set(nomination.checks.values_list("code", flat=True))
    return [
        Check.objects.create(
            nomination=nomination,
            code=rule.code,
            after_registration=after_registration,
            due_at=timetable.days_later(at, rule.days, nomination.election.zone),
        )
        for rule in nomination.election.pack.checks_of(nomination.way, after_registration=after_registration)
        if rule.code not in begun
    ]


@command(Action.TAKE)
def take_up(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """Begin the verification: one check a rule, each with its authority and due time."""
    step = check(nomination, "take", actor=actor, at=at)
    checks = start_checks(nomination, at=at, after_registration=False)
    return take(nomination, step, changed=checks, count=len(checks))


@command(Action.RECORD_CHECK)
def record_check(nomination: Nomination, *, actor: Any, at: datetime, code: str, result: str, reference: str = "", note: str = "") -> Check:
    """Record an authority's answer. Before the decision for the first checks, after registration for the later ones.

    Raises Refused("unknown_check"), Refused("state"), Refused("result_needed").
    """
    row: Check | None = nomination.checks.filter(code=code).first()
    if row is None:
        raise Refused("unknown_check", _("This nomination has no such check."))
    if nomination.stage != (State.REGISTERED if row.after_registration else State.UNDER_VERIFICATION):
        raise Refused(
            "state", _("This check can't be recorded in the present state."), way_out=_("Reload the page to see what has changed.")
        )
    if result not in CheckResult.values or result == CheckResult.PENDING:
        raise Refused("result_needed", _("Choose a result."))
    row.result, row.reference, row.note, row.recorded_by, row.recorded_at = result, reference, note, actor, at
    row.save()
    if not row.after_registration:
        # a changed result needs a new look by both people; who verified a registered candidate stays on record
        nomination.concluded_by = nomination.confirmed_by = None
        nomination.save(update_fields=["concluded_by", "confirmed_by"])
    done("nomination.check_recorded", changed=[row, nomination], check=code, outcome=result)
    return row


@command(Action.NOTE_DEFICIENCY)
def note_deficiency(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    article: str,
    description: Text,
    curable: bool,
    failed_check: Check | None = None,
    paper: Paper | None = None,
    section: str = "",
    notified_at: datetime | None = None,
) -> Deficiency:
    """Record a failure with its article. A curable one is notified with the request for correction; one that can't be
    cured is notified by itself (`notified_at`). Raises Refused("no_article"), Refused("no_words"), Refused("foreign_row"),
    Refused("state"), Refused("check_not_failed"), Refused("notice_time").
    """
    if nomination.stage not in (State.UNDER_VERIFICATION, State.REGISTERED):
        raise Refused("state", _("Deficiencies are noted during verification or after registration."))
    if not article.strip():
        raise Refused("no_article", _("A deficiency needs its article."), way_out=_("Name the article."))
    if not (description.kk.strip() and description.ru.strip()):
        raise Refused(
            "no_words",
            _("What is wanting has to be said in Kazakh and in Russian: the letter and the decision are printed in both."),
            way_out=_("Write one sentence in each of the two languages."),
        )
    for related in (failed_check, paper):
        if related is not None and related.nomination_id != nomination.pk:
            raise Refused("foreign_row", _("This check or paper belongs to another nomination."), status=404)
    if section and section not in {part.code for part in completeness.sections_of(nomination.way)}:
        raise Refused("unknown_section", _("This nomination has no such page."), status=404)
    # as it is on record, not as it was handed over
    if failed_check is not None and not nomination.checks.filter(pk=failed_check.pk, result=CheckResult.FAILED).exists():
        raise Refused(
            "check_not_failed",
            _("This check has not failed."),
            way_out=_("Record its result first, or note the deficiency without the check."),
        )
    # the notice carries a refusal: it can't lie before there was a case, nor ahead of the moment at which it is noted
    if notified_at is not None and not (nomination.received_at and nomination.received_at <= notified_at <= at):
        raise Refused(
            "notice_time",
            _("The candidate can't have been told before the papers were received, nor later than now."),
            way_out=_("Enter the moment at which the candidate was told, or leave it empty."),
        )
    row = Deficiency.objects.create(
        nomination=nomination,
        check_failed=failed_check,
        paper=paper,
        section=section,
        article=article.strip(),
        description_kk=description.kk.strip(),
        description_ru=description.ru.strip(),
        curable=curable,
        noted_at=at,
        notified_at=notified_at,
    )
    done("nomination.deficiency_noted", changed=[row], article=row.article)
    return row


@command(Action.REQUEST_CORRECTION)
def request_correction(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """Tell the candidate of every open curable deficiency and give the term of the rule set to cure them."""
    step = check(nomination, "request_correction", actor=actor, at=at)
    period = nomination.election.pack.period("correction")
    nomination.correction_due_at = timetable.days_later(at, period.days, nomination.election.zone)
    nomination.concluded_by = None  # what is corrected is looked at again
    rows = list(nomination.deficiencies.filter(curable=True, notified_at__isnull=True))
    for row in rows:
        row.notified_at = at
        row.save(update_fields=["notified_at"])
    return take(nomination, step, changed=rows, article=period.article, count=len(rows))


@command(Action.ANSWER_DEFICIENCY)
def answer_deficiency(nomination: Nomination, *, actor: Any, at: datetime, deficiency: Deficiency, answer: str = "") -> Deficiency:
    """The candidate answers one point in time: by words, or by the paper or page that it names, changed since he was told.

    Raises Refused("state"), Refused("correction_over"), Refused("not_asked") also for a point of an earlier correction,
    Refused("empty_answer") where nothing was changed and nothing is said.
    """
    if nomination.stage is not State.CORRECTION_REQUESTED:
        raise Refused("state", _("No correction is open."))
    if late := workflow.within_correction(Facts(nomination.stage, correction_due=nomination.correction_due_at), at):
        raise late
    row = next((point for point in open_points(nomination) if point.pk == deficiency.pk), None)
    if row is None:
        raise Refused("not_asked", _("This point was not asked for."), status=404)
    if not answer.strip() and not changed_since_notice(nomination, row):
        raise Refused(
            "empty_answer",
            _("This point has no answer yet: what it names is as it was, and nothing is said."),
            way_out=_("Hand in a new version of the paper, correct the page, or answer in words."),
        )
    row.answered_at, row.answer = at, answer.strip()
    row.save(update_fields=["answered_at", "answer"])
    done("nomination.deficiency_answered", changed=[row])
    return row


@command(Action.CLOSE_CORRECTION)
def close_correction(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """The term ran out, or the candidate says that nothing more comes; what is unanswered stays so."""
    step = check(nomination, "close_correction", actor=actor, at=at)
    nomination.correction_due_at = None
    return take(nomination, step)


@command(Action.CONCLUDE_VERIFICATION)
def conclude_verification(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """The registrar is done; a second person must confirm it (`finish`). Raises Refused("state"), ("checks_pending")."""
    if nomination.stage is not State.UNDER_VERIFICATION:
        raise Refused("state", _("Only a verification that is under way can be concluded."))
    pending = nomination.checks.filter(after_registration=False, result=CheckResult.PENDING).count()
    if pending and not may_record_as_published(nomination):
        raise Refused(
            "checks_pending", _("%(count)d checks have no result yet.") % {"count": pending}, way_out=_("Record their results first.")
        )
    nomination.concluded_by = actor
    nomination.save(update_fields=["concluded_by"])
    done("nomination.verification_concluded", changed=[nomination], count=pending)
    return nomination


@command(Action.FINISH)
def finish(nomination: Nomination, *, actor: Any, at: datetime) -> Nomination:
    """A second person confirms the verification; the case goes onto the agenda.

    Raises Refused("checks_pending"), Refused("not_concluded"), Refused("same_person").
    """
    waived = frozenset({"no_check_pending"}) if may_record_as_published(nomination) else frozenset()
    step = check(nomination, "finish", actor=actor, at=at, waived=waived)
    nomination.confirmed_by = actor
    return take(nomination, step)


@command(Action.SEND_BACK)
def send_back(nomination: Nomination, *, actor: Any, at: datetime, reason: str) -> Nomination:
    """The chair returns a case to the registrar, with the reason."""
    step = check(nomination, "send_back", actor=actor, at=at, reason_given=bool(reason.strip()))
    nomination.sent_back_reason = reason.strip()
    nomination.concluded_by = nomination.confirmed_by = None
    return take(nomination, step)
