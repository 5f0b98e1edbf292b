"""The ballot follows the Kazakh alphabet, not the order of code points."""

from hypothesis import given
from hypothesis import strategies as st

from candidates.alphabet import ALPHABET, kazakh_key

NAMES = st.text(ALPHABET + ALPHABET.upper() + " -’.1XYZ")


def in_order(*names: str) -> list[str]:
    upside_down = list(reversed(names))
    return sorted(upside_down, key=kazakh_key)


def test_the_alphabet_is_the_official_one_of_42_letters():
    assert ALPHABET == "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    assert len(set(ALPHABET)) == 42


def test_every_letter_comes_after_the_one_before_it_small_or_capital():
    assert in_order(*ALPHABET) == list(ALPHABET)
    assert [kazakh_key(letter.upper()) for letter in ALPHABET] == [kazakh_key(letter) for letter in ALPHABET]


def test_names_stand_where_a_kazakh_reader_looks_for_them():
    names = ("Абай", "Әбен", "Бекжасаров", "Ғабит", "Қожанбаев", "Құнанбай", "Төлеуов", "Ұзақ", "Үміткер", "Шапатов", "Ыбырай", "Ілияс")
    assert in_order(*names) == list(names)


def test_a_shorter_name_comes_before_the_one_that_begins_with_it():
    assert in_order("Ахмет", "Ахмет Әли", "Ахмет-Әли", "Ахметов")[0] == "Ахмет"
    assert in_order("Ахмет Әли", "Ахмет-Яр", "Ахмета") == ["Ахмет Әли", "Ахмет-Яр", "Ахмета"]


def test_the_same_family_name_is_ordered_by_what_follows():
    assert in_order("Қожанбаев Адлет", "Қожанбаев Әділет", "Қожанбаев Бақыт") == ["Қожанбаев Адлет", "Қожанбаев Әділет", "Қожанбаев Бақыт"]


def test_letters_of_another_script_come_last():
    assert in_order("Яковлев", "Smith", "Älimhan") == ["Яковлев", "Smith", "Älimhan"]


@given(st.lists(NAMES))
def test_the_order_is_total_and_depends_on_the_names_alone(names):
    ordered = sorted(names, key=kazakh_key)
    assert sorted(ordered, key=kazakh_key) == ordered
    assert [kazakh_key(n) for n in in_order(*names)] == [kazakh_key(n) for n in ordered]


@given(NAMES, NAMES)
def test_different_names_have_different_places(one, other):
    same_letters = one.lower().replace("-", " ") == other.lower().replace("-", " ")
    assert (kazakh_key(one) == kazakh_key(other)) == same_letters


@given(st.lists(st.tuples(st.sampled_from(["Әли", "әли", "Ахмет"]), st.integers())))
def test_who_has_the_same_name_stays_in_the_order_of_coming(people):
    ordered = sorted(people, key=lambda person: kazakh_key(person[0]))
    for name in {"әли", "ахмет"}:
        assert [p for p in ordered if p[0].lower() == name] == [p for p in people if p[0].lower() == name]
