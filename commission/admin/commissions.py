"""Commissions on the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.admin.base import DeskModelAdmin
from commission.admin.pages import Facts, Page, Table, link
from commission.admin.scope import scope
from commission.models import Commission
from commission.templatetags.words import day


@admin.register(Commission)
class CommissionAdmin(DeskModelAdmin):
    home_path = "pk"
    related = ("parent",)
    list_display = ("__str__", "level", "parent", "seats", "time_zone")
    ordering = ("pk",)

    def page(self, request: HttpRequest, row: Commission) -> Page:
        sections: list[Any] = [
            Facts(
                _("About the commission"),
                [
                    (_("Level"), row.get_level_display()),
                    (_("Superior commission"), row.parent),
                    (_("Chair"), row.chair),
                    (_("Members by law"), row.seats),
                    (_("Address"), row.address_kk or row.address_ru),
                    (_("Phone"), row.phone),
                    (_("Time zone"), row.time_zone),
                ],
            ),
            Table(
                _("Elections"),
                (_("Election"), _("Polling day"), _("State")),
                [(link(request, e), day(e.polling_date), e.get_state_display()) for e in row.elections.all()],
                _("This commission has called no election on the portal."),
            ),
        ]
        if row.pk in scope(request, Action.VIEW_ACCOUNTS):
            sections.append(
                Table(
                    _("Roles"),
                    (_("Account"), _("Role"), _("From"), _("Until")),
                    [
                        (link(request, m.user), m.get_role_display(), day(m.since, row.time_zone), day(m.until, row.time_zone))
                        for m in row.memberships.select_related("user").order_by("until", "role", "pk")
                    ],
                    _("Nobody holds a role yet."),
                )
            )
        return Page(title=row, sections=sections)
