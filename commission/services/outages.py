"""The outage log: what people write down when the portal could not be reached. A decision to extend a term cites it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission.access import Action
from commission.command import command, done
from commission.models import Commission, Decision, Election, Outage
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import Text, Vote
from commission.services.elections import adopt_timetable


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


def extend_term(
    election: Election,
    *,
    actor: Any,
    at: datetime,
    code: str,
    due_at: datetime,
    vote: Vote | None,
    reasoning: Text,
    outages: list[Outage],
) -> Decision:
    """Move the end of a term by decision, because the portal could not be reached. Start, article and certainty stay.

    Raises Refused("unknown_entry"), Refused("not_later"), Refused("no_reasoning"), Refused("no_outage"),
    Refused("outage_beside_term"), and as `adopt_timetable` does. How long such an extension may be is not found in the law: the
    reasoning says why so long.
    """
    with transaction.atomic():
        entry = windows_of(election).get(code)
        if entry is None or entry.due_at is None:
            raise Refused("unknown_entry", _("This election has no such term."), status=404)
        if due_at <= entry.due_at:
            raise Refused("not_later", _("The new end does not lie after the end in force."), way_out=_("Enter a later moment."))
        if not (reasoning.kk.strip() and reasoning.ru.strip()):
            raise Refused(
                "no_reasoning",
                _("The decision needs its reasoning in both official languages."),
                way_out=_("Say in a sentence why the term is extended, and for how long."),
            )
        if not outages:
            raise Refused(
                "no_outage",
                _("No outage is cited that carries the extension."),
                way_out=_("Write the outage into the log first, then cite it here."),
            )
        for outage in outages:
            if outage.began_at > entry.due_at or (entry.starts_at and outage.ended_at and outage.ended_at < entry.starts_at):
                raise Refused(
                    "outage_beside_term",
                    _("The outage of %(moment)s did not fall into this term.") % {"moment": outage},
                    way_out=_("Cite an outage that kept people from acting in time."),
                )
        span = (entry.starts_at, due_at)
        return adopt_timetable(election, actor=actor, at=at, vote=vote, spans={code: span}, reasoning=reasoning, outages=outages)
