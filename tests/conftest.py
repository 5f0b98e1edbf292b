import os
import shutil
from collections.abc import Iterator

import pytest

from tests.database import behind_the_portal, emptying_between_tests, world, world_of_this_file  # noqa: F401 - fixtures
from tests.demonstration import demonstration, demonstration_database  # noqa: F401 - fixtures

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# On a machine without Chromium the other tests still run. CI has it, and there a missing one must be noticed.
collect_ignore = [] if CHROMIUM or os.environ.get("CI") else ["e2e"]


def pytest_report_header() -> str | None:
    return "tests/e2e is left out: no Chromium on this machine" if collect_ignore else None


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Counters of one test, such as those that slow down password guessing, must not reach the next."""
    from django.core.cache import cache

    cache.clear()
    yield
