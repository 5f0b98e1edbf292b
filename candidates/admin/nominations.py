"""The list of nominations, and who may open which case."""

from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from candidates.admin.case import TONES, case_page
from candidates.admin.owed import next_of
from candidates.admin.queue import AppealFilter, DueFilter, WaitsFilter, queue
from candidates.models import Channel, Nomination
from candidates.workflow import State
from commission import clock
from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import NOTHING, Page
from commission.templatetags.ui import ui

# Until it is handed in, what a person types on the portal is that person's own business.
NOT_HANDED_IN = Q(state__in=[State.DRAFT, State.LAPSED], channel=Channel.PORTAL)


@admin.register(Nomination)
class NominationAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    related = ("election__home",)
    page_template = "admin/candidates/nomination/change_form.html"
    list_display = (
        "number",
        "name_shown",
        "staff_label_shown",
        "due_local",
        "next_shown",
        "way",
        "channel",
        "received_local",
        "election_shown",
    )
    list_display_links = ("number", "name_shown")
    list_filter = (WaitsFilter, DueFilter, ElectionFilter, "state", "way", "channel", AppealFilter)
    search_fields = tuple(f"{part}_name_{language}" for part in ("family", "given") for language in ("kk", "ru", "en"))
    search_help_text = _("Search by name. Never type an identity number here: the address of this page is logged.")

    received_local = moment_column("received_at", _("received"))
    due_moment = moment_column("next_due", _("due"))

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """The case that must move first comes first; what waits for nobody comes last, the newest election above.

        Not `ordering`: Django checks that one against the columns of the table, and this moment is none.
        """
        return (F("next_due").asc(nulls_last=True), "-election__polling_date", "election", "number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Nomination]:
        return queue(super().get_queryset(request).exclude(NOT_HANDED_IN), request)

    def get_queryset_for_steps(self, request: HttpRequest) -> QuerySet[Nomination]:
        return super().get_queryset_for_steps(request).exclude(NOT_HANDED_IN)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page of the list, each row with the steps that this very person owes in it."""
        page = super().get_changelist_instance(request)
        for row in page.result_list:
            row.next_steps = next_of(request, row)
        return page

    @admin.display(description=_("full name"), ordering="family_name_kk")
    def name_shown(self, row: Nomination) -> str:
        return row.full_name

    @admin.display(description=_("state"), ordering="state")
    def staff_label_shown(self, row: Any) -> Any:
        shown = ui("status", row.staff_label, tone=TONES[row.stage])
        return format_html("{} {}", shown, ui("status", _("under appeal"), tone="wait")) if row.under_appeal else shown

    @admin.display(description=_("due"), ordering="next_due")
    def due_local(self, row: Any) -> Any:
        """The moment, and in words that it has passed or that an authority is late: colour alone says nothing."""
        marks = []
        if row.next_due and row.next_due < clock.now():
            marks.append(ui("status", _("overdue"), tone="bad"))
        if row.late_letter:
            marks.append(ui("status", _("an answer is overdue"), tone="bad"))
        return format_html("{} {}", self.due_moment(row), format_html_join(" ", "{}", ((mark,) for mark in marks)))

    @admin.display(description=_("your next step"))
    def next_shown(self, row: Any) -> Any:
        steps = ((step.url, step.label) for step in row.next_steps)
        return format_html_join(", ", '<a href="{}">{}</a>', steps) if row.next_steps else NOTHING

    def page(self, request: HttpRequest, row: Nomination) -> Page:
        return case_page(request, row)
