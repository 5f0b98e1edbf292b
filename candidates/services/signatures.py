"""Signature sheets: issued by the commission, handed in with their count, and checked line by line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import workflow
from candidates.models import Fault, Nomination, Signature, SignatureSheet
from candidates.signing import Signer
from candidates.workflow import State
from commission.access import Action
from commission.command import command, done
from commission.fields import keyed_hash
from commission.refused import Refused
from commission.selectors import windows_of

ARTICLE = "CL ch. 13-1"
MOST_SHEETS = 1000  # in one go; more are issued by doing it again
MOST_LINES = 5000  # on one sheet, so that a slip of the pen is noticed


@command(Action.ISSUE_SHEETS)
def issue_sheets(nomination: Nomination, *, actor: Any, at: datetime, count: int) -> list[SignatureSheet]:
    """Hand out numbered sheets to the person who collects signatures. The numbers go on where the last ones ended.

    Raises Refused("state"), ("no_signatures_asked"), ("window_closed") after registration ended, ("bad_count").
    """
    refuse_closed(nomination, at)
    if not 0 < count <= MOST_SHEETS:
        raise Refused("bad_count", _("Between 1 and %(most)d sheets can be issued at once.") % {"most": MOST_SHEETS})
    last = max(nomination.signature_sheets.values_list("number", flat=True), default=0)
    rows = SignatureSheet.objects.bulk_create(
        SignatureSheet(nomination=nomination, number=number, issued_at=at) for number in range(last + 1, last + count + 1)
    )
    done("nomination.sheets_issued", changed=rows, count=len(rows))
    return rows


@command(Action.RECEIVE_SHEETS)
def receive_sheets(nomination: Nomination, *, actor: Any, at: datetime, counts: Mapping[int, int]) -> list[SignatureSheet]:
    """Take sheets back: the number of each with the count of signatures on it, before the end of registration.

    Raises Refused("state"), ("no_signatures_asked"), ("window_closed"), ("no_sheet"), ("unknown_sheet"), ("handed_in_already"),
    ("bad_count").
    """
    refuse_closed(nomination, at)
    if not counts:
        raise Refused("no_sheet", _("No sheet was handed in."), way_out=_("Enter the count of signatures on each sheet."))
    rows = sheets_of(nomination, counts)
    if again := [row.number for row in rows if row.handed_in_at]:
        raise Refused("handed_in_already", _("Handed in before: %(sheets)s.") % {"sheets": ", ".join(map(str, again))})
    if not all(0 <= counts[row.number] <= MOST_LINES for row in rows):
        raise Refused("bad_count", _("The count of a sheet lies between 0 and %(most)d.") % {"most": MOST_LINES})
    for row in rows:
        row.handed_in_at, row.signatures = at, counts[row.number]
    SignatureSheet.objects.bulk_update(rows, ["handed_in_at", "signatures"])
    done("nomination.sheets_received", changed=rows, count=sum(counts.values()))
    return rows


@command(Action.CHECK_SIGNATURES)
def enter_signers(nomination: Nomination, *, actor: Any, at: datetime, signers: Sequence[Signer]) -> list[Signature]:
    """Enter who signed on which line, to look for the same person elsewhere. Only a keyed hash of the identity number is kept.

    A line that was entered before gets the new signer. The numbers must be well formed (`signing.read_signers` says which are
    not). Raises Refused("state"), ("no_signatures_asked"), ("no_signer"), ("unknown_sheet"), ("not_handed_in"), ("unknown_line").
    """
    refuse_unchecked(nomination)
    if not signers:
        raise Refused("no_signer", _("No signer was entered."))
    sheets = {row.number: row for row in sheets_of(nomination, {signer.sheet for signer in signers})}
    refuse_not_on_sheets(sheets, {(signer.sheet, signer.line) for signer in signers})
    known = {(row.sheet_id, row.line): row for row in nomination.signatures.filter(sheet__in=sheets.values())}
    changed: list[Signature] = []
    new: list[Signature] = []
    for signer in signers:
        sheet = sheets[signer.sheet]
        row = known.get((sheet.pk, signer.line))
        (new if row is None else changed).append(row := row or Signature(nomination=nomination, sheet=sheet, line=signer.line))
        row.signer_hash = keyed_hash(signer.iin)
    new = Signature.objects.bulk_create(new)
    Signature.objects.bulk_update(changed, ["signer_hash"], batch_size=1000)
    done("nomination.signatures_entered", changed=[*changed, *new], count=len(signers))
    return [*changed, *new]


@command(Action.CHECK_SIGNATURES)
def check_sheet(nomination: Nomination, *, actor: Any, at: datetime, sheet: int, faults: Mapping[int, str]) -> SignatureSheet:
    """Record the check of a sheet: the lines that do not count, each with its reason; the others are valid.

    May be done again while the verification runs. Raises Refused("state"), ("no_signatures_asked"), ("unknown_sheet"),
    ("not_handed_in"), ("unknown_line"), ("unknown_fault").
    """
    refuse_unchecked(nomination)
    (row,) = sheets_of(nomination, {sheet})
    refuse_not_on_sheets({sheet: row}, {(sheet, line) for line in faults})
    if any(fault not in Fault.values for fault in faults.values()):
        raise Refused("unknown_fault", _("The portal does not know this reason."))
    lines = {line.line: line for line in row.lines.all()}
    changed = []
    for number, line in lines.items():
        if line.fault != (fault := faults.get(number, "")):
            line.fault = fault
            changed.append(line)
    new = Signature.objects.bulk_create(
        Signature(nomination=nomination, sheet=row, line=number, fault=fault)
        for number, fault in sorted(faults.items())
        if number not in lines
    )
    Signature.objects.bulk_update(changed, ["fault"], batch_size=1000)
    row.checked_at, row.checked_by = at, actor
    row.save(update_fields=["checked_at", "checked_by"])
    done("nomination.signatures_checked", changed=[row, *changed, *new], sheet=row.number, count=len(faults))
    return row


# -- what refuses


def refuse_closed(nomination: Nomination, at: datetime) -> None:
    """Sheets go out and come back while the papers are verified and registration runs."""
    _refuse_state(nomination, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED)
    workflow.check_window(windows_of(nomination.election).get("registration"), _("Signature sheets"), at)


def refuse_unchecked(nomination: Nomination) -> None:
    """Signatures are checked while the papers are verified."""
    _refuse_state(nomination, State.UNDER_VERIFICATION)


def _refuse_state(nomination: Nomination, *states: State) -> None:
    if nomination.stage not in states:
        raise Refused("state", _("Signature sheets are kept during verification."), way_out=_("Reload the page to see what has changed."))
    if not asks_for_signatures(nomination):
        raise Refused("no_signatures_asked", _("This way of nomination needs no signatures."), article=ARTICLE)


def asks_for_signatures(nomination: Nomination) -> bool:
    return any(rule.code == "signatures" for rule in nomination.election.pack.checks_of(nomination.way, after_registration=False))


def sheets_of(nomination: Nomination, numbers: Any) -> list[SignatureSheet]:
    """The sheets of these numbers, in their order. Raises Refused("unknown_sheet")."""
    rows = list(nomination.signature_sheets.filter(number__in=set(numbers)).order_by("number"))
    if missing := set(numbers) - {row.number for row in rows}:
        raise Refused(
            "unknown_sheet",
            _("No sheet of this number was issued: %(sheets)s.") % {"sheets": ", ".join(map(str, sorted(missing)[:20]))},
            way_out=_("Compare the numbers on the sheets."),
        )
    return rows


def refuse_not_on_sheets(sheets: Mapping[int, SignatureSheet], lines: set[tuple[int, int]]) -> None:
    if back := sorted(number for number, row in sheets.items() if row.signatures is None):
        raise Refused(
            "not_handed_in",
            _("Not handed in yet: %(sheets)s.") % {"sheets": ", ".join(map(str, back[:20]))},
            way_out=_("Record that the sheet was handed in, with its count."),
        )
    if off := sorted((sheet, line) for sheet, line in lines if line < 1 or line > (sheets[sheet].signatures or 0)):
        raise Refused(
            "unknown_line",
            _("These lines are not on the sheet (sheet/line): %(lines)s.") % {"lines": ", ".join(f"{s}/{n}" for s, n in off[:20])},
            way_out=_("Compare the count of the sheet with its lines."),
        )
