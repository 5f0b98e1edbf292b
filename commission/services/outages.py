"""The outage log: what people write down when the portal could not be reached. A decision to extend a term cites it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.command import command, done
from commission.models import Commission, Outage
from commission.refused import Refused
from commission.services.decisions import Text


@command(Action.RECORD_OUTAGE)
def record_outage(
    home: Commission, *, actor: Any, at: datetime, began_at: datetime, words: Text, ended_at: datetime | None = None
) -> Outage:
    """Write an outage down; one that still lasts has no end yet.

    Raises Refused("outage_ahead"), Refused("outage_backwards"), Refused("outage_without_words").
    """
    check_span(began_at, ended_at, at)
    if not (words.kk.strip() and words.ru.strip()):
        raise Refused(
            "outage_without_words", _("It is not said in both official languages what happened."), way_out=_("Write one sentence.")
        )
    row = Outage.objects.create(
        home=home, began_at=began_at, ended_at=ended_at, words_kk=words.kk.strip(), words_ru=words.ru.strip(), noted_by=actor, noted_at=at
    )
    done("outage.recorded", changed=[row], subject=row)
    return row


@command(Action.RECORD_OUTAGE)
def end_outage(outage: Outage, *, actor: Any, at: datetime, ended_at: datetime) -> Outage:
    """Write down when it was over. Raises Refused("outage_over"), and as `record_outage` does."""
    if outage.ended_at is not None:
        raise Refused("outage_over", _("The end of this outage is on record already."))
    check_span(outage.began_at, ended_at, at)
    outage.ended_at = ended_at
    outage.save(update_fields=["ended_at"])
    done("outage.ended", changed=[outage])
    return outage


def check_span(began_at: datetime, ended_at: datetime | None, at: datetime) -> None:
    """Raises Refused where an outage would begin or end after `at`, or end before it began."""
    if began_at > at or (ended_at and ended_at > at):
        raise Refused(
            "outage_ahead", _("An outage can't lie ahead of the moment at which it is written down."), way_out=_("Correct the moment.")
        )
    if ended_at and ended_at <= began_at:
        raise Refused("outage_backwards", _("The outage would end before it began."), way_out=_("Correct one of the two moments."))
