"""The self-check before anybody types anything: what stands in the way, and the way out. Pure; nothing of it is stored.

The questions are the rule set's own. The commission decides on every one of them; the check only spares a person the surprise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.law.terms import CERTAINTY_LABELS, Certainty, LawPack, Requirement

WAYS_OUT: dict[str, Any] = {
    "citizen": _("Only citizens of Kazakhstan can be elected akim."),
    "age": _("Nobody younger can be registered at this election; there will be another one."),
    "capable": _("Once the court has given back your full capacity, or the sentence is served, you can stand."),
    "not_convicted": _("Once the conviction is spent or expunged, you can stand. The committee on legal statistics can tell you when."),
    "civil_service": _(
        "The Agency for Civil Service Affairs says what the post asks for: education, work experience, no bars. "
        "It checks this for the commission; ask it before you pay a deposit."
    ),
    "terms_of_office": _("After two terms in a row somebody else has to serve first."),
    "party_member": _("A party nominates its own members only. Join it first, or come forward by yourself."),
}
ASK = _("Ask the commission before you come forward.")


@dataclass(frozen=True)
class Obstacle:
    """One answer that stands in the way: the requirement, how sure the rule is, and the way out."""

    requirement: Requirement
    way_out: Any

    @property
    def doubt(self) -> Any:
        """How the article is known, where that is not certain."""
        certainty = self.requirement.certainty
        return "" if certainty is Certainty.VERIFIED else CERTAINTY_LABELS[certainty]


def obstacles(pack: LawPack, way: str, answers: Mapping[str, bool]) -> list[Obstacle]:
    """The requirements that somebody who answers like this does not meet, in the order of the rule set."""
    return [
        Obstacle(requirement, WAYS_OUT.get(requirement.code, ASK))
        for requirement in pack.requirements_of(way)
        if answers.get(requirement.code) is False
    ]
