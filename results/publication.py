"""The document of an edition: everything the public pages say about a result, as data that no longer depends on tables."""

from datetime import datetime
from typing import Any

from candidates.ballot_text import AGAINST_ALL
from candidates.models import OptionKind
from commission import clock
from commission.models import Election
from results.digest import digest
from results.models import Determination, EditionStatus, Version
from results.tabulation import Totals
from results.workflow import State


def document(
    election: Election, totals: Totals, *, number: int, status: str, at: datetime, determination: Determination | None
) -> dict[str, Any]:
    """The edition as plain JSON values: counts only; shares are computed from them where they are shown.

    A pre-election edition holds the ballot and no count: votes that nobody has counted are null, not zero.
    """
    counted = status != EditionStatus.PRE_ELECTION
    return {
        "election": election.slug,
        "edition": number,
        "status": status,
        "published_at": at.astimezone(clock.UTC).isoformat(),
        "rules": election.rules,
        "official_share_base": election.pack.official_share_base,
        "stations": {
            "total": totals.stations,
            "accepted": totals.accepted if counted else 0,
            "annulled": totals.annulled if counted else 0,
        },
        "lines": totals.lines if counted else {},
        "bases": {"valid": totals.valid if counted else None, "took_part": totals.took_part if counted else None},
        "options": [_option(row.option, row.votes if counted else None, determination) for row in totals.options],
        "protocols": _protocols(election) if counted else [],
        "marks": {
            source.figure: {"standing": source.standing, "lowest": source.lowest, "highest": source.highest}
            for source in election.figure_sources.order_by("figure")
        },
    }


def _option(option: Any, votes: int | None, determination: Determination | None) -> dict[str, Any]:
    nomination = option.nomination
    names = AGAINST_ALL
    if option.kind == OptionKind.CANDIDATE:
        names = {
            language: f"{getattr(nomination, f'given_name_{language}')} {getattr(nomination, f'family_name_{language}')}".strip()
            for language in ("kk", "ru", "en")
        }
    return {
        "key": f"option-{option.position}",
        "kind": option.kind,
        "position": option.position,
        "nomination": nomination.number if nomination else None,
        "names": names,
        "votes": votes,
        "struck_out": option.struck_out_at is not None,
        "elected": determination is not None and determination.elected_id == option.pk,
    }


def _protocols(election: Election) -> list[dict[str, Any]]:
    versions = (
        Version.objects.filter(protocol__election=election, protocol__state=State.ACCEPTED, current=True)
        .select_related("protocol__station")
        .prefetch_related("vote_counts__option")
        .order_by("protocol__station__number")
    )
    return [
        {
            "station": version.protocol.station.number,
            "kind": version.protocol.station.kind,
            "illustrative": version.protocol.illustrative,
            "annulled": version.protocol.annulled_by_id is not None,
            "lines": {name: value for name, value in version.lines().items() if value is not None},
            "votes": [c.votes for c in sorted(version.vote_counts.all(), key=lambda c: c.option.position)],
        }
        for version in versions
    ]


def same_figures(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Do two editions say the same, their own number, status and time aside?"""

    def said(content: dict[str, Any]) -> str:
        return digest({key: value for key, value in content.items() if key not in ("edition", "status", "published_at")})

    return said(one) == said(other)
