"""A published edition can't be changed behind the portal's back: `verify_audit` holds its document against its hash."""

import pytest

from commission import audit
from commission.audit import Finding
from results.models import Edition, EditionStatus
from results.services.outcome import publish_edition
from tests.results.counting import NIGHT, Night

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions(night: Night) -> list[Edition]:
    protocols = [night.definitive(station) for station in night.stations]
    night.accept(protocols[:1])
    first = publish_edition(night.election, actor=night.staff["secretary"], at=NIGHT, status=EditionStatus.UNOFFICIAL_PARTIAL)
    night.accept(protocols[1:])
    second = publish_edition(night.election, actor=night.staff["secretary"], at=NIGHT, status=EditionStatus.UNOFFICIAL_COMPLETE)
    return [first, second]


def findings() -> list[Finding]:
    return [f for f in audit.verify() if f.where.startswith("results.edition")]


def test_honest_editions_are_sound(editions):
    assert findings() == []


def test_a_vote_changed_in_a_document_is_named(editions, behind_the_portal):
    forged = "jsonb_set(document, '{options,0,votes}', '99999')"
    behind_the_portal(f"UPDATE results_edition SET document = {forged} WHERE id = %s", editions[0].pk)
    assert findings() == [Finding("row_contradicts_itself", f"results.edition {editions[0].pk}", "its document does not match its hash")]


def test_an_edition_exchanged_with_its_hash_is_named(editions, behind_the_portal):
    behind_the_portal("UPDATE results_edition SET document = '{}', sha256 = repeat('a', 64) WHERE id = %s", editions[0].pk)
    assert {(f.code, f.where) for f in findings()} == {
        ("row_changed", f"results.edition {editions[0].pk}"),
        ("row_contradicts_itself", f"results.edition {editions[0].pk}"),
        ("row_contradicts_itself", f"results.edition {editions[1].pk}"),
    }
