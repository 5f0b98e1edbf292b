"""The order of the Kazakh alphabet, by which the ballot is printed. Pure."""

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RANK = {letter: rank for rank, letter in enumerate(ALPHABET, start=1)}


def kazakh_key(name: str) -> tuple[int, ...]:
    """A sort key: letters by the alphabet, a space or hyphen before any letter, anything else after all of them."""
    return tuple(_RANK.get(letter, 0 if letter in " -" else len(ALPHABET) + ord(letter)) for letter in name.lower())
