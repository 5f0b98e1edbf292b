"""Too few came forward: the ground on which nomination itself is extended, once, by the days of the rule set."""

from django.utils.translation import gettext_lazy as _

from candidates.workflow import BEFORE_THE_END
from commission import timetable
from commission.models import Election, TimetableEntry
from commission.refused import Refused
from commission.services import extending
from commission.services.extending import Basis, Extension


def in_the_race(election: Election) -> int:
    """Those who came forward and did not leave."""
    return election.nominations.filter(state__in=sorted(BEFORE_THE_END)).count()


def too_few(election: Election, entry: TimetableEntry, extension: Extension) -> None:
    """Raises Refused("enough_came_forward"), Refused("too_long"): all extensions together are no longer than the rule set allows."""
    period, count = election.pack.period("nomination_extension"), in_the_race(election)
    if count >= election.pack.minimum_candidates:
        raise Refused(
            "enough_came_forward",
            _("%(count)d people came forward: that is enough for an election.") % {"count": count},
            article=period.article,
            way_out=_("Nomination ends as the timetable says."),
        )
    first = election.timetable_entries.filter(code=entry.code).order_by("pk").first()
    if first and first.due_at and extension.due_at > timetable.days_later(first.due_at, period.days, election.zone):
        raise Refused(
            "too_long",
            _("Nomination can be extended by %(days)d days at most.") % {"days": period.days},
            article=period.article,
            way_out=_("Enter an earlier end. Then the superior akim may nominate."),
        )


def make_known() -> None:
    """Called once, when the app is ready."""
    extending.add(Basis("too_few", _("Too few people came forward"), too_few, code="nomination"))
