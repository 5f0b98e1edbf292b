"""Determination of the result, publication of editions, registration of the elected akim."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import OptionKind
from commission.access import Action
from commission.command import command, done
from commission.models import DecisionKind, Election, ElectionState, Precision
from commission.refused import Refused
from commission.services.decisions import Text, Vote, take_decision
from results import publication
from results.determination import Standing, winner
from results.digest import digest
from results.models import FINAL, Determination, Edition, EditionStatus
from results.tabulation import Totals, tabulate
from results.voting import require_voting_over


@command(Action.DETERMINE)
def determine_result(
    election: Election, *, actor: Any, at: datetime, vote: Vote | None, precision: Precision = Precision.MOMENT
) -> Determination:
    """The commission determines the result by decision, on the accepted protocols of all stations.

    Raises Refused("voting_not_over"), Refused("determined_already"), Refused("stations_outstanding"), and as `winner` does.
    """
    if Determination.objects.filter(election=election).exists():
        raise Refused("determined_already", _("The result has been determined already."))
    require_voting_over(election, at)
    totals = tabulate(election)
    if not totals.complete:
        raise Refused(
            "stations_outstanding",
            _("%(missing)d of %(total)d stations have no accepted protocol.")
            % {"missing": totals.stations - totals.accepted - totals.annulled, "total": totals.stations},
            way_out=_("Accept or annul them first."),
        )
    standings = [
        Standing(t.option.pk, t.votes, t.option.kind == OptionKind.CANDIDATE and t.option.struck_out_at is None) for t in totals.options
    ]
    elected = winner(standings)
    decision = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.DETERMINATION,
        election=election,
        vote=vote,
        precision=precision,
        text=Text("Сайлау қорытындыларын белгілеу туралы", "Об установлении результатов выборов", "Determining the result of the election"),
    )
    determination = Determination.objects.create(
        election=election,
        decision=decision,
        elected_id=elected,
        totals=totals.figures,
    )
    election.state = ElectionState.DETERMINED
    election.save(update_fields=["state"])
    done("result.determined", changed=[election, determination], decision=decision.pk)
    return determination


@command(Action.PUBLISH)
def publish_edition(election: Election, *, actor: Any, at: datetime, status: str) -> Edition:
    """Publish a numbered edition that never changes and holds the hash of the one before.

    Raises Refused("voting_not_over") for everything but a pre-election edition, Refused("not_determined"),
    Refused("determined_already"), Refused("stations_outstanding"), Refused("totals_moved"), Refused("nothing_new"),
    Refused("nothing_to_correct"), and ValueError for a status that does not exist.
    """
    status = EditionStatus(status)
    if status != EditionStatus.PRE_ELECTION:
        require_voting_over(election, at)
    determination = Determination.objects.filter(election=election).first()
    totals = tabulate(election)
    previous = election.editions.order_by("-number").first()
    _check_ladder(status, totals, determination, previous)
    number = previous.number + 1 if previous else 1
    content = publication.document(election, totals, number=number, status=status, at=at, determination=determination)
    if status in FINAL and previous is not None and publication.same_figures(content, previous.document):
        raise _without_a_difference(status)
    edition = Edition.objects.create(
        election=election,
        number=number,
        status=status,
        published_at=at,
        author=actor,
        document=content,
        sha256=digest(content),
        previous_sha256=previous.sha256 if previous else "",
    )
    done("edition.published", subject=edition, changed=[edition], edition=number, sha256=edition.sha256)
    return edition


def _check_ladder(status: EditionStatus, totals: Totals, determination: Determination | None, previous: Edition | None) -> None:
    """May an edition of this status stand on these totals, after the edition before?"""
    if status in FINAL and determination is None:
        raise Refused("not_determined", _("The result has not been determined yet."), way_out=_("The commission determines it first."))
    if status not in FINAL and determination is not None:
        raise Refused("determined_already", _("The result is determined: only certified editions follow."))
    if status not in (EditionStatus.PRE_ELECTION, EditionStatus.UNOFFICIAL_PARTIAL) and not totals.complete:
        raise Refused("stations_outstanding", _("Not all stations have an accepted protocol."), way_out=_("Publish a partial edition."))
    if status == EditionStatus.CERTIFIED and determination is not None and totals.figures != determination.totals:
        raise Refused(
            "totals_moved",
            _("The protocols no longer add up to the totals that the commission determined."),
            way_out=_("Publish a correction, or find out what has changed."),
        )
    if status == EditionStatus.CORRECTION and (previous is None or previous.status not in FINAL):
        raise Refused(
            "nothing_to_correct", _("No certified edition has been published yet."), way_out=_("Publish the certified edition first.")
        )


def _without_a_difference(status: EditionStatus) -> Refused:
    if status == EditionStatus.CORRECTION:
        return Refused(
            "nothing_to_correct",
            _("No figure differs from the last edition."),
            way_out=_("Correct the protocol first, then publish the correction."),
        )
    return Refused("nothing_new", _("The last edition says the same already."), way_out=_("Nothing needs to be done."))


@command(Action.REGISTER_ELECTED)
def register_elected(
    election: Election,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    took_office_on: date | None = None,
    precision: Precision = Precision.MOMENT,
) -> Determination:
    """Register the elected akim by decision. Raises Refused("not_determined"), Refused("registered_already")."""
    determination: Determination | None = (
        Determination.objects.select_for_update(of=("self",), no_key=True).filter(election=election).first()
    )
    if determination is None:
        raise Refused("not_determined", _("The result has not been determined yet."), way_out=_("The commission determines it first."))
    if determination.registered_by_id:
        raise Refused("registered_already", _("The elected akim has been registered already."))
    determination.registered_by = take_decision(
        election.home,
        actor=actor,
        at=at,
        kind=DecisionKind.REGISTER_ELECTED,
        election=election,
        vote=vote,
        precision=precision,
        text=Text("Сайланған әкімді тіркеу туралы", "О регистрации избранного акима", "Registration of the elected akim"),
    )
    determination.took_office_on = took_office_on
    determination.save(update_fields=["registered_by", "took_office_on"])
    election.state = ElectionState.COMPLETED
    election.save(update_fields=["state"])
    done("result.elected_registered", changed=[election, determination], decision=determination.registered_by_id)
    return determination
