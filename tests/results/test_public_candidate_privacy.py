"""Nothing private leaves: not on a page, not in a file, not even out of the database."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Check, Nomination, NonAcceptance, Signature, SignatureSheet, Submission
from candidates.selectors import PUBLIC_FIELDS
from candidates.services import appeals, leaving
from candidates.workflow import PUBLIC, State
from commission.models import StoredFile
from commission.services.decisions import Text
from results.demo.people import iin
from tests.factories import LEFT, World, a_proxy, moment, nomination_in
from tests.marks import all_but_the_first_slow

pytestmark = pytest.mark.django_db
BORN = date(1977, 3, 29)
NUMBER = iin(BORN, woman=True, serial=4711)
# every field that a person files and the law does not publish, each with a word that stands nowhere else
SENTINELS: dict[str, Any] = {
    "address": "Құпия-мекенжай 17", "phone": "+7 701 555 66 77", "email": "secret.person@example.test", "education": "Құпия-университет",
    "workplace": "Құпия-мекеме", "convictions": "Құпия-сот-үкімі", "party_representative": "Құпия Өкілов", "iin": NUMBER,
    "birth_date": BORN, "convicted": True, "married": True, "sex": "woman", "citizenship": "KZ",
}  # fmt: skip
# fields of the row that tell nothing about a person beyond what the page says
OF_THE_CASE = {
    "id", "applicant", "channel", "declared_at", "receipt", "submission_sha256", "correction_due_at", "concluded_by", "confirmed_by",
    "sent_back_reason", "reason_for_leaving", "registered_by", "departed_by", "iin_sealed", "iin_hash",
}  # fmt: skip
ADDRESSES = ("candidates/", "candidates/{number}/", "candidates.csv", "candidates-excel.csv", "candidates.json", "", "decisions/")


def a_person_of_sentinels(world: World, state: State) -> Nomination:
    nomination = nomination_in(state, world, way="party", **SENTINELS)
    if state in (State.REFUSED, State.CANCELLED):
        decision, at = nomination.grounds.get().decision, moment("2025-09-09 10:00")
        appeals.record_appeal(
            nomination, actor=world.staff.secretary, at=at, decision=decision, body=Text("Сот", "Суд", "Court"), filed_at=at
        )
        nomination.appeals.update(reference="Құпия-іс-нөмірі")
        decision.reasoning, decision.dissent, decision.served_how = "Құпия-уәж", "Құпия-пікір", "Құпия-жол"
        decision.save()
    Check.objects.filter(nomination=nomination).update(note="Құпия-ескертпе", reference="Құпия-хат-нөмірі")
    nomination.deficiencies.update(description_kk="Құпия-кемшілік", description_ru="Құпия-кемшілік", answer="Құпия-жауап")
    Nomination.objects.filter(pk=nomination.pk).update(sent_back_reason="Құпия-себеп", reason_for_leaving="Құпия-кету")
    a_proxy(nomination)
    nomination.refresh_from_db()
    return nomination


def secrets_of(nomination: Nomination) -> set[str]:
    dates = {"1977-03-29", "29.03.1977", "29 March", "29 марта", "29 наурыз", "770329"}
    hashes = {nomination.iin_hash, nomination.submission_sha256, nomination.receipt, bytes(nomination.iin_sealed).hex()}
    files = {value for row in StoredFile.objects.all() for value in (row.key, row.sha256)}
    people = {proxy.user.email for proxy in nomination.proxies.all()} | {proxy.user.full_name for proxy in nomination.proxies.all()}
    texts = {value for value in SENTINELS.values() if isinstance(value, str) and len(value) > 5}
    return {"Құпия", "secret.person", "555 66 77", *texts, *dates, *hashes, *files, *people} - {""}


def test_the_sentinels_fill_every_private_field_that_there_is(world: World) -> None:
    """A new field of the person must be published on purpose, or be among the sentinels."""
    names = {field.name for field in Nomination._meta.concrete_fields}
    public = {name.removesuffix("_id") for name in PUBLIC_FIELDS}
    assert names - public - OF_THE_CASE == set(SENTINELS) - {"iin"}
    nomination = a_person_of_sentinels(world, State.CANCELLED)
    assert (nomination.iin, nomination.iin_hash != "") == (NUMBER, True)
    assert {name: getattr(nomination, name) for name in SENTINELS} == SENTINELS
    assert len(secrets_of(nomination)) > 20


@pytest.mark.parametrize("state", all_but_the_first_slow(sorted(PUBLIC, key=lambda state: (state != State.REGISTERED, state))))
def test_no_page_and_no_file_holds_a_private_value(world: World, state: State) -> None:
    nomination = a_person_of_sentinels(world, state)
    found = {}
    for language in ("kk", "ru", "en"):
        for name in ADDRESSES:
            answer = Client().get(f"/{language}/elections/test-2025/{name.format(number=nomination.number)}")
            assert answer.status_code == 200
            text = answer.content.decode() + str(answer.headers)
            if leaked := sorted(secret for secret in secrets_of(nomination) if secret in text):
                found[f"{language} {name}"] = leaked
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_private_column_is_not_even_asked_for(world: World, name: str) -> None:
    nomination = a_person_of_sentinels(world, State.CANCELLED)
    leaving.withdraw(nomination_in(State.REGISTERED, world), actor=world.staff.secretary, at=LEFT)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(f"/en/elections/test-2025/{name.format(number=nomination.number)}").status_code == 200
    asked = " ".join(query["sql"] for query in captured)
    columns = set(re.findall(r'"candidates_nomination"\."(\w+)"', asked))
    private = {column for column in SENTINELS if column != "iin"} | {"iin_sealed", "iin_hash", "submission_sha256", "sent_back_reason"}
    assert columns & private == set()
    if name.startswith("candidates"):
        assert {"reasoning", "dissent", "served_how"} & set(re.findall(r'"commission_decision"\."(\w+)"', asked)) == set()
        assert "reference" not in set(re.findall(r'"candidates_appeal"\."(\w+)"', asked))
    models = (Check, Signature, SignatureSheet, Submission, NonAcceptance, StoredFile)
    tables = [model._meta.db_table for model in models] + [
        "candidates_deficiency",
        "candidates_paper",
        "candidates_proxy",
        "commission_user",
    ]
    assert [table for table in tables if f'"{table}"' in asked] == []
