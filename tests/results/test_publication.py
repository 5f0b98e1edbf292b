"""Editions: numbered, each with the hash of the one before, and never changed again."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from commission.models import Decision
from commission.refused import Refused
from results.digest import digest
from results.models import Edition, EditionStatus, Protocol, Version
from results.presentation import show
from results.services.outcome import determine_result, publish_edition
from tests.results.counting import ALL_SEVEN, NIGHT, Night

pytestmark = pytest.mark.django_db
S = EditionStatus
LATER = NIGHT + timedelta(hours=1)


def publish(night: Night, status: str, *, who: str = "secretary") -> Edition:
    return publish_edition(night.election, actor=night.staff[who], at=LATER, status=status)


def refusal(night: Night, status: str) -> str:
    with pytest.raises(Refused) as refused:
        publish(night, status)
    return refused.value.code


def determined(night: Night) -> None:
    night.count_all((300, 200, 80), (100, 250, 7), (1, 2, 3))
    determine_result(night.election, actor=night.staff["chair"], at=NIGHT, vote=ALL_SEVEN)


def correct_one_station(night: Night) -> None:
    """One vote moves from one candidate to another at one station."""
    first, second = Version.objects.filter(protocol__station=night.stations[0]).get().vote_counts.order_by("option__position")[:2]
    for count, by in ((first, -1), (second, 1)):
        count.votes += by
        count.save(update_fields=["votes"])


def test_editions_climb_the_ladder_and_chain_by_the_hash_before(night: Night) -> None:
    editions = [publish(night, S.PRE_ELECTION)]
    night.accept([night.definitive(night.stations[0], (300, 200, 80))])
    editions.append(publish(night, S.UNOFFICIAL_PARTIAL))
    night.accept([night.definitive(station, (100, 250, 7)) for station in night.stations[1:]])
    editions.append(publish(night, S.UNOFFICIAL_COMPLETE))
    determine_result(night.election, actor=night.staff["chair"], at=NIGHT, vote=ALL_SEVEN)
    editions.append(publish(night, S.CERTIFIED))
    correct_one_station(night)
    editions.append(publish(night, S.CORRECTION))
    assert [(e.number, e.status) for e in editions] == list(enumerate([e.value for e in S], start=1))
    assert [e.previous_sha256 for e in editions] == ["", *(e.sha256 for e in editions[:-1])]
    assert len({e.sha256 for e in editions}) == 5


def test_the_hash_is_that_of_the_document_as_it_comes_back_from_the_database(night: Night) -> None:
    determined(night)
    number = publish(night, S.CERTIFIED).number
    again = Edition.objects.get(number=number)
    spelled = json.dumps(again.document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert again.sha256 == hashlib.sha256(spelled).hexdigest() == digest(again.document)


def test_the_document_holds_totals_bases_and_every_protocol(night: Night) -> None:
    determined(night)
    document = publish(night, S.CERTIFIED).document
    assert document["bases"] == {"valid": 943, "took_part": 973}
    assert document["stations"] == {"total": 3, "accepted": 3, "annulled": 0}
    assert [(o["position"], o["kind"], o["votes"], o["elected"]) for o in document["options"]] == [
        (1, "candidate", 401, False),
        (2, "candidate", 452, True),
        (3, "against_all", 90, False),
    ]
    assert [(p["station"], p["votes"]) for p in document["protocols"]] == [(1, [300, 200, 80]), (2, [100, 250, 7]), (3, [1, 2, 3])]
    by_column = [sum(votes) for votes in zip(*(p["votes"] for p in document["protocols"]), strict=True)]
    assert by_column == [o["votes"] for o in document["options"]]


def test_an_annulled_protocol_stays_in_the_document_and_leaves_its_totals(night: Night) -> None:
    rows = night.count_all((300, 200, 80), (100, 250, 7), (1, 2, 3))
    decision = Decision.objects.filter(election=night.election).latest("pk")
    Protocol.objects.filter(pk=rows[1].pk).update(annulled_by=decision)
    document = publish(night, S.UNOFFICIAL_COMPLETE).document
    assert [(p["station"], p["annulled"]) for p in document["protocols"]] == [(1, False), (2, True), (3, False)]
    assert [o["votes"] for o in document["options"]] == [301, 202, 83]


def test_an_old_edition_says_the_same_after_the_tables_have_changed(night: Night) -> None:
    night.accept([night.definitive(night.stations[0], (300, 200, 80))])
    first = publish(night, S.UNOFFICIAL_PARTIAL)
    night.accept([night.definitive(station, (1, 900, 1)) for station in night.stations[1:]])
    publish(night, S.UNOFFICIAL_COMPLETE)
    shown = show(Edition.objects.get(pk=first.pk))
    assert [o.votes for o in shown.options] == [300, 200, 80]
    assert shown.stations == {"total": 3, "accepted": 1, "annulled": 0}


@pytest.mark.parametrize("status", [S.CERTIFIED, S.CORRECTION])
def test_a_final_edition_needs_the_determination(night: Night, status: str) -> None:
    night.count_all()
    assert refusal(night, status) == "not_determined"
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("status", [S.PRE_ELECTION, S.UNOFFICIAL_PARTIAL, S.UNOFFICIAL_COMPLETE])
def test_after_the_determination_only_final_editions_follow(night: Night, status: str) -> None:
    determined(night)
    assert refusal(night, status) == "determined_already"


def test_a_complete_edition_needs_every_station(night: Night) -> None:
    night.accept([night.definitive(night.stations[0])])
    assert refusal(night, S.UNOFFICIAL_COMPLETE) == "stations_outstanding"
    assert publish(night, S.UNOFFICIAL_PARTIAL).document["stations"]["accepted"] == 1


def test_a_correction_follows_a_certified_edition_and_never_stands_first(night: Night) -> None:
    determined(night)
    assert refusal(night, S.CORRECTION) == "nothing_to_correct"
    publish(night, S.CERTIFIED)
    correct_one_station(night)
    assert publish(night, S.CORRECTION).number == 2


def test_an_unknown_status_is_refused(night: Night) -> None:
    night.count_all()
    with pytest.raises(ValueError):
        publish(night, "rumour")
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("who", ["clerk", "member", "deputy", "registrar", "auditor", "administrator"])
def test_only_chair_or_secretary_publish(night: Night, who: str) -> None:
    with pytest.raises(Refused) as refused:
        publish(night, S.PRE_ELECTION, who=who)
    assert (refused.value.code, refused.value.status) == ("role", 403)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE results_edition SET sha256 = repeat('0', 64)",
        "UPDATE results_edition SET document = '{}'",
        "DELETE FROM results_edition",
        "TRUNCATE results_edition CASCADE",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_edition(night: Night, statement: str) -> None:
    edition = publish(night, S.PRE_ELECTION)
    with pytest.raises(DatabaseError, match="rows are only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert Edition.objects.get().sha256 == edition.sha256


def test_the_portal_itself_cannot_delete_an_edition(night: Night) -> None:
    publish(night, S.PRE_ELECTION)
    with pytest.raises(TypeError):
        Edition.objects.all().delete()
    with pytest.raises(TypeError):
        Edition.objects.get().delete()
    assert Edition.objects.count() == 1
