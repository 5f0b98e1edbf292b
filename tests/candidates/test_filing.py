"""Coming forward: which fields a person may hand over, and that a second nomination is found before it is written."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from candidates.models import Nomination
from candidates.services import filing
from candidates.workflow import State
from results.demo.people import iin
from tests.factories import STARTED, a_draft, a_person, nomination_in, refused


def start(election, world, **fields):
    given = {"way": "self", "channel": "paper", **a_person(1), **fields}
    return filing.start(election, actor=world.staff.secretary, at=STARTED, **given)


@pytest.mark.parametrize(
    "field",
    ["state", "receipt", "received_at", "registered_at", "number", "election_id", "iin_hash", "iin_sealed", "confirmed_by", "color"],
)
def test_nobody_sets_more_of_the_row_than_the_fields_of_the_person(world, field):
    with pytest.raises(TypeError, match=f"not a field of the person: \\['{field}'\\]"):
        start(world.election, world, **{field: "registered"})
    assert world.election.nominations.count() == 0


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"way": "lottery"}, "way of nomination"),
        ({"way": ""}, "way of nomination"),
        ({"family_name_kk": "Ә" * 101}, "family name (kk)"),
        ({"family_name_kk": None}, "family name (kk)"),
        ({"address": "a\x00b"}, "address"),
        ({"address": "a\ud800b"}, "address"),
        ({"citizenship": "KAZ"}, "citizenship"),
        ({"email": "nobody"}, "e-mail address"),
        ({"phone": "1" * 41, "education": "x" * 301}, "phone, education"),
        ({"birth_date": None, "birth_year": 40_000}, "year of birth"),
        ({"birth_date": "1980-02-30", "iin": ""}, "date of birth"),
        ({"name_published": None}, "the name was published"),
        ({"iin": "800101399990"}, "identity number"),
        ({"iin": "12"}, "identity number"),
        ({"birth_date": date(1981, 1, 1)}, "identity number"),
        ({"birth_date": date(1880, 1, 1)}, "identity number"),
    ],
)
def test_a_field_that_cant_be_right_is_named(world, fields, named):
    with override("en"), CaptureQueriesContext(connection) as captured:
        refusal = refused("bad_field", start, world.election, world, **fields)
        reason = str(refusal.reason)
    assert reason == f"These fields are not filled in correctly: {named}."
    assert [q["sql"] for q in captured if "INSERT" in q["sql"]] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_field_is_named_in_the_language_of_the_reader(language):
    fields = filing.PERSON | {"way", "channel", "iin_sealed"}
    with override(language):
        labels = [str(field.verbose_name) for field in Nomination._meta.fields if field.name in fields]
    assert len(labels) == len(set(labels)) == len(fields)
    assert [label for label in labels if re.search("[A-Za-z]", label)] == []


LOOKALIKE = "Switch the keyboard and type it again; some letters only look alike."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("family_name_kk", "Aманов", f"family name (kk): The letter “A” is not Cyrillic. {LOOKALIKE}"),  # a Latin A
        ("given_name_ru", "Ивaн", f"given name (ru): The letter “a” is not Cyrillic. {LOOKALIKE}"),  # a Latin a
        ("patronymic_kk", "Ahmetuly", f"patronymic (kk): The letter “A” is not Cyrillic. {LOOKALIKE}"),
        ("family_name_en", "Aмan", f"family name (Latin): The letter “м” is not Latin. {LOOKALIKE}"),
        ("given_name_kk", "Есім2", "given name (kk): A name has no “2” in it: only letters, hyphens, apostrophes and spaces."),
    ],
)  # fmt: skip
def test_a_letter_of_another_alphabet_in_a_name_is_named(world, name, value, sentence):
    with override("en"):
        assert str(refused("bad_name", start, world.election, world, **{name: value}).reason) == sentence
        draft = a_draft(world)
        edit = {"actor": world.staff.secretary, "at": STARTED, "section": "name", name: value}
        assert str(refused("bad_name", filing.edit, draft, **edit).reason) == sentence


def test_real_names_pass_and_an_old_one_closes_no_other_page(world):
    names = {"family_name_kk": "Құнанбай-Әуезов", "given_name_ru": "д’Артаньян", "patronymic_kk": "Әли оғлы", "family_name_en": "O'Brien"}
    draft = a_draft(world, **names)
    assert {name: getattr(draft, name) for name in names} == names
    Nomination.objects.filter(pk=draft.pk).update(family_name_kk="Aманов")
    edited = filing.edit(draft, actor=world.staff.secretary, at=STARTED, section="work", education="жоғары, 2007")
    assert (edited.education, edited.family_name_kk) == ("жоғары, 2007", "Aманов")


def test_a_channel_that_nobody_knows_is_named(world):
    person = {"at": STARTED, "way": "self", "channel": "fax", **a_person(1)}
    refused("bad_field", filing.start, world.election, actor=world.candidate, **person)


def test_too_young_is_a_matter_of_the_check_not_of_the_form(world):
    born = date(2010, 5, 6)
    assert start(world.election, world, birth_date=born, iin=iin(born, woman=True, serial=1)).birth_year == 2010


def test_only_the_secretary_starts_a_nomination_by_the_superior_akim(world):
    person = {"at": STARTED, "way": "superior_akim", **a_person(1)}
    refused("way_not_open", filing.start, world.election, actor=world.candidate, channel="portal", status=403, **person)
    assert filing.start(world.election, actor=world.staff.secretary, channel="paper", **person).way == "superior_akim"


@pytest.mark.parametrize("by", ["number", "account"])
def test_a_second_nomination_is_found_before_the_database_has_to_refuse_it(world, by):
    """PostgreSQL writes a statement that fails into its log, with the values: names, address, phone."""
    nomination_in(State.SUBMITTED, world, applicant=world.candidate, **a_person(1))
    actor, person = (world.staff.secretary, a_person(1)) if by == "number" else (world.candidate, a_person(2))
    common = {"at": STARTED, "way": "self", "channel": "paper" if by == "number" else "portal"}
    with CaptureQueriesContext(connection) as captured:
        refused("second_nomination", filing.start, world.election, actor=actor, **common, **person)
    assert [q["sql"] for q in captured if q["sql"].startswith("INSERT") and Nomination._meta.db_table in q["sql"]] == []
