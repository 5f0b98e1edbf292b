"""What the law asks of a party's nomination: its own member, and one candidate a constituency.

Names of parties are typed, not chosen: they are compared without case, quotes, hyphens and blanks. A difference is a hint for
whoever looks at the case, never a finding, and keeps nobody from handing in.
"""

import unicodedata
from dataclasses import dataclass

from candidates.models import Nomination, Way
from candidates.workflow import BEFORE_THE_END
from commission.law.terms import LawPack, Requirement


def flat(name: str) -> str:
    """The letters and digits of a name, in one spelling."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


def names_of(nomination: Nomination) -> set[str]:
    """The nominating party as it was typed in each language, flat."""
    return {flat(name) for name in (nomination.party_kk, nomination.party_ru, nomination.party_en)} - {""}


def is_member(nomination: Nomination) -> bool:
    """Does the stated membership name the nominating party? “Member of the party X” does, and so does its short name."""
    stated = flat(nomination.party_membership)
    return bool(stated) and any(name in stated or stated in name for name in names_of(nomination))


def others_of_the_party(nomination: Nomination) -> list[Nomination]:
    """The other nominations of the same party at this election that were handed in and are still in the race.

    Drafts are their persons' own business.
    """
    own = names_of(nomination)
    if nomination.way != Way.PARTY or not own:
        return []
    others = nomination.election.nominations.filter(way=Way.PARTY, state__in=sorted(BEFORE_THE_END)).exclude(pk=nomination.pk)
    return [other for other in others.select_related("election__home").order_by("number") if names_of(other) & own]


def members_only(pack: LawPack) -> Requirement:
    """The row of the rule set by which a party nominates its own members."""
    return next(requirement for requirement in pack.requirements_of(Way.PARTY) if requirement.code == "party_member")


@dataclass(frozen=True)
class PartyHints:
    """What speaks against a party's nomination, as far as the pages tell it."""

    not_a_member: bool = False
    others: tuple[Nomination, ...] = ()


def look(nomination: Nomination) -> PartyHints:
    """Nothing for whom no party nominated, or whose party is not typed yet."""
    if nomination.way != Way.PARTY or not names_of(nomination):
        return PartyHints()
    return PartyHints(not is_member(nomination), tuple(others_of_the_party(nomination)))
