"""Before a nomination: which elections are open, what is asked for, the self-check, and the start."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from candidates.applicant import MEANINGS, STATUS_TONES
from candidates.eligibility import obstacles
from candidates.forms.apply import OPEN_WAYS, CheckForm, StartForm
from candidates.models import Nomination
from candidates.precheck import doubt
from candidates.selectors import nominations_of, nominations_open, voters_of
from candidates.services import filing
from candidates.views.apply.cases import WRONG, show_open, typed_into
from candidates.workflow import LIVE
from commission import kept, phases
from commission.law.terms import CERTAINTY_LABELS, Certainty
from commission.models import Election, Origin
from commission.refused import Refused
from commission.selectors import windows_of


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """The elections in which one can come forward, and the nominations of whoever is signed in."""
    own = list(nominations_of(request.user)) if request.user.is_authenticated else []
    taken = {nomination.election_id for nomination in own if nomination.stage in LIVE}
    now = request.received_at
    open_terms = [
        {"entry": entry, "election": entry.election, "state": phases.state_of(entry.starts_at, entry.due_at, now)}
        for entry in nominations_open(now)
        if entry.election_id not in taken
    ]
    mine = [{"nomination": each, "meaning": MEANINGS[each.stage], "tone": STATUS_TONES.get(each.stage, "wait")} for each in own]
    return show_open(request, "home", None, _("Come forward as a candidate"), open_terms=open_terms, mine=mine)


def election_of(slug: str) -> Election:
    """The election of an address; a replayed record takes no nominations. Raises Http404."""
    return get_object_or_404(Election.objects.select_related("home").exclude(origin=Origin.REPLAYED), slug=slug)


def live_nomination(request: HttpRequest, election: Election) -> Nomination | None:
    """The person's own nomination at this election, where there is one that still counts."""
    if not request.user.is_authenticated:
        return None
    return election.nominations.filter(applicant=request.user, state__in=sorted(LIVE)).first()


def way_of(election: Election, way: str) -> dict[str, Any]:
    """What one way of nomination asks for: papers, signatures, the deposit."""
    pack, voters = election.pack, voters_of(election)
    return {
        "code": way,
        "papers": [{"rule": paper, "doubt": doubt(paper.certainty)} for paper in pack.papers_of(way)],
        "signatures": pack.signatures_needed(voters) if way == "self" and voters else None,
        "voters": voters,
        "asks_for_signatures": way == "self",
    }


@require_safe
@never_cache
def election(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed and until when, for everybody; from here to the check and the start."""
    found = election_of(slug)
    if mine := live_nomination(request, found):
        return redirect("apply:case", slug, mine.number)
    entry, now = windows_of(found).get("nomination"), request.received_at
    ways = [{**way_of(found, way.value), "label": way.label} for way in OPEN_WAYS]
    return show_open(
        request, "election", None, found.title, election=found, zone=found.zone, ways=ways, entry=entry, pack=found.pack,
        state=phases.state_of(entry.starts_at, entry.due_at, now) if entry else "", deposit_doubt=doubt(found.pack.deposit_certainty),
        signatures_doubt=doubt(found.pack.signatures.certainty),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The self-check: answered at once, stored nowhere, and never an obstacle."""
    found = election_of(slug)
    way = request.GET.get("way", OPEN_WAYS[0].value)
    if way not in OPEN_WAYS:
        raise Http404
    typed = typed_into(request)
    form = CheckForm(typed, pack=found.pack, way=way)
    answered = form.is_bound and form.is_valid()
    tabs = [(each.label, f"{request.path}?way={each.value}", each.value == way) for each in OPEN_WAYS]
    return show_open(
        request, "check", found, _("May I stand?"), form=form, way=way, tabs=tabs, answered=answered,
        obstacles=obstacles(found.pack, way, form.cleaned_data) if answered else [],
        doubts={r.code: CERTAINTY_LABELS[r.certainty] for r in form.requirements if r.certainty is not Certainty.VERIFIED},
        status=WRONG if form.is_bound and not answered else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@kept.signed_in
@never_cache
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the way and open a draft."""
    found = election_of(slug)
    if mine := live_nomination(request, found):
        return redirect("apply:case", slug, mine.number)
    typed, status = typed_into(request), 200
    form = StartForm(typed, initial={"way": request.GET.get("way", "")})
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                nomination = filing.start(found, actor=request.user, at=request.received_at, way=form.cleaned_data["way"])
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
            else:
                return redirect("apply:case", slug, nomination.number)
    ways = [{**way_of(found, way.value), "label": way.label} for way in OPEN_WAYS]
    return show_open(
        request, "start", found, _("Begin your nomination"), form=form, ways=ways, pack=found.pack,
        deposit_doubt=doubt(found.pack.deposit_certainty), signatures_doubt=doubt(found.pack.signatures.certainty),
        check_url=reverse("apply:check", args=[slug]), status=status,
    )  # fmt: skip
