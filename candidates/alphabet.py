"""The order of the Kazakh alphabet, by which the ballot is printed. Pure."""

import unicodedata

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=1)}
_APART = " \xa0-\u2010\u2011\u2013"  # spaces and hyphens, those that don't break a line among them


def kazakh_key(name: str) -> tuple[int, ...]:
    """A sort key: letters by the alphabet, a space or hyphen before any letter, anything else after all of them.

    A letter that came in two parts (и and its breve) counts as the one letter it is.
    """
    letters = unicodedata.normalize("NFC", name).lower()
    return tuple(_RANK.get(letter, 0 if letter in _APART else len(ALPHABET) + ord(letter)) for letter in letters)
