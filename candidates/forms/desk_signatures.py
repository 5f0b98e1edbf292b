"""Forms of the signature sheets: how many go out, what comes back, who signed, and which lines do not count."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Fault
from candidates.selectors import repeated_signers
from candidates.services.signatures import MOST_SHEETS
from candidates.signing import Misread, as_ranges, read_lines, read_signers
from commission.forms.desk import DeskForm

MISREAD: dict[str, Any] = {
    "columns": _("has too few or too many columns"),
    "number": _("does not begin with a number"),
    "twice": _("names a line that stands above already"),
    "length": _("has no identity number of twelve digits"),
    "date": _("has an identity number whose first digits are no date"),
    "digit": _("has an identity number whose last digit does not fit"),
}
NAMED_ROWS = 20
LARGEST_LIST = 1_000_000  # bytes; ten thousand signers are a third of it


class IssueForm(DeskForm):
    count = forms.IntegerField(label=_("How many sheets"), min_value=1, max_value=MOST_SHEETS)


class ReceiveForm(DeskForm):
    """Sheets that come back, one a row with its count; a run of sheets with the same count is one row."""

    counts = forms.CharField(
        label=_("Sheets and the signatures on each"),
        widget=forms.Textarea(attrs={"rows": 8, "class": "typed-figures", "inputmode": "text"}),
        help_text=_("One row a sheet: its number, a semicolon, the count of its signatures. Several at once: 1-12; 20."),
    )

    def clean_counts(self) -> dict[int, int]:
        counts: dict[int, int] = {}
        wrong = []
        for row, words in enumerate(self.cleaned_data["counts"].splitlines(), start=1):
            if not words.strip():
                continue
            sheets, _sep, count = words.replace("\t", ";").partition(";")
            numbers = read_lines(sheets)
            if not numbers or not count.strip().isascii() or not count.strip().isdigit() or len(count.strip()) > 6 or numbers & set(counts):
                wrong.append(row)
                continue
            counts |= dict.fromkeys(numbers, int(count))
        if wrong:
            rows = ", ".join(map(str, wrong[:NAMED_ROWS]))
            raise forms.ValidationError(
                _("These rows can't be read, or name a sheet twice: %(rows)s. A row looks like this: 7; 20") % {"rows": rows},
                code="unreadable",
            )
        return counts


class SignersForm(DeskForm):
    """Who signed, pasted or as a file. The identity numbers are held against their own check digit; only keyed hashes are kept."""

    sheet = forms.IntegerField(
        label=_("Sheet"), required=False, min_value=1, help_text=_("Empty where the first column of each row is the number of the sheet.")
    )
    signers = forms.CharField(
        label=_("Signers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "typed-figures", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One row a signer: line;identity number, or sheet;line;identity number. Comma and tab part as well."),
    )
    table = forms.FileField(
        label=_("Or a CSV file"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"})
    )

    def clean_table(self) -> str:
        upload = self.cleaned_data["table"]
        if not upload:
            return ""
        if upload.size > LARGEST_LIST:
            raise forms.ValidationError(_("The file is larger than 1 MB. Send it in parts."), code="too_large")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is no text in UTF-8. Save it as “CSV UTF-8” and choose it again."), code="not_text"
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"sheet", "table"} & set(self.errors):
            return data
        text = data.get("table") or data.get("signers", "")
        signers, misread = read_signers(text, data.get("sheet"))
        if misread:
            self.add_error("table" if data.get("table") else "signers", forms.ValidationError(told(misread), code="unreadable"))
        elif not signers:
            self.add_error("signers", forms.ValidationError(_("Paste the signers, or choose a file."), code="required"))
        return data if self.errors else {"once": data["once"], "signers": signers}


def told(misread: list[Misread]) -> list[Any]:
    """Every row that can't be taken, with its reason; of many the first ones."""
    rows = [gettext("Row %(row)d %(what)s.") % {"row": each.row, "what": MISREAD[each.code]} for each in misread[:NAMED_ROWS]]
    if more := len(misread) - len(rows):
        rows.append(gettext("And %(more)d more rows.") % {"more": more})
    rows.append(gettext("If it stands so on the sheet, leave the row out here and mark the line as wrong when you check the sheet."))
    return [forms.ValidationError(row) for row in rows]


class SheetForm(DeskForm):
    """The check of one sheet: for every reason the lines that do not count. What stands nowhere is valid."""

    def prepare(self) -> None:
        recorded: dict[str, list[int]] = {}
        for line, fault in self.part.lines.exclude(fault="").values_list("line", "fault"):
            recorded.setdefault(fault, []).append(line)
        if self.part.checked_at is None:
            recorded.setdefault(Fault.DUPLICATE, []).extend(line for sheet, line in repeated_signers(self.row) if sheet == self.part.number)
        for fault in Fault:
            self.fields[fault] = forms.CharField(label=str(fault.label), required=False, initial=as_ranges(set(recorded.get(fault, ()))))
        self.fields[next(iter(Fault))].help_text = _("Numbers of lines: 3, 7, 12-15. Empty: none.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        faults: dict[int, str] = {}
        for fault in Fault:
            lines = read_lines(data.get(fault, ""))
            if lines is None:
                self.add_error(fault, forms.ValidationError(_("Write the numbers of lines like this: 3, 7, 12-15."), code="unreadable"))
                continue
            if twice := sorted(lines & set(faults)):
                self.add_error(
                    fault,
                    forms.ValidationError(
                        _("A line has one reason. Named above already: %(lines)s.") % {"lines": as_ranges(twice)}, code="twice"
                    ),
                )
            if off := sorted(line for line in lines if line > (self.part.signatures or 0)):
                self.add_error(
                    fault,
                    forms.ValidationError(
                        _("This sheet has %(count)d signatures; there is no line %(lines)s.")
                        % {"count": self.part.signatures or 0, "lines": as_ranges(off)},
                        code="off",
                    ),
                )
            faults |= dict.fromkeys(lines, fault.value)
        return data if self.errors else {"once": data["once"], "faults": faults}
