"""Control relations: each fires on its own example, none on a protocol that adds up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.control import RELATIONS, Figures, Relation, Severity, errors, fired

BALANCED: Mapping[str, int] = {
    "voters_on_list": 1000,
    "ballots_received": 1000,
    "ballots_issued": 600,
    "issued_at_station": 580,
    "issued_outside": 18,
    "issued_absentee": 2,
    "ballots_cancelled": 400,
    "in_stationary_boxes": 582,
    "in_portable_boxes": 18,
    "ballots_in_boxes": 600,
    "invalid": 10,
    "valid": 590,
}
VOTES: Mapping[int, int] = {1: 400, 2: 150, 3: 40}


def codes(figures: Figures) -> list[str]:
    return [relation.code for relation in fired(figures)]


def figures(votes: Mapping[int, int] = VOTES, *, closed: bool = False, shared: bool = False, **lines: Any) -> Figures:
    """The balanced protocol with some lines changed; None takes a line off the form."""
    return Figures({**BALANCED, **lines}, votes, closed_station=closed, shared_list=shared)


@st.composite
def balanced_protocols(draw: st.DrawFn) -> Figures:
    votes = dict(enumerate(draw(st.lists(st.integers(0, 2_000), min_size=1, max_size=8)), start=1))
    valid, invalid, carried_away = sum(votes.values()), draw(st.integers(0, 50)), draw(st.integers(0, 10))
    in_boxes = valid + invalid
    issued = in_boxes + carried_away
    outside = draw(st.integers(0, issued))
    portable = draw(st.integers(0, min(outside, in_boxes)))
    spoiled, lost, unaccounted = (draw(st.none() | st.integers(0, 5)) for _line in range(3))
    cancelled = draw(st.integers(5, 3_000))
    return Figures(
        {
            "voters_on_list": issued + draw(st.integers(0, 3_000)),
            "ballots_received": issued + cancelled + (spoiled or 0) + (lost or 0) - (unaccounted or 0),
            "ballots_issued": issued,
            "issued_at_station": issued - outside,
            "issued_outside": outside,
            "issued_absentee": 0,
            "ballots_cancelled": cancelled,
            "ballots_spoiled": spoiled,
            "ballots_lost": lost,
            "ballots_unaccounted": unaccounted,
            "in_stationary_boxes": in_boxes - portable,
            "in_portable_boxes": portable,
            "ballots_in_boxes": in_boxes,
            "invalid": invalid,
            "valid": valid,
        },
        votes,
    )


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.code)
def test_every_relation_fires_on_its_own_example(relation: Relation) -> None:
    example = relation.example
    assert relation.code in codes(example)
    judged_errors = [r.code for r in errors(example)]
    assert judged_errors == ([relation.code] if relation.severity is Severity.ERROR else [])


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.code)
def test_a_relation_names_every_line_that_its_example_sets(relation: Relation) -> None:
    assert set(relation.fires) == set(relation.needs)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.code)
def test_no_relation_is_judged_where_a_line_that_it_needs_is_missing(relation: Relation) -> None:
    for missing in relation.needs:
        without = {name: value for name, value in relation.fires.items() if name != missing}
        assert relation.code not in codes(replace(relation.example, lines=without)), missing
        assert relation.code not in codes(replace(relation.example, lines={**without, missing: None})), missing


def test_codes_are_numbered_once_and_begin_with_their_severity() -> None:
    numbers = [relation.code for relation in RELATIONS]
    assert numbers == sorted(set(numbers), key=numbers.index)
    assert [code[0] for code in numbers] == [relation.severity.value for relation in RELATIONS]


def test_a_balanced_protocol_fires_nothing_that_blocks_or_must_be_explained() -> None:
    assert codes(figures()) == []


def test_a_missing_optional_line_is_not_zero() -> None:
    assert codes(figures(in_portable_boxes=None)) == []
    assert codes(figures(in_portable_boxes=0)) == ["E.105"]
    assert codes(figures(issued_absentee=None)) == []
    assert codes(figures(issued_absentee=0)) == ["E.106"]


@pytest.mark.parametrize(
    "absent", [{}, {"ballots_spoiled": None, "ballots_lost": None, "ballots_unaccounted": None}], ids=["not on the form", "empty"]
)
def test_spoiled_lost_and_unaccounted_ballots_count_as_nothing_where_absent(absent: dict[str, None]) -> None:
    assert codes(figures(**absent)) == []


@pytest.mark.parametrize(
    "special",
    [
        {"ballots_spoiled": 3, "ballots_cancelled": 397},
        {"ballots_lost": 2, "ballots_cancelled": 398},
        {"ballots_unaccounted": 4, "ballots_received": 996},
        {"ballots_spoiled": 3, "ballots_lost": 2, "ballots_unaccounted": 4, "ballots_received": 996, "ballots_cancelled": 395},
    ],
    ids=["spoiled", "lost", "unaccounted", "all three"],
)
def test_lawful_protocols_with_special_ballots_close(special: dict[str, int]) -> None:
    assert codes(figures(**special)) == []


def test_a_spoiled_ballot_that_nobody_counted_is_found() -> None:
    assert codes(figures(ballots_cancelled=397)) == ["E.103"]


@pytest.mark.parametrize("where", [{"closed": True}, {"shared": True}], ids=["closed station", "shared list"])
def test_issuing_more_than_the_list_blocks_only_where_the_list_is_the_stations_own_and_is_a_warning_elsewhere(
    where: dict[str, bool],
) -> None:
    more = {"voters_on_list": 590}
    assert [r.code for r in errors(figures(**more))] == ["E.104"]
    assert "W.104" not in codes(figures(**more))
    assert errors(figures(**more, **where)) == []
    assert codes(figures(**more, **where)) == ["W.104", "N.301"]
    assert codes(figures(**where)) == []


def test_an_issued_ballot_that_was_not_found_is_a_notice_and_fifteen_are_a_warning() -> None:
    def carried_away(count: int) -> Figures:
        box, valid = 2600 - count, 2590 - count
        return Figures({"ballots_issued": 2600, "ballots_in_boxes": box, "valid": valid, "invalid": 10}, {1: valid})

    assert codes(carried_away(0)) == []
    assert codes(carried_away(14)) == ["N.302"]
    assert codes(carried_away(15)) == ["W.202", "N.302"]


@given(balanced_protocols())
def test_no_error_fires_on_a_protocol_that_adds_up(protocol: Figures) -> None:
    assert [r.code for r in errors(protocol)] == []


@given(
    balanced_protocols(),
    st.sampled_from(["ballots_received", "ballots_in_boxes", "valid", "invalid", "ballots_cancelled"]),
    st.integers(1, 900),
)
def test_a_single_mistyped_line_is_always_found(protocol: Figures, line: str, off_by: int) -> None:
    mistyped = Figures({**protocol.lines, line: (protocol.lines[line] or 0) + off_by}, protocol.votes)
    assert errors(mistyped) != []


@given(balanced_protocols(), st.integers(1, 900))
def test_a_single_mistyped_candidate_is_always_found(protocol: Figures, off_by: int) -> None:
    first, *others = protocol.votes
    votes = {first: protocol.votes[first] + off_by, **{key: protocol.votes[key] for key in others}}
    assert "E.101" in [r.code for r in errors(Figures(protocol.lines, votes))]
