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
from commission.services.papers import Incoming, store


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


NO_WORDS = Text("", "")


def check_quorum(present: int, *, total: int, pack: LawPack) -> None:
    """Raises Refused("quorum"). Source: CL art. 20(4)."""
    if present * pack.quorum.value.denominator < total * pack.quorum.value.numerator or present > total:
        raise Refused(
            "quorum",
            _("%(present)d of %(total)d members are present: a session needs two thirds of all members.")
            % {"present": present, "total": total},
            article=pack.quorum.article,
            way_out=_("Convene the session again."),
        )


def has_majority(votes_for: int, *, total: int, pack: LawPack) -> bool:
    """More than half of all members, present or not. Source: CL art. 20(5)."""
    return votes_for * pack.majority.value.denominator > total * pack.majority.value.numerator


def check_vote(vote: Vote, *, total: int, pack: LawPack) -> None:
    """Raises Refused("quorum"), ("vote_count") or ("majority"). Source: CL art. 20(4), 20(5)."""
    check_quorum(vote.present, total=total, pack=pack)
    cast = vote.votes_for + vote.votes_against + vote.abstained
    if cast > vote.present or min(vote.votes_for, vote.votes_against, vote.abstained) < 0:
        raise Refused("vote_count", _("More votes are recorded than members were present."), way_out=_("Correct the count of the vote."))
    if not has_majority(vote.votes_for, total=total, pack=pack):
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
    reasoning: Text = NO_WORDS,
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
        reasoning_kk=reasoning.kk,
        reasoning_ru=reasoning.ru,
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


@command(Action.SERVE_DECISION)
def serve_decision(decision: Decision, *, actor: Any, at: datetime, served_at: datetime, how: str) -> Decision:
    """Record when and how the person concerned got the decision. The term of an appeal runs from that day.

    Raises Refused("served_already"), Refused("served_before_adoption"), Refused("served_in_future"), Refused("how_missing").
    """
    if decision.served_at is not None:
        raise Refused("served_already", _("This decision has been served already: the term of an appeal runs from that day."))
    if served_at < decision.adopted_at:
        raise Refused(
            "served_before_adoption",
            _("A decision can't be served before it was adopted."),
            way_out=_("Enter the moment at which the person got it."),
        )
    if served_at > at:
        raise Refused(
            "served_in_future",
            _("That moment has not come yet: the term of an appeal would begin too late."),
            way_out=_("Record it when the person has got the decision."),
        )
    if not how.strip():
        raise Refused(
            "how_missing",
            _("It is not said how the decision was served."),
            way_out=_("Write one sentence, e.g. by hand against signature."),
        )
    decision.served_at, decision.served_how = served_at, how.strip()
    decision.save(update_fields=["served_at", "served_how"])
    done("decision.served", changed=[decision])
    return decision


@command(Action.SERVE_DECISION)
def attach_scan(decision: Decision, *, actor: Any, at: datetime, document: Incoming) -> Decision:
    """Keep the scan of the signed decision. A better scan takes the place of an earlier one, which stays in the store."""
    decision.document = store(decision.home, document)
    decision.save(update_fields=["document"])
    done("decision.document_attached", changed=[decision, decision.document], sha256=decision.document.sha256)
    return decision


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
