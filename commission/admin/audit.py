"""The audit log on the desk: what happened, when it happened and when it was recorded, with its place in the chain.

Rows that an event set are named with their fields, never with values: the first of two blind entries must not be read
here before the second is typed.
"""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Case, Exists, Model, OuterRef, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commission.access import ROLE_LABELS, STAFF_ROLES, Action, Role
from commission.admin.base import DeskModelAdmin, moment_column
from commission.admin.pages import Facts, Page, Table, digest, link, told, when
from commission.audit import EVENTS
from commission.models import AuditEvent, Election, Origin, Precision

SHOWN = 50  # rows of one event; the import of a list of stations sets thousands


class KindFilter(SimpleListFilter):
    title = _("event")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return sorted(EVENTS.items(), key=lambda pair: str(pair[1]))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() in EVENTS else queryset


def model_of(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def words_of(label: str) -> Any:
    model = model_of(label)
    return capfirst(model._meta.verbose_name) if model else label


def of_a_replay() -> Case:
    """Does an event tell of a replayed election? Its hour is then the replay's choice: the record tells days at best."""
    cases = [When(Q(data__as_published=True), then=True)]
    for model in apps.get_models():
        home = {Election: "origin"}.get(model, "election__origin" if any(f.name == "election" for f in model._meta.fields) else "")
        if home:
            rows = model._base_manager.filter(pk=OuterRef("subject_id"), **{home: Origin.REPLAYED})
            cases.append(When(Q(subject_type=model._meta.label_lower) & Exists(rows), then=True))
    return Case(*cases, default=False)


@admin.register(AuditEvent)
class AuditEventAdmin(DeskModelAdmin):
    view_action = Action.VIEW_AUDIT
    home_path = "home"
    related = ("home", "actor")
    list_display = ("sequence", "label", "role_shown", "subject_shown", "happened_local", "recorded_local", "hash_start")
    list_display_links = ("sequence", "label")
    list_filter = (KindFilter,)
    ordering = ("home", "-sequence")

    happened_local = moment_column("happened_at", _("happened"))
    recorded_local = moment_column("recorded_at", _("recorded"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        return super().get_queryset(request).annotate(replayed=of_a_replay())

    def zone_of(self, row: AuditEvent) -> str:
        return row.home.time_zone

    def precision_of(self, row: Any, field: str) -> str:
        return Precision.DAY if field == "happened_at" and row.replayed else Precision.MOMENT

    @admin.display(description=_("event"), ordering="kind")
    def label(self, row: AuditEvent) -> Any:
        return EVENTS.get(row.kind, row.kind)

    @admin.display(description=_("in the role"), ordering="role")
    def role_shown(self, row: AuditEvent) -> Any:
        return ROLE_LABELS[Role(row.role)]

    @admin.display(description=_("subject"))
    def subject_shown(self, row: AuditEvent) -> str:
        return f"{words_of(row.subject_type)} {row.subject_id}"

    @admin.display(description=_("hash"))
    def hash_start(self, row: AuditEvent) -> Any:
        return digest(row.hash[:12])

    def subject(self, request: HttpRequest, row: AuditEvent) -> Any:
        """The subject, linked where it has a page that this person may open."""
        model = model_of(row.subject_type)
        desk = self.admin_site._registry.get(model) if model else None
        words = self.subject_shown(row)
        if model is None or desk is None or not desk.has_view_permission(request):
            return words
        try:
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.subject_id])
        except NoReverseMatch:
            return words
        return format_html('<a href="{}">{}</a>', address, words)

    def page(self, request: HttpRequest, row: AuditEvent) -> Page:
        zone = row.home.time_zone
        rows = row.data.get("set", [])
        # a candidate's account has no page on the desk
        by = link(request, row.actor) if Role(row.role) in STAFF_ROLES else row.actor
        references = [(key, value) for key, value in sorted(row.data.items()) if key != "set"]
        return Page(
            title=_("Event %(number)d: %(label)s") % {"number": row.sequence, "label": self.label(row)},
            lede=row.home,
            sections=[
                Facts(
                    _("The event"),
                    [
                        (_("Happened"), told(row.happened_at, zone, self.precision_of(row, "happened_at"))),
                        (_("Recorded"), when(row.recorded_at, zone)),
                        (_("By"), by),
                        (_("In the role"), self.role_shown(row)),
                        (_("Subject"), self.subject(request, row)),
                        (_("Code"), row.kind),
                    ],
                ),
                Facts(
                    _("Its place in the chain"),
                    [
                        (_("Hash"), digest(row.hash)),
                        (_("Hash of the event before"), digest(row.previous_hash)),
                        (_("Seal"), digest(row.seal)),
                    ],
                ),
                Table(
                    _("References"),
                    (_("Name"), _("Value")),
                    [(key, ", ".join(map(str, value)) if isinstance(value, list) else value) for key, value in references],
                    _("None."),
                ),
                Table(
                    _("Rows that it set"),
                    (_("Row"), _("Fields")),
                    [(f"{words_of(label)} {pk}", ", ".join(values)) for label, pk, values in rows[:SHOWN]],
                    _("None."),
                    note=_("The first %(shown)d of %(all)d rows.") % {"shown": SHOWN, "all": len(rows)} if len(rows) > SHOWN else "",
                ),
            ],
        )
