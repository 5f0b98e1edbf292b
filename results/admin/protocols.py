"""Precinct protocols on the desk.

Only the figures that stand are shown: two entries that agreed. What was typed once, or twice in two ways, is shown to
nobody here, so that no second typist can have read the first.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.admin.base import DeskModelAdmin, ElectionFilter, moment_column
from commission.admin.pages import NOTHING, Facts, Notice, Page, Table, known, link, told, yes_no
from commission.models import Precision
from commission.templatetags.words import number
from results import control
from results.models import Lines, Protocol, Version, VoteCount
from results.services.protocols import figures_of
from results.workflow import State

TONES = {
    State.EXPECTED: "quiet", State.RECEIVED: "wait", State.FIRST_ENTRY_DONE: "wait", State.DIFFERENT: "bad",
    State.DEFINITIVE: "info", State.ACCEPTED: "good",
}  # fmt: skip
SEVERITIES: dict[control.Severity, Any] = {
    control.Severity.ERROR: _("error: blocks acceptance"),
    control.Severity.WARNING: _("warning: must be explained"),
    control.Severity.NOTICE: _("notice"),
}
STANDING = (State.DEFINITIVE, State.ACCEPTED)


def standing(row: Any) -> Version | None:
    """The version that stands, once two entries agreed."""
    return row.standing[0] if row.standing and row.state in STANDING else None


def fired(row: Protocol, version: Version) -> list[control.Relation]:
    votes = {count.option_id: count.votes for count in version.vote_counts.all()}
    return control.fired(figures_of(version, votes, row.station))


@admin.register(Protocol)
class ProtocolAdmin(DeskModelAdmin):
    view_action = Action.VIEW_PROTOCOLS
    related = ("election__home", "station__election", "received_by", "accepted_by", "annulled_by")
    list_display = ("station_shown", "state", "received_local", "voters", "issued", "in_boxes", "valid", "invalid", "relations")
    list_filter = (ElectionFilter, "state")
    search_fields = ("=station__number",)
    search_help_text = _("Search by the number of the station.")
    ordering = ("-election__polling_date", "election", "station__number")

    received_local = moment_column("received_at", _("received"))

    def precision_of(self, row: Any, field: str) -> str:
        """When a protocol came in and who typed it when was published of no replayed election."""
        return Precision.MOMENT if known(row.election) == Precision.MOMENT else Precision.UNKNOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Protocol]:
        counts = VoteCount.objects.select_related("option__nomination").order_by("option__position")
        versions = Version.objects.filter(current=True).prefetch_related(Prefetch("vote_counts", counts))
        return super().get_queryset(request).prefetch_related(Prefetch("versions", versions, to_attr="standing"))

    @admin.display(description=_("polling station"), ordering="station__number")
    def station_shown(self, row: Protocol) -> str:
        return str(row.station)

    def _line(self, row: Protocol, name: str) -> str:
        version = standing(row)
        return number(getattr(version, name)) if version else NOTHING

    @admin.display(description=_("on the list"))
    def voters(self, row: Protocol) -> str:
        return self._line(row, "voters_on_list")

    @admin.display(description=_("issued"))
    def issued(self, row: Protocol) -> str:
        return self._line(row, "ballots_issued")

    @admin.display(description=_("in the boxes"))
    def in_boxes(self, row: Protocol) -> str:
        return self._line(row, "ballots_in_boxes")

    @admin.display(description=_("valid"))
    def valid(self, row: Protocol) -> str:
        return self._line(row, "valid")

    @admin.display(description=_("invalid"))
    def invalid(self, row: Protocol) -> str:
        return self._line(row, "invalid")

    @admin.display(description=_("relations that fire"))
    def relations(self, row: Protocol) -> str:
        version = standing(row)
        return ", ".join(relation.code for relation in fired(row, version)) or NOTHING if version else NOTHING

    def page(self, request: HttpRequest, row: Protocol) -> Page:
        version = standing(row)
        sections: list[Any] = []
        if row.illustrative:
            sections.append(Notice(_("Illustrative: the figures of single stations were not published."), tone="warning"))
        if row.annulled_by:
            sections.append(Notice(_("Annulled by a decision: this protocol is not counted."), tone="danger"))
        sections.append(self.way(request, row))
        if version:
            sections += [self.figures(row, version), self.votes(version), self.findings(row, version)]
        elif row.state == State.DIFFERENT:
            sections.append(Notice(_("The two entries differ. No figure is shown until two people have typed the same."), tone="warning"))
        else:
            sections.append(Notice(_("Figures appear here when two people have typed the same.")))
        return Page(title=row, status=row.get_state_display(), tone=TONES[State(row.state)], lede=row.election, sections=sections)

    def way(self, request: HttpRequest, row: Protocol) -> Facts:
        zone = row.election.zone
        entries = row.entries.select_related("clerk").order_by("finished_at", "pk")
        exact = self.precision_of(row, "received_at")
        typed = [f"{e.clerk}, {told(e.finished_at, zone, exact)}" + (f" ({_('discarded')})" if e.discarded else "") for e in entries]
        return Facts(
            _("Its way"),
            [
                (_("Polling station"), link(request, row.station)),
                (_("Received"), told(row.received_at, zone, exact)),
                (_("Received by"), row.received_by),
                (_("Entered by"), "; ".join(typed)),
                (_("Accepted by decision"), link(request, row.accepted_by)),
                (_("Annulled by decision"), link(request, row.annulled_by)),
                (_("Illustrative"), yes_no(row.illustrative)),
            ],
        )

    def figures(self, row: Protocol, version: Version) -> Table:
        labels = {field.name: field.verbose_name for field in Lines._meta.get_fields()}
        on_form = row.election.pack.protocol_lines
        names = [name for name in Lines.NAMES if name in on_form or getattr(version, name) is not None]
        return Table(
            _("Figures that stand"),
            (_("Line"), _("Figure")),
            [(labels[name], number(getattr(version, name))) for name in names],
            _("None."),
            note=_("Version %(number)d.") % {"number": version.number},
            numbers=(1,),
        )

    def votes(self, version: Version) -> Table:
        return Table(
            _("Votes"),
            (_("Line of the ballot"), _("Votes")),
            [(f"{c.option.position}. {c.option.label}", number(c.votes)) for c in version.vote_counts.all()],
            _("None."),
            numbers=(1,),
        )

    def findings(self, row: Protocol, version: Version) -> Table:
        return Table(
            _("Control relations that fire"),
            (_("Code"), _("What it says"), _("Weight"), _("Relation")),
            [(r.code, r.text, SEVERITIES[r.severity], r.formula) for r in fired(row, version)],
            _("Every relation holds."),
        )
