"""Queries on nominations that decide what people may see or do."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.translation import override

from candidates import completeness
from candidates.models import (
    Appeal,
    BallotOption,
    CheckResult,
    Deficiency,
    DocumentVersion,
    Ground,
    Nomination,
    Paper,
    Signature,
    Submission,
    Way,
    last_round,
)
from candidates.signing import Count, Sheet, count, repeated
from candidates.workflow import LIVE, PUBLIC, Facts, State
from commission import clock, timetable
from commission.models import AuditEvent, Decision, Election, Origin, TimetableEntry
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
        unanswered=sum(1 for d in last_round(deficiencies) if d.answered_at is None),
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


def nomination_of(decision: Decision) -> Nomination | None:
    """The nomination that a decision is about: by its matter, its grounds, or the event that it left in the log."""
    item = getattr(decision, "agenda_item", None)
    if item is not None:
        return item.matter if isinstance(item.matter, Nomination) else None
    if (ground := decision.grounds.select_related("nomination").first()) is not None:
        return ground.nomination
    event = AuditEvent.objects.filter(home=decision.home_id, subject_type=Nomination._meta.label_lower, data__decision=decision.pk).first()
    return Nomination.objects.filter(pk=event.subject_id).first() if event else None


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


# The columns that public pages and exports read. The others are not even fetched: what is not in memory can't be shown.
PUBLIC_FIELDS = (
    "election_id", "number", "state", "way", "name_published",
    "family_name_kk", "family_name_ru", "family_name_en", "given_name_kk", "given_name_ru", "given_name_en",
    "patronymic_kk", "patronymic_ru", "patronymic_en", "birth_year", "occupation_kk", "occupation_ru", "occupation_en",
    "party_kk", "party_ru", "party_en", "party_membership", "received_at", "precision", "registered_at", "reinstated_at", "ended_at",
    "recalled", "certificate_number", "certificate_issued_at",
)  # fmt: skip
DECISION_FIELDS = (
    "kind", "number", "adopted_at", "precision", "published_at",
    "votes_published", "members_total", "members_present", "votes_for", "votes_against", "abstained",
)  # fmt: skip


def _of_decision(path: str) -> list[str]:
    """The public columns of a decision that hangs at `path`, and of the one that annulled it."""
    annulling = [f"{path}__annulled_by__{name}" for name in ("adopted_at", "precision", "number")]
    home = [f"{path}__annulled_by__home__name_{language}" for language in ("kk", "ru", "en")]
    return [*(f"{path}__{name}" for name in DECISION_FIELDS), *annulling, *home]


def public_nominations(election: Election) -> QuerySet[Nomination]:
    """The nominations that the public sees, from receipt on, in the order of receipt; drafts are nobody's business."""
    grounds = Ground.objects.select_related("decision__annulled_by__home").only(
        "nomination_id", "code", "article", "as_published", "stated_kk", "stated_ru", "stated_en", *_of_decision("decision")
    )
    appeals = Appeal.objects.only(
        "nomination_id", "decision_id", "body_kk", "body_ru", "body_en", "filed_at", "decide_by", "decided_at", "outcome"
    )
    return (
        election.nominations.filter(state__in=sorted(PUBLIC))
        .select_related("registered_by__annulled_by__home", "departed_by__annulled_by__home")
        .only(*PUBLIC_FIELDS, *_of_decision("registered_by"), *_of_decision("departed_by"))
        .prefetch_related(Prefetch("grounds", grounds.order_by("pk")), Prefetch("appeals", appeals.order_by("pk")))
        .order_by("number")
    )


def public_ballot(election: Election) -> list[BallotOption]:
    """The lines of the ballot in force as the public sees them; the persons on them come with `public_nominations`."""
    columns = ("kind", "position", "struck_out_at", "nomination_id", "election_id", "replaced_by_id")
    lines = ballot_in_force(election).select_related(None).select_related("decision")
    return list(lines.only(*columns, *(f"decision__{name}" for name in DECISION_FIELDS)))


def public_address(nomination: Nomination, language: str = "kk") -> str:
    """The whole address of the public page, for what is printed or mailed: a certificate's QR code leads there."""
    with override(language):
        return settings.PUBLIC_ADDRESS + nomination.get_absolute_url()


def waiting_cases(commission_ids: list[int]) -> QuerySet[Nomination]:
    """Cases in which the commission may owe the next step; a registered candidate's later checks are one too."""
    states = [State.SUBMITTED, State.UNDER_VERIFICATION, State.READY_FOR_DECISION, State.REGISTERED]
    return (
        Nomination.objects.filter(election__home_id__in=commission_ids, state__in=states)
        .filter(~Q(election__origin="replayed"))
        .select_related("election__home")
        .order_by("received_at", "number")
    )


# -- casework


def voters_of(election: Election) -> int:
    """All voters on the lists of the election's stations; 0 where no list is known yet."""
    return election.polling_stations.aggregate(all=Sum("voters_on_list"))["all"] or 0


def signature_count(nomination: Nomination) -> Count:
    """The signatures of a nomination, held against the share of the voters that the rule set asks for."""
    faults: dict[int, dict[int, str]] = {}
    for sheet, line, fault in nomination.signatures.exclude(fault="").values_list("sheet_id", "line", "fault"):
        faults.setdefault(sheet, {})[line] = fault
    rows = nomination.signature_sheets.values_list("pk", "number", "signatures", "checked_at")
    voters = voters_of(nomination.election)
    return count(
        (Sheet(number, signatures, checked is not None, faults.get(pk, {})) for pk, number, signatures, checked in rows),
        nomination.election.pack.signatures_needed(voters) if voters else None,
    )


def repeated_signers(nomination: Nomination) -> set[tuple[int, int]]:
    """The lines (sheet, line) on which somebody signed for this candidate again."""
    lines = nomination.signatures.exclude(signer_hash="").values_list("sheet__number", "line", "signer_hash")
    return repeated(list(lines))


def signers_shared_with(nomination: Nomination) -> dict[int, int]:
    """How many of the signers signed for which other candidate of the election as well: by the number of the nomination."""
    own = nomination.signatures.exclude(signer_hash="").values("signer_hash")
    others = Signature.objects.filter(nomination__election=nomination.election_id, signer_hash__in=own).exclude(nomination=nomination)
    shared: dict[int, set[str]] = {}
    for number, signer in others.values_list("nomination__number", "signer_hash"):
        shared.setdefault(number, set()).add(signer)
    return {number: len(signers) for number, signers in sorted(shared.items())}


def viewed_today(version: DocumentVersion, actor: Any, at: datetime) -> bool:
    """Did this person open the document on this day of the city already?"""
    day = clock.local_date(at, version.nomination.election.zone)
    last = (
        AuditEvent.objects.filter(
            subject_type=Nomination._meta.label_lower,
            subject_id=version.nomination_id,
            kind="nomination.paper_downloaded",
            actor_id=actor.pk,
            data__document=version.pk,
            data__how="view",
        )
        .order_by("-sequence")
        .values_list("happened_at", flat=True)
        .first()
    )
    return last is not None and clock.local_date(last, version.nomination.election.zone) == day


# -- what an applicant reads


def nominations_open(at: datetime) -> list[TimetableEntry]:
    """The terms of nomination that run or are still to come at `at`, the earliest end first; none of a replayed record."""
    return list(
        TimetableEntry.objects.filter(code="nomination", in_force=True, due_at__gte=at)
        .exclude(election__origin=Origin.REPLAYED)
        .select_related("election__home")
        .order_by("due_at", "pk")
    )


def nominations_of(user: Any) -> QuerySet[Nomination]:
    """The person's own nominations, and those for which he is a registered proxy; the newest first."""
    proxied = Q(proxies__user=user.pk, proxies__registered_at__isnull=False, proxies__ended_at__isnull=True)
    return Nomination.objects.filter(Q(applicant=user.pk) | proxied).select_related("election__home").distinct().order_by("-pk")


def papers_of(nomination: Nomination) -> list[Paper]:
    """The papers of the rule set's list with their versions, the newest version last; two queries."""
    versions = DocumentVersion.objects.select_related("file").order_by("ordinal")
    return list(nomination.papers.prefetch_related(Prefetch("versions", versions)).order_by("pk"))


def points_of(nomination: Nomination) -> list[Deficiency]:
    """Every failure that the person was told of, in the order of the notices."""
    return list(nomination.deficiencies.filter(notified_at__isnull=False).select_related("paper").order_by("notified_at", "pk"))


def open_points(nomination: Nomination) -> list[Deficiency]:
    """The points of the correction that runs, and of no earlier one; none where no correction runs."""
    if nomination.stage is not State.CORRECTION_REQUESTED:
        return []
    return last_round(nomination.deficiencies.filter(curable=True, notified_at__isnull=False).select_related("paper"))


def changed_since_notice(nomination: Nomination, point: Deficiency) -> bool:
    """Was the paper handed in anew, or is the page another one than when the person was told? Then the change itself is an answer."""
    if point.paper_id and Paper.objects.filter(pk=point.paper_id, provided_at__gt=point.notified_at).exists():
        return True
    page = completeness.section(point.section)
    if page is None:
        return False
    then, now = _as_it_was(nomination, point.notified_at), nomination.snapshot()
    names = [f"{'iin_hash' if name == 'iin_sealed' else name}#" for name in page.fields]
    return any(name in now and now[name] != then.get(name) for name in names)


def _as_it_was(nomination: Nomination, at: datetime | None) -> dict[str, Any]:
    """The fields of the case at a moment, as the log holds them: what was typed as its keyed hash."""
    label = nomination._meta.label_lower
    events = AuditEvent.objects.filter(subject_type=label, subject_id=nomination.pk, happened_at__lte=at).order_by("-sequence")
    for data in events.values_list("data", flat=True).iterator():
        for kind, pk, values in data.get("set", []):
            if (kind, pk) == (label, nomination.pk):
                return dict(values)
    return {}


# What the log says of a case that concerns the person: each step that was taken in it, and none of the commission's inner work.
TOLD = (
    "nomination.started", "nomination.submitted", "nomination.taken", "nomination.correction_requested", "nomination.resubmitted",
    "nomination.correction_closed", "nomination.finished", "nomination.registered", "nomination.refused", "nomination.withdrawn",
    "nomination.recalled", "nomination.cancelled", "nomination.departure_decided", "nomination.reinstated", "nomination.lapsed",
    "nomination.discarded", "nomination.certificate_issued", "appeal.filed", "appeal.decided", "proxy.registered",
)  # fmt: skip


def told(nomination: Nomination) -> list[AuditEvent]:
    """The steps of a case as the log holds them, oldest first."""
    events = AuditEvent.objects.filter(subject_type=nomination._meta.label_lower, subject_id=nomination.pk, kind__in=TOLD)
    return list(events.order_by("happened_at", "sequence"))


def appeal_ends(election: Election, decision: Decision) -> datetime:
    """The last moment to appeal against a refusal or a cancellation: the term runs from when it was served, or else adopted."""
    period = election.pack.period("appeal_against_refusal")
    return timetable.days_later(decision.served_at or decision.adopted_at, period.days, election.zone)


def receipts_to_send(nomination: int | None = None) -> list[int]:
    """The submissions whose receipt did not go out by mail yet, oldest first: those of people with an address, in no replayed record."""
    due = Submission.objects.filter(mailed_at__isnull=True).exclude(nomination__election__origin=Origin.REPLAYED)
    due = due.exclude(nomination__applicant__isnull=True, nomination__email="")
    if nomination is not None:
        due = due.filter(nomination=nomination)
    return list(due.order_by("received_at", "pk").values_list("pk", flat=True))


def drafts_out_of_time(now: datetime) -> list[tuple[datetime, int]]:
    """The drafts whose nomination window in force ended before `now`, as (that end, id), in no replayed record."""
    windows = TimetableEntry.objects.filter(code="nomination", in_force=True, due_at__lt=now)
    rows = Nomination.objects.filter(state=State.DRAFT).exclude(election__origin=Origin.REPLAYED)
    rows = rows.annotate(ended=windows.filter(election=OuterRef("election")).values("due_at")).filter(ended__isnull=False)
    return list(rows.values_list("ended", "pk"))


def corrections_out_of_time(now: datetime) -> list[tuple[datetime, int]]:
    """The corrections whose term ended before `now`, as (that end, id of the nomination), in no replayed record."""
    rows = Nomination.objects.filter(state=State.CORRECTION_REQUESTED, correction_due_at__lt=now)
    return list(rows.exclude(election__origin=Origin.REPLAYED).values_list("correction_due_at", "pk"))
