"""The text of the ballot: its lines in the order of the Kazakh alphabet, in both official languages, “against all” last. Pure.

The public page lists these rows, the PDF prints them (`commission.pdf_documents.Ballot`), and the approval keeps their order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from candidates.alphabet import kazakh_key
from commission import clock
from commission.pdf_documents import Ballot, BallotLine, Both, Head, day, resolution

AGAINST_ALL = {"kk": "Бәріне қарсымын", "ru": "Против всех", "en": "Against all"}
Key = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int]


@dataclass(frozen=True)
class BallotRow:
    """One line. `number` is that of the nomination; the line “against all” has none, and its words stand as the family name."""

    position: int
    number: int | None
    family_name: Both
    given_names: Both
    struck_out: bool = False


def ballot_order(nomination: Any) -> Key:
    """The place of a candidate: family name, then given name, then patronymic, each by the alphabet of the state language.

    Name by name, not as one text: everybody called Ахмет comes before the first Ахмет-Али, whatever the given names are.
    Who has the same whole name stands in the order of receipt.
    """
    names = (nomination.family_name_kk, nomination.given_name_kk, nomination.patronymic_kk)
    family, given, patronymic = (kazakh_key(name) for name in names)
    return family, given, patronymic, nomination.number


def in_ballot_order(nominations: Iterable[Any]) -> list[Any]:
    return sorted(nominations, key=ballot_order)


def ballot_rows(nominations: Iterable[Any], struck_out: Collection[int] = ()) -> list[BallotRow]:
    """The lines for these candidates, in the order given; `struck_out` holds the numbers of the nominations that left."""
    rows = [
        BallotRow(
            position,
            each.number,
            Both(each.family_name_kk, each.family_name_ru or each.family_name_kk),
            Both(*(" ".join(filter(None, names)) for names in _given_names(each))),
            each.number in struck_out,
        )
        for position, each in enumerate(nominations, start=1)
    ]
    return [*rows, BallotRow(len(rows) + 1, None, Both(AGAINST_ALL["kk"], AGAINST_ALL["ru"]), Both("", ""))]


def _given_names(nomination: Any) -> tuple[tuple[str, str], tuple[str, str]]:
    kazakh = (nomination.given_name_kk, nomination.patronymic_kk)
    russian = (nomination.given_name_ru, nomination.patronymic_ru)
    return kazakh, russian if any(russian) else kazakh


def ballot_document(election: Any, rows: Iterable[BallotRow], *, head: Head, approved: Any = None) -> Ballot:
    """The ballot as a PDF document: a draft for the session, or with the decision that approved it.

    The template prints the line “against all” itself.
    """
    return Ballot(
        head=head,
        polling_day=day(election.polling_date),
        lines=[BallotLine(family_name=r.family_name, given_names=r.given_names, struck=r.struck_out) for r in rows if r.number is not None],
        approved=_approval(election, approved) if approved else None,
    )


def _approval(election: Any, decision: Any) -> Both:
    on = clock.local_date(decision.adopted_at, election.zone)
    return resolution(decision.number, on) if decision.number else day(on)
