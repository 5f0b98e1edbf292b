"""Who may be the same person, or act from the same place: nominations that share what two people seldom share.

A match is a hint for those who work on the case, never a finding: a family shares an address, a staff shares a phone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower, Trim
from django.utils.translation import gettext_lazy as _

from candidates.models import Nomination
from candidates.workflow import PUBLIC
from commission.models import Origin

PERSON, NAME, PHONE, EMAIL, ADDRESS = "person", "name", "phone", "email", "address"
LABELS: dict[str, Any] = {
    PERSON: _("the same identity number"),
    NAME: _("the same name and date of birth"),
    PHONE: _("the same phone"),
    EMAIL: _("the same e-mail address"),
    ADDRESS: _("the same address"),
}
# By these a person is the same wherever he stands; the others are looked for among the commission's own cases only.
OF_THE_PERSON = (PERSON, NAME)


@dataclass(frozen=True)
class Match:
    """Another nomination, and what it shares with this one."""

    nomination: Nomination
    shared: tuple[str, ...]

    @property
    def labels(self) -> list[Any]:
        return [LABELS[each] for each in self.shared]


def _digits(field: str) -> Func:
    return Func(F(field), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")


def _flat(field: str) -> Lower:
    """Without regard to case and blanks."""
    return Lower(Func(Trim(field), Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace"))


def _handed_in() -> QuerySet[Nomination]:
    """What was handed in at an election that is run here. Drafts are their persons' own business; a record tells no such data."""
    return Nomination.objects.filter(state__in=sorted(PUBLIC)).exclude(election__origin=Origin.REPLAYED)


def _keys(row: Any) -> dict[str, Any]:
    """What is compared, by the kind of match; nothing where the nomination does not tell it."""
    name = (row.flat_family, row.flat_given, row.birth_date)
    return {
        PERSON: row.iin_hash,
        NAME: name if all(name) else None,
        PHONE: row.flat_phone,
        EMAIL: row.flat_email,
        ADDRESS: row.flat_address,
    }


def find(nomination: Nomination) -> list[Match]:
    """The nominations that share something with this one: the person's anywhere, the rest within the commission."""
    flat = _handed_in().annotate(
        flat_family=_flat("family_name_kk"), flat_given=_flat("given_name_kk"), flat_phone=_digits("phone"),
        flat_email=_flat("email"), flat_address=_flat("address"),
    )  # fmt: skip
    own = flat.filter(pk=nomination.pk).first()
    if own is None:
        return []
    mine = _keys(own)
    among = Q(pk__in=[])
    here = Q(election__home=nomination.commission)
    if mine[PERSON]:
        among |= Q(iin_hash=mine[PERSON])
    if mine[NAME]:
        among |= Q(flat_family=own.flat_family, flat_given=own.flat_given, birth_date=own.birth_date)
    for kind in (PHONE, EMAIL, ADDRESS):
        if mine[kind]:
            among |= here & Q(**{f"flat_{kind}": mine[kind]})
    others: Iterable[Any] = (
        flat.filter(among).exclude(pk=nomination.pk).select_related("election__home").order_by("-election__polling_date", "number")
    )
    found = []
    for other in others:
        theirs, same_home = _keys(other), other.election.home_id == nomination.election.home_id
        shared = tuple(k for k in LABELS if mine[k] and mine[k] == theirs[k] and (same_home or k in OF_THE_PERSON))
        found.append(Match(other, shared))
    return found
