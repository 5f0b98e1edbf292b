"""Papers that came too late: noted at the desk, listed there, and printed for whoever brought them."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import printed
from candidates.forms.paper_late import LatePapersForm
from candidates.models import NonAcceptance
from candidates.services import intake
from commission import clock
from commission.access import Action
from commission.admin import printing
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Facts, Page, link, when
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, address, register
from commission.law.citing import cite
from commission.models import Election, ElectionState
from commission.templatetags.words import day


@admin.register(NonAcceptance)
class NonAcceptanceAdmin(DeskModelAdmin):
    view_action = Action.VIEW_PERSONAL_DATA
    related = ("election__home", "entry__election", "noted_by")
    list_display = ("number", "election_shown", "brought_local", "term_shown", "person")
    list_display_links = ("number", "person")
    list_filter = (ElectionFilter,)
    ordering = ("-election__polling_date", "election", "-number")

    brought_local = moment_column("brought_at", _("brought"))

    @admin.display(description=_("term"))
    def term_shown(self, row: NonAcceptance) -> str:
        return row.entry.title

    def page(self, request: HttpRequest, row: NonAcceptance) -> Page:
        zone, entry = row.election.zone, row.entry
        return Page(
            title=_("Papers not accepted, No. %(number)d") % {"number": row.number},
            status=_("Too late"),
            tone="bad",
            lede=row.election,
            sections=[
                Facts(
                    _("What is on record"),
                    [
                        (_("Brought by"), row.person),
                        (_("What was brought"), row.papers),
                        (_("Brought"), f"{day(row.brought_at, zone)}, {clock.local(row.brought_at, zone):%H:%M:%S}"),
                        (_("Term that had ended"), link(request, entry, entry.title)),
                        (_("Its end"), when(entry.due_at, zone)),
                        (_("Article"), cite(entry.article)),
                        (_("Noted by"), row.noted_by),
                    ],
                    note=_("Print the note, sign it and hand it over: the person may appeal against the non-acceptance."),
                )
            ],
        )


register(
    Election,
    DeskStep(
        "note-late-papers",
        _("Note papers that came too late"),
        Action.NOTE_NON_ACCEPTANCE,
        run=lambda r: intake.note_non_acceptance(r.row, **r.call, **r.data),
        form=LatePapersForm,
        explain=_("The papers are not taken and stay with the person, who gets a note: who brought what, when, and which term had ended."),
        done=_("Noted. Print the note and hand it over."),
        offered=lambda row: row.state == ElectionState.CALLED,
        then=lambda row, result: address(result),
    ),
)
printing.register(
    NonAcceptance, Print("note", _("Note of non-acceptance"), Action.NOTE_NON_ACCEPTANCE, make=lambda row, at: printed.non_acceptance(row))
)
