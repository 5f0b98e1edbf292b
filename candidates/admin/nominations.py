"""The list of nominations, and who may open which case."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.admin.case import case_page
from candidates.models import Channel, Check, CheckResult, Nomination
from candidates.workflow import State
from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Page
from commission.models import Origin

# Until it is handed in, what a person types on the portal is that person's own business.
NOT_HANDED_IN = Q(state__in=[State.DRAFT, State.LAPSED], channel=Channel.PORTAL)


def next_due() -> Case:
    """When the case must move: the end of the correction, or the first answer that an authority still owes."""
    answers = Check.objects.filter(nomination=OuterRef("pk"), result=CheckResult.PENDING).order_by("due_at").values("due_at")
    return Case(
        When(election__origin=Origin.REPLAYED, then=None),
        When(state=State.CORRECTION_REQUESTED, then=F("correction_due_at")),
        When(state=State.UNDER_VERIFICATION, then=Subquery(answers.filter(after_registration=False)[:1])),
        When(state=State.REGISTERED, then=Subquery(answers.filter(after_registration=True)[:1])),
        default=None,
        output_field=DateTimeField(),
    )


@admin.register(Nomination)
class NominationAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    related = ("election__home",)
    page_template = "admin/candidates/nomination/change_form.html"
    list_display = ("number", "name_shown", "election_shown", "way", "staff_label_shown", "received_local", "due_local")
    list_display_links = ("number", "name_shown")
    list_filter = (ElectionFilter, "state", "way")
    search_fields = tuple(f"{part}_name_{language}" for part in ("family", "given") for language in ("kk", "ru", "en"))
    search_help_text = _("Search by name. Never type an identity number here: the address of this page is logged.")
    ordering = ("-election__polling_date", "election", "number")

    received_local = moment_column("received_at", _("received"))
    due_local = moment_column("next_due", _("due"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Nomination]:
        return super().get_queryset(request).exclude(NOT_HANDED_IN).annotate(next_due=next_due())

    def get_queryset_for_steps(self, request: HttpRequest) -> QuerySet[Nomination]:
        return super().get_queryset_for_steps(request).exclude(NOT_HANDED_IN)

    @admin.display(description=_("name"), ordering="family_name_kk")
    def name_shown(self, row: Nomination) -> str:
        return row.full_name

    @admin.display(description=_("state"), ordering="state")
    def staff_label_shown(self, row: Nomination) -> Any:
        return row.staff_label

    def page(self, request: HttpRequest, row: Nomination) -> Page:
        return case_page(request, row)
