"""Is the voting over? Asked before every step of the count; the answer stands in the calendar plan in force."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commission.models import Election
from commission.refused import Refused


def voting_over(election: Election, at: datetime) -> bool:
    """Have the polls closed? Never true where no plan in force says when they close."""
    voting = election.timetable_entries.filter(code="voting", in_force=True).first()
    return voting is not None and voting.due_at is not None and at > voting.due_at


def require_voting_over(election: Election, at: datetime) -> None:
    """Nobody counts, and nobody publishes a count, before the polls have closed. Raises Refused("voting_not_over")."""
    if not voting_over(election, at):
        raise Refused("voting_not_over", _("Voting is not over."), article="CL art. 44", way_out=_("Wait until the polls have closed."))
