"""The case page of a nomination: what to do next, the checklist beside the papers, and everything on record.

Personal data and papers stand only before those whom the matrix lets see them in this commission. For everybody else the values
are not even put into the page's context, and the identity number is never decrypted.
"""

from typing import Any

from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.admin import casework, deposits, letters, sheets
from candidates.admin.documents import may_read
from candidates.admin.record import appeals_of, at, ballot_line, decisions, decisions_on, grounds, received, trail
from candidates.admin.steps import next_steps
from candidates.models import AppealOutcome, Nomination
from candidates.workflow import PUBLIC, State
from commission import clock
from commission.access import Action
from commission.admin.pages import NOTHING, Beside, Columns, Facts, Notice, Page, Table, digest, one_line
from commission.admin.scope import scope
from commission.models import AuditEvent, Origin
from commission.templatetags.words import day

TONES = {
    State.DRAFT: "quiet", State.SUBMITTED: "wait", State.UNDER_VERIFICATION: "info", State.CORRECTION_REQUESTED: "wait",
    State.READY_FOR_DECISION: "wait", State.REGISTERED: "good", State.REFUSED: "bad", State.WITHDRAWN: "quiet",
    State.CANCELLED: "bad", State.LAPSED: "quiet",
}  # fmt: skip
NOT_FOR_YOU = _("–, not for your role")


def case_page(request: HttpRequest, row: Nomination) -> Page:
    personal = row.election.home_id in scope(request, Action.VIEW_PERSONAL_DATA)
    trace = AuditEvent.objects.filter(subject_type=row._meta.label_lower, subject_id=row.pk)
    # without the data: the entry of two thousand signers is one event
    events = list(trace.annotate(decision=KT("data__decision")).defer("data").order_by("sequence"))
    appeals = list(row.appeals.select_related("decision"))
    pending = next((a for a in appeals if a.outcome == AppealOutcome.PENDING), None)
    decided = decisions_on(events)
    replayed = row.election.origin == Origin.REPLAYED
    if replayed:
        first: list[Any] = [
            Notice(_("Replayed from the published record: what was never published is empty here, and no step waits for anybody."))
        ]
        kept: list[Any] = unpublished()
    else:
        first, kept = work(request, row, personal=personal)
    tables = [*kept, decisions(request, row, decided), grounds(row), appeals_of(request, row, appeals)]
    return Page(
        title=_("Nomination %(number)d: %(name)s") % {"number": row.number, "name": row.full_name},
        status=row.staff_label,
        tone=TONES[row.stage],
        overlay=pending.get_outcome_display() if pending else "",
        lede=row.election,
        sections=[
            *first,
            next_steps(request, row),
            Columns([receipt(row), person(row), personal_data(row, allowed=personal), ballot_line(request, row)]),
            *(table for table in tables if table.rows),
            *one_line(
                [table for table in tables if not table.rows], _("Not in the published record") if replayed else _("Nothing on record yet")
            ),
            trail(row, events, decided),
        ],
    )


def work(request: HttpRequest, row: Nomination, *, personal: bool) -> tuple[list[Any], list[Any]]:
    """What is worked on, first on the page, and the tables that stand further below: for those who work on the case, the
    checklist beside the papers themselves; for those who watch it, what was handed in and what was found."""
    now = clock.now()
    checks = letters.own_checks(row)
    checklist = casework.checklist(request, row, checks, now, notes=personal)
    asked = letters.section(request, row, checks, now, words=personal)
    signed = sheets.section(request, row) if row.stage in PUBLIC else None
    paid = [deposits.facts(row, references=personal)] if checks else []
    below = [casework.deficiencies(row, answers=personal)]
    if not (personal and may_read(request, row)):
        return [part for part in (checklist, asked, signed, *paid) if part], [casework.papers(row), *casework.no_checks(checks), *below]
    left = [part for part in (checklist, asked, *paid) if part]
    right = [part for part in (casework.documents(request, row), signed) if part]
    hints = [*casework.overdue(checks, asked, now), *casework.failed_after_registration(request, row, checks), *casework.of_the_party(row)]
    side_by_side = [Beside(left, right)] if left else right
    return [*hints, *side_by_side, *casework.duplicates(request, row)], [*casework.no_checks(checks), *below]


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
            (_("Reason for withdrawing"), row.reason_for_leaving),
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
