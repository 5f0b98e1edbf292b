"""Decisions on the desk, with the vote that carried them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Facts, Notice, Page, link, told
from commission.models import Decision


def adopted(row: Decision) -> Any:
    """The moment as exactly as it is known: a replayed record often names the day alone, or nothing."""
    return told(row.adopted_at, row.home.time_zone, row.precision)


@admin.register(Decision)
class DecisionAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    home_path = "home"
    related = ("home", "election__home", "annulled_by")
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

    def page(self, request: HttpRequest, row: Decision) -> Page:
        zone = row.home.time_zone
        vote: list[Any] = [
            Facts(
                _("The vote"),
                [
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
                        (_("Annulled by"), link(request, row.annulled_by)),
                        (_("In Kazakh"), row.subject_kk),
                        (_("In Russian"), row.subject_ru),
                    ],
                ),
                *vote,
                Facts(
                    _("Reasons"),
                    [
                        (_("Reasoning in Kazakh"), row.reasoning_kk),
                        (_("Reasoning in Russian"), row.reasoning_ru),
                        (_("Separate opinion"), row.dissent),
                    ],
                ),
            ],
        )
