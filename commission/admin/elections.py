"""Elections and their timetables on the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Action
from commission.admin import printing
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.board import board
from commission.admin.decisions import adopted
from commission.admin.pages import Facts, Own, Page, Table, link, told, yes_no
from commission.admin.scope import scope
from commission.law.citing import cite
from commission.models import Election, ElectionState, Origin, TimetableEntry
from commission.plan_annex import calendar_plan, has_timetable
from commission.selectors import timetable_of
from commission.templatetags.words import day

TONES = {ElectionState.CALLED: "info", ElectionState.DETERMINED: "wait", ElectionState.COMPLETED: "good", ElectionState.VOID: "bad"}


@admin.register(Election)
class ElectionAdmin(DeskModelAdmin):
    home_path = "home"
    related = ("home",)
    list_display = ("__str__", "territory_shown", "polling_date", "state", "origin", "home")
    list_filter = ("state", "origin")
    search_fields = ("title_kk", "title_ru", "title_en", "territory_kk", "territory_ru", "territory_en")
    search_help_text = _("Search by title or territory.")
    ordering = ("-polling_date", "-pk")

    @admin.display(description=_("territory"))
    def territory_shown(self, row: Election) -> str:
        return row.territory

    def page(self, request: HttpRequest, row: Election) -> Page:
        sections: list[Any] = [self.about(request, row)]
        if row.origin != Origin.REPLAYED:  # a finished record is nobody's work
            data = {"groups": board(row, clock.now(), counts=row.home_id in scope(request, Action.VIEW_CASES))}
            sections.append(Own(_("Board of the timetable"), "admin/commission/board.html", data, anchor="board"))
        sections.append(self.timetable(request, row))
        if row.home_id in scope(request, Action.VIEW_CASES):
            sections.append(self.decisions(request, row))
        return Page(
            title=row,
            status=row.get_state_display(),
            tone=TONES[ElectionState(row.state)],
            lede=row.get_origin_display(),
            sections=sections,
        )

    def about(self, request: HttpRequest, row: Election) -> Facts:
        return Facts(
            _("About the election"),
            [
                (_("Commission"), link(request, row.home)),
                (_("Office"), row.office),
                (_("Territory"), row.territory),
                (_("Called on"), day(row.called_on)),
                (_("Ground"), row.get_ground_display()),
                (_("Polling day"), day(row.polling_date)),
                (_("Polls open"), f"{row.polls_open:%H:%M} – {row.polls_close:%H:%M}"),
                (_("Rule set"), row.pack.title),
            ],
        )

    def timetable(self, request: HttpRequest, row: Election) -> Table:
        sourced = row.origin == Origin.REPLAYED
        head = (_("Entry"), _("Starts"), _("Due"), _("Responsible"), _("Article"))

        def line(e: TimetableEntry) -> tuple[Any, ...]:
            starts, due = told(e.starts_at, row.zone, e.precision), told(e.due_at, row.zone, e.precision)
            cells = (link(request, e, e.title), starts, due, e.get_responsible_display(), cite(e.article))
            return (*cells, e.get_standing_display()) if sourced else cells

        return Table(
            _("Timetable in force"),
            (*head, _("Source")) if sourced else head,
            [line(e) for e in timetable_of(row)],
            _("The commission has not adopted the timetable yet."),
        )

    def decisions(self, request: HttpRequest, row: Election) -> Table:
        return Table(
            _("Decisions"),
            (_("Number"), _("Subject"), _("Adopted")),
            [(d.number, link(request, d, d.subject), adopted(d)) for d in row.decisions.select_related("home")],
            _("No decision yet."),
        )


@admin.register(TimetableEntry)
class TimetableEntryAdmin(DeskModelAdmin):
    related = ("election__home", "decision", "replaced_by__election", "replaces__election")
    list_display = ("title_shown", "election_shown", "starts_local", "due_local", "responsible", "in_force")
    list_filter = ("in_force", ElectionFilter, "responsible")
    ordering = ("-election__polling_date", "due_at", "pk")

    starts_local = moment_column("starts_at", _("starts"))
    due_local = moment_column("due_at", _("due"))

    @admin.display(description=_("entry"), ordering="code")
    def title_shown(self, row: TimetableEntry) -> str:
        return row.title

    def page(self, request: HttpRequest, row: TimetableEntry) -> Page:
        zone = row.election.zone
        before: Any = getattr(row, "replaces", None)
        sourced = row.election.origin == Origin.REPLAYED

        def last(entry: TimetableEntry) -> Any:
            return told(entry.due_at or entry.starts_at, zone, entry.precision)

        return Page(
            title=row.title,
            status=_("In force") if row.in_force else _("Replaced"),
            tone="good" if row.in_force else "quiet",
            lede=row.election,
            sections=[
                Facts(
                    _("The term"),
                    [
                        (_("Election"), link(request, row.election)),
                        (_("Starts"), told(row.starts_at, zone, row.precision)),
                        (_("Due"), told(row.due_at, zone, row.precision)),
                        *([(_("Source"), row.get_standing_display())] if sourced else []),
                        (_("Responsible"), row.get_responsible_display()),
                        (_("Binding"), yes_no(row.binding)),
                        (_("Article"), cite(row.article)),
                        (_("How sure the rule is"), row.get_certainty_display() if row.article else ""),
                        (_("Note"), row.term.note),
                        (_("Adopted by"), link(request, row.decision)),
                        (_("Replaces"), link(request, before, last(before)) if before else ""),
                        (_("Replaced by"), link(request, row.replaced_by, last(row.replaced_by)) if row.replaced_by else ""),
                    ],
                )
            ],
        )


printing.register(
    Election,
    printing.Print("calendar-plan", _("Calendar plan"), Action.OPEN_DESK, make=calendar_plan, offered=has_timetable),
)
