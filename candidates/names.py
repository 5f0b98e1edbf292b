"""Which signs a part of a name may hold: letters of its own alphabet, and what real names have between them. Pure.

A Latin letter in a Cyrillic word looks like the right one and is another: a search would not find the person, a namesake would
not be noticed, and the ballot would stand in a wrong order.
"""

import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

APOSTROPHES = "'’ʼ`ʹ"
BETWEEN_LETTERS = f" -‐–.{APOSTROPHES}"  # real names have them: Абай-Құнанбай, д’Артаньян, Мухаммед-Али оглы
CYRILLIC, LATIN = "CYRILLIC", "LATIN"  # as Unicode calls its letters
# The parts of a name, by field of the nomination, and the alphabet in which each is written.
ALPHABETS = {
    f"{part}_{language}": alphabet
    for part in ("family_name", "given_name", "patronymic")
    for language, alphabet in (("kk", CYRILLIC), ("ru", CYRILLIC), ("en", LATIN))
}


def fault(name: str, alphabet: str) -> Any:
    """What is wrong with a part of a name, in a sentence that names the sign; empty where nothing is."""
    wrong = next((sign for sign in name if not belongs(sign, alphabet)), "")
    if not wrong:
        return _("A name has letters.") if name.strip() and not any(sign.isalpha() for sign in name) else ""
    if not wrong.isalpha():
        sentence = _("A name has no “%(sign)s” in it: only letters, hyphens, apostrophes and spaces.")
    elif alphabet == CYRILLIC:
        sentence = _("The letter “%(sign)s” is not Cyrillic. Switch the keyboard and type it again; some letters only look alike.")
    else:
        sentence = _("The letter “%(sign)s” is not Latin. Switch the keyboard and type it again; some letters only look alike.")
    return sentence % {"sign": wrong}


def belongs(sign: str, alphabet: str) -> bool:
    """Any letter of the alphabet, so that no real name is refused."""
    return sign in BETWEEN_LETTERS or (sign.isalpha() and unicodedata.name(sign, "").startswith(alphabet))
