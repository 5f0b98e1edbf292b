"""Who is elected: more votes than any other candidate, and a question to the commission wherever the law is silent."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commission.refused import Refused
from results.determination import Standing, winner

AGAINST_ALL = 99


def on_the_ballot(*votes: int, against_all: int = 0, struck_out: int | None = None) -> list[Standing]:
    """Candidates 1, 2, 3 … with their votes, against all last; `struck_out` is the key of a name that left."""
    candidates = [Standing(key, count, key != struck_out) for key, count in enumerate(votes, start=1)]
    return [*candidates, Standing(AGAINST_ALL, against_all, False)]


ballots = st.builds(
    lambda votes, against: on_the_ballot(*votes, against_all=against),
    st.lists(st.integers(0, 40), min_size=1, max_size=6),
    st.integers(0, 40),
)


def refusal(standings: list[Standing]) -> str:
    with pytest.raises(Refused) as refused:
        winner(standings)
    return refused.value.code


def test_more_votes_than_any_other_candidate_elect_without_a_majority() -> None:
    assert winner(on_the_ballot(30, 40, 29, against_all=5)) == 2


def test_one_vote_more_is_enough() -> None:
    assert winner(on_the_ballot(500, 501)) == 2


def test_one_vote_alone_elects_because_there_is_no_minimum_turnout() -> None:
    assert winner(on_the_ballot(0, 1)) == 2


def test_the_order_on_the_ballot_does_not_matter() -> None:
    assert winner(list(reversed(on_the_ballot(30, 40, 29, against_all=5)))) == 2


def test_a_tie_for_the_lead_stops_and_asks() -> None:
    assert refusal(on_the_ballot(40, 40, 3)) == "tie"


def test_a_tie_behind_the_leader_is_no_tie() -> None:
    assert winner(on_the_ballot(41, 40, 40)) == 1


@pytest.mark.parametrize("against_all", [41, 40])
def test_against_all_never_wins_and_stops_where_it_leads_or_ties(against_all: int) -> None:
    assert refusal(on_the_ballot(40, 12, against_all=against_all)) == "against_all_leads"


def test_against_all_behind_the_leader_stops_nothing() -> None:
    assert winner(on_the_ballot(40, 12, against_all=39)) == 1


@pytest.mark.parametrize(
    "standings",
    [[], on_the_ballot(), on_the_ballot(0, 0), on_the_ballot(0, against_all=7)],
    ids=["empty", "nobody", "zeros", "only against all"],
)
def test_without_a_vote_for_a_candidate_nobody_is_elected(standings: list[Standing]) -> None:
    assert refusal(standings) == "no_votes"


def test_a_struck_out_name_never_wins_and_stops_where_it_leads() -> None:
    assert refusal(on_the_ballot(90, 12, struck_out=1)) == "against_all_leads"
    assert winner(on_the_ballot(11, 12, struck_out=1)) == 2


def test_a_tie_with_a_struck_out_name_is_not_won_by_default() -> None:
    assert refusal(on_the_ballot(12, 12, struck_out=1)) == "against_all_leads"


@given(ballots)
def test_whoever_is_elected_has_more_votes_than_every_other_line(standings: list[Standing]) -> None:
    try:
        elected = winner(standings)
    except Refused:
        assume(False)
    votes = {s.key: s.votes for s in standings}
    assert [key for key, count in votes.items() if count >= votes[elected]] == [elected]


@given(ballots)
def test_a_single_leading_candidate_is_elected_and_everything_else_is_refused_by_its_own_code(standings: list[Standing]) -> None:
    top = max((s.votes for s in standings if s.electable), default=0)
    leaders = [s.key for s in standings if s.electable and s.votes == top]
    against = max(s.votes for s in standings if not s.electable)
    if top == 0:
        assert refusal(standings) == "no_votes"
    elif len(leaders) > 1:
        assert refusal(standings) == "tie"
    elif against >= top:
        assert refusal(standings) == "against_all_leads"
    else:
        assert winner(standings) == leaders[0]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), st.data())
def test_a_struck_out_name_is_never_elected(votes: list[int], data: st.DataObject) -> None:
    struck = data.draw(st.integers(1, len(votes)))
    try:
        elected = winner(on_the_ballot(*votes, struck_out=struck))
    except Refused:
        elected = 0
    assert elected != struck
