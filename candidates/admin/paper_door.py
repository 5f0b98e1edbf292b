"""The door on paper at the desk: the secretary files for a person who stands at the counter, corrects for him, and adds scans."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import documents, printed
from candidates.forms.paper_counter import CorrectionForm, FilingForm
from candidates.forms.paper_scan import LaterPaperForm, ScanForm
from candidates.models import Channel, Nomination, SubmissionKind
from candidates.selectors import papers_of
from candidates.services import filing, intake
from candidates.services.handing_in import LATER
from candidates.services.intake import HandedOver
from candidates.workflow import State
from commission.access import Action
from commission.admin import printing
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, Run, address, is_replayed, register
from commission.models import Election, ElectionState
from commission.selectors import windows_of


def handed(run: Run) -> HandedOver:
    return HandedOver(run.data["handed_at"], run.at, run.data["why"].strip())


def file(run: Run) -> Nomination:
    return intake.file(
        run.row, actor=run.actor, handed=handed(run), way=run.data["way"], iin=run.data["iin"], **of_the_form(run)
    )  # fmt: skip


def go_on(run: Run) -> Nomination:
    return intake.go_on(
        run.row, actor=run.actor, handed=handed(run), iin=run.data["iin"] or None, seen=run.data.get("seen") or None, **of_the_form(run)
    )


def of_the_form(run: Run) -> dict[str, Any]:
    return {name: run.data[name] for name in ("person", "papers", "declared", "complete")}


def correct(run: Run) -> Nomination:
    return intake.correct(
        run.row,
        actor=run.actor,
        handed=handed(run),
        iin=run.data.get("iin") or None,
        seen=run.data.get("seen") or None,
        **{name: run.data[name] for name in ("person", "papers", "answers", "complete")},
    )


def what_came(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    """The receipt and the papers behind it, with the scans that lie beside them."""
    return {
        "papers": papers_of(row),
        "submission": row.submissions.order_by("-ordinal").first(),
        "prints": printing.links(request, row),
    }


def the_term(request: HttpRequest, row: Any) -> dict[str, Any]:
    return {"term": windows_of(row.election if isinstance(row, Nomination) else row).get("nomination")}


def after_filing(row: Any, result: Nomination) -> str:
    """A draft goes back to its case; what was received goes on to its receipt and its scans."""
    return address(result) if result.stage is State.DRAFT else address(result, "add-scan")


def on_paper(row: Nomination) -> bool:
    return row.stage is State.DRAFT and row.channel == Channel.PAPER


def has_paper(row: Nomination) -> bool:
    return row.papers.filter(provided_at__isnull=False, channel=Channel.PAPER).exists()


def owes_later(row: Nomination) -> bool:
    return row.stage in LATER and any(paper.rule and paper.rule.later for paper in row.papers.filter(provided_at__isnull=True))


register(
    Election,
    DeskStep(
        "file-on-paper",
        _("File on paper for a person at the counter"),
        Action.FILE_ON_PAPER,
        run=file,
        form=FilingForm,
        explain=_("Type in what stands on the signed application. The person gets a receipt at once."),
        done=_("Typed in."),
        offered=lambda row: row.state == ElectionState.CALLED and row.timetable_entries.exists(),
        template="admin/candidates/paper/counter.html",
        context=the_term,
        then=after_filing,
    ),
)
register(
    Nomination,
    DeskStep(
        "go-on-paper",
        _("Go on with the draft"),
        Action.FILE_ON_PAPER,
        run=go_on,
        form=FilingForm,
        explain=_("What is saved stands in the fields. The person gets a receipt once the papers are received."),
        done=_("Typed in."),
        offered=on_paper,
        template="admin/candidates/paper/counter.html",
        context=the_term,
        then=after_filing,
    ),
    DeskStep(
        "discard",
        _("Give up the draft"),
        Action.DISCARD,
        run=lambda r: filing.discard(r.row, **r.call),
        explain=_("The person may come forward anew. What was typed stays on record and is never decided on."),
        done=_("The draft is given up."),
        offered=on_paper,
        grave=True,
    ),
    DeskStep(
        "correct-on-paper",
        _("Take corrections over the counter"),
        Action.FILE_ON_PAPER,
        run=correct,
        form=CorrectionForm,
        explain=_("Only the pages and papers that the points name are open. The person gets a receipt for the corrections."),
        done=_("Typed in."),
        offered=lambda row: row.stage is State.CORRECTION_REQUESTED,
        template="admin/candidates/paper/counter.html",
        then=lambda row, result: address(result) if result.stage is State.CORRECTION_REQUESTED else address(result, "add-scan"),
    ),
    DeskStep(
        "later-paper",
        _("Take in a paper that follows later"),
        Action.FILE_ON_PAPER,
        run=lambda r: intake.take_later_paper(
            r.row, **r.call, handed_at=r.data["handed_at"], code=r.data["paper"], sheets=r.data["sheets"]
        ),
        form=LaterPaperForm,
        explain=_("What the law asks for only before the registration may follow until then."),
        done=_("The paper is on record."),
        offered=owes_later,
    ),
    DeskStep(
        "add-scan",
        _("Receipt and scans"),
        Action.FILE_ON_PAPER,
        run=lambda r: intake.add_scan(r.row, **r.call, code=r.data["paper"], document=r.data["document"]),
        form=ScanForm,
        done=_("The scan lies beside the paper."),
        offered=has_paper,
        template="admin/candidates/paper/scans.html",
        context=what_came,
        then=lambda row, result: address(row, "add-scan"),
    ),
)
printing.register(
    Election,
    Print(
        "application",
        _("Application to stand, empty"),
        Action.OPEN_DESK,
        make=printed.blank_form,
        offered=lambda row: row.state == ElectionState.CALLED and not is_replayed(row),
    ),
)
printing.register(
    Nomination,
    Print(
        "application",
        _("Application to stand, to be signed"),
        Action.VIEW_PERSONAL_DATA,
        make=printed.filled_form,
        offered=lambda row: on_paper(row) and not is_replayed(row),
    ),
    Print(
        "receipt",
        _("Receipt"),
        Action.VIEW_CASES,
        make=lambda row, at: documents.receipt_of(row.submissions.get(kind=SubmissionKind.SUBMISSION)),
        offered=lambda row: row.submissions.filter(kind=SubmissionKind.SUBMISSION).exists() and not is_replayed(row),
    ),
    Print(
        "supplement",
        _("Receipt for the corrections"),
        Action.VIEW_CASES,
        make=lambda row, at: documents.receipt_of(row.submissions.filter(kind=SubmissionKind.SUPPLEMENT).latest("ordinal")),
        offered=lambda row: row.submissions.filter(kind=SubmissionKind.SUPPLEMENT).exists(),
    ),
)
