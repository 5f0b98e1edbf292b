"""Fields for what a person says of himself: names in three alphabets, a date of birth, the identity number, a phone."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates import iin, names

EARLIEST_YEAR = 1900


class LineField(forms.CharField):
    """One line of text, its letters composed and its runs of spaces made one: what looks alike is alike."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join(unicodedata.normalize("NFC", text).split())


class TextField(forms.CharField):
    """Some lines of text."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", (super().to_python(value) or "").replace("\r\n", "\n"))


class NameField(LineField):
    """A part of a name, in Cyrillic or in Latin letters. Any letter of the alphabet, so that no real name is refused."""

    def __init__(self, *, alphabet: str, **kwargs: Any) -> None:
        self.alphabet = alphabet
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if sentence := names.fault(value, self.alphabet):
            raise ValidationError(sentence, code="letters")


class DateParts(forms.MultiWidget):
    """Day, month and year, each typed as a number: quicker than a calendar for a day long past, and the same on every phone."""

    PARTS = (("bday-day", 2), ("bday-month", 2), ("bday-year", 4))

    def __init__(self, attrs: Any = None) -> None:
        inputs = [
            forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": hint, "maxlength": length, "size": length})
            for hint, length in self.PARTS
        ]
        super().__init__(inputs, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, f"{value.year:04d}"] if value else ["", "", ""]


class BirthDateField(forms.Field):
    """A date of birth in three parts; cleans to a date, or to nothing where all are empty. `latest` is set by the form."""

    widget = DateParts
    latest: date | None = None

    def to_python(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value if isinstance(value, Sequence) else [])]
        if not any(parts):
            return None
        parts_of_it: list[str | Promise] = [_("day"), _("month"), _("year")]
        if missing := [str(name) for name, part in zip(parts_of_it, parts, strict=True) if not part]:
            raise ValidationError(_("Still missing: %(parts)s.") % {"parts": ", ".join(missing)}, code="incomplete")
        # isascii: other scripts have digits too
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValidationError(_("Type day, month and year as numbers, for example 5 11 1985."), code="numbers")
        if len(parts[2]) != 4:
            raise ValidationError(_("Type the year with four digits, for example 1985."), code="year")
        try:
            born = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(_("There is no such day in the calendar. Compare it with your identity card."), code="no_day") from None
        if born.year < EARLIEST_YEAR or (self.latest and born > self.latest):
            raise ValidationError(_("Nobody who stands was born on that day. Look at the year again."), code="unlikely")
        return born


class IinField(forms.CharField):
    """Twelve digits, with or without spaces; whether they can be right is asked of `iin_sentence`, which knows the other fields."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "class": "input-iin"})

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").replace("-", "").split())


def iin_sentence(number: str, born: date | None, sex: str) -> Any:
    """Why this can't be the person's identity number, in a sentence that says where to look; empty where nothing speaks against it."""
    fault = iin.fault(number, born, sex)
    if fault == "length":
        if not (number.isascii() and number.isdigit()):
            return _("The identity number has only digits, twelve of them. Leave out letters and other signs.")
        return _("The identity number has 12 digits; you typed %(count)d.") % {"count": len(number)}
    if fault == "date":
        return _("The first six digits are the date of birth as year, month, day, and the seventh tells the century. There is no such day.")
    if fault == "digit":
        return _("The last digit does not fit the others, so one of them is mistyped. Compare them with your identity card one by one.")
    if fault == "born":
        return _("The first digits of the number say another date of birth than the one typed above. One of the two is mistyped.")
    if fault == "sex":
        return _("The seventh digit of the number does not fit the sex chosen above. One of the two is mistyped.")
    return ""


class PhoneField(LineField):
    """A phone number as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = [sign for sign in value if sign.isdigit()]
        if value and (not 10 <= len(digits) <= 15 or set(value) - set("0123456789+-() .")):
            raise ValidationError(_("A phone number has 10 to 15 digits, for example +7 700 123 45 67."), code="phone")


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet: true, false, nothing."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda answer: answer == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value
