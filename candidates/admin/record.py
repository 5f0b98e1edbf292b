"""What the record of a nomination tells everybody who may open it: decisions, grounds, appeals, its line on the ballot, its trail."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.models import Nomination
from commission.access import ROLE_LABELS, Role
from commission.admin.pages import NOTHING, Facts, Table, known, link, told, when
from commission.admin.writing import links
from commission.audit import EVENTS
from commission.law.citing import cite
from commission.models import AuditEvent, Decision, Origin, Precision
from commission.templatetags.words import day


def zone(row: Nomination) -> str:
    return row.election.zone


def received(row: Nomination) -> Any:
    return told(row.received_at, zone(row), row.precision)


def at(row: Nomination, value: datetime | None) -> Any:
    """A moment of the case on the city's wall; in a replayed one its day."""
    return told(value, zone(row), known(row.election))


def decisions_on(events: list[Any]) -> list[Decision]:
    """The decisions on this nomination, found through its events: a registration has no grounds to point from."""
    ids = {int(event.decision) for event in events if event.decision}
    return list(Decision.objects.filter(pk__in=ids).select_related("annulled_by").order_by("adopted_at", "pk"))


def decisions(request: HttpRequest, row: Nomination, rows: list[Decision]) -> Table:
    def adopted(decision: Decision) -> Any:
        exactly = decision.precision
        return told(decision.adopted_at, zone(row), exactly) if exactly == Precision.UNKNOWN else day(decision.adopted_at, zone(row))

    return Table(
        _("Decisions"),
        (_("Number"), _("Subject"), _("Adopted"), _("Annulled by")),
        [(d.number or _("not published"), link(request, d, d.subject), adopted(d), link(request, d.annulled_by)) for d in rows],
        _("The commission has not decided yet."),
    )


def grounds(row: Nomination) -> Table:
    return Table(
        _("Grounds"),
        (_("Ground"), _("Article"), _("Failure behind it"), _("Words of the published record")),
        [
            (g.title, cite(g.article) or _("not published"), g.deficiency, g.stated)
            for g in row.grounds.select_related("deficiency").order_by("pk")
        ],
        _("No ground of a refusal or a cancellation."),
    )


def appeals_of(request: HttpRequest, row: Nomination, rows: list[Any]) -> Table:
    steps = links(request, row, "decide-appeal", {str(appeal.pk): appeal for appeal in rows})

    def filed(appeal: Any) -> Any:
        # records name the day of the judgment, not that of the claim
        return Precision.UNKNOWN.label if row.election.origin == Origin.REPLAYED else at(row, appeal.filed_at)

    def line(a: Any) -> tuple[Any, ...]:
        cells = (a.body, a.get_outcome_display(), filed(a), at(row, a.decide_by), at(row, a.decided_at), a.reference)
        if not steps:
            return cells
        step = steps.get(str(a.pk))
        return (*cells, format_html('<a href="{}">{}</a>', step, _("Record the outcome")) if step else NOTHING)

    head = (_("Body"), _("Outcome"), _("Filed"), _("To be decided by"), _("Decided"), _("Reference"))
    return Table(
        _("Appeals"),
        (*head, _("Step")) if steps else head,
        [line(appeal) for appeal in rows],
        _("No appeal is recorded."),
    )


def ballot_line(request: HttpRequest, row: Nomination) -> Facts:
    option = getattr(row, "ballot_option", None)
    if option is None:
        return Facts(_("Ballot"), [(_("Line"), _("not on the ballot"))])
    return Facts(
        _("Ballot"),
        [
            (_("Line"), option.position),
            (_("Name on the ballot"), row.ballot_name_kk),
            (_("Approved by"), link(request, option.decision)),
            (_("Struck out"), at(row, option.struck_out_at)),
        ],
    )


def trail(row: Nomination, events: list[AuditEvent], decided: list[Decision]) -> Table:
    # the moments that the replay had to choose, because the record names no day of the filing or of a decision
    unknown = {d.adopted_at for d in decided if d.precision == Precision.UNKNOWN}
    if row.precision == Precision.UNKNOWN:
        unknown.add(row.received_at)

    def happened(event: AuditEvent) -> Any:
        return told(event.happened_at, zone(row), Precision.UNKNOWN if event.happened_at in unknown else known(row.election))

    return Table(
        _("Audit trail of this case"),
        (_("No."), _("Event"), _("In the role"), _("Happened"), _("Recorded")),
        [
            (
                e.sequence,
                EVENTS.get(e.kind, e.kind),
                ROLE_LABELS[Role(e.role)],
                happened(e),
                when(e.recorded_at, zone(row)),
            )
            for e in events
        ],
        _("No event."),
        anchor="trail",
    )
