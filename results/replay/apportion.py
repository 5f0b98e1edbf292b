"""The fixed rule that divides published totals over stations. Pure and exact: every sum closes.

Largest remainder: each station gets the whole part of its share; what is left goes to the largest fractions, the lower
index first. A total handed out by remaining capacity never exceeds any capacity, so that the parts of one station add up.
"""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` by `weights`; the parts sum to it. Raises ValueError where there is nothing to divide by."""
    base = sum(weights)
    if base <= 0 or total < 0 or min(weights) < 0:
        raise ValueError("weights must be whole numbers, not negative, not all 0")
    parts = [total * weight // base for weight in weights]
    by_fraction = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % base), i))
    for i in by_fraction[: total - sum(parts)]:
        parts[i] += 1
    return parts


def divide(totals: Sequence[int], capacities: Sequence[int]) -> list[list[int]]:
    """Divide several totals over stations so that each station's parts fill its capacity exactly.

    Returns one list a total. Raises ValueError unless the totals sum to the capacities.
    """
    if sum(totals) != sum(capacities):
        raise ValueError("totals and capacities must have the same sum")
    left = list(capacities)
    table = []
    for total in totals:
        parts = apportion(total, left) if total else [0] * len(left)
        left = [have - part for have, part in zip(left, parts, strict=True)]
        table.append(parts)
    return table


def station_weights(open_stations: int, closed_stations: int) -> list[int]:
    """Sizes of the stations for want of published ones: open ones within 15 % of each other, closed ones a tenth."""
    return [100 + (7 * i) % 31 - 15 for i in range(open_stations)] + [10] * closed_stations
