"""What every list and page of the desk shares: the matrix decides, the scope filters, and only steps write."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin, ShowFacets, SimpleListFilter, display
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Action
from commission.admin.pages import NOTHING, Page, known
from commission.admin.printing import links, print_page
from commission.admin.scope import scope
from commission.admin.writing import buttons, step_page
from commission.models import Election, Precision

# The moments of which a row's own `precision` speaks.
SAID_BY_THE_ROW = ("adopted_at", "published_at", "served_at", "received_at", "starts_at", "due_at")


class DeskModelAdmin(ModelAdmin):
    """A list and a page a row, with its steps. `view_action` opens it, `home_path` leads from the row to its commission."""

    view_action: Action = Action.OPEN_DESK
    home_path = "election__home"
    related: tuple[str, ...] = ()
    page_template = "admin/commission/record.html"
    change_list_template = "admin/commission/list.html"

    actions = None
    list_per_page = list_max_show_all = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    empty_value_display = NOTHING
    media = Media()  # the lists work without a script

    # -- who

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        ids = scope(request, self.view_action)
        if obj is None or not ids:
            return bool(ids)
        return self.within(self.model._default_manager.filter(pk=obj.pk), ids).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def within(self, rows: QuerySet, ids: list[int]) -> QuerySet:
        """The rows that belong to these commissions."""
        return rows.filter(**{f"{self.home_path}__in": ids})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.within(super().get_queryset(request), scope(request, self.view_action)).select_related(*self.related)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters on the page. Else an address could ask for a phone number digit by digit and read the count."""
        own = {each.parameter_name for each in self.list_filter if isinstance(each, type)}
        name, _sep, how = lookup.rpartition("__")
        return lookup in own or (name in self.list_filter and how in ("exact", "isnull"))

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return False

    # -- what

    def get_urls(self) -> list[Any]:
        """A list, a page and its steps. There is no address for changing or deleting that a mistake could open."""
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("<int:object_id>/", wrap(self.record_view), name=f"{name}_change"),
            path("<int:object_id>/<slug:document>.pdf", wrap(self.print_view), name=f"{name}_print"),
            path("<int:object_id>/<slug:document>/<int:number>.pdf", wrap(self.print_view), name=f"{name}_numbered"),
            path("<int:object_id>/<slug:step>/", wrap(self.step_view), name=f"{name}_step"),
            path("<int:object_id>/<slug:step>/<slug:part>/", wrap(self.step_view), name=f"{name}_part"),
        ]

    def step_view(self, request: HttpRequest, object_id: int, step: str, part: str = "") -> HttpResponse:
        """A page that writes: one step of this row, or of a part of it."""
        return step_page(self, request, object_id, step, part)

    step_view.writes = True  # type: ignore[attr-defined]  # read by the site

    def print_view(self, request: HttpRequest, object_id: int, document: str, number: int | None = None) -> HttpResponse:
        """A document of this row as a PDF."""
        return print_page(self, request, object_id, document, number)

    def get_queryset_for_steps(self, request: HttpRequest) -> QuerySet:
        """The rows whose steps this person may open: those of his commissions, whatever list shows them."""
        return self.within(self.model._default_manager.all(), scope(request, Action.OPEN_DESK)).select_related(*self.related)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
            # no value of the database holds a zero byte, and PostgreSQL does not even take the question
            return HttpResponseRedirect(request.path)
        name = capfirst(self.opts.verbose_name_plural)
        crumbs = [(_("Desk"), reverse("admin:index")), (name, "")]
        return super().changelist_view(request, {"title": name, "crumbs": crumbs, **(extra_context or {})})

    def row_or_refusal(self, request: HttpRequest, object_id: int) -> Any:
        """The row. 404 for another commission's, 403 where the person works here but not in this role."""
        here = self.within(self.model._default_manager.filter(pk=object_id), scope(request, Action.OPEN_DESK)).first()
        if here is not None and not (self.has_view_permission(request, here) and self.is_staff_in(request, here)):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=object_id).first()
        if row is None:
            raise Http404
        return row

    def record_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page of one row."""
        row = self.row_or_refusal(request, object_id)
        page = self.page(request, row)
        the_list = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        crumbs = [(_("Desk"), reverse("admin:index")), (capfirst(self.opts.verbose_name_plural), the_list), (page.title, "")]
        context = {**self.admin_site.each_context(request), "title": page.title, "opts": self.opts, "page": page, "crumbs": crumbs}
        context["buttons"], context["prints"] = buttons(request, row), links(request, row)
        context["on_top"] = [button for button in context["buttons"] if not button.place]
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.page_template, context)

    def is_staff_in(self, request: HttpRequest, row: Any) -> bool:
        """Nobody is staff in his own case: he reads it as the person of the case, on his own pages."""
        own = getattr(row, "personal_roles", None)
        return not (own and own(request.user))

    def zone_of(self, row: Any) -> str:
        """The time zone in which the moments of a row are read."""
        return row.commission.time_zone

    def precision_of(self, row: Any, field: str) -> str:
        """How exactly a moment of a row is known: as the row says, else as the record of its election does."""
        if field in SAID_BY_THE_ROW and hasattr(row, "precision"):
            return str(row.precision)
        return known(getattr(row, "election", None))

    @display(description=_("election"), ordering="election")
    def election_shown(self, row: Any) -> Any:
        """Django keeps a related row on one line, however long its title."""
        return row.election

    def page(self, request: HttpRequest, row: Any) -> Page:
        """The page of one row, made of plain data."""
        raise NotImplementedError


class ElectionFilter(SimpleListFilter):
    """The elections of the commissions in which the person works; Django's own filter would name everybody's."""

    title = _("election")
    parameter_name = "election"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Election.objects.filter(home__in=scope(request, model_admin.view_action))
        return [(str(row.pk), row.title) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset.filter(election_id=int(chosen)) if chosen in {key for key, _title in self.lookup_choices} else queryset


def moment_column(field: str, label: Any) -> Callable[..., str]:
    """A column that shows a moment on the wall of the commission's city, short enough for a list, and sorts by it."""

    @display(description=label, ordering=field)
    def column(self: DeskModelAdmin, row: Any) -> str:
        value = getattr(row, field)
        if value is None:
            return NOTHING
        exact = self.precision_of(row, field)
        if exact == Precision.UNKNOWN:
            return str(_("not published"))
        day, _space, hour = formats.date_format(clock.local(value, self.zone_of(row)), "SHORT_DATETIME_FORMAT").rpartition(" ")
        # an hour that nobody published is not shown
        return day.replace(" ", "\xa0") + (f" {hour}" if exact == Precision.MOMENT else "")

    return column
