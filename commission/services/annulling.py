"""The superior commission annuls a decision below it by one of its own (CL art. 12(15))."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commission.access import Action, can
from commission.models import Commission, Decision, DecisionKind
from commission.selectors import roles_of
from commission.services.decisions import Text, Vote, annul_decision, take_decision

SUBJECT = Text(
    "%(home)s комиссиясының № %(number)s қаулысының күшін жою туралы",
    "Об отмене постановления № %(number)s: %(home)s",
    "Annulling decision No. %(number)s: %(home)s",
)


def deciding_above(actor: Any, decision: Decision) -> Commission | None:
    """The commission above, the nearest first, whose decisions this person records; nobody's where there is none."""
    above, seen = decision.home.parent, set[int]()
    while above is not None and above.pk not in seen:
        if can(roles_of(actor, above), Action.TAKE_DECISION):
            return above
        seen.add(above.pk)
        above = above.parent
    return None


def annul(decision: Decision, *, actor: Any, at: datetime, above: Commission, vote: Vote, reasoning: Text) -> Decision:
    """Take the annulling decision with its vote, and annul by it. `at` is when the members voted; returns the annulling one.

    What rested on the annulled decision is undone by a step of its own: a candidate is reinstated by the secretary below.
    Raises Refused as taking a decision and annulling one do.
    """
    number = decision.number or "–"
    text = Text(
        SUBJECT.kk % {"home": decision.home.name_kk, "number": number},
        SUBJECT.ru % {"home": decision.home.name_ru, "number": number},
        SUBJECT.en % {"home": decision.home.name_en or decision.home.name_ru, "number": number},
    )
    with transaction.atomic():
        by = take_decision(above, actor=actor, at=at, kind=DecisionKind.ANNUL, text=text, vote=vote, reasoning=reasoning)
        annul_decision(decision, actor=actor, at=at, by=by)
    return by
