"""Totals of an election: sums of the accepted, not annulled protocols, in integers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from candidates.models import BallotOption
from candidates.selectors import ballot_in_force
from commission.models import Election
from results.models import Lines, Version, VoteCount
from results.workflow import State


@dataclass(frozen=True)
class OptionTotal:
    """Votes for one line of the ballot."""

    option: BallotOption
    votes: int


@dataclass(frozen=True)
class Totals:
    """Sums over the accepted protocols. `lines` in ballots or voters, `options` in votes, in the order of the ballot."""

    lines: dict[str, int]
    options: tuple[OptionTotal, ...]
    stations: int
    accepted: int
    annulled: int

    @property
    def valid(self) -> int:
        """Votes for all lines of the ballot, against all included: the first base of shares."""
        return sum(row.votes for row in self.options)

    @property
    def took_part(self) -> int:
        """Voters whose ballots were in the boxes: the second base of shares."""
        return self.lines.get("ballots_in_boxes", 0)

    @property
    def figures(self) -> dict[str, Any]:
        """What a determination holds of them: plain JSON values, votes by position on the ballot."""
        return {"lines": self.lines, "votes": {str(row.option.position): row.votes for row in self.options}}

    @property
    def complete(self) -> bool:
        return self.stations > 0 and self.accepted + self.annulled == self.stations


def tabulate(election: Election) -> Totals:
    """Add the protocols up. Four queries, whatever their number."""
    standing = {"protocol__election": election, "protocol__state": State.ACCEPTED, "protocol__annulled_by__isnull": True, "current": True}
    sums = Version.objects.filter(**standing).aggregate(*(Sum(name) for name in Lines.NAMES), accepted=Count("pk"))
    votes = dict(
        VoteCount.objects.filter(**{f"version__{key}": value for key, value in standing.items()})
        .values_list("option")
        .annotate(Sum("votes"))
        .values_list("option", "votes__sum")
    )
    stations = election.polling_stations.aggregate(total=Count("pk"), annulled=Count("protocol__annulled_by"))
    return Totals(
        lines={name: sums[f"{name}__sum"] for name in Lines.NAMES if sums[f"{name}__sum"] is not None},
        options=tuple(OptionTotal(o, votes.get(o.pk, 0)) for o in ballot_in_force(election)),
        stations=stations["total"],
        accepted=sums["accepted"],
        annulled=stations["annulled"],
    )
