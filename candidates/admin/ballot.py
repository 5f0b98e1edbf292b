"""The ballot on the desk: its lines, its text as a draft and as approved, and the instruction to strike a name out."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import ballot_papers
from candidates.models import BallotOption
from commission.access import Action
from commission.admin import printing
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Facts, Notice, Page, known, link, told
from commission.admin.printing import Print
from commission.models import Decision, DecisionKind, Election, Origin


@admin.register(BallotOption)
class BallotOptionAdmin(DeskModelAdmin):
    view_action = Action.VIEW_CASES
    related = ("election__home", "nomination", "decision__home", "replaced_by")
    list_display = ("position", "label_shown", "election_shown", "decision_shown", "in_force_shown", "struck_out_local")
    list_display_links = ("position", "label_shown")
    list_filter = (ElectionFilter,)
    ordering = ("-election__polling_date", "election", "-decision", "position")

    struck_out_local = moment_column("struck_out_at", _("struck out"))

    @admin.display(description=_("name"))
    def label_shown(self, row: BallotOption) -> Any:
        return row.label

    @admin.display(description=_("approved by"), ordering="decision")
    def decision_shown(self, row: BallotOption) -> Any:
        return row.decision

    @admin.display(description=_("ballot"))
    def in_force_shown(self, row: BallotOption) -> Any:
        return _("replaced") if row.replaced_by_id else _("in force")

    def page(self, request: HttpRequest, row: BallotOption) -> Page:
        struck = ballot_papers.is_struck_out(row)
        return Page(
            title=row.label,
            status=_("Replaced") if row.replaced_by_id else _("Struck out") if struck else _("In force"),
            tone="quiet" if row.replaced_by_id else "bad" if struck else "good",
            lede=row.election,
            sections=[
                *(
                    [Notice(_("Printed ballots still hold this name: print the instruction and send it to every precinct commission."))]
                    if struck and row.election.origin != Origin.REPLAYED
                    else []
                ),
                Facts(
                    _("The line"),
                    [
                        (_("Line"), row.position),
                        (_("Name on the ballot"), row.nomination.ballot_name_kk if row.nomination else row.label),
                        (_("Nomination"), link(request, row.nomination)),
                        (_("Approved by"), link(request, row.decision)),
                        (_("Replaced by"), link(request, row.replaced_by)),
                        (_("Struck out"), told(row.struck_out_at, row.election.zone, known(row.election))),
                    ],
                ),
            ],
        )


def ours(election: Election | None) -> bool:
    """A replayed election has ballots of its own, which the record does not show."""
    return election is not None and election.origin != Origin.REPLAYED


printing.register(
    Election,
    Print(
        "ballot-draft",
        _("Draft of the ballot"),
        Action.VIEW_CASES,
        make=ballot_papers.draft,
        offered=lambda row: ours(row) and bool(ballot_papers.standing(row)),
    ),
)
printing.register(
    Decision,
    Print(
        "ballot",
        _("The ballot as approved"),
        Action.VIEW_CASES,
        make=ballot_papers.approved,
        offered=lambda row: row.kind == DecisionKind.BALLOT and ours(row.election),
    ),
)
printing.register(
    BallotOption,
    Print(
        "strike-out",
        _("Instruction to strike the name out"),
        Action.VIEW_CASES,
        make=ballot_papers.strike_out_instruction,
        offered=lambda row: ballot_papers.is_struck_out(row) and ours(row.election),
    ),
)
