"""Annulling a decision of a commission below, as a matter of a session of the superior commission. Source: CL art. 12(15)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission.access import Action, can
from commission.models import Commission, Decision, DecisionKind
from commission.refused import Refused
from commission.selectors import roles_of
from commission.services import matters
from commission.services.decisions import Text, Vote, annul_decision, take_decision
from commission.services.matters import Carried, Draft, Kind, Proposal


def proposal(decision: Decision, reasoning: Text) -> Proposal:
    """The annulment as the agenda keeps it."""
    return Proposal(DecisionKind.ANNUL, decision, None, {"reasoning": {"kk": reasoning.kk, "ru": reasoning.ru}})


def subject(decision: Decision) -> Text:
    home = decision.home
    return Text(
        f"№ {decision.number} қаулының күшін жою туралы ({home.name_kk})",
        f"Об отмене постановления № {decision.number} ({home.name_ru})",
        f"Annulling resolution No. {decision.number} ({home.name_en or home.name_ru})",
    )


def is_above(home: Commission, below: Commission) -> bool:
    """Does `home` stand above the other commission, directly or over others?"""
    above, seen = below.parent, set[int]()
    while above is not None and above.pk not in seen:
        if above.pk == home.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False


def check(home: Commission, decision: Decision, draft: Draft, at: datetime) -> None:
    """Raises Refused("not_superior"), Refused("annulled_already"), Refused("no_reasoning")."""
    if not is_above(home, decision.home):
        raise Refused(
            "not_superior",
            _("Only a commission above the one that decided can annul its decision."),
            article="CL art. 12(15)",
            way_out=_("Ask the superior commission."),
        )
    if decision.annulled_by_id:
        raise Refused("annulled_already", _("This decision has been annulled already."))
    words = draft.get("reasoning", {})
    if not (words.get("kk", "").strip() and words.get("ru", "").strip()):
        raise Refused(
            "no_reasoning",
            _("The decision needs its reasoning in both official languages."),
            way_out=_("Say in a sentence which rule the decision breaks."),
        )


def carry_out(carried: Carried) -> Decision:
    """The superior commission's own decision, and by it the annulment of the one below."""
    words = carried.draft["reasoning"]
    by = take_decision(
        carried.home,
        actor=carried.actor,
        at=carried.at,
        kind=DecisionKind.ANNUL,
        text=subject(carried.matter),
        vote=carried.vote,
        reasoning=Text(words["kk"], words["ru"]),
        dissent=carried.dissent,
    )
    annul_decision(carried.matter, actor=carried.actor, at=carried.at, by=by)
    return by


# -- where the members voted already


def deciding_above(actor: Any, decision: Decision) -> Commission | None:
    """The nearest commission above whose decisions this person records; none where there is none."""
    above, seen = decision.home.parent, set[int]()
    while above is not None and above.pk not in seen:
        if can(roles_of(actor, above), Action.TAKE_DECISION):
            return above
        seen.add(above.pk)
        above = above.parent
    return None


def annul(decision: Decision, *, actor: Any, at: datetime, above: Commission, vote: Vote, reasoning: Text) -> Decision:
    """Record the annulling decision by the figures of its vote, and annul by it; `at` is when the members voted.

    What rested on the annulled one is undone by a step of its own: the commission below reinstates the candidate.
    Raises Refused as `check` does, and as taking a decision and annulling one do.
    """
    draft = proposal(decision, reasoning).draft
    check(above, decision, draft, at)
    with transaction.atomic():
        return carry_out(Carried(decision, draft, actor, at, vote, "", above))


def make_known() -> None:
    """Called once, when the app is ready."""
    matters.add(Kind(DecisionKind.ANNUL, Decision, text=subject, check=check, carry_out=carry_out))
