"""Queries on nominations that decide what people may see or do."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from candidates.models import Appeal, BallotOption, CheckResult, Ground, Nomination, Paper, Way
from candidates.workflow import LIVE, PUBLIC, Facts, State
from commission.models import Election
from commission.selectors import windows_of


def facts_of(nomination: Nomination, *, actor: Any, **more: Any) -> Facts:
    """What the guards of the workflow need, read under the row's lock."""
    deficiencies = list(nomination.deficiencies.all())
    checks = list(nomination.checks.filter(after_registration=False))
    deposit = next((check for check in checks if check.code == "deposit"), None)
    return Facts(
        state=nomination.stage,
        windows=windows_of(nomination.election),
        papers_missing=len(missing_papers(nomination)),
        fields_missing=nomination.fields_missing,
        declared=nomination.declared_at is not None,
        curable_open=sum(1 for d in deficiencies if d.curable and d.notified_at is None),
        unanswered=sum(1 for d in deficiencies if d.curable and d.notified_at is not None and d.answered_at is None),
        correction_due=nomination.correction_due_at,
        checks_pending=sum(1 for check in checks if check.result == CheckResult.PENDING),
        checks_failed=sum(1 for check in checks if check.result == CheckResult.FAILED),
        concluded_by=nomination.concluded_by_id,
        actor=getattr(actor, "pk", None),
        by_system=getattr(actor, "pk", None) is None,
        deposit_paid=deposit is not None and deposit.result == CheckResult.PASSED,
        party_nominee=nomination.way == Way.PARTY,
        appeal_upheld=last_decision_fell(nomination),
        left_off_the_ballot=left_off_the_ballot(nomination),
        **more,
    )


def missing_papers(nomination: Nomination, *, later: bool = False) -> list[Paper]:
    """The papers that the person owes and did not hand in; `later`: also those that may follow until registration."""
    papers = nomination.papers.filter(provided_at__isnull=True).order_by("pk")
    return [paper for paper in papers if paper.owed and (later or not (paper.rule and paper.rule.later))]


def last_decision_fell(nomination: Nomination) -> bool:
    """Was the last refusal or cancellation undone: by an upheld appeal, or by the superior commission (CL art. 12(15))?

    Only the last one counts: an appeal that was upheld earlier undoes nothing that came after it.
    """
    ground = nomination.grounds.select_related("decision").order_by("-pk").first()
    if ground is None:
        return False
    return ground.decision.annulled_by_id is not None or nomination.appeals.filter(outcome="upheld", decision=ground.decision).exists()


def ballot_in_force(election: Election) -> QuerySet[BallotOption]:
    """The lines of the ballot that was approved last, struck-out ones included; none before the first approval."""
    return election.ballot_options.filter(replaced_by__isnull=True).select_related("nomination").order_by("position")


def left_off_the_ballot(nomination: Nomination) -> bool:
    """Is a ballot approved that has no line for this person, not even a struck-out one that could be put back?"""
    lines = set(ballot_in_force(nomination.election).values_list("nomination_id", flat=True))
    return bool(lines) and nomination.pk not in lines


def has_another_live_nomination(nomination: Nomination) -> bool:
    """Does the person (by identity number) or the account stand at this election with another nomination?"""
    same = Q(pk__in=[])
    if nomination.iin_hash:
        same |= Q(iin_hash=nomination.iin_hash)
    if nomination.applicant_id:
        same |= Q(applicant=nomination.applicant_id)
    return nomination.election.nominations.filter(same, state__in=sorted(LIVE)).exclude(pk=nomination.pk).exists()


def public_nominations(election: Election) -> QuerySet[Nomination]:
    """The nominations that the public sees, from receipt on, in the order of receipt; drafts are nobody's business."""
    return (
        election.nominations.filter(state__in=sorted(PUBLIC))
        .select_related("election")
        .prefetch_related(
            Prefetch("grounds", Ground.objects.select_related("decision").order_by("pk")),
            Prefetch("appeals", Appeal.objects.order_by("pk")),
        )
        .order_by("number")
    )


def waiting_cases(commission_ids: list[int]) -> QuerySet[Nomination]:
    """Cases in which the commission owes the next step."""
    states = [State.SUBMITTED, State.UNDER_VERIFICATION, State.READY_FOR_DECISION]
    return (
        Nomination.objects.filter(election__home_id__in=commission_ids, state__in=states)
        .filter(~Q(election__origin="replayed"))
        .select_related("election__home")
        .order_by("received_at", "number")
    )
