"""Decisions on the desk, with the vote that carried them: printed, served, kept as signed, and annulled from above."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission import resolutions
from commission.access import Action
from commission.admin import printing
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Facts, Notice, Page, link, told
from commission.admin.printing import Print
from commission.admin.scope import scope
from commission.admin.writing import DeskStep, Run, address, register
from commission.files import show
from commission.forms.decision import AnnulForm, ScanForm, ServeForm
from commission.models import AgendaItem, Decision, DecisionKind, Session
from commission.services import annulment, decisions, sessions

# Decisions about somebody: the person gets a copy, and the term of an appeal runs from that day.
ABOUT_SOMEBODY = (DecisionKind.REGISTER, DecisionKind.REFUSE, DecisionKind.CANCEL, DecisionKind.DEPARTURE)


def adopted(row: Decision) -> Any:
    """The moment as exactly as it is known: a replayed record often names the day alone, or nothing."""
    return told(row.adopted_at, row.home.time_zone, row.precision)


@admin.register(Decision)
class DecisionAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    home_path = "home"
    related = ("home", "election__home", "annulled_by__home", "document")
    list_display = ("number_shown", "subject_shown", "kind", "adopted_local", "published_local")
    list_display_links = ("number_shown", "subject_shown")
    list_filter = (ElectionFilter, "kind")
    search_fields = ("number", "subject_kk", "subject_ru", "subject_en")
    search_help_text = _("Search by number or subject.")
    ordering = ("-adopted_at", "-pk")

    adopted_local = moment_column("adopted_at", _("adopted"))
    published_local = moment_column("published_at", _("published"))

    @admin.display(description=_("number"), ordering="number")
    def number_shown(self, row: Decision) -> Any:
        return row.number or _("not published")

    @admin.display(description=_("subject"))
    def subject_shown(self, row: Decision) -> str:
        return row.subject

    def get_urls(self) -> list[Any]:
        scan = path("<int:object_id>/scan", self.admin_site.admin_view(self.scan_view), name="commission_decision_scan")
        return [scan, *super().get_urls()]

    def scan_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The signed decision as it was scanned, for those who read the cases of the commission."""
        here = self.within(Decision.objects.filter(pk=object_id), scope(request, Action.OPEN_DESK)).first()
        if here is not None and not self.has_view_permission(request, here):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=object_id, document__isnull=False).first()
        if row is None:
            raise Http404
        file, name = row.document, f"decision-{row.number or row.pk}"
        return show.respond(file.key, name=name, media_type=file.media_type, size=file.size, sha256=file.sha256)

    def page(self, request: HttpRequest, row: Decision) -> Page:
        zone = row.home.time_zone
        item = AgendaItem.objects.filter(decision=row).select_related("session__home").first()
        vote: list[Any] = [
            Facts(
                _("The vote"),
                [
                    *([(_("Session"), link(request, item.session))] if item else []),
                    (_("Members in all"), row.members_total),
                    (_("Members present"), row.members_present),
                    (_("For"), row.votes_for),
                    (_("Against"), row.votes_against),
                    (_("Abstained"), row.abstained),
                ],
                note=_("A session needs two thirds of all members; a decision more than half of all members (CL art. 20(4), 20(5))."),
            )
            if row.votes_published
            else Notice(_("The record of this decision does not publish its vote."))
        ]
        return Page(
            title=row,
            status=_("Annulled") if row.annulled_by_id else _("In force"),
            tone="bad" if row.annulled_by_id else "good",
            sections=[
                Facts(
                    _("The decision"),
                    [
                        (_("Number"), row.number),
                        (_("Kind"), row.get_kind_display()),
                        (_("Commission"), row.home),
                        (_("Election"), link(request, row.election)),
                        (_("Adopted"), adopted(row)),
                        (_("Published"), told(row.published_at, zone, row.precision)),
                        (_("Served"), told(row.served_at, zone, row.precision)),
                        (_("How it was served"), row.served_how),
                        (_("Scan of the signed decision"), scan_of(row)),
                        (_("Annulled by"), link(request, row.annulled_by)),
                        (_("In Kazakh"), row.subject_kk),
                        (_("In Russian"), row.subject_ru),
                    ],
                ),
                *vote,
                Facts(
                    _("Reasons"),
                    [
                        (_("Reasoning in Kazakh"), as_typed(row.reasoning_kk)),
                        (_("Reasoning in Russian"), as_typed(row.reasoning_ru)),
                        (_("Separate opinion"), as_typed(row.dissent)),
                    ],
                ),
            ],
        )


def as_typed(text: str) -> Any:
    """Words with the lines in which they were typed."""
    return format_html('<span class="as-typed">{}</span>', text) if text else ""


def scan_of(row: Decision) -> Any:
    if row.document is None:
        return ""
    url = reverse("admin:commission_decision_scan", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, _("Download (%(pages)d pages)") % {"pages": row.document.pages})


# -- steps and papers


def propose_annulment(run: Run) -> Any:
    session = run.data["session"]
    return sessions.put_on_agenda(session, **run.call, proposals=[annulment.proposal(run.row, run.data["reasoning"])])


def still_a_draft(item: AgendaItem) -> bool:
    return item.open and not item.session.over


register(
    Decision,
    DeskStep(
        "serve",
        _("Record that it was served"),
        Action.SERVE_DECISION,
        run=lambda r: decisions.serve_decision(r.row, **r.call, served_at=r.data["served_at"], how=r.data["how"]),
        form=ServeForm,
        explain=_("The term of an appeal runs from the day on which the person got the decision."),
        done=_("It is recorded that the decision was served."),
        offered=lambda row: row.served_at is None and row.kind in ABOUT_SOMEBODY,
    ),
    DeskStep(
        "scan",
        _("Keep the scan of the signed decision"),
        Action.SERVE_DECISION,
        run=lambda r: decisions.attach_scan(r.row, **r.call, document=r.data["document"]),
        form=ScanForm,
        explain=_("A better scan takes the place of an earlier one; both stay in the store."),
        done=_("The scan is kept."),
    ),
    DeskStep(
        "propose-annulment",
        _("Propose to annul it"),
        Action.ANNUL_DECISION,
        run=propose_annulment,
        form=AnnulForm,
        explain=_("It comes onto the agenda of a session of your own commission, whose members decide on it (CL art. 12(15))."),
        done=_("The annulment stands on the agenda."),
        offered=lambda row: row.annulled_by_id is None and row.number != "",
        grave=True,
        then=lambda row, items: address(items[0]),
    ),
)
printing.register(
    Decision,
    Print("resolution", _("Resolution"), Action.VIEW_CASES, make=resolutions.resolution, offered=lambda row: row.printable),
)
printing.register(
    AgendaItem,
    Print(
        "draft",
        _("Draft of the resolution"),
        Action.VIEW_CASES,
        make=resolutions.draft,
        offered=still_a_draft,
    ),
)
printing.register(
    Session,
    Print("minutes", _("Minutes"), Action.VIEW_CASES, make=resolutions.minutes, offered=lambda row: row.closed_at is not None),
)
