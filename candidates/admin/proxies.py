"""Proxies at the desk: those who wait for their registration, and everybody's certificate."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import printed
from candidates.forms.paper_proxies import EndForm, ProposalForm, RegistrationForm
from candidates.models import Nomination, Proxy, ProxyEnd
from candidates.services import proxies
from candidates.workflow import LIVE
from commission.access import Action
from commission.admin import printing
from commission.admin.base import DeskModelAdmin, moment_column
from commission.admin.pages import Facts, Page, link, when
from commission.admin.panels import Card, Panel, panel
from commission.admin.printing import Print
from commission.admin.scope import scope
from commission.admin.writing import DeskStep, Run, address, register
from commission.models import Origin

WAITS = {"registered_at__isnull": True, "ended_at__isnull": True}
SHOWN = 10


class Standing(SimpleListFilter):
    """Proposed, registered or ended."""

    title = _("state")
    parameter_name = "standing"

    WHERE = {
        "proposed": WAITS,
        "registered": {"registered_at__isnull": False, "ended_at__isnull": True},
        "ended": {"ended_at__isnull": False},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("proposed", _("Proposed, not registered yet")), ("registered", _("Registered")), ("ended", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**self.WHERE.get(self.value() or "", {}))


@admin.register(Proxy)
class ProxyAdmin(DeskModelAdmin):
    view_action = Action.VIEW_PERSONAL_DATA
    home_path = "nomination__election__home"
    related = ("nomination__election__home", "station", "user")
    list_display = ("name_shown", "nomination_shown", "station", "standing_shown", "proposed_local", "certificate_number")
    list_display_links = ("name_shown",)
    list_filter = (Standing,)
    ordering = ("ended_at", "registered_at", "proposed_at", "pk")

    proposed_local = moment_column("proposed_at", _("proposed"))

    @admin.display(description=_("full name"), ordering="full_name")
    def name_shown(self, row: Proxy) -> str:
        return str(row)

    @admin.display(description=_("nomination"))
    def nomination_shown(self, row: Proxy) -> Any:
        return row.nomination

    @admin.display(description=_("state"))
    def standing_shown(self, row: Proxy) -> Any:
        return standing(row)[0]

    def page(self, request: HttpRequest, row: Proxy) -> Page:
        zone = row.nomination.election.zone
        words, tone = standing(row)
        return Page(
            title=_("Proxy: %(name)s") % {"name": row},
            status=words,
            tone=tone,
            lede=row.nomination.election,
            sections=[
                Facts(
                    _("What is on record"),
                    [
                        (_("Candidate"), link(request, row.nomination)),
                        (_("Polling station"), row.station or _("none: for the case")),
                        (_("Phone"), row.phone),
                        (_("Consent"), _("on record") if row.consent_id else _("missing")),
                        (_("Account on the portal"), row.user),
                        (_("Proposed"), when(row.proposed_at, zone)),
                        (_("Registered"), when(row.registered_at, zone)),
                        (_("Certificate"), row.certificate_number),
                        (_("Ended"), when(row.ended_at, zone)),
                        (_("Why it ended"), row.get_end_display()),
                    ],
                )
            ],
        )


def standing(row: Proxy) -> tuple[Any, str]:
    if row.ended_at:
        return _("Ended"), "quiet"
    return (_("Registered"), "good") if row.registered_at else (_("Proposed, not registered yet"), "wait")


def waits(row: Proxy) -> bool:
    return row.registered_at is None and row.ended_at is None


def stands(row: Proxy) -> bool:
    return row.registered_at is not None and row.ended_at is None


def take_in(run: Run) -> Proxy:
    return proxies.register(run.row.nomination, **run.call, proxy=run.row, user=run.data["account"], consent=run.data.get("consent"))


@panel(order=26)
def proposed(request: HttpRequest) -> Panel | None:
    """Proxies who wait for their registration."""
    ids = scope(request, Action.REGISTER_PROXY)
    rows = Proxy.objects.filter(nomination__election__home_id__in=ids, **WAITS).exclude(nomination__election__origin=Origin.REPLAYED)
    rows = rows.select_related("nomination__election__home", "station").order_by("proposed_at", "pk")
    if not (count := rows.count()):
        return None
    return Panel(
        anchor="proxies",
        title=_("Proxies who wait for their registration"),
        template="admin/candidates/paper/proxies.html",
        data={"rows": list(rows[:SHOWN]), "more": max(count - SHOWN, 0)},
        cards=[Card(count, _("proxies wait for their registration"), "proxies", "today")],
    )


register(
    Nomination,
    DeskStep(
        "propose-proxy",
        _("Record a proxy named on paper"),
        Action.PROPOSE_PROXY,
        run=lambda r: proxies.propose(r.row, **r.call, **r.data),
        form=ProposalForm,
        explain=_("The candidate named a proxy on paper. The commission registers him on his written consent."),
        done=_("The proxy is proposed."),
        offered=lambda row: row.stage in LIVE and row.received_at is not None,
        then=lambda row, result: address(result),
    ),
)
register(
    Proxy,
    DeskStep(
        "register",
        _("Register the proxy"),
        Action.REGISTER_PROXY,
        run=take_in,
        form=RegistrationForm,
        explain=_("The proxy gets a numbered certificate. Print it, have it signed, and hand it over."),
        done=_("The proxy is registered. Print the certificate."),
        offered=waits,
    ),
    DeskStep(
        "refuse",
        _("Do not register the proxy"),
        Action.REGISTER_PROXY,
        run=lambda r: proxies.end(r.row.nomination, **r.call, proxy=r.row, why=ProxyEnd.REFUSED),
        explain=_("The proposal ends. The candidate sees it and may name somebody else."),
        done=_("The proxy is not registered."),
        offered=waits,
        grave=True,
    ),
    DeskStep(
        "end",
        _("End the proxy"),
        Action.END_PROXY,
        run=lambda r: proxies.end(r.row.nomination, **r.call, proxy=r.row, why=r.data["why"]),
        form=EndForm,
        explain=_("The certificate loses its force. Ask for it back."),
        done=_("The proxy has ended."),
        offered=stands,
        grave=True,
    ),
)
printing.register(
    Proxy,
    Print(
        "certificate",
        _("Certificate of the proxy"),
        Action.REGISTER_PROXY,
        make=lambda row, at: printed.proxy_certificate(row),
        offered=stands,
    ),
)
