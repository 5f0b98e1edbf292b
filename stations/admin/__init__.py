"""Where people vote, where candidates meet them, where posters hang: lists that everybody on the desk may read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter
from commission.admin.pages import Facts, Notice, Page, link
from stations.models import MeetingVenue, Place, PollingStation, PosterPlace


class PlaceAdmin(DeskModelAdmin):
    view_action = Action.OPEN_DESK
    related = ("election__home",)
    list_display_links = ("number", "name_shown")
    search_fields = ("=number", "name_kk", "name_ru", "address_kk", "address_ru")
    search_help_text = _("Search by number, name or address.")
    ordering = ("-election__polling_date", "election", "number")

    @admin.display(description=_("name"))
    def name_shown(self, row: Place) -> str:
        return str(row)

    @admin.display(description=_("address"))
    def address_shown(self, row: Place) -> Any:
        return row.address or _("not published")

    def facts(self, row: Any) -> list[tuple[Any, Any]]:
        """What only this kind of place has."""
        return []

    def page(self, request: HttpRequest, row: Any) -> Page:
        notes = [Notice(_("Illustrative: invented to show how the portal works."), tone="warning")] if row.illustrative else []
        facts = Facts(
            _("The place"),
            [
                (_("Election"), link(request, row.election)),
                (_("Number"), row.number),
                (_("Name in Kazakh"), row.name_kk),
                (_("Name in Russian"), row.name_ru),
                (_("Address in Kazakh"), row.address_kk),
                (_("Address in Russian"), row.address_ru),
                *self.facts(row),
            ],
        )
        return Page(title=row, lede=row.election, sections=[*notes, facts])


@admin.register(PollingStation)
class PollingStationAdmin(PlaceAdmin):
    related = ("election__home", "precinct")
    list_display = ("number", "name_shown", "kind", "voters_on_list", "address_shown", "election_shown")
    list_filter = (ElectionFilter, "kind")

    def facts(self, row: PollingStation) -> list[tuple[Any, Any]]:
        return [
            (_("Kind"), row.get_kind_display()),
            (_("Voters on the list"), row.voters_on_list),
            (_("Precinct commission"), row.precinct),
        ]


@admin.register(MeetingVenue)
class MeetingVenueAdmin(PlaceAdmin):
    list_display = ("number", "name_shown", "kind", "capacity", "address_shown", "election_shown")
    list_filter = (ElectionFilter, "kind")

    def facts(self, row: MeetingVenue) -> list[tuple[Any, Any]]:
        return [(_("Kind"), row.get_kind_display()), (_("Seats"), row.capacity)]


@admin.register(PosterPlace)
class PosterPlaceAdmin(PlaceAdmin):
    list_display = ("number", "name_shown", "address_shown", "election_shown")
    list_filter = (ElectionFilter,)
