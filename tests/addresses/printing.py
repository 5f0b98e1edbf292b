"""Run by `python -m tests.addresses`: the answers of now in the form of the table."""

import pytest

from tests.addresses.scene import PERSONAS
from tests.addresses.test_addresses import answer, client_of, paths, scene  # noqa: F401 - scene is a fixture

pytestmark = pytest.mark.django_db


def test_print_the_table(scene):  # noqa: F811 - a fixture of that name
    rows = paths(scene)
    clients = [client_of(scene, persona) for persona in PERSONAS]
    print("\n| address | " + " | ".join(PERSONAS) + " |")
    print("|" + "---|" * (len(PERSONAS) + 1))
    for address, path in rows.items():
        print(f"| `{address.row}` | " + " | ".join(answer(client, path) for client in clients) + " |")
