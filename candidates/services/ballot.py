"""The ballot: its order, its approval, and what happens to a name that leaves it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.alphabet import kazakh_key
from candidates.models import BallotOption, Nomination, OptionKind
from candidates.workflow import BEFORE_THE_END, State, Window
from commission.access import Action
from commission.command import command, done
from commission.models import DecisionKind, Election, Precision
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import Text, Vote, take_decision

# A nomination that the commission still owes a decision: it may yet become a line of the ballot.
UNDECIDED = BEFORE_THE_END - {State.REGISTERED}


@command(Action.APPROVE_BALLOT)
def approve_ballot(
    election: Election, *, actor: Any, at: datetime, vote: Vote | None, precision: Precision = Precision.MOMENT
) -> list[BallotOption]:
    """Put the registered candidates onto the ballot, in the order of the Kazakh alphabet, “against all” last.

    Only when nobody can be registered any more: who is registered later would find no line on it.
    Raises Refused("approved_already"), Refused("no_timetable"), Refused("registration_running"), Refused("cases_open"),
    Refused("too_few_candidates").
    """
    if election.ballot_options.exists():
        raise Refused("approved_already", _("The ballot has been approved already."))
    check_registration_over(windows_of(election).get("registration"), at)
    # All locked: who leaves or is reinstated at this moment is either settled before the ballot is made up, or finds it
    # approved; nobody is forgotten between the two.
    nominations = list(election.nominations.order_by("pk").select_for_update(no_key=True))
    if undecided := sum(1 for nomination in nominations if nomination.stage in UNDECIDED):
        raise Refused(
            "cases_open",
            _("%(count)d nominations have no decision yet.") % {"count": undecided},
            way_out=_("The commission decides on each of them first."),
        )
    registered = [nomination for nomination in nominations if nomination.stage is State.REGISTERED]
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


def check_registration_over(window: Window | None, at: datetime) -> None:
    """Raises Refused where the term of registration is not adopted, or still runs; its last moment belongs to it."""
    if window is None or window.due_at is None:
        raise Refused("no_timetable", _("Registration has no adopted term yet."), way_out=_("The commission adopts the timetable first."))
    if at <= window.due_at:
        raise Refused(
            "registration_running",
            _("Candidates can still be registered."),
            article=window.article,
            way_out=_("The ballot is approved when the term of registration has ended."),
        )


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
