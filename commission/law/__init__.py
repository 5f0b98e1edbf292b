"""The law as data. `pack(key)` reads one rule set; `pack_for(day)` chooses it by the polling day.

Nothing outside this folder knows a number of days, a share, a paper or a ground.
"""

from datetime import date

from commission.law.kz_akim_2023 import PACK as KZ_AKIM_2023
from commission.law.kz_akim_2025 import PACK as KZ_AKIM_2025
from commission.law.terms import LawPack

PACKS: dict[str, LawPack] = {p.key: p for p in (KZ_AKIM_2023, KZ_AKIM_2025)}


class NoRules(LookupError):
    """No rule set of the portal covers that key or day."""


def pack(key: str) -> LawPack:
    """The rule set with this key, e.g. `kz_akim_2025`. Raises NoRules."""
    try:
        return PACKS[key]
    except KeyError:
        raise NoRules(f"There is no rule set “{key}”.") from None


def pack_for(polling_day: date) -> LawPack:
    """The rule set in force on a polling day. Raises NoRules for a day before the first."""
    for candidate in sorted(PACKS.values(), key=lambda p: p.valid_from, reverse=True):
        if candidate.valid_from <= polling_day:
            return candidate
    raise NoRules(f"No rule set covers an election of {polling_day:%d.%m.%Y}.")
