"""The text of the ballot: who stands on which line, in both languages, whatever names people have."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from candidates.alphabet import ALPHABET
from candidates.ballot_text import ballot_document, ballot_rows, in_ballot_order
from commission.pdf_documents import Both
from tests.commission.documents import head, text_of
from tests.factories import POLLING_DAY, moment

LETTERS = st.text(ALPHABET, min_size=1, max_size=4).map(str.capitalize)
PARTS = st.one_of(LETTERS, st.tuples(LETTERS, LETTERS).map("-".join))
_numbers = iter(range(1, 10**9))


def person(family: str, given: str = "", patronymic: str = "", *, number: int | None = None, **more: str) -> Any:
    russian = {"family_name_ru": f"ru {family}", "given_name_ru": f"ru {given}" if given else "", "patronymic_ru": ""}
    names = {"family_name_kk": family, "given_name_kk": given, "patronymic_kk": patronymic}
    return SimpleNamespace(number=number or next(_numbers), **{**russian, **names, **more})


def families(people: list[Any]) -> list[str]:
    return [each.family_name_kk for each in in_ballot_order(people)]


def test_the_letters_of_kazakh_stand_where_the_alphabet_has_them():
    names = [
        "Абай",
        "Әбен",
        "Гүлбану",
        "Ғабит",
        "Кәрім",
        "Қасым",
        "Нұр",
        "Оспан",
        "Өтеген",
        "Ұзақ",
        "Үміт",
        "Хасен",
        "Һашим",
        "Ыбырай",
        "Ілияс",
    ]
    assert families([person(name) for name in reversed(names)]) == names


def test_the_same_family_name_is_told_apart_by_given_name_then_patronymic_then_receipt():
    people = [
        person("Ахмет", "Әли", "Үмітұлы", number=1),
        person("Ахмет", "Әли", "Ұзақұлы", number=2),
        person("Ахмет", "Айдар", number=3),
        person("Ахмет", "Әли", "Үмітұлы", number=4),
        person("Ахмет", "Әли", number=5),
    ]
    assert [each.number for each in in_ballot_order(people)] == [3, 5, 2, 1, 4]


def test_a_double_family_name_comes_after_everybody_of_the_single_one():
    people = [person("Ахмет-Али", "Абай"), person("Ахмет", "Яков"), person("Ахметов", "Абай")]
    assert families(people) == ["Ахмет", "Ахмет-Али", "Ахметов"]


def test_a_letter_that_was_typed_in_two_parts_is_the_same_letter():
    assert families([person("Кусаи\u0306нов"), person("Кусайн"), person("Кусак")]) == ["Кусайн", "Кусаи\u0306нов", "Кусак"]


@given(st.lists(st.tuples(PARTS, PARTS, st.one_of(st.just(""), LETTERS)), max_size=12))
def test_the_order_goes_by_family_name_first_and_does_not_depend_on_who_asks_first(names: list[tuple[str, str, str]]):
    people = [person(*each, number=number) for number, each in enumerate(names, start=1)]
    ordered = in_ballot_order(people)
    assert in_ballot_order(list(reversed(people))) == ordered
    letters = " -" + ALPHABET

    def place(name: str) -> list[int]:
        return [0 if letter == "-" else letters.index(letter) for letter in name.lower()]

    keys = [(place(p.family_name_kk), place(p.given_name_kk), place(p.patronymic_kk), p.number) for p in ordered]
    assert keys == sorted(keys)


def test_the_rows_hold_both_languages_and_end_with_against_all():
    people = [
        person("Әбен", "Қуат", "Ілиясұлы", number=7, given_name_ru="Куат", patronymic_ru="Ильясович"),
        person("Қожа", "Ұлбике", number=3, family_name_ru="", given_name_ru=""),
    ]
    rows = ballot_rows(people, struck_out={3})
    assert [(r.position, r.number, r.family_name, r.given_names, r.struck_out) for r in rows] == [
        (1, 7, Both("Әбен", "ru Әбен"), Both("Қуат Ілиясұлы", "Куат Ильясович"), False),
        (2, 3, Both("Қожа", "Қожа"), Both("Ұлбике", "Ұлбике"), True),
        (3, None, Both("Бәріне қарсымын", "Против всех"), Both("", ""), False),
    ]


def test_a_ballot_without_candidates_still_has_its_last_line():
    assert [row.family_name.kk for row in ballot_rows([])] == ["Бәріне қарсымын"]


def test_the_document_is_a_draft_until_a_decision_approved_it():
    election = SimpleNamespace(polling_date=POLLING_DAY, zone="Asia/Almaty")
    rows = ballot_rows([person("Әбен", "Қуат"), person("Қожа", "Ұлбике", number=3)], struck_out={3})
    decision = SimpleNamespace(number="21", adopted_at=moment("2025-09-17 10:00"))
    draft, approved = ballot_document(election, rows, head=head()), ballot_document(election, rows, head=head(), approved=decision)
    assert [(line.family_name.kk, line.struck) for line in draft.lines] == [("Әбен", False), ("Қожа", True)]
    assert (draft.approved, draft.polling_day.ru) == (None, "12 октября 2025 года")
    assert approved.approved == Both("2025 жылғы 17 қыркүйектегі № 21 қаулы", "постановление от 17 сентября 2025 года № 21")
    printed = text_of(approved.pdf())
    assert printed.index("Әбен") < printed.index("Қожа") < printed.rindex("Бәріне қарсымын")
    decision.number = ""  # a replayed record that names no number
    assert ballot_document(election, rows, head=head(), approved=decision).approved.ru == "17 сентября 2025 года"
