"""Handing in: papers with their versions, the submission with its receipt, and the supplement after a correction.

Uploading and submitting are two steps on purpose: in the last hour the submission is one small request a person.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.models import Channel, DocumentKind, DocumentVersion, Nomination, Paper, Submission, SubmissionKind
from candidates.selectors import open_points
from candidates.services.filing import FILED
from candidates.services.steps import check, take
from candidates.workflow import Facts, State
from commission import clock
from commission.access import Action, Role, can
from commission.command import command, done, frame, may_record_as_published
from commission.models import Precision
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.papers import Incoming, store

# While the papers are checked, those may still come that the law asks for only before registration.
APPLICANT = (Role.CANDIDATE, Role.PROXY)
LATER = (State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED)


@command(Action.PROVIDE_PAPER)
def provide_paper(
    nomination: Nomination, *, actor: Any, at: datetime, code: str, document: Incoming | None = None, sheets: int | None = None
) -> Paper:
    """Hand in a required paper: a file, which becomes its next version, or `sheets` of paper over the counter.

    In a correction only the papers reopen that a point names (all of them where a point names none). Raises
    Refused("unknown_paper"), ("state"), ("window_closed"), ("correction_over"), ("not_asked"), ("no_file") on the portal.
    """
    paper: Paper | None = nomination.papers.filter(code=code).first()
    if paper is None:
        raise Refused("unknown_paper", _("The rule set does not ask for this paper."))
    paper.nomination = nomination
    check_paper_open(nomination, paper, at, by=door(nomination))
    if document is None and door(nomination) == Channel.PORTAL and not may_record_as_published(nomination):
        raise Refused("no_file", _("No file was chosen."), way_out=_("Choose a PDF, JPEG or PNG file."))
    changed: list[Any] = [paper]
    if document is not None:
        changed += keep_document(nomination, document, kind=DocumentKind.PAPER, at=at, paper=paper)
    paper.provided_at, paper.channel, paper.sheets = at, door(nomination), sheets
    paper.save(update_fields=["provided_at", "channel", "sheets"])
    done("nomination.paper_provided", changed=changed, paper=code, channel=paper.channel)
    return paper


def door(nomination: Nomination) -> Channel:
    """By which door something comes in this command: what the secretary takes came over the counter, whoever files where."""
    if can(frame().roles, Action.FILE_ON_PAPER):
        return Channel.PAPER
    return Channel.PORTAL if any(role in frame().roles for role in APPLICANT) else Channel(nomination.channel)


def check_paper_open(nomination: Nomination, paper: Paper, at: datetime, *, by: Channel) -> None:
    """May this paper be handed in at `at`, by this door? Raises Refused as `provide_paper` says."""
    stage = nomination.stage
    if stage is State.DRAFT or (stage in LATER and paper.rule and paper.rule.later):
        # what may follow later may do so until the commission can no longer register anybody
        window = "nomination" if stage is State.DRAFT and not (paper.rule and paper.rule.later) else "registration"
        if by == Channel.PORTAL:
            workflow.check_window(windows_of(nomination.election).get(window), _("Handing in papers"), at)
        return
    if stage is not State.CORRECTION_REQUESTED:
        raise Refused("state", _("Papers can be added to a draft, or when a correction is asked for."))
    if late := workflow.within_correction(Facts(stage, correction_due=nomination.correction_due_at), at):
        raise late
    if not any(point.paper_id == paper.pk or (point.paper_id is None and not point.section) for point in open_points(nomination)):
        raise Refused("not_asked", _("This paper was not asked for."), way_out=_("Hand in the papers that the points name."))


def keep_document(nomination: Nomination, document: Incoming, *, kind: DocumentKind, at: datetime, paper: Paper | None = None) -> list[Any]:
    """Store a file as a document of the case, inside a running command; returns the rows for its event, the document last."""
    file = store(nomination.commission, document)
    same = nomination.documents.filter(paper=paper) if paper else nomination.documents.filter(kind=kind)
    version = DocumentVersion.objects.create(
        nomination=nomination,
        kind=kind,
        paper=paper,
        ordinal=same.count() + 1,
        file=file,
        channel=door(nomination),
        received_at=at,
        received_from=frame().actor,
    )
    return [file, version]


@command(Action.SUBMIT)
def submit(
    nomination: Nomination, *, actor: Any, at: datetime, declared: bool, precision: Precision = Precision.MOMENT, delay: str = ""
) -> Nomination:
    """Hand the nomination in. `at` is the moment of receipt: by it the end of nomination is judged. `delay` says why papers that
    were handed over the counter are recorded only now.

    Effects: what was filed is frozen by its SHA-256, and the nomination gets its receipt.
    Raises Refused("incomplete") where a paper or a required field of the person is missing, Refused("not_declared"),
    Refused("window_closed"), Refused("state").
    A replayed record whose papers were never published passes the first two by its recorder's permission.
    """
    if declared:
        nomination.declared_at = at
    waived = frozenset({"complete", "declaration"}) if may_record_as_published(nomination) else frozenset()
    step = check(nomination, "submit", actor=actor, at=at, waived=waived)
    nomination.received_at = at
    nomination.precision = precision
    submission = _receive(nomination, SubmissionKind.SUBMISSION, at, delay)
    nomination.receipt, nomination.submission_sha256 = submission.receipt, submission.sha256
    return take(nomination, step, changed=[submission], received_at=at.isoformat(), receipt=nomination.receipt, channel=submission.channel)


@command(Action.RESUBMIT)
def resubmit(nomination: Nomination, *, actor: Any, at: datetime, delay: str = "") -> Nomination:
    """Hand in the corrections, every point answered, within the term; a receipt of its own says so."""
    step = check(nomination, "resubmit", actor=actor, at=at)
    nomination.correction_due_at = None
    submission = _receive(nomination, SubmissionKind.SUPPLEMENT, at, delay)
    return take(nomination, step, changed=[submission], received_at=at.isoformat(), receipt=submission.receipt)


def _receive(nomination: Nomination, kind: SubmissionKind, at: datetime, delay: str) -> Submission:
    ordinal = nomination.submissions.count() + 1
    number = f"{nomination.election.slug.upper()}-{nomination.number:04d}"
    items = items_of(nomination)
    return Submission.objects.create(
        nomination=nomination,
        ordinal=ordinal,
        kind=kind,
        channel=door(nomination),
        receipt=number if ordinal == 1 else f"{number}-{ordinal}",
        received_at=at,
        recorded_at=clock.now(),
        sha256=digest(nomination, items),
        items=items,
        delay=delay.strip(),
    )


def items_of(nomination: Nomination) -> list[dict[str, Any]]:
    """What is handed in at this moment: every paper with its newest version, pages and SHA-256 (empty for paper without a scan)."""
    items = []
    for paper in nomination.papers.filter(provided_at__isnull=False).order_by("pk").prefetch_related("versions__file"):
        newest = max(paper.versions.all(), key=lambda version: version.ordinal, default=None)
        items.append(
            {
                "code": paper.code,
                "version": newest.ordinal if newest else 0,
                "pages": newest.file.pages if newest else paper.sheets,
                "sha256": newest.file.sha256 if newest else "",
            }
        )
    return items


def digest(nomination: Nomination, items: list[dict[str, Any]]) -> str:
    """SHA-256 over what was filed: the person's fields and the papers handed in."""
    filed: dict[str, Any] = {name: _filed(getattr(nomination, name)) for name in FILED}
    return hashlib.sha256(json.dumps({**filed, "papers": items}, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _filed(value: Any) -> str:
    return "" if value is None else str(value)


@command(Action.SEND_RECEIPT)
def note_receipt_sent(nomination: Nomination, *, actor: Any, at: datetime, submission: Submission) -> Submission:
    """The receipt went out by e-mail. Raises Refused("sent_already"): two workers must not both send it."""
    row: Submission | None = nomination.submissions.filter(pk=submission.pk, mailed_at__isnull=True).first()
    if row is None:
        raise Refused("sent_already", _("This receipt has been sent already."))
    row.mailed_at = at
    row.save(update_fields=["mailed_at"])
    done("nomination.receipt_sent", changed=[row], receipt=row.receipt)
    return row
