"""Identity numbers at rest: unreadable without the key, findable by an equal one."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from candidates.models import Nomination
from commission import fields
from tests.factories import a_draft, a_person

OTHER_KEY = "77" * 32
# PostgreSQL and UTF-8 hold no lone surrogates
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_what_was_encrypted_comes_back(text):
    assert fields.decrypt(fields.encrypt(text)) == text


@given(TEXTS.filter(bool))
def test_the_sealed_bytes_do_not_hold_the_text_and_never_repeat(text):
    first, second = fields.encrypt(text), fields.encrypt(text)
    assert first != second
    assert len(first) == len(text.encode()) + 12 + 16  # nonce and tag
    assert len(text) < 4 or text.encode() not in first


def test_nothing_stays_nothing():
    assert (fields.encrypt(""), fields.decrypt(b""), fields.keyed_hash("")) == (b"", "", "")


def test_another_key_opens_nothing(settings):
    sealed = fields.encrypt("800101399993")
    settings.FIELD_KEY = OTHER_KEY
    with pytest.raises(ValueError, match="does not open with this key"):
        fields.decrypt(sealed)


@pytest.mark.parametrize("place", [0, 11, 12, -1])
def test_one_changed_bit_is_noticed(place):
    sealed = bytearray(fields.encrypt("800101399993"))
    sealed[place] ^= 1
    with pytest.raises(ValueError, match="does not open"):
        fields.decrypt(bytes(sealed))


@given(TEXTS, TEXTS)
def test_equal_values_have_equal_hashes_and_others_have_not(one, other):
    assert (fields.keyed_hash(one) == fields.keyed_hash(other)) == (one == other)


def test_the_hash_depends_on_the_key(settings):
    before = fields.keyed_hash("800101399993")
    assert (len(before), fields.keyed_hash("800101399993")) == (64, before)
    settings.FIELD_KEY = OTHER_KEY
    assert fields.keyed_hash("800101399993") != before


def test_an_identity_number_stands_nowhere_in_its_row(world):
    iin = a_person(5)["iin"]
    nomination = a_draft(world, iin=iin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT n::text, iin_sealed FROM candidates_nomination n WHERE id = %s", [nomination.pk])
        row, sealed = cursor.fetchone()
    assert iin not in row
    assert iin.encode() not in bytes(sealed)
    assert iin.encode().hex() not in row
    assert Nomination.objects.get(pk=nomination.pk).iin == iin
    assert Nomination.objects.filter(iin_hash=fields.keyed_hash(iin)).get() == nomination
