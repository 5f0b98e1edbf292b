"""The death of a candidate: recorded by what proves it, so that the commission can end the candidacy. Nobody can be told of his own."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import Deficiency, DocumentKind, Nomination
from candidates.services.handing_in import keep_document
from candidates.workflow import State
from commission import clock
from commission.access import Action
from commission.command import command, done
from commission.refused import Refused
from commission.services.papers import Incoming

DEATH = "death"  # the ground of the rule set


@command(Action.NOTE_DEFICIENCY)
def record_death(
    nomination: Nomination, *, actor: Any, at: datetime, died_on: date, reference: str, proof: Incoming | None = None
) -> Deficiency:
    """Note the death with the record that proves it. The ground needs no notice (rule set), so a decision can rest on it at once.

    Registered: the commission cancels the registration. Before: it refuses the registration. The deposit is returned.
    Raises Refused("state"), Refused("death_ahead"), Refused("no_reference"), Refused("recorded_already").
    """
    if nomination.stage not in (State.UNDER_VERIFICATION, State.REGISTERED):
        raise Refused(
            "state",
            _("A death is recorded during verification or after registration."),
            way_out=_("Begin the verification, or send the case back to it."),
        )
    if nomination.deficiencies.filter(ground=DEATH).exists():
        raise Refused("recorded_already", _("The death is on record already."))
    if died_on > clock.local_date(at, nomination.election.zone):
        raise Refused("death_ahead", _("That day has not come yet."), way_out=_("Compare it with the record of the civil registry."))
    if not reference.strip():
        raise Refused("no_reference", _("It is not said what proves it."), way_out=_("Name the record of the civil registry."))
    ground = nomination.election.pack.ground(DEATH)
    assert ground is not None
    documents = keep_document(nomination, proof, kind=DocumentKind.OTHER, at=at) if proof else []
    row = Deficiency.objects.create(
        nomination=nomination,
        ground=DEATH,
        article=ground.article,
        description_kk=f"Қайтыс болған күні: {died_on:%d.%m.%Y}; {reference.strip()}",
        description_ru=f"Дата смерти: {died_on:%d.%m.%Y}; {reference.strip()}",
        curable=False,
        noted_at=at,
    )
    done("nomination.deficiency_noted", changed=[*documents, row], article=row.article, code=DEATH)
    return row
