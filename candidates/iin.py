"""The individual identification number (IIN) of Kazakhstan: is it well formed, and does it fit the date of birth? Pure.

Twelve digits: the date of birth as yymmdd; a digit for century and sex (1, 2 born in the 1800s, 3, 4 in the 1900s, 5, 6 in
the 2000s, 0 where it tells neither, as in numbers first given to foreigners); four digits of a serial; a check digit.
A number that is well formed need not belong to anybody: that is the check of identity, not this module.
"""

from datetime import date

LENGTH = 12
CENTURIES = {"0": (1900, 2000), "1": (1800,), "2": (1800,), "3": (1900,), "4": (1900,), "5": (2000,), "6": (2000,)}
# The second row is tried where the first leaves 10; where both do, the number is never given out.
WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def check_digit(eleven: str) -> str:
    """The twelfth digit to the first eleven; empty where there is none."""
    digits = [int(digit) for digit in eleven]
    for weights in WEIGHTS:
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return str(rest)
    return ""


def birth_dates(iin: str) -> set[date]:
    """The dates of birth that the first seven digits can mean; none where there is no such day."""
    found = set()
    for century in CENTURIES.get(iin[6], ()):
        try:
            found.add(date(century + int(iin[:2]), int(iin[2:4]), int(iin[4:6])))
        except ValueError:
            continue
    return found


def sex_of(iin: str) -> str:
    """What the seventh digit says, as `Sex` spells it: odd for a man, even for a woman, empty for 0, which tells nothing."""
    digit = iin[6]
    return "" if digit not in CENTURIES or digit == "0" else "man" if int(digit) % 2 else "woman"


def fault(iin: str, born: date | None = None, sex: str = "") -> str:
    """Why this is not the number of that person: `length`, `date`, `digit`, `born` or `sex`; empty where nothing speaks against it."""
    # isascii: other scripts have digits too
    if len(iin) != LENGTH or not (iin.isascii() and iin.isdigit()):
        return "length"
    if not (possible := birth_dates(iin)):
        return "date"
    if check_digit(iin[:-1]) != iin[-1]:
        return "digit"
    if born and born not in possible:
        return "born"
    if sex and sex_of(iin) not in ("", sex):
        return "sex"
    return ""


def is_well_formed(iin: str, born: date | None = None, sex: str = "") -> bool:
    """Twelve digits with their check digit and a day of birth that exists; where `born` or `sex` is given, that very one."""
    return not fault(iin, born, sex)
