"""The list of nominations, and who may open which case."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.admin.case import case_page
from candidates.models import Channel, Check, CheckResult, Nomination
from candidates.workflow import State
from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Page

# Until it is handed in, what a person types on the portal is that person's own business.
NOT_HANDED_IN = Q(state__in=[State.DRAFT, State.LAPSED], channel=Channel.PORTAL)


@admin.register(Nomination)
class NominationAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    related = ("election__home",)
    page_template = "admin/candidates/nomination/change_form.html"
    list_display = ("number", "name_shown", "election", "way", "staff_label_shown", "received_local", "due_local")
    list_display_links = ("number", "name_shown")
    list_filter = (ElectionFilter, "state", "way")
    search_fields = tuple(f"{part}_name_{language}" for part in ("family", "given") for language in ("kk", "ru", "en"))
    search_help_text = _("Search by name. Never type an identity number here: the address of this page is logged.")
    ordering = ("-election__polling_date", "election", "number")

    received_local = moment_column("received_at", _("received"))
    due_local = moment_column("next_due", _("due"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Nomination]:
        first_answer = (
            Check.objects.filter(nomination=OuterRef("pk"), result=CheckResult.PENDING)
            .order_by()
            .values("nomination")
            .annotate(first=Min("due_at"))
            .values("first")
        )
        due = Case(
            When(state=State.CORRECTION_REQUESTED, then=F("correction_due_at")),
            default=Subquery(first_answer),
            output_field=DateTimeField(),
        )
        return super().get_queryset(request).exclude(NOT_HANDED_IN).annotate(next_due=due)

    @admin.display(description=_("name"), ordering="family_name_kk")
    def name_shown(self, row: Nomination) -> str:
        return row.full_name

    @admin.display(description=_("state"), ordering="state")
    def staff_label_shown(self, row: Nomination) -> Any:
        return row.staff_label

    def page(self, request: HttpRequest, row: Nomination) -> Page:
        return case_page(request, row)
