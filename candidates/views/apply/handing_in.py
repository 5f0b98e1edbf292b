"""Handing in: check the answers, declare, submit; then the receipt, as a page and as a PDF."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates import completeness, precheck, tasks
from candidates.declaration import declaration
from candidates.documents import receipt_of
from candidates.forms.apply import DeclarationForm
from candidates.forms.sections import FORMS
from candidates.models import Nomination, Submission
from candidates.services import handing_in
from candidates.views.apply.cases import WRONG, case_of, case_page, may, show, typed_into
from candidates.views.apply.filling import rows
from candidates.views.apply.prints import as_pdf
from candidates.workflow import State
from commission.access import Action
from commission.refused import Refused


@case_page(Action.VIEW_PERSONAL_DATA)
def answers(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Everything that was filled in and uploaded, to read; on a draft with the declaration and the button that hands it in.

    Handing in is one small request: the papers are there already. Sent twice, it leads to the one receipt.
    """
    form = DeclarationForm(typed_into(request))
    if request.method != "POST":
        return show_answers(request, nomination, form)
    if not may(request, nomination, Action.SUBMIT):
        raise PermissionDenied
    if nomination.received_at is not None:
        return _received_already(request, nomination)
    if not form.is_valid():
        return show_answers(request, nomination, form, WRONG)
    try:
        handing_in.submit(nomination, actor=request.user, at=request.received_at, declared=True)
    except Refused as refused:
        nomination.refresh_from_db()
        if nomination.received_at is not None:  # the same form, sent twice at once
            return _received_already(request, nomination)
        form.refuse(refused)
        return show_answers(request, nomination, form, refused.status)
    tasks.send_soon(nomination)
    return redirect("apply:receipt", nomination.election.slug, nomination.number, 1)


def _received_already(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    messages.info(request, _("Your papers had been received already; nothing was handed in twice. This is their receipt."))
    return redirect("apply:receipt", nomination.election.slug, nomination.number, 1)


def show_answers(request: HttpRequest, nomination: Nomination, form: DeclarationForm, status: int = 200) -> HttpResponse:
    case, draft = case_of(nomination), nomination.stage is State.DRAFT
    pages = []
    for part in completeness.sections_of(nomination.way):
        missing = completeness.empty_fields(part, nomination.values) if draft else ()
        pages.append({"part": part, "rows": rows(FORMS[part.code](nomination=nomination), nomination), "missing": bool(missing)})
    first, others = declaration((get_language() or "kk")[:2])
    title = _("Check your answers") if draft else _("What you handed in")
    return show(
        request, "answers", nomination, title, case=case, pages=pages, draft=draft, form=form, declaration=first, other_languages=others,
        papers=case.tasks_of_papers(), term=case.due, status=status,
        refused=precheck.refused_today(nomination, case.papers, case.windows, request.received_at) if draft else [],
        may_submit=may(request, nomination, Action.SUBMIT),
    )  # fmt: skip


def submission_of(nomination: Nomination, ordinal: int) -> Submission:
    found = nomination.submissions.filter(ordinal=ordinal).first()
    if found is None:
        raise Http404
    found.nomination = nomination
    return found


@case_page(Action.VIEW_PERSONAL_DATA)
def receipt(request: HttpRequest, nomination: Nomination, ordinal: int) -> HttpResponse:
    """What was received, when to the second, with the hash of every paper; to print or to keep."""
    submission = submission_of(nomination, ordinal)
    pack = nomination.election.pack
    items: list[dict[str, Any]] = [
        {**item, "title": rule.title if (rule := pack.paper(item["code"])) else item["code"]} for item in submission.items
    ]
    title = _("Receipt of your papers") if ordinal == 1 else _("Receipt of your corrections")
    return show(request, "receipt", nomination, title, submission=submission, items=items)


@case_page(Action.VIEW_PERSONAL_DATA)
def receipt_pdf(request: HttpRequest, nomination: Nomination, ordinal: int) -> HttpResponse:
    """The receipt as a document in Kazakh and Russian."""
    submission = submission_of(nomination, ordinal)
    return as_pdf(receipt_of(submission), submission.receipt)
