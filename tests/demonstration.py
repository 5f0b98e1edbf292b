"""The demonstration in a database of its own: loaded once a run, then copied or read inside a transaction.

`demonstration` turns a whole module of tests to it: `pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection

DATA = Path(__file__).resolve().parent.parent / "data"
PASSWORD = "only-for-the-tests-of-the-demo"


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Everything inside reads and writes another database of the same server."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def copied(source: str, name: str) -> Iterator[str]:
    """A copy of a database, dropped at the end."""
    connection.close()  # a database with a connection can't be copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def load(folder: Path) -> None:
    """What `make run` loads; the list of accounts is written into `folder`."""
    from django.core.management import call_command
    from django.test import override_settings

    data = folder / "data"
    if not data.exists():
        data.symlink_to(DATA)
    with override_settings(BASE_DIR=folder), mock.patch.dict(os.environ, DEMO_PASSWORD=PASSWORD):
        call_command("load_demo", verbosity=0)


@pytest.fixture(scope="session")
def demonstration_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The name of the database that holds the demonstration. Nobody commits to it."""
    with django_db_blocker.unblock():
        empty = str(connection.settings_dict["NAME"])
        with copied(empty, f"{empty}_demonstration") as name:
            with connected_to(name):
                load(tmp_path_factory.mktemp("demonstration"))
            yield name


@pytest.fixture(scope="module")
def demonstration(demonstration_database: str, django_db_blocker) -> Iterator[None]:
    """All tests of the module see the demonstration; each is rolled back as usual."""
    with django_db_blocker.unblock(), connected_to(demonstration_database):
        yield
