"""The other forms of the candidate portal: the self-check, the start, a paper, the declaration, an answer, the end, proxies."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from candidates.forms.base import ApplyForm
from candidates.forms.personal import LineField, PhoneField, TextField, YesNoField
from candidates.models import Nomination, Way
from commission.files import FILE_BYTES, PAGES, PIXELS
from commission.forms.fields import DocumentField
from commission.law.terms import LawPack

# The ways in which a person may come forward on the portal. The superior akim nominates by an act on paper.
OPEN_WAYS = (Way.SELF, Way.PARTY)
LONGEST_ANSWER = 4000
TAKEN = format_lazy(
    _("PDF, JPEG or PNG, up to {megabytes} MB and {pages} pages; photographs up to {pixels} million pixels."),
    megabytes=FILE_BYTES // 2**20,
    pages=PAGES,
    pixels=PIXELS // 10**6,
)


class CheckForm(ApplyForm):
    """One question a requirement of the rule set. Nothing of it is stored."""

    def __init__(self, *args: Any, pack: LawPack, way: str, **kwargs: Any) -> None:
        self.requirements = pack.requirements_of(way)
        super().__init__(*args, **kwargs)

    def layout(self) -> Layout:
        for requirement in self.requirements:
            self.fields[requirement.code] = YesNoField(label=requirement.question, error_messages={"required": _("Answer yes or no.")})
        return super().layout()


class StartForm(ApplyForm):
    way = forms.ChoiceField(
        label=_("How do you come forward?"),
        choices=[(way.value, way.label) for way in OPEN_WAYS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two ways.")},
    )


class UploadForm(ApplyForm):
    """A file for one paper. `limit` is read by the script that shows the progress."""

    limit = FILE_BYTES
    document = DocumentField(label=_("File"), help_text=TAKEN)


class DeclarationForm(ApplyForm):
    declared = forms.BooleanField(
        label=_("I have read this statement and confirm it."),
        error_messages={"required": _("Read the statement and confirm it; without it the papers can't be handed in.")},
    )


class AnswerForm(ApplyForm):
    """The answer to one point of a correction: words, a new version of the paper that it names, or both.

    `changed` says whether the paper or page was changed already since the person was told: then no words are needed.
    """

    limit = FILE_BYTES
    document = DocumentField(
        label=_("New version of the paper (optional)"),
        help_text=TAKEN,
        required=False,
    )
    answer = TextField(
        label=_("Your answer in words (optional)"),
        help_text=_("What you changed, or why nothing is wrong."),
        required=False,
        max_length=LONGEST_ANSWER,
    )

    def __init__(self, *args: Any, takes_file: bool, changed: bool, **kwargs: Any) -> None:
        self.changed, self.takes_file = changed, takes_file
        super().__init__(*args, **kwargs)

    def layout(self) -> Layout:
        if not self.takes_file:
            del self.fields["document"]
        return super().layout()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not (self.errors or self.changed or data.get("document") or data.get("answer")):
            if self.takes_file:
                raise ValidationError(_("Choose a file or write an answer: one of the two is needed."), code="nothing")
            raise ValidationError(_("Correct the page that the point names, or write an answer."), code="nothing")
        return data


class WithdrawalForm(ApplyForm):
    """Typed on purpose: the receipt's number is on the page, and nobody types it by mistake."""

    confirmation = LineField(
        label=_("Type the number of your receipt to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the number of your receipt; it stands above.")},
    )
    reason = TextField(
        label=_("Your reason (optional)"),
        help_text=_("Read by the commission only: without compelling reasons it may charge you with costs of the state."),
        required=False,
        max_length=LONGEST_ANSWER,
    )
    statement = DocumentField(label=_("Signed statement (optional)"), help_text=TAKEN, required=False)

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        self.receipt = nomination.receipt
        super().__init__(*args, **kwargs)

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        if typed.upper() != self.receipt.upper():
            words = _("This is not the number of your receipt, which is %(number)s.") % {"number": self.receipt}
            raise ValidationError(words, code="number")
        return typed


class ProxyForm(ApplyForm):
    full_name = LineField(
        label=_("Full name of the proxy"),
        help_text=_("As in the identity card."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the full name of the proxy.")},
    )
    phone = PhoneField(label=_("Phone of the proxy (optional)"), required=False, max_length=40)
    station = forms.IntegerField(
        label=_("Number of the polling station (optional)"),
        help_text=_("Leave it empty for a proxy who helps you with this case and at no station."),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
        error_messages={"invalid": _("Type the number of the station as a number.")},
    )
    consent = DocumentField(label=_("Written consent, signed by the proxy"), help_text=TAKEN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "off"  # not the reader's own


class DiscardForm(ApplyForm):
    sure = forms.BooleanField(
        label=_("Yes, give up this draft."), error_messages={"required": _("Confirm that you give up the draft, or go back.")}
    )
