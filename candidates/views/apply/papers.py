"""Papers: uploaded as versions that are never overwritten, and downloaded again by their own person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidates.forms.apply import UploadForm
from candidates.models import Channel, DocumentKind, Nomination
from candidates.precheck import doubt
from candidates.services import handing_in
from candidates.views.apply.cases import WRONG, case_of, case_page, show
from candidates.workflow import State
from commission import files
from commission.access import Action
from commission.refused import Refused

# What a person hands in himself. Replies of authorities and other papers of the commission are read at its desk.
OWN = (DocumentKind.PAPER, DocumentKind.WITHDRAWAL, DocumentKind.CONSENT)


@case_page(Action.PROVIDE_PAPER)
def paper(request: HttpRequest, nomination: Nomination, code: str) -> HttpResponse:
    """One paper: what it is, its versions, and a place for a better one."""
    case = case_of(nomination)
    found = next((each for each in case.papers if each.code == code), None)
    if found is None:
        raise Http404
    try:
        handing_in.check_paper_open(nomination, found, request.received_at, by=Channel.PORTAL)
        closed = None
    except Refused as refused:
        closed = refused
    form, status = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm(), 200
    if form.is_bound:
        status = WRONG
        if form.is_valid():
            try:
                handing_in.provide_paper(
                    nomination,
                    actor=request.user,
                    at=request.received_at,
                    code=code,
                    document=form.cleaned_data["document"],
                )
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
            else:
                messages.success(request, _("The file was received. It is the newest version of this paper."))
                return redirect(request.path)
    rule = found.rule
    return show(
        request, "paper", nomination, found.title, paper=found, rule=rule, versions=list(reversed(found.versions.all())), form=form,
        closed=closed, term=case.due_of(found), doubt=doubt(rule.certainty) if rule else "", status=status,
        correction=nomination.stage is State.CORRECTION_REQUESTED,
    )  # fmt: skip


@case_page(Action.DOWNLOAD_PAPER)
def document(request: HttpRequest, nomination: Nomination, pk: int) -> HttpResponse:
    """A file of one's own case, as it was received."""
    version = nomination.documents.select_related("file", "paper").filter(pk=pk, kind__in=OWN).first()
    if version is None:
        raise Http404
    version.nomination = nomination
    if version.paper:
        version.paper.nomination = nomination
    stored = version.file
    name = f"{nomination.election.slug} {nomination.number} {version.title} {version.ordinal}"
    return files.respond(stored.key, name=name, media_type=stored.media_type, size=stored.size, sha256=stored.sha256)
