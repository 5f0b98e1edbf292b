"""Signature sheets at the desk: issued, handed in, checked, and the count against the law's threshold."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import letters
from candidates.forms.desk_signatures import IssueForm, ReceiveForm, SheetForm, SignersForm
from candidates.models import Fault, Nomination, SignatureSheet
from candidates.selectors import repeated_signers, signature_count, signers_shared_with, voters_of
from candidates.services import signatures
from candidates.services.signatures import asks_for_signatures
from candidates.workflow import State
from commission.access import Action
from commission.admin import printing
from commission.admin.pages import Own
from commission.admin.printing import Print
from commission.admin.writing import DeskStep, address, links, register
from commission.law.terms import CERTAINTY_LABELS

UNDERWAY = (State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED)


def can_be_issued(row: Nomination) -> bool:
    return row.stage in UNDERWAY and asks_for_signatures(row)


def can_come_back(row: Nomination) -> bool:
    return can_be_issued(row) and row.signature_sheets.filter(handed_in_at__isnull=True).exists()


def can_be_entered(row: Nomination) -> bool:
    return row.stage is State.UNDER_VERIFICATION and row.signature_sheets.filter(handed_in_at__isnull=False).exists()


def the_sheet(row: Nomination, number: str) -> SignatureSheet | None:
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        return None
    sheet = row.signature_sheets.filter(number=int(number)).select_related("checked_by").first()
    if sheet:
        sheet.nomination = row
    return sheet


def can_be_checked(sheet: SignatureSheet) -> bool:
    return sheet.nomination.stage is State.UNDER_VERIFICATION and sheet.signatures is not None


def about_the_sheet(request: HttpRequest, sheet: SignatureSheet) -> dict[str, Any]:
    """How much of the sheet is entered, and where the same hand was found."""
    again = sorted(line for number, line in repeated_signers(sheet.nomination) if number == sheet.number)
    entered = sheet.lines.exclude(signer_hash="").count()
    return {"again": again, "entered": entered}


def next_sheet(row: Nomination, checked: SignatureSheet) -> str:
    """The next one that waits, so that a stack is worked off without going back to the case."""
    waiting = row.signature_sheets.filter(handed_in_at__isnull=False, checked_at__isnull=True)
    following = waiting.filter(number__gt=checked.number).first() or waiting.first()
    return address(row, "check-sheet", str(following.number)) if following else address(row) + "#signatures"


def are_out(row: Nomination) -> bool:
    return row.signature_sheets.filter(handed_in_at__isnull=True).exists()


def is_counted(row: Nomination) -> bool:
    return row.signature_sheets.filter(checked_at__isnull=False).exists() and bool(voters_of(row.election))


def outstanding(request: HttpRequest, row: Nomination) -> dict[str, Any]:
    return {"out": list(row.signature_sheets.filter(handed_in_at__isnull=True).values_list("number", flat=True))}


def back_to_the_count(row: Nomination, result: Any) -> str:
    return address(row) + "#signatures"


printing.register(
    Nomination,
    Print("sheets", _("Signature sheets that are out"), Action.VIEW_PERSONAL_DATA, make=letters.signature_sheets, offered=are_out),
    Print("signatures", _("Protocol of the signatures"), Action.VIEW_PERSONAL_DATA, make=letters.signature_protocol, offered=is_counted),
)
register(
    Nomination,
    DeskStep(
        "issue-sheets",
        _("Issue signature sheets"),
        Action.ISSUE_SHEETS,
        run=lambda r: signatures.issue_sheets(r.row, **r.call, count=r.data["count"]),
        form=IssueForm,
        explain=_("Each sheet gets a number. You print them from the case and hand them out."),
        button=_("Issue sheets"),
        done=_("The sheets are issued."),
        offered=can_be_issued,
        place="signatures",
        then=back_to_the_count,
    ),
    DeskStep(
        "receive-sheets",
        _("Record sheets that were handed in"),
        Action.RECEIVE_SHEETS,
        run=lambda r: signatures.receive_sheets(r.row, **r.call, counts=r.data["counts"]),
        form=ReceiveForm,
        explain=_("Count the signatures on each sheet. What comes after the end of registration is not taken."),
        button=_("Record sheets handed in"),
        done=_("The sheets are recorded."),
        offered=can_come_back,
        place="signatures",
        template="admin/candidates/sheets_back.html",
        context=outstanding,
        then=back_to_the_count,
    ),
    DeskStep(
        "enter-signers",
        _("Enter who signed"),
        Action.CHECK_SIGNATURES,
        run=lambda r: signatures.enter_signers(r.row, **r.call, signers=r.data["signers"]),
        form=SignersForm,
        explain=_(
            "Not required. It finds whoever signed twice, for this candidate or for two. The identity numbers themselves are not kept."
        ),
        button=_("Enter signers"),
        done=_("The signers are entered."),
        offered=can_be_entered,
        place="signatures",
        then=back_to_the_count,
    ),
    DeskStep(
        "check-sheet",
        _("Check a signature sheet"),
        Action.CHECK_SIGNATURES,
        run=lambda r: signatures.check_sheet(r.row, **r.call, sheet=r.part.number, **r.data),
        form=SheetForm,
        button=_("Record the check"),
        done=_("The sheet is checked."),
        offered=can_be_checked,
        part=the_sheet,
        template="admin/candidates/sheet.html",
        context=about_the_sheet,
        then=next_sheet,
    ),
)


def section(request: HttpRequest, row: Nomination) -> Own | None:
    """The count of signatures and the sheets; nothing where no signature is asked for."""
    if not asks_for_signatures(row):
        return None
    sheets = list(row.signature_sheets.all())
    for sheet in sheets:
        sheet.nomination = row
    rule, voters, found = row.election.pack.signatures, voters_of(row.election), signature_count(row)
    data = {
        "count": found,
        "voters": voters,
        "rule": rule,
        "certainty": CERTAINTY_LABELS[rule.certainty],
        "invalid": [(Fault(code).label, number) for code, number in found.invalid.items()],
        "shared": list(signers_shared_with(row).items()),
        "again": len(repeated_signers(row)),
        "sheets": with_links(request, row, sheets),
    }
    return Own(_("Signatures"), "admin/candidates/signatures.html", data, anchor="signatures")


def with_links(request: HttpRequest, row: Nomination, sheets: list[SignatureSheet]) -> list[tuple[SignatureSheet, str]]:
    found = links(request, row, "check-sheet", {str(sheet.number): sheet for sheet in sheets})
    return [(sheet, found.get(str(sheet.number), "")) for sheet in sheets]
