"""Decisions of a commission: quorum and majority are counted here and held by the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.access import Action, can
from commission.command import command, done, may_record_as_published
from commission.law import pack_for
from commission.law.terms import LawPack
from commission.models import Commission, Decision, DecisionKind, Election, Precision
from commission.refused import Refused
from commission.selectors import roles_of


@dataclass(frozen=True)
class Vote:
    """The open vote of a session, in members. All of them, present or not, are the base of the majority."""

    present: int
    votes_for: int
    votes_against: int = 0
    abstained: int = 0


@dataclass(frozen=True)
class Text:
    """What a decision is about, in the official languages (kk, ru) and in English."""

    kk: str
    ru: str
    en: str = ""


def check_vote(vote: Vote, *, total: int, pack: LawPack) -> None:
    """Raises Refused("quorum"), ("vote_count") or ("majority"). Source: CL art. 20(4), 20(5)."""
    if vote.present * pack.quorum.value.denominator < total * pack.quorum.value.numerator or vote.present > total:
        raise Refused(
            "quorum",
            _("%(present)d of %(total)d members are present: a session needs two thirds of all members.")
            % {"present": vote.present, "total": total},
            article=pack.quorum.article,
            way_out=_("Convene the session again."),
        )
    cast = vote.votes_for + vote.votes_against + vote.abstained
    if cast > vote.present or min(vote.votes_for, vote.votes_against, vote.abstained) < 0:
        raise Refused("vote_count", _("More votes are recorded than members were present."), way_out=_("Correct the count of the vote."))
    if vote.votes_for * pack.majority.value.denominator <= total * pack.majority.value.numerator:
        raise Refused(
            "majority",
            _("%(votes)d of %(total)d members voted for it: a decision needs more than half of all members.")
            % {"votes": vote.votes_for, "total": total},
            article=pack.majority.article,
            way_out=_("The decision is not taken; record it as rejected in the minutes."),
        )


@command(Action.TAKE_DECISION)
def take_decision(
    home: Commission,
    *,
    actor: Any,
    at: datetime,
    kind: DecisionKind,
    text: Text,
    vote: Vote | None,
    election: Election | None = None,
    number: str | None = None,
    precision: Precision = Precision.MOMENT,
    reasoning: str = "",
    dissent: str = "",
) -> Decision:
    """Record a decision that the members took at `at`, with the next number of the commission, and publish it.

    `vote=None` and a `number` of its own belong to a replayed record that never published them: Refused("vote_missing")
    or ("number_given") elsewhere; Refused("number_taken") where it is not free. Refused("foreign_election") for an election of
    another commission, Refused("decision_in_future"), and as `check_vote` does. Without a published vote there is no number either.
    """
    if election is not None and election.home_id != home.pk:
        raise Refused("foreign_election", _("This election belongs to another commission."), status=404)
    if at > clock.now():
        raise Refused("decision_in_future", _("A decision can't be dated ahead."), way_out=_("Enter the moment of the session."))
    as_published = election is not None and may_record_as_published(election)
    if vote is None and not as_published:
        raise Refused("vote_missing", _("A decision needs the count of its vote."), article="CL art. 20(5)", way_out=_("Enter the count."))
    if number is not None and not as_published:
        raise Refused("number_given", _("The portal gives decisions their numbers."))
    if vote is not None:
        check_vote(vote, total=home.seats, pack=pack_for(election.polling_date if election else at.date()))
    decision = Decision.objects.create(
        home=home,
        election=election,
        number=_free_number(home, election, number) if number is not None else _next_number(home) if vote else "",
        adopted_at=at,
        precision=precision,
        kind=kind,
        subject_kk=text.kk,
        subject_ru=text.ru,
        subject_en=text.en,
        votes_published=vote is not None,
        members_total=home.seats if vote else None,
        members_present=vote.present if vote else None,
        votes_for=vote.votes_for if vote else None,
        votes_against=vote.votes_against if vote else None,
        abstained=vote.abstained if vote else None,
        reasoning=reasoning,
        dissent=dissent,
        published_at=at,
    )
    done("decision.taken", changed=[decision], code=kind.value, as_published=vote is None)
    return decision


def _next_number(home: Commission) -> str:
    """One more than the highest; the locked row of the commission keeps two sessions from taking the same one."""
    numbers = [int(n) for n in home.decisions.exclude(number="").values_list("number", flat=True) if n.isdigit()]
    return str(max(numbers, default=0) + 1)


def _free_number(home: Commission, election: Election | None, number: str) -> str:
    """A number of a published record. Raises Refused("number_taken")."""
    if number and home.decisions.filter(election=election, number=number).exists():
        raise Refused("number_taken", _("Decision No. %(number)s exists already.") % {"number": number})
    return number


@command(Action.ANNUL_DECISION)
def annul_decision(decision: Decision, *, actor: Any, at: datetime, by: Decision) -> Decision:
    """The superior commission annuls a decision by one of its own. Source: CL art. 12(15).

    Raises Refused("not_superior") where `by` is not a decision of a commission above; Refused("annulled_already").
    """
    above, homes = decision.home.parent, []
    while above is not None and above.pk not in homes:
        homes.append(above.pk)
        above = above.parent
    if by.home_id not in homes:
        raise Refused("not_superior", _("Only a decision of the superior commission can annul this one."), article="CL art. 12(15)")
    if not can(roles_of(actor, by), Action.TAKE_DECISION):
        raise Refused("role", _("Only who records the decisions of the superior commission can record this."), status=403)
    if by.kind != DecisionKind.ANNUL or by.adopted_at < decision.adopted_at or by.annulled_by_id:
        raise Refused(
            "not_annulling", _("That decision does not annul this one."), way_out=_("Choose the decision by which it was annulled.")
        )
    if decision.annulled_by_id:
        raise Refused("annulled_already", _("This decision has been annulled already."))
    decision.annulled_by = by
    decision.save(update_fields=["annulled_by"])
    done("decision.annulled", changed=[decision], decision=by.pk)
    return decision
