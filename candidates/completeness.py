"""What a nomination must hold before it can be handed in: its pages of fields, and which of them may not stay empty. Pure.

The pages are those that a person reads one after another; the task list, the pre-check, a correction (which reopens only the
pages that it names) and the guard of the submission all read these rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ALL_WAYS = frozenset({"self", "party", "superior_akim"})


@dataclass(frozen=True)
class Section:
    """One page: its fields in the order of the page, and those that must be filled in."""

    code: str
    title: Any
    fields: tuple[str, ...]
    required: tuple[str, ...]
    ways: frozenset[str] = ALL_WAYS


# `iin_sealed` stands for the identity number, which no field holds in clear.
SECTIONS: tuple[Section, ...] = (
    Section(
        "name",
        _("Your name"),
        tuple(f"{part}_{language}" for language in ("kk", "ru", "en") for part in ("family_name", "given_name", "patronymic")),
        ("family_name_kk", "given_name_kk", "family_name_ru", "given_name_ru"),
    ),
    Section(
        "birth",
        _("Birth, citizenship and identity number"),
        ("birth_date", "sex", "citizenship", "iin_sealed"),
        ("birth_date", "sex", "citizenship", "iin_sealed"),
    ),
    Section("contact", _("Where the commission reaches you"), ("address", "phone", "email"), ("address", "phone")),
    Section(
        "work",
        _("Education and work"),
        ("education", "occupation_kk", "occupation_ru", "occupation_en", "workplace", "party_membership"),
        ("education", "occupation_kk", "occupation_ru"),
    ),
    Section("statements", _("Marriage and convictions"), ("married", "convicted", "convictions"), ("married", "convicted")),
    Section(
        "party",
        _("The party that nominates you"),
        ("party_kk", "party_ru", "party_en", "party_representative"),
        ("party_kk", "party_ru", "party_representative"),
        frozenset({"party"}),
    ),
)


def sections_of(way: str) -> tuple[Section, ...]:
    """The pages that a person fills in who comes forward in this way."""
    return tuple(section for section in SECTIONS if way in section.ways)


def section(code: str) -> Section | None:
    return next((each for each in SECTIONS if each.code == code), None)


def is_empty(value: Any) -> bool:
    """Nothing, or nothing but blanks; a plain “no” is an answer."""
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, bytes | memoryview) and not bytes(value))


def empty_fields(part: Section, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The required fields of a page that are still empty. A conviction needs its words."""
    required = part.required + (("convictions",) if part.code == "statements" and values.get("convicted") else ())
    return tuple(name for name in required if is_empty(values.get(name)))


def empty_of(way: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """All required fields that are still empty, in the order of the pages."""
    return tuple(name for part in sections_of(way) for name in empty_fields(part, values))


def begun(part: Section, values: Mapping[str, Any]) -> bool:
    """Has anything been typed on this page?"""
    return any(not is_empty(values.get(name)) for name in part.fields)
