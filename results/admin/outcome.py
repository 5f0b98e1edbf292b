"""The determined result and its published editions on the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.selectors import ballot_in_force
from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import Facts, Page, Table, digest, known, link, told
from commission.models import FigureSource, Standing
from commission.templatetags.words import day, number, percent
from results.models import Determination, Edition, Lines


def source(marks: dict[str, FigureSource], name: str) -> Any:
    """Where a figure comes from; one without a mark is the commission's own."""
    return marks[name].get_standing_display() if name in marks else Standing.OFFICIAL.label


@admin.register(Determination)
class DeterminationAdmin(DeskModelAdmin):
    view_action = Action.VIEW_PROTOCOLS
    related = ("election__home", "decision", "elected__nomination", "registered_by")
    list_display = ("election_shown", "elected", "decision", "registered_by", "took_office_on")
    ordering = ("-election__polling_date", "pk")

    def page(self, request: HttpRequest, row: Determination) -> Page:
        labels = {field.name: field.verbose_name for field in Lines._meta.get_fields()}
        lines, votes = row.totals.get("lines", {}), row.totals.get("votes", {})
        options = {str(o.position): o.label for o in ballot_in_force(row.election)}
        marks = row.election.marks
        valid, took_part = sum(votes.values()), lines.get("ballots_in_boxes")
        return Page(
            title=_("Result: %(election)s") % {"election": row.election},
            sections=[
                Facts(
                    _("The determination"),
                    [
                        (_("Elected"), row.elected),
                        (_("Determined by"), link(request, row.decision)),
                        (_("Akim registered by"), link(request, row.registered_by)),
                        (_("Took office"), day(row.took_office_on)),
                        (_("Election"), link(request, row.election)),
                    ],
                ),
                Table(
                    _("Votes"),
                    (_("Line of the ballot"), _("Votes"), _("Of valid ballots"), _("Of those who took part")),
                    [(options.get(pos, pos), number(n), percent(n, valid), percent(n, took_part)) for pos, n in votes.items()],
                    _("None."),
                    note=_("Valid ballots: %(valid)s. Took part, ballots in the boxes: %(took_part)s.")
                    % {"valid": number(valid), "took_part": number(took_part)},
                    numbers=(1, 2, 3),
                ),
                Table(
                    _("Totals"),
                    (_("Line"), _("Figure"), _("How it is known")),
                    [(labels[name], number(lines[name]), source(marks, name)) for name in Lines.NAMES if name in lines],
                    _("None."),
                    numbers=(1,),
                ),
            ],
        )


@admin.register(Edition)
class EditionAdmin(DeskModelAdmin):
    view_action = Action.VIEW_PROTOCOLS
    related = ("election__home", "author")
    list_display = ("number", "election_shown", "status", "published_local", "hash_start")
    list_filter = (ElectionFilter, "status")
    ordering = ("-election__polling_date", "election", "-number")

    published_local = moment_column("published_at", _("published"))

    @admin.display(description=_("SHA-256 of the document"))
    def hash_start(self, row: Edition) -> Any:
        return digest(row.sha256[:12])

    def page(self, request: HttpRequest, row: Edition) -> Page:
        return Page(
            title=row,
            status=row.get_status_display(),
            tone="good" if row.status in ("certified", "correction") else "info",
            lede=row.election,
            sections=[
                Facts(
                    _("The edition"),
                    [
                        (_("Election"), link(request, row.election)),
                        (_("Published"), told(row.published_at, row.election.zone, known(row.election))),
                        (_("Published by"), row.author),
                        (_("SHA-256 of the document"), digest(row.sha256)),
                        (_("SHA-256 of the edition before"), digest(row.previous_sha256)),
                    ],
                    note=_("An edition never changes; a correction is a new edition."),
                )
            ],
        )
