"""Filling in: the task list, the pages of fields, and the check before handing in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidates import applicant, completeness, parties, precheck
from candidates.applicant import Case
from candidates.forms.sections import FORMS, SectionForm, words
from candidates.models import Nomination
from candidates.selectors import told, voters_of
from candidates.services import certificates, filing
from candidates.services.handing_in import LATER
from candidates.views.apply.cases import WRONG, case_of, case_page, may, show, typed_into
from candidates.views.apply.decided import decided
from candidates.workflow import BEFORE_THE_END, PUBLIC, State
from commission.access import Action
from commission.refused import Refused
from commission.selectors import windows_of


@case_page(Action.VIEW_PERSONAL_DATA)
def case(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The task list of a draft; later where the case stands, what is to be done, and what happened."""
    found = case_of(nomination)
    context: dict[str, Any] = {
        "case": found,
        "meaning": applicant.MEANINGS[nomination.stage],
        "tone": applicant.STATUS_TONES.get(nomination.stage, "wait"),
        "term": found.due,
        "may": {action.value: may(request, nomination, action) for action in (Action.WITHDRAW, Action.DISCARD, Action.PROPOSE_PROXY)},
    }
    if nomination.stage is State.DRAFT:
        groups = [
            (_("About you"), found.tasks_about_the_person()),
            (_("Papers"), found.tasks_of_papers()),
            (_("Hand in"), [found.task_of_handing_in()]),
        ]
        tasks = [task for _title, group in groups[:2] for task in group]
        done = sum(1 for task in tasks if task.progress is applicant.Progress.DONE)
        needed = sum(1 for task in tasks if task.progress is applicant.Progress.DONE or task.progress in applicant.UNFINISHED)
        return show(request, "tasks", nomination, "", groups=groups, done=done, needed=needed, **context)
    events = applicant.timeline(told(nomination))
    return show(
        request, "case", nomination, "", **context,
        submissions=list(nomination.submissions.order_by("ordinal")),
        follow=found.papers_that_may_follow() if nomination.stage in LATER else [],
        events=events,
        in_the_race=nomination.stage in BEFORE_THE_END,
        certificate=certificates.holds(nomination),
        public=nomination.stage in PUBLIC,
        has_points=not found.in_correction and any(event["kind"] == "nomination.correction_requested" for event in events),
        decided=decided(nomination),
    )  # fmt: skip


@case_page(Action.EDIT)
def section(request: HttpRequest, nomination: Nomination, code: str) -> HttpResponse:
    """One page of fields. What is saved may be incomplete, but not wrong; where two tabs disagree, both are shown."""
    part = completeness.section(code)
    if part is None or nomination.way not in part.ways:
        raise Http404
    try:
        filing.check_open(nomination, request.received_at, section=code)
        closed = None
    except Refused as refused:
        closed = refused
    typed, status = typed_into(request), 200
    form = FORMS[code](typed, nomination=nomination)
    # the mark of the page as the person saw it; a form that was kept brings its own
    seen = typed.get("seen", "") if typed else filing.mark(nomination, code)
    differences: list[Any] = []
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                filing.edit(nomination, actor=request.user, at=request.received_at, section=code, seen=seen, **form.person)
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
                if refused.code == "changed_meanwhile":
                    nomination.refresh_from_db()
                    seen, differences = filing.mark(nomination, code), form.differences(nomination)
            else:
                return _next_page(request, nomination, code)
    return show(
        request, "section", nomination, part.title, part=part, form=form, seen=seen, differences=differences, closed=closed,
        term=Case(nomination, (), windows_of(nomination.election)).due,
        read_only=rows(form, nomination) if closed and not form.is_bound else [], status=status,
    )  # fmt: skip


def _next_page(request: HttpRequest, nomination: Nomination, code: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    slug, number = nomination.election.slug, nomination.number
    parts = [part.code for part in completeness.sections_of(nomination.way)]
    following = parts[parts.index(code) + 1 :]
    if "next" in request.POST and following and nomination.stage is State.DRAFT:
        return redirect("apply:section", slug, number, following[0])
    return redirect("apply:correction" if nomination.stage is State.CORRECTION_REQUESTED else "apply:case", slug, number)


def rows(form: SectionForm, nomination: Nomination) -> list[tuple[Any, str]]:
    """The fields of a page as they are saved, to read."""
    saved = form.saved(nomination)
    return [(form.fields[name].label, words(form.fields[name], saved[name]) or "–") for name in form.fields]


@case_page(Action.EDIT)
def check_today(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The pre-check, as often as wanted: what would be refused at this moment, and what else there is to know."""
    found = case_of(nomination)
    return show(
        request, "precheck", nomination, _("What would be refused today"),
        refused=precheck.refused_today(nomination, found.papers, found.windows, request.received_at),
        remarks=precheck.remarks(nomination, found.papers, voters_of(nomination.election), parties.look(nomination)),
        term=found.due,
    )  # fmt: skip
