"""What is left to do of the count and the result of an election, by the entry of the timetable that it belongs to."""

from commission.models import Election
from commission.services import work
from commission.services.work import Work
from results.models import FINAL
from results.workflow import State

TYPED = (State.DEFINITIVE, State.ACCEPTED)


def of_the_result(election: Election) -> dict[str, Work]:
    """Protocols that are not in or not typed twice alike, and the edition of the determined result."""
    protocols = election.protocols.filter(annulled_by__isnull=True)
    expected = protocols.exists()  # without stations nothing is known, and nothing is done before its time
    return {
        "counting": Work(protocols.exclude(state__in=TYPED).count(), final=expected),
        "protocols_received": Work(protocols.filter(received_at__isnull=True).count(), final=expected),
        "publication": Work(int(not election.editions.filter(status__in=sorted(FINAL)).exists()), final=True),
    }


def make_known() -> None:
    """Called once, when the app is ready."""
    work.tell(of_the_result)
