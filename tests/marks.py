"""Marks that several files use."""

from collections.abc import Iterable
from typing import Any

import pytest


def all_but_the_first_slow(values: Iterable[Any], ids: Iterable[str] = ()) -> list[Any]:
    """Parameters of a long test: `make test` takes the first, `make test-all` every one."""
    names = list(ids) or [None] * len(values := list(values))
    return [
        pytest.param(value, id=name, marks=[pytest.mark.slow] if number else [])
        for number, (value, name) in enumerate(zip(values, names, strict=True))
    ]
