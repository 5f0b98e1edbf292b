"""A correction: the notice point by point, an answer to each, and the corrections handed in with a receipt of their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidates import completeness, letters, tasks
from candidates.forms.apply import AnswerForm
from candidates.models import Deficiency, Nomination
from candidates.selectors import changed_since_notice, open_points, points_of
from candidates.services import handing_in, verification
from candidates.views.apply.cases import WRONG, case_of, case_page, may, show, typed_into
from candidates.views.apply.prints import as_pdf
from candidates.workflow import State
from commission.access import Action
from commission.refused import Refused


@case_page(Action.ANSWER_DEFICIENCY)
def notice(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The notice: what is wanting, by which article, until when; and what was answered."""
    return show_notice(request, nomination)


def show_notice(request: HttpRequest, nomination: Nomination, refused: Refused | None = None) -> HttpResponse:
    case = case_of(nomination)
    points = case.points or points_of(nomination)
    asked = {point.pk for point in case.asked}
    curable = [
        {"point": point, "page": completeness.section(point.section), "open": point.pk in asked} for point in points if point.curable
    ]
    left = sum(1 for point in case.asked if point.answered_at is None)
    return show(
        request, "correction", nomination, _("What has to be corrected"), points=curable, left=left, refused=refused,
        final=[point for point in points if not point.curable], running=nomination.stage is State.CORRECTION_REQUESTED,
        term=case.due if case.in_correction else None, may_hand_in=may(request, nomination, Action.RESUBMIT),
        notices=letters.rounds(points), everything=case.asks_for_everything,
        papers=case.tasks_of_papers(), sections=case.tasks_about_the_person(),
        status=refused.status if refused else 200,
    )  # fmt: skip


@case_page(Action.ANSWER_DEFICIENCY)
def notice_pdf(request: HttpRequest, nomination: Nomination, ordinal: int) -> HttpResponse:
    """The notice of one round as a document in Kazakh and Russian."""
    if not 1 <= ordinal <= letters.how_many_corrections(nomination):
        raise Http404
    document = letters.sent_correction(nomination, request.received_at, ordinal)
    return as_pdf(document, document.head.document)


@case_page(Action.ANSWER_DEFICIENCY)
def point(request: HttpRequest, nomination: Nomination, pk: int) -> HttpResponse:
    """One point: answered by words, by a new version of the paper that it names, or by the page that was corrected."""
    found: Deficiency | None = (
        nomination.deficiencies.select_related("paper").filter(pk=pk, notified_at__isnull=False, curable=True).first()
    )
    if found is None:
        raise Http404
    running = found in open_points(nomination)
    changed = changed_since_notice(nomination, found) if running else False
    form = AnswerForm(
        typed_into(request), request.FILES or None, initial={"answer": found.answer}, takes_file=found.paper is not None, changed=changed
    )
    status = 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            call = {"actor": request.user, "at": request.received_at}
            try:
                if found.paper and form.cleaned_data.get("document"):
                    handing_in.provide_paper(nomination, code=found.paper.code, document=form.cleaned_data["document"], **call)
                verification.answer_deficiency(nomination, deficiency=found, answer=form.cleaned_data["answer"], **call)
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
            else:
                messages.success(request, _("Your answer is saved. It goes to the commission when you hand in the corrections."))
                return redirect("apply:correction", nomination.election.slug, nomination.number)
    if found.paper:
        found.paper.nomination = nomination
    return show(
        request, "point", nomination, _("Answer one point"), point=found, form=form, running=running, changed=changed,
        page=completeness.section(found.section), term=case_of(nomination).due if running else None, status=status,
    )  # fmt: skip


@case_page(Action.RESUBMIT)
def hand_in(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Hand in the corrections; sent twice, it leads to the same receipt."""
    if request.method != "POST":
        return redirect("apply:correction", nomination.election.slug, nomination.number)
    try:
        handing_in.resubmit(nomination, actor=request.user, at=request.received_at)
    except Refused as refused:
        last = nomination.submissions.order_by("ordinal").last()
        if refused.code == "state" and last is not None and last.ordinal > 1:
            messages.info(request, _("Your corrections had been received already; nothing was handed in twice. This is their receipt."))
            return redirect("apply:receipt", nomination.election.slug, nomination.number, last.ordinal)
        return show_notice(request, nomination, refused)
    tasks.send_soon(nomination)
    return redirect("apply:receipt", nomination.election.slug, nomination.number, nomination.submissions.count())


@case_page(Action.CLOSE_CORRECTION)
def close(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """“I have nothing more”: the check goes on with what is there."""
    if request.method != "POST":
        return redirect("apply:correction", nomination.election.slug, nomination.number)
    try:
        verification.close_correction(nomination, actor=request.user, at=request.received_at)
    except Refused as refused:
        return show_notice(request, nomination, refused)
    messages.success(request, _("The correction is closed. The commission goes on with the papers as they are."))
    return redirect("apply:case", nomination.election.slug, nomination.number)
