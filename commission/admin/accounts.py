"""Accounts and who holds which role: the administrator's part of the desk, and the auditor's."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Action
from commission.admin.base import DeskModelAdmin, moment_column
from commission.admin.pages import NOTHING, Facts, Page, Table, link, when, yes_no
from commission.admin.scope import scope
from commission.models import Membership, User
from commission.templatetags.words import day


@admin.register(Membership)
class MembershipAdmin(DeskModelAdmin):
    view_action = Action.VIEW_ACCOUNTS
    home_path = "commission"
    related = ("user", "commission", "appointed_by")
    list_display = ("user", "role", "commission", "since_local", "until_local")
    list_filter = ("role",)
    search_fields = ("user__full_name",)
    search_help_text = _("Search by name.")
    ordering = ("-since", "-pk")

    since_local = moment_column("since", _("from"))
    until_local = moment_column("until", _("until"))

    def page(self, request: HttpRequest, row: Membership) -> Page:
        zone = row.commission.time_zone
        over = row.until is not None and row.until <= clock.now()
        return Page(
            title=row,
            status=_("Ended") if over else _("Held now"),
            tone="quiet" if over else "good",
            sections=[
                Facts(
                    _("The role"),
                    [
                        (_("Account"), link(request, row.user)),
                        (_("Role"), row.get_role_display()),
                        (_("Commission"), link(request, row.commission)),
                        (_("From"), when(row.since, zone)),
                        (_("Until"), when(row.until, zone)),
                        (_("Appointed by"), row.appointed_by),
                    ],
                )
            ],
        )


@admin.register(User)
class UserAdmin(DeskModelAdmin):
    """Accounts that hold or held a role here. A candidate's account is the candidate's own business."""

    view_action = Action.VIEW_ACCOUNTS
    list_display = ("__str__", "email", "roles_held", "is_active")
    list_filter = ("is_active",)
    search_fields = ("full_name",)
    search_help_text = _("Search by name.")
    ordering = ("full_name", "pk")

    def within(self, rows: QuerySet, ids: list[int]) -> QuerySet:
        return rows.filter(pk__in=Membership.objects.filter(commission__in=ids).values("user"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        mine = (
            Membership.objects.filter(commission__in=scope(request, self.view_action))
            .select_related("commission")
            .order_by("-since", "-pk")
        )
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", mine, to_attr="memberships_here"))

    @admin.display(description=_("roles held now"))
    def roles_held(self, user: Any) -> str:
        now = clock.now()
        held = [str(m.get_role_display()) for m in user.memberships_here if m.since <= now and (m.until is None or m.until > now)]
        return ", ".join(held) or NOTHING

    def page(self, request: HttpRequest, row: Any) -> Page:
        # an account has no city of its own: its moments stand on the wall of the commission that knows it
        zone = row.memberships_here[0].commission.time_zone if row.memberships_here else "UTC"
        return Page(
            title=row,
            status=_("May sign in") if row.is_active else _("Closed"),
            tone="good" if row.is_active else "quiet",
            sections=[
                Facts(
                    _("The account"),
                    [
                        (_("Full name"), row.full_name),
                        (_("E-mail address"), row.email),
                        (_("Language"), row.get_language_display()),
                        (_("May sign in"), yes_no(row.is_active)),
                        (_("Created"), when(row.created_at, zone)),
                        (_("Last sign-in"), when(row.last_login, zone)),
                    ],
                ),
                Table(
                    _("Roles"),
                    (_("Commission"), _("Role"), _("From"), _("Until")),
                    [(m.commission, m.get_role_display(), day(m.since, zone), day(m.until, zone)) for m in row.memberships_here],
                    _("No role."),
                ),
            ],
        )
