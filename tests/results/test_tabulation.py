"""Totals are sums of accepted, not annulled protocols; the result is determined on all of them, by decision, once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commission.models import Decision, DecisionKind, ElectionState
from commission.refused import Refused
from commission.services.decisions import Vote
from results.models import Determination, Protocol
from results.services.outcome import determine_result, register_elected
from results.tabulation import Totals, tabulate
from tests.marks import all_but_the_first_slow
from tests.results.counting import ALL_SEVEN, CLOSED, NIGHT, Night, a_commission, a_night, staff_of

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


def votes_of(totals: Totals) -> list[int]:
    return [row.votes for row in totals.options]


def annul(night: Night, protocol: Protocol) -> None:
    decision = Decision.objects.filter(election=night.election).latest("pk")
    Protocol.objects.filter(pk=protocol.pk).update(annulled_by=decision)


def determine(night: Night, *, who: str = "chair", at: datetime = NIGHT, vote: Vote | None = ALL_SEVEN) -> Determination:
    return determine_result(night.election, actor=night.staff[who], at=at, vote=vote)


def refusal(night: Night, **how: object) -> Refused:
    with pytest.raises(Refused) as refused:
        determine(night, **how)  # type: ignore[arg-type]
    return refused.value


def another_night(*, stations: int = 3) -> Night:
    home = a_commission("tobe")
    return a_night(home, staff_of(home), stations=stations)


# -- the totals


def test_totals_are_the_sums_of_all_accepted_protocols(night: Night) -> None:
    night.count_all((300, 200, 80), (100, 250, 7), (1, 2, 3))
    totals = tabulate(night.election)
    assert votes_of(totals) == [401, 452, 90]
    assert totals.valid == 943
    assert totals.took_part == 943 + 30
    assert totals.lines == {
        "voters_on_list": 3000,
        "ballots_received": 3030,
        "ballots_issued": 973,
        "ballots_cancelled": 3030 - 973,
        "ballots_in_boxes": 973,
        "invalid": 30,
        "valid": 943,
    }
    assert (totals.stations, totals.accepted, totals.annulled, totals.complete) == (3, 3, 0, True)


def test_a_line_that_nobody_typed_is_absent_from_the_totals_not_zero(night: Night) -> None:
    night.accept([night.definitive(night.stations[0], ballots_spoiled=0)])
    assert tabulate(night.election).lines["ballots_spoiled"] == 0
    assert "ballots_lost" not in tabulate(night.election).lines


def test_protocols_that_are_not_accepted_do_not_count(night: Night) -> None:
    first, second, third = night.stations
    night.accept([night.definitive(first, (300, 200, 80))])
    night.definitive(second, (900, 1, 1))
    night.enter(night.receive(third), votes=(1, 900, 1))
    totals = tabulate(night.election)
    assert (votes_of(totals), totals.accepted, totals.complete) == ([300, 200, 80], 1, False)


def test_an_annulled_protocol_leaves_the_totals_and_is_counted_as_annulled(night: Night) -> None:
    rows = night.count_all((300, 200, 80), (100, 250, 7), (1, 2, 3))
    annul(night, rows[1])
    totals = tabulate(night.election)
    assert votes_of(totals) == [301, 202, 83]
    assert (totals.accepted, totals.annulled, totals.complete) == (2, 1, True)


def test_only_the_version_that_stands_counts(night: Night) -> None:
    protocol = night.count_all()[0]
    old = protocol.versions.get()
    old.current = False
    old.save(update_fields=["current"])
    new = protocol.versions.create(number=2, **old.lines())
    for option, votes in zip(night.options, (290, 210, 80), strict=True):
        new.vote_counts.create(option=option, votes=votes)
    assert votes_of(tabulate(night.election)) == [890, 610, 240]


def test_an_election_without_stations_is_never_complete(night: Night) -> None:
    bare = another_night(stations=0)
    totals = tabulate(bare.election)
    assert (totals.stations, totals.accepted, totals.complete, votes_of(totals)) == (0, 0, False, [0, 0, 0])


def test_another_election_adds_nothing(night: Night) -> None:
    night.count_all()
    before = tabulate(night.election)
    another_night().count_all((9, 8, 7), (9, 8, 7), (9, 8, 7))
    assert tabulate(night.election) == before


@pytest.mark.parametrize("stations", all_but_the_first_slow([3, 60]))
def test_adding_up_takes_four_queries_whatever_the_number_of_protocols(stations: int) -> None:
    night = another_night(stations=stations)
    night.count_all()
    with CaptureQueriesContext(connection) as queries:
        totals = tabulate(night.election)
    assert (totals.accepted, len(queries)) == (stations, 4)


# -- determination


def test_the_commission_determines_the_result_by_decision(night: Night) -> None:
    night.count_all((300, 200, 80), (100, 250, 7), (1, 2, 3))
    determination = determine(night)
    assert determination.elected == night.options[1]
    assert determination.totals["votes"] == {"1": 401, "2": 452, "3": 90}
    decision = determination.decision
    assert (decision.kind, decision.adopted_at, decision.votes_for) == (DecisionKind.DETERMINATION, NIGHT, 7)
    assert decision.number.isdigit()
    assert night.election.state == ElectionState.DETERMINED


@pytest.mark.parametrize("at", [CLOSED - timedelta(days=1), CLOSED - MOMENT, CLOSED])
def test_nothing_is_determined_before_the_polls_close(night: Night, at: datetime) -> None:
    night.count_all()
    assert refusal(night, at=at).code == "voting_not_over"
    assert Determination.objects.count() == 0


def test_the_moment_after_the_polls_close_is_late_enough(night: Night) -> None:
    night.count_all((300, 200, 80), (300, 200, 80), (300, 200, 80))
    assert determine(night, at=CLOSED + MOMENT).elected == night.options[0]


def test_nothing_is_determined_while_stations_are_outstanding(night: Night) -> None:
    night.accept([night.definitive(night.stations[0])])
    refused = refusal(night)
    assert refused.code == "stations_outstanding"
    assert "2" in str(refused.reason) and "3" in str(refused.reason)
    assert night.election.state == ElectionState.CALLED


def test_annulled_stations_are_not_outstanding(night: Night) -> None:
    rows = night.count_all((300, 200, 80), (1, 900, 1), (300, 200, 80))
    annul(night, rows[1])
    assert determine(night).elected == night.options[0]


def test_a_result_is_determined_once(night: Night) -> None:
    night.count_all()
    determine(night)
    assert refusal(night).code == "determined_already"
    assert Determination.objects.count() == 1


@pytest.mark.parametrize(
    ("votes", "code"),
    [((200, 200, 80), "tie"), ((200, 150, 201), "against_all_leads"), ((0, 0, 50), "no_votes")],
)
def test_where_the_law_is_silent_the_commission_is_asked_and_nothing_is_written(night: Night, votes: tuple, code: str) -> None:
    night.count_all(votes, votes, votes)
    before = Decision.objects.count()
    assert refusal(night).code == code
    assert (Determination.objects.count(), Decision.objects.count()) == (0, before)
    assert night.election.state == ElectionState.CALLED


@pytest.mark.parametrize(
    ("vote", "code"),
    [
        (None, "vote_missing"),
        (Vote(present=4, votes_for=4), "quorum"),
        (Vote(present=7, votes_for=3, votes_against=4), "majority"),
        (Vote(present=5, votes_for=6), "vote_count"),
    ],
)
def test_a_determination_needs_quorum_and_majority_of_all_members(night: Night, vote: Vote | None, code: str) -> None:
    night.count_all()
    assert refusal(night, vote=vote).code == code
    assert Determination.objects.count() == 0


@pytest.mark.parametrize("who", ["clerk", "deputy", "member", "registrar", "auditor", "administrator"])
def test_only_chair_or_secretary_record_a_determination(night: Night, who: str) -> None:
    night.count_all()
    refused = refusal(night, who=who)
    assert (refused.code, refused.status) == ("role", 403)
    assert night.election.state == ElectionState.CALLED


def test_the_elected_akim_is_registered_after_the_determination_and_once(night: Night) -> None:
    night.count_all()
    chair = night.staff["chair"]
    with pytest.raises(Refused) as refused:
        register_elected(night.election, actor=chair, at=NIGHT, vote=ALL_SEVEN)
    assert refused.value.code == "not_determined"
    determine(night)
    registered = register_elected(night.election, actor=chair, at=NIGHT, vote=ALL_SEVEN)
    assert (registered.registered_by.kind, night.election.state) == (DecisionKind.REGISTER_ELECTED, ElectionState.COMPLETED)
    with pytest.raises(Refused) as refused:
        register_elected(night.election, actor=chair, at=NIGHT, vote=ALL_SEVEN)
    assert refused.value.code == "registered_already"
