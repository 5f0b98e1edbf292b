"""Every address by every persona: what it answers stands in table.md, and a new address without a row fails.

The table is read and judged by people: it says who may look at what. `python -m tests.addresses` prints it as the portal answers now,
for a new address to be judged and put into its place.
"""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses.scene import ANONYMOUS, PERSONAS, Address, Scene, addresses
from tests.addresses.stage import a_scene

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TABLE = Path(__file__).with_name("table.md")


def read_table() -> dict[str, dict[str, str]]:
    """Address -> persona -> what is answered. A cell of ″ says the same as the one to its left."""
    table: dict[str, dict[str, str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if line.startswith("| `"):
            name = cells[0].strip("`")
            assert name not in table, f"{name} stands in the table twice"
            table[name] = dict(zip(PERSONAS, cells[1:], strict=True))
    return table


def answer(client: Client, path: str, *, sent: bool = False) -> str:
    response = client.post(path, {}) if sent else client.get(path)
    if response.status_code in (301, 302):
        where = response.headers["Location"]
        return "login" if where.startswith(reverse("account_login")) else "elsewhere"
    return str(response.status_code)


@pytest.fixture
def scene(world, settings) -> Scene:
    settings.STAFF_MFA = False
    return a_scene(world)


def client_of(scene: Scene, persona: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    if persona != ANONYMOUS:
        client.force_login(scene.people[persona])
    return client


def paths(scene: Scene) -> dict[Address, str]:
    return {address: reverse(address.name, kwargs=scene.arguments(address)) for address in addresses()}


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_is_answered_as_the_table_says(scene, persona):
    """Reading as the table says; and what is refused to be read is refused to be sent, by the same answer."""
    table, wrong, client = read_table(), [], client_of(scene, persona)
    for address, path in paths(scene).items():
        expected = table[address.row][persona]
        found = answer(client, path)
        if found != expected:
            wrong.append(f"{address.row} ({re.sub('[0-9]+', '…', path)}): the table says {expected}, the portal {found}")
        if found in ("403", "404", "login") and address.name != "account_logout":
            # 405: nothing is ever sent to that address
            sent = answer(client, path, sent=True)
            if sent not in (found, "405"):
                wrong.append(f"{address.row}: reading {found}, sending {sent}")
    assert wrong == []


def test_every_address_has_its_row_and_every_row_its_address():
    assert sorted(read_table()) == sorted(address.row for address in addresses())
