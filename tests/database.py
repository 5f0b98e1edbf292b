"""Fixtures around the test database; conftest imports them, so every test can ask for them by name.

`world`          a commission with staff, the one above it, another one, and an election (see tests/factories.py). Made once
                 a file inside a transaction and handed to each test as its own copy: what a test writes is rolled back.
                 Not for tests with transaction=True: those call `a_world()` themselves.
`behind_the_portal`  runs SQL as an intruder with the rights of the database's owner: triggers and foreign keys are off.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

NO_TRIGGERS = "SET LOCAL session_replication_role = replica"


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """The audit refuses TRUNCATE, rightly. Only what empties the database after a test with transaction=True may pass."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    with pytest.MonkeyPatch.context() as patch:
        empty = DatabaseOperations.execute_sql_flush
        patch.setattr(DatabaseOperations, "execute_sql_flush", lambda self, sql: empty(self, [NO_TRIGGERS, *sql]))
        yield


@pytest.fixture(scope="module")
def world_of_this_file(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    from django.db import transaction

    from tests.factories import a_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(world_of_this_file: Any, db: None) -> Any:
    return copy.deepcopy(world_of_this_file)


@pytest.fixture
def behind_the_portal() -> Callable[..., int]:
    from django.db import connection, transaction

    def run(sql: str, *values: Any) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NO_TRIGGERS)
            cursor.execute(sql, values)
            changed = cursor.rowcount
            cursor.execute("SET LOCAL session_replication_role = origin")
            return changed

    return run
