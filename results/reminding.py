"""When the work on the results of an election is done."""

from commission.models import Election
from commission.services import debts
from results.models import Edition, Protocol
from results.models.outcome import FINAL
from results.services.remaining import TYPED


def protocols_typed(elections: list[Election]) -> set[int]:
    """Where the protocol of every station is in and typed twice alike; a station whose vote was annulled owes none."""
    owed = Protocol.objects.filter(election__in=elections, annulled_by__isnull=True)
    left = owed.exclude(state__in=TYPED).order_by().values_list("election_id", flat=True).distinct()
    return set(owed.order_by().values_list("election_id", flat=True).distinct()) - set(left)


def published(elections: list[Election]) -> set[int]:
    """Where an edition shows the result as it was determined."""
    return set(Edition.objects.filter(election__in=elections, status__in=sorted(FINAL)).values_list("election_id", flat=True))


def make_known() -> None:
    """Called once, when the app is ready."""
    debts.done_when("counting", protocols_typed)
    debts.done_when("publication", published)
