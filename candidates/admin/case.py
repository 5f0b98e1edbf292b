"""The case page of a nomination: everything on record, in the order in which a case is read.

Personal data stands only before those whom the matrix lets see it in this commission. For everybody else the values are
not even put into the page's context, and the identity number is never decrypted.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.admin.steps import next_steps
from candidates.models import AppealOutcome, Check, CheckResult, Deficiency, Nomination, Paper
from candidates.workflow import State
from commission.access import ROLE_LABELS, Action, Role
from commission.admin.pages import NOTHING, Columns, Facts, Notice, Page, Table, digest, known, link, one_line, told, when, yes_no
from commission.admin.scope import scope
from commission.admin.writing import links
from commission.audit import EVENTS
from commission.law.citing import cite
from commission.models import AuditEvent, Decision, Origin, Precision
from commission.templatetags.words import day

TONES = {
    State.DRAFT: "quiet", State.SUBMITTED: "wait", State.UNDER_VERIFICATION: "info", State.CORRECTION_REQUESTED: "wait",
    State.READY_FOR_DECISION: "wait", State.REGISTERED: "good", State.REFUSED: "bad", State.WITHDRAWN: "quiet",
    State.CANCELLED: "bad", State.LAPSED: "quiet",
}  # fmt: skip
NOT_FOR_YOU = _("–, not for your role")


def case_page(request: HttpRequest, row: Nomination) -> Page:
    personal = row.election.home_id in scope(request, Action.VIEW_PERSONAL_DATA)
    events = list(AuditEvent.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk).order_by("sequence"))
    appeals = list(row.appeals.select_related("decision"))
    pending = next((a for a in appeals if a.outcome == AppealOutcome.PENDING), None)
    sections: list[Any] = []
    replayed = row.election.origin == Origin.REPLAYED
    if replayed:
        sections.append(
            Notice(_("Replayed from the published record: what was never published is empty here, and no step waits for anybody."))
        )
    decided = decisions_on(events)
    recorded = [
        *(unpublished() if replayed else (papers(row), checks(request, row, notes=personal), deficiencies(row))),
        decisions(request, row, decided),
        grounds(row),
        appeals_of(request, row, appeals),
    ]
    sections += [
        next_steps(request, row),
        Columns([receipt(row), person(row), personal_data(row, allowed=personal), ballot_line(request, row)]),
        *(table for table in recorded if table.rows),
        *one_line(
            [table for table in recorded if not table.rows], _("Not in the published record") if replayed else _("Nothing on record yet")
        ),
        trail(row, events, decided),
    ]
    return Page(
        title=_("Nomination %(number)d: %(name)s") % {"number": row.number, "name": row.full_name},
        status=row.staff_label,
        tone=TONES[row.stage],
        overlay=pending.get_outcome_display() if pending else "",
        lede=row.election,
        sections=sections,
    )


def zone(row: Nomination) -> str:
    return row.election.zone


def received(row: Nomination) -> Any:
    return told(row.received_at, zone(row), row.precision)


def at(row: Nomination, value: datetime | None) -> Any:
    """A moment of the case on the city's wall; in a replayed one its day."""
    return told(value, zone(row), known(row.election))


def unpublished() -> list[Table]:
    """What every case has and no record tells: how a real person's papers lay and what an authority answered."""
    return [Table(title, (), [], _("not published")) for title in (_("Papers"), _("Checks"), _("Deficiencies"))]


def receipt(row: Nomination) -> Facts:
    # a replay takes everything in on paper, but nobody published how it was handed in
    channel = [] if row.election.origin == Origin.REPLAYED else [(_("Handed in"), row.get_channel_display())]
    return Facts(
        _("What was handed in"),
        [
            (_("Way of nomination"), row.get_way_display()),
            *channel,
            (_("Received"), received(row)),
            (_("Receipt"), row.receipt),
            (_("Hash of the submission"), digest(row.submission_sha256)),
            (_("Declaration signed"), at(row, row.declared_at)),
            (_("Correction due"), at(row, row.correction_due_at)),
            (_("Verification concluded by"), row.concluded_by),
            (_("Verification confirmed by"), row.confirmed_by),
            (_("Reason for sending back"), row.sent_back_reason),
        ],
    )


def person(row: Nomination) -> Facts:
    if not row.name_published:
        return Facts(
            _("The person as filed"), [(_("Name"), _("not published"))], note=_("The record names only the number of the nomination.")
        )
    names = [
        (label, " ".join(filter(None, (getattr(row, f"{part}_{code}") for part in ("family_name", "given_name", "patronymic")))))
        for label, code in ((_("Name in Kazakh"), "kk"), (_("Name in Russian"), "ru"), (_("Name in Latin letters"), "en"))
    ]
    return Facts(
        _("The person as filed"),
        [
            *names,
            (_("Year of birth"), row.birth_year),
            (_("Citizenship"), row.citizenship),
            (_("Education"), row.education),
            (_("Occupation"), row.occupation),
            (_("Place of work"), row.workplace),
            (_("Party membership"), row.party_membership),
        ],
    )


def last_digits(row: Nomination) -> Any:
    """The last four digits tell two people apart; nobody on the desk needs the others."""
    try:
        iin = row.iin
    except ValueError:
        return _("It can't be read with the key of this portal.")
    return f"•••• •••• {iin[-4:]}" if iin else NOTHING


def personal_data(row: Nomination, *, allowed: bool) -> Facts:
    labels = (_("Identity number"), _("Date of birth"), _("Address"), _("Phone"), _("E-mail address"), _("Convictions"))
    if not allowed:
        return Facts(_("Personal data"), [(label, NOT_FOR_YOU) for label in labels])
    values = (last_digits(row), day(row.birth_date), row.address, row.phone, row.email, row.convictions)
    return Facts(
        _("Personal data"),
        list(zip(labels, values, strict=True)),
        note=_("For the officers and the registrar of this commission. Of the identity number only the last four digits are shown."),
    )


def papers(row: Nomination) -> Table:
    def line(paper: Paper) -> tuple[Any, ...]:
        if paper.provided_at is None:
            return paper.title, _("missing"), NOTHING
        return paper.title, paper.get_channel_display() or _("handed in"), when(paper.provided_at, zone(row))

    rows = list(row.papers.order_by("pk"))
    missing = sum(1 for paper in rows if paper.provided_at is None)
    return Table(
        _("Papers"),
        (_("Paper"), _("How"), _("Handed in")),
        [line(paper) for paper in rows],
        _("The rule set asks for no paper."),
        note=_("%(missing)d of %(all)d are missing.") % {"missing": missing, "all": len(rows)} if missing else "",
    )


def checks(request: HttpRequest, row: Nomination, *, notes: bool) -> Table:
    rows = list(row.checks.select_related("recorded_by"))
    for check in rows:
        check.nomination = row
    steps = links(request, row, "record-check", {check.code: check for check in rows})

    def line(check: Check) -> tuple[Any, ...]:
        result = check.get_result_display()
        if check.result == CheckResult.PENDING:
            who: Any = NOTHING
        else:
            who = f"{check.recorded_by}, {when(check.recorded_at, zone(row))}"
        cells: tuple[Any, ...] = (check.title, check.authority, when(check.due_at, zone(row)), result, who, check.reference)
        if notes:
            cells = (*cells, check.note)
        if steps:
            cells = (*cells, format_html('<a href="{}">{}</a>', steps[check.code], _("Record")) if check.code in steps else NOTHING)
        return cells

    head = (_("Check"), _("Authority"), _("Due"), _("Result"), _("Recorded"), _("Reference"))
    return Table(
        _("Checks"),
        # a note is free text and may hold what only case workers read
        (*head, _("Note"), *([_("Step")] if steps else [])) if notes else head,
        [line(check) for check in rows],
        _("Checks begin when the registrar takes the case."),
    )


def deficiencies(row: Nomination) -> Table:
    def line(d: Deficiency) -> tuple[Any, ...]:
        return (
            d.description,
            cite(d.article),
            yes_no(d.curable),
            when(d.noted_at, zone(row)),
            when(d.notified_at, zone(row)),
            when(d.answered_at, zone(row)),
        )

    return Table(
        _("Deficiencies"),
        (_("What is wanting"), _("Article"), _("Can be corrected"), _("Noted"), _("Candidate notified"), _("Answered")),
        [line(d) for d in row.deficiencies.all()],
        _("None was noted."),
    )


def decisions_on(events: list[AuditEvent]) -> list[Decision]:
    """The decisions on this nomination, found through its events: a registration has no grounds to point from."""
    ids = {event.data["decision"] for event in events if "decision" in event.data}
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
    )
