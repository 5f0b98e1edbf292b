"""The ballot: its order, its approval, and what happens to a name that leaves it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.alphabet import kazakh_key
from candidates.models import BallotOption, Nomination, OptionKind
from candidates.workflow import State
from commission.access import Action
from commission.command import command, done
from commission.models import DecisionKind, Election, Precision
from commission.refused import Refused
from commission.services.decisions import Text, Vote, take_decision


@command(Action.APPROVE_BALLOT)
def approve_ballot(
    election: Election, *, actor: Any, at: datetime, vote: Vote | None, precision: Precision = Precision.MOMENT
) -> list[BallotOption]:
    """Put the registered candidates onto the ballot, in the order of the Kazakh alphabet, “against all” last.

    Raises Refused("approved_already"), Refused("too_few_candidates").
    """
    if election.ballot_options.exists():
        raise Refused("approved_already", _("The ballot has been approved already."))
    # locked: who leaves at this moment is either not on the ballot or is struck out of it, never forgotten between the two
    registered = election.nominations.filter(state=State.REGISTERED).order_by("pk").select_for_update(no_key=True)
    candidates = sorted(registered, key=lambda n: kazakh_key(n.ballot_name_kk))
    if len(candidates) < election.pack.minimum_candidates:
        raise Refused(
            "too_few_candidates",
            _("A ballot needs at least %(count)d candidates.") % {"count": election.pack.minimum_candidates},
            way_out=_("The commission can extend nomination by decision."),
        )
    decision = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.BALLOT,
        election=election,
        vote=vote,
        precision=precision,
        text=Text(
            "Сайлау бюллетенінің мәтінін бекіту туралы",
            "Об утверждении текста избирательного бюллетеня",
            "Approving the text of the ballot",
        ),
    )
    options = [
        BallotOption.objects.create(
            election=election, kind=OptionKind.CANDIDATE, nomination=nomination, position=position, decision=decision
        )
        for position, nomination in enumerate(candidates, start=1)
    ]
    options.append(
        BallotOption.objects.create(election=election, kind=OptionKind.AGAINST_ALL, position=len(options) + 1, decision=decision)
    )
    done("ballot.approved", changed=options, decision=decision.pk, count=len(options))
    return options


def strike_out(nomination: Nomination, *, at: datetime) -> list[BallotOption]:
    """Strike a name that left out of an approved ballot; nothing where no ballot holds it.

    Source: CEC rules of 19.09.2018 No. 16/209. Called inside the step that ends the candidacy.
    """
    option = BallotOption.objects.filter(nomination=nomination, struck_out_at__isnull=True).first()
    if option is None:
        return []
    option.struck_out_at = at
    option.save(update_fields=["struck_out_at"])
    return [option]


def put_back(nomination: Nomination) -> list[BallotOption]:
    """The name of a candidate who is registered again comes back to its line; nothing where it was not struck out."""
    option = BallotOption.objects.filter(nomination=nomination, struck_out_at__isnull=False).first()
    if option is None:
        return []
    option.struck_out_at = None
    option.save(update_fields=["struck_out_at"])
    return [option]
