"""The ballot: its order, its approval, and what happens to a name that leaves it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.ballot_text import in_ballot_order
from candidates.models import BallotOption, Nomination, OptionKind
from candidates.selectors import ballot_in_force, has_another_live_nomination, last_decision_fell
from candidates.workflow import BEFORE_THE_END, State, Window
from commission.access import Action
from commission.command import command, done
from commission.models import DecisionKind, Election, Precision
from commission.refused import Refused
from commission.selectors import windows_of
from commission.services.decisions import NO_WORDS, Text, Vote, take_decision

# A nomination that the commission still owes a decision: it may yet become a line of the ballot.
UNDECIDED = BEFORE_THE_END - {State.REGISTERED}


TEXT = Text(
    "Сайлау бюллетенінің мәтінін бекіту туралы", "Об утверждении текста избирательного бюллетеня", "Approving the text of the ballot"
)
NEW_TEXT = Text(
    "Сайлау бюллетенінің жаңа мәтінін бекіту туралы",
    "Об утверждении нового текста избирательного бюллетеня",
    "Approving a new text of the ballot",
)


@command(Action.APPROVE_BALLOT)
def approve_ballot(
    election: Election,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    reasoning: Text = NO_WORDS,
    dissent: str = "",
    precision: Precision = Precision.MOMENT,
) -> list[BallotOption]:
    """Put the registered candidates onto the ballot, in the order of the Kazakh alphabet, “against all” last.

    Only when nobody can be registered any more: who is registered later would find no line on it. Until voting begins the
    ballot can be approved anew where its lines would change: struck-out names are dropped, and whoever comes back gets a line. Whose
    refusal or cancellation fell gets it struck out, until the reinstatement puts the name back (`put_back`): so nobody is
    registered without a line, and nobody stands on the ballot unregistered.

    Raises Refused("no_timetable"), Refused("registration_running"), Refused("voting_begun"), Refused("cases_open"),
    Refused("too_few_candidates"), Refused("approved_already").
    """
    check_registration_over(windows_of(election).get("registration"), at)
    # All locked: who leaves or is reinstated at this moment is either settled before the ballot is made up, or finds it
    # approved; nobody is forgotten between the two.
    nominations = list(election.nominations.order_by("pk").select_for_update(no_key=True))
    lines = lines_of(election, nominations, at)
    earlier = list(ballot_in_force(election))
    decision = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.BALLOT,
        election=election,
        vote=vote,
        precision=precision,
        reasoning=reasoning,
        dissent=dissent,
        text=subject(election),
    )
    for line in earlier:
        line.replaced_by = decision
        line.save(update_fields=["replaced_by"])
    options = [
        BallotOption.objects.create(
            election=election,
            kind=OptionKind.CANDIDATE,
            nomination=nomination,
            position=position,
            decision=decision,
            struck_out_at=None if nomination.stage is State.REGISTERED else at,
        )
        for position, nomination in enumerate(lines, start=1)
    ]
    options.append(
        BallotOption.objects.create(election=election, kind=OptionKind.AGAINST_ALL, position=len(options) + 1, decision=decision)
    )
    done("ballot.approved", changed=[*options, *earlier], decision=decision.pk, count=len(options))
    return options


def subject(election: Election) -> Text:
    """What the decision is about: the text of the ballot, or a new one."""
    return NEW_TEXT if ballot_in_force(election).exists() else TEXT


def lines_of(election: Election, nominations: Sequence[Nomination], at: datetime) -> list[Nomination]:
    """Who would stand on a ballot approved at `at`, in its order. Raises Refused as `approve_ballot` does."""
    check_registration_over(windows_of(election).get("registration"), at)
    check_before_voting(windows_of(election).get("voting"), at)
    earlier = list(ballot_in_force(election).select_related("decision"))
    back = [nomination for nomination in nominations if comes_back(nomination, ballot_approved=bool(earlier))]
    if undecided := sum(1 for nomination in nominations if nomination.stage in UNDECIDED and nomination not in back):
        raise Refused(
            "cases_open",
            _("%(count)d nominations have no decision yet.") % {"count": undecided},
            way_out=_("The commission decides on each of them first."),
        )
    standing = [nomination for nomination in nominations if nomination.stage is State.REGISTERED]
    lines = in_ballot_order([*standing, *back])
    if len(lines) < election.pack.minimum_candidates:
        raise Refused(
            "too_few_candidates",
            _("A ballot needs at least %(count)d candidates.") % {"count": election.pack.minimum_candidates},
            way_out=_("The commission can extend nomination by decision."),
        )
    same = [line.nomination for line in earlier if line.nomination] == lines
    if same and not earlier[0].decision.annulled_by_id:
        raise Refused("approved_already", _("The ballot has been approved already, with exactly these lines."))
    return lines


def comes_back(nomination: Nomination, *, ballot_approved: bool) -> bool:
    """Was this person put out of the race by a decision that fell, and is not registered again yet?

    Before the first ballot a case that is verified anew has time to be decided; beside an approved one only a new line helps.
    """
    ended = nomination.stage in (State.REFUSED, State.CANCELLED)
    if not (ended or (ballot_approved and nomination.stage in UNDECIDED)) or not last_decision_fell(nomination):
        return False
    return not has_another_live_nomination(nomination)


def check_before_voting(window: Window | None, at: datetime) -> None:
    """Raises Refused once people vote: a ballot doesn't change under them."""
    if window is not None and window.starts_at is not None and at >= window.starts_at:
        raise Refused(
            "voting_begun",
            _("Voting has begun: the ballot can't be changed any more."),
            article=window.article,
            way_out=_("A name that leaves is struck out by hand."),
        )


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
    option = nomination.ballot_lines.filter(replaced_by__isnull=True, struck_out_at__isnull=True).first()
    if option is None:
        return []
    option.struck_out_at = at
    option.save(update_fields=["struck_out_at"])
    return [option]


def put_back(nomination: Nomination) -> list[BallotOption]:
    """The name of a candidate who is registered again comes back to its line; nothing where it was not struck out."""
    option = nomination.ballot_lines.filter(replaced_by__isnull=True, struck_out_at__isnull=False).first()
    if option is None:
        return []
    option.struck_out_at = None
    option.save(update_fields=["struck_out_at"])
    return [option]
