"""What the commission decided against a person: the decision, its grounds with the failures behind them, and how to appeal."""

from typing import Any

from django.utils.translation import gettext as _

from candidates.models import Nomination
from candidates.precheck import doubt
from candidates.selectors import appeal_ends


def decided(nomination: Nomination) -> list[dict[str, Any]]:
    """Each refusal and cancellation with its grounds, the last one last; three queries where there is any."""
    grounds = list(nomination.grounds.select_related("decision__annulled_by", "deficiency").order_by("decision__adopted_at", "pk"))
    if not grounds:
        return []
    appeals, above = list(nomination.appeals.all()), nomination.election.home.parent
    period = nomination.election.pack.period("appeal_against_refusal")
    found: list[dict[str, Any]] = []
    for decision in dict.fromkeys(ground.decision for ground in grounds):
        filed = [appeal for appeal in appeals if appeal.decision_id == decision.pk]
        found.append(
            {
                "decision": decision,
                "grounds": [ground for ground in grounds if ground.decision_id == decision.pk],
                "appeals": filed,
                "undone": decision.annulled_by_id is not None or any(appeal.outcome == "upheld" for appeal in filed),
                "bodies": [above.name, _("the court")] if above else [_("the court")],
                "until": appeal_ends(nomination.election, decision),
                "article": period.article,
                "doubt": doubt(period.certainty),
            }
        )
    return found
