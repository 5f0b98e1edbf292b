"""Invented people: no name, number or address belongs to anybody."""

from datetime import date
from typing import Any

from candidates.iin import check_digit

# given kk, family kk, given ru, family ru, given en, family en, born, woman
PEOPLE = (
    ("Әсел", "Әлімхан", "Асель", "Алимхан", "Äsel", "Älimhan", date(1981, 3, 8), True),
    ("Қуат", "Қыдырәлі", "Куат", "Кыдырали", "Quat", "Qydyräli", date(1975, 11, 21), False),
    ("Ольга", "Кандидатова", "Ольга", "Кандидатова", "Olga", "Kandidatova", date(1988, 6, 2), True),
    ("Өмірзақ", "Өтебай", "Омирзак", "Утебай", "Ömirzaq", "Ötebai", date(1969, 1, 30), False),
    ("Шолпан", "Шыңғыс", "Шолпан", "Шынгыс", "Şolpan", "Şyñğys", date(1979, 9, 14), True),
    ("Иван", "Ильин", "Иван", "Ильин", "Ivan", "Ilin", date(1984, 12, 5), False),
    ("Ғалым", "Ғабит", "Галым", "Габит", "Ğalym", "Ğabit", date(1972, 4, 17), False),
    ("Үміт", "Ұзақ", "Умит", "Узак", "Ümit", "Uzaq", date(1990, 8, 25), True),
    ("Нұрлан", "Үміткер", "Нурлан", "Умиткер", "Nurlan", "Ümitker", date(1986, 2, 11), False),
    ("Ыбырай", "Ысқақ", "Ыбырай", "Ыскак", "Ybyrai", "Ysqaq", date(1966, 7, 7), False),
    ("Іңкәр", "Ілияс", "Инкар", "Ильяс", "Ïñkär", "Ïlias", date(1983, 10, 19), True),
)
OCCUPATIONS = (
    ("мектеп директоры", "директор школы", "head of a school"),
    ("инженер", "инженер", "engineer"),
    ("дәрігер", "врач", "physician"),
    ("кәсіпкер", "предприниматель", "entrepreneur"),
)


def person(index: int) -> dict[str, Any]:
    """The fields of an invented person as the service takes them."""
    gk, fk, gr, fr, ge, fe, born, woman = PEOPLE[index]
    kk, ru, en = OCCUPATIONS[index % len(OCCUPATIONS)]
    return {
        "given_name_kk": gk, "family_name_kk": fk, "given_name_ru": gr, "family_name_ru": fr, "given_name_en": ge, "family_name_en": fe,
        "birth_date": born, "citizenship": "KZ", "iin": iin(born, woman=woman, serial=9000 + index),
        "address": f"Ойдан шығарылған көше, {index + 1}", "phone": f"+7 700 000 00 {index:02d}", "email": f"person{index}@demo.invalid",
        "sex": "woman" if woman else "man", "married": index % 2 == 0, "convicted": False, "education": "жоғары", "occupation_kk": kk, "occupation_ru": ru, "occupation_en": en,
    }  # fmt: skip


def iin(born: date, *, woman: bool, serial: int) -> str:
    """A well-formed identity number (birth date, century and sex digit, serial, check digit) for an invented person."""
    century = (5 if born.year >= 2000 else 3) + int(woman)
    for number in range(serial, serial + 10):
        eleven = f"{born:%y%m%d}{century}{number:04d}"
        if last := check_digit(eleven):
            return eleven + last
    raise ValueError("no check digit")
