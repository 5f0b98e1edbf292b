"""What is left to do of each entry of a timetable, told by the app whose work it is.

    work.tell(of_nominations)          # Election -> {"certificates": Work(3), …}

The board of the desk reads it. An entry that nobody tells of is over when its time is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commission.models import Election, ElectionState


@dataclass(frozen=True)
class Work:
    """How many things are left. `final`: with none left it is done before its term ends as well, for nothing more can come."""

    left: int
    final: bool = False

    @property
    def done(self) -> bool:
        return self.final and not self.left


Teller = Callable[[Election], Mapping[str, Work]]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Say what is left of an app's entries. Called once, when the app is ready."""
    _tellers.append(teller)


def of(election: Election) -> dict[str, Work]:
    """What is left, by the code of the entry."""
    return {code: work for teller in _tellers for code, work in teller(election).items()}


def _of_the_election(election: Election) -> dict[str, Work]:
    state = ElectionState(election.state)
    return {
        "election_called": Work(0, final=True),
        "determination": Work(int(state is ElectionState.CALLED), final=True),
        "registration_of_elected": Work(int(state in (ElectionState.CALLED, ElectionState.DETERMINED)), final=True),
    }


def make_known() -> None:
    """Called once, when the app is ready."""
    tell(_of_the_election)
