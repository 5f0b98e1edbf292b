"""The pages of a nomination as forms, one for each row of `completeness.SECTIONS`.

Nothing is required here: a page may be saved half filled, and what is missing is said when the papers are handed in. What is
filled in must be right.
"""

from typing import Any

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from candidates import completeness
from candidates.forms.base import ApplyForm
from candidates.forms.personal import BirthDateField, IinField, LineField, NameField, PhoneField, TextField, YesNoField, iin_sentence
from candidates.models import Nomination, Sex

CITIZENSHIPS = [("KZ", _("Kazakhstan")), ("XX", _("another country, or none"))]  # XX: “other” in ISO 3166


def longest(name: str) -> Any:
    """How long a column may be."""
    return Nomination._meta.get_field(name).max_length


def _optional(label: Any) -> str:
    return str(_("%(label)s (optional)") % {"label": label})


optional = lazy(_optional, str)


class SectionForm(ApplyForm):
    """One page. `person` is what `filing.edit` takes; the initial values are those saved."""

    code: str

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        self.nomination = nomination
        super().__init__(*args, initial=self.saved(nomination), **kwargs)

    @staticmethod
    def agree(form: forms.BaseForm) -> None:
        """Whether the fields of the page fit each other; the long form of the counter asks it as well."""

    def clean(self) -> dict[str, Any]:
        self.agree(self)
        return self.cleaned_data

    @classmethod
    def saved(cls, nomination: Nomination) -> dict[str, Any]:
        return {name: getattr(nomination, name) for name in cls.base_fields}

    @property
    def person(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def differences(self, nomination: Nomination) -> list[tuple[Any, str, str]]:
        """What is saved by now beside what was typed: label, saved, typed."""
        saved, rows = self.saved(nomination), []
        for name, field in self.fields.items():
            before, after = words(field, saved[name]), words(field, self.cleaned_data.get(name))
            if before != after:
                rows.append((field.label, before, after))
        return rows


def words(field: forms.Field, value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(field.prepare_value(value), ""))
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value if value is not None else "")


def _name(label: Any, part: str, language: str, alphabet: str, hint: Any = "") -> NameField:
    autocomplete = {"family_name": "family-name", "given_name": "given-name", "patronymic": "additional-name"}[part]
    attrs = {"autocomplete": f"section-{language} {autocomplete}", "lang": language, "spellcheck": "false"}
    return NameField(
        alphabet=alphabet,
        label=label,
        help_text=hint,
        required=False,
        max_length=longest(f"{part}_{language}"),
        widget=forms.TextInput(attrs=attrs),
    )


CARD = _("As in the identity card, with its Kazakh letters: Ә, Ғ, Қ, Ң, Ө, Ұ, Ү, Һ, І.")
PASSPORT = _("As in the passport; leave it empty where you have none.")


class NameForm(SectionForm):
    code = "name"
    family_name_kk = _name(_("Family name in Kazakh"), "family_name", "kk", "CYRILLIC", CARD)
    given_name_kk = _name(_("Given name in Kazakh"), "given_name", "kk", "CYRILLIC")
    patronymic_kk = _name(optional(_("Patronymic in Kazakh")), "patronymic", "kk", "CYRILLIC")
    family_name_ru = _name(_("Family name in Russian"), "family_name", "ru", "CYRILLIC", _("As it is written in Russian papers."))
    given_name_ru = _name(_("Given name in Russian"), "given_name", "ru", "CYRILLIC")
    patronymic_ru = _name(optional(_("Patronymic in Russian")), "patronymic", "ru", "CYRILLIC")
    family_name_en = _name(optional(_("Family name in Latin letters")), "family_name", "en", "LATIN", PASSPORT)
    given_name_en = _name(optional(_("Given name in Latin letters")), "given_name", "en", "LATIN")
    patronymic_en = _name(optional(_("Patronymic in Latin letters")), "patronymic", "en", "LATIN")

    def layout(self) -> Layout:
        def group(legend: Any, language: str) -> Fieldset:
            return Fieldset(legend, f"family_name_{language}", f"given_name_{language}", f"patronymic_{language}")

        return Layout(group(_("In Kazakh"), "kk"), group(_("In Russian"), "ru"), group(_("In Latin letters"), "en"))


class BirthForm(SectionForm):
    code = "birth"
    birth_date = BirthDateField(label=_("Date of birth"), help_text=_("Day, month and year, for example 5 11 1985."), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect, required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), choices=CITIZENSHIPS, widget=forms.RadioSelect, required=False)
    iin = IinField(
        label=_("Individual identification number (IIN)"),
        help_text=_("Twelve digits from the identity card. It is stored encrypted, and only the commission's staff on your case see it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].latest = self.nomination.election.polling_date

    def layout(self) -> Layout:
        return Layout(Field("birth_date", template="apply/date_field.html"), "sex", "citizenship", "iin")

    @staticmethod
    def agree(form: forms.BaseForm) -> None:
        data = form.cleaned_data
        if data.get("iin") and (fault := iin_sentence(data["iin"], data.get("birth_date"), data.get("sex", ""))):
            form.add_error("iin", fault)


class ContactForm(SectionForm):
    code = "contact"
    address = LineField(
        label=_("Address"),
        help_text=_("Where you are registered: town, street, house, flat. Letters of the commission go there. It is never published."),
        required=False,
        max_length=longest("address"),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )
    phone = PhoneField(
        label=_("Phone"), help_text=_("For example +7 700 123 45 67. Never published."), required=False, max_length=longest("phone")
    )
    email = forms.EmailField(
        label=_("E-mail address (if it is another than that of this account)"),
        help_text=_("Receipts go to the address of this account. Never published."),
        required=False,
        max_length=longest("email"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _line(label: Any, name: str, hint: Any = "", **attrs: str) -> LineField:
    widget = forms.TextInput(attrs=attrs)
    return LineField(label=label, help_text=hint, required=False, max_length=longest(name), widget=widget)


class WorkForm(SectionForm):
    code = "work"
    education = _line(_("Education"), "education", _("The highest you have: what, where, in which year."))
    occupation_kk = _line(_("Occupation in Kazakh"), "occupation_kk", _("Published, so that voters can tell namesakes apart."), lang="kk")
    occupation_ru = _line(_("Occupation in Russian"), "occupation_ru", lang="ru")
    occupation_en = _line(optional(_("Occupation in English")), "occupation_en", lang="en")
    workplace = _line(optional(_("Place of work")), "workplace", autocomplete="organization")
    party_membership = _line(optional(_("Party membership")), "party_membership", _("Name of the party. Published."))


class StatementsForm(SectionForm):
    code = "statements"
    married = YesNoField(
        label=_("Are you married?"),
        help_text=_("Where you are, your wife or husband files a declaration of assets and liabilities too."),
        required=False,
    )
    convicted = YesNoField(
        label=_("Were you ever convicted by a court?"),
        help_text=_("Also where the conviction is spent or expunged. Only one that is not expunged keeps you from standing."),
        required=False,
    )
    convictions = TextField(
        label=_("If you were: when, by which court, by which article, and when it was expunged"), required=False, max_length=4000
    )

    @staticmethod
    def agree(form: forms.BaseForm) -> None:
        if form.cleaned_data.get("convicted") is False and form.cleaned_data.get("convictions"):
            form.add_error("convicted", _("You answered “no” and yet described a conviction. Correct one of the two."))


class PartyForm(SectionForm):
    code = "party"
    party_kk = _line(_("Name of the party in Kazakh"), "party_kk", lang="kk")
    party_ru = _line(_("Name of the party in Russian"), "party_ru", lang="ru")
    party_en = _line(optional(_("Name of the party in English")), "party_en", lang="en")
    party_representative = _line(
        _("Representative of the party"),
        "party_representative",
        _("Who may speak for the party in this case: full name and office. Not published."),
    )


FORMS: dict[str, type[SectionForm]] = {form.code: form for form in (NameForm, BirthForm, ContactForm, WorkForm, StatementsForm, PartyForm)}
assert list(FORMS) == [part.code for part in completeness.SECTIONS]


def label_of(name: str) -> Any:
    """What a field is called on its page; `iin_sealed` stands there as the number itself."""
    name = "iin" if name == "iin_sealed" else name
    return next(form.base_fields[name].label for form in FORMS.values() if name in form.base_fields)
