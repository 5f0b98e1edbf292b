"""The rule that divides published totals over stations: every sum closes."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.replay.apportion import apportion, divide, station_weights

weights = st.lists(st.integers(0, 5_000), min_size=1, max_size=140).filter(any)


@st.composite
def totals_and_capacities(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    capacities = draw(st.lists(st.integers(0, 900), min_size=1, max_size=60))
    whole = sum(capacities)
    cuts = sorted(draw(st.lists(st.integers(0, whole), max_size=6)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)], capacities


@given(st.integers(0, 400_000), weights)
def test_the_parts_sum_to_the_total(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert len(parts) == len(weights)


@given(st.integers(0, 400_000), weights)
def test_every_part_is_less_than_one_from_its_exact_share(total: int, weights: list[int]) -> None:
    base = sum(weights)
    far = [
        (part, weight)
        for part, weight in zip(apportion(total, weights), weights, strict=True)
        if abs(part - Fraction(total * weight, base)) >= 1
    ]
    assert far == []


@given(st.integers(0, 400_000), weights)
def test_a_larger_weight_never_gets_a_smaller_part(total: int, weights: list[int]) -> None:
    by_weight = sorted(zip(weights, apportion(total, weights), strict=True))
    wrong = [(low, high) for low, high in pairwise(by_weight) if low[0] < high[0] and low[1] > high[1]]
    assert wrong == []


def test_what_is_left_goes_to_the_largest_fractions_the_lower_index_first() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(10, [5, 3, 1]) == [6, 3, 1]
    assert apportion(3, [0, 2, 2]) == [0, 2, 1]


@pytest.mark.parametrize(("total", "given_weights"), [(1, [0, 0]), (1, []), (-1, [1]), (1, [3, -1])])
def test_nothing_is_divided_by_weights_that_make_no_sense(total: int, given_weights: list[int]) -> None:
    with pytest.raises(ValueError):
        apportion(total, given_weights)


@given(totals_and_capacities())
def test_every_station_is_filled_exactly_and_every_total_is_used_up(case: tuple[list[int], list[int]]) -> None:
    totals, capacities = case
    table = divide(totals, capacities)
    assert [sum(row) for row in table] == totals
    assert [sum(column) for column in zip(*table, strict=True)] == capacities
    assert min((part for row in table for part in row), default=0) >= 0


def test_totals_that_are_not_the_capacities_are_refused() -> None:
    with pytest.raises(ValueError):
        divide([3, 3], [5])


def test_open_stations_differ_by_at_most_fifteen_percent_and_closed_ones_are_a_tenth() -> None:
    sizes = station_weights(110, 18)
    assert len(sizes) == 128
    assert (min(sizes[:110]), max(sizes[:110])) == (85, 115)
    assert set(sizes[110:]) == {10}
