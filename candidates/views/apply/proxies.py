"""Proxies: proposed by the candidate, registered by the commission, ended by either."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from candidates.forms.apply import ProxyForm
from candidates.models import Nomination, ProxyEnd
from candidates.precheck import doubt
from candidates.services import proxies as services
from candidates.views.apply.cases import WRONG, case_page, show, typed_into
from candidates.workflow import LIVE
from commission.access import Action
from commission.refused import Refused


@case_page(Action.PROPOSE_PROXY)
def proxies(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The list, and a form for one more."""
    form, status = ProxyForm(typed_into(request), request.FILES or None), 200
    if request.method == "POST":
        status = WRONG
        if form.is_valid():
            try:
                services.propose(nomination, actor=request.user, at=request.received_at, **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
                status = refused.status
            else:
                messages.success(request, _("The proxy is proposed. The commission looks at the consent and registers."))
                return redirect(request.path)
    limit = nomination.election.pack.proxies
    named = nomination.proxies.select_related("station", "user", "consent").order_by("ended_at", "pk")
    return show(
        request, "proxies", nomination, _("Your proxies"), form=form, proxies=list(named), limit=limit, doubt=doubt(limit.certainty),
        standing=nomination.stage in LIVE, status=status,
    )  # fmt: skip


@case_page(Action.END_PROXY)
def end(request: HttpRequest, nomination: Nomination, pk: int) -> HttpResponse:
    """Ask once, then end a proxy by the candidate's decision."""
    proxy = nomination.proxies.select_related("station", "user").filter(pk=pk, ended_at__isnull=True).first()
    if proxy is None:
        raise Http404
    if request.method == "POST":
        services.end(nomination, actor=request.user, at=request.received_at, proxy=proxy, why=ProxyEnd.CANDIDATE)
        messages.success(request, _("The proxy has ended."))
        return redirect("apply:proxies", nomination.election.slug, nomination.number)
    return show(request, "end_proxy", nomination, _("End a proxy"), proxy=proxy)
