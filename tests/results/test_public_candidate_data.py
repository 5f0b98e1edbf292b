"""The candidates as files: the same facts as the page, by a schema, safe in a spreadsheet, and not sent twice."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from candidates.models import Nomination
from candidates.services import appeals, leaving
from candidates.table import COLUMNS, STARTS_A_FORMULA, cell
from candidates.workflow import State
from commission import clock
from commission.models import Election
from commission.services.decisions import Text
from tests.factories import LEFT, World, an_approved_ballot, moment, nomination_in
from tests.marks import all_but_the_first_slow
from tests.results.pages import get

pytestmark = pytest.mark.django_db
JSON, CSV, EXCEL = "candidates.json", "candidates.csv", "candidates-excel.csv"


def fetch(name: str, slug: str = "test-2025", language: str = "en", **headers: str) -> Any:
    return Client().get(f"/{language}/elections/{slug}/{name}", headers={name.replace("_", "-"): value for name, value in headers.items()})


def rows(slug: str = "test-2025") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(fetch(CSV, slug).content.decode())))


def schema() -> dict[str, Any]:
    from django.contrib.staticfiles.finders import find

    with open(find("commission/candidates.schema.json"), encoding="utf-8") as file:
        return json.load(file)


def faults(data: dict[str, Any]) -> list[str]:
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:120]}" for error in validator.iter_errors(data)]


def of_every_state(world: World) -> dict[State, Nomination]:
    return {state: nomination_in(state, world) for state in State}


# -- by the schema


def test_the_schema_is_one_and_asks_for_the_form_of_moments() -> None:
    Draft202012Validator.check_schema(schema())
    assert "date-time" in FormatChecker.checkers  # else a moment without its zone would pass


def test_people_in_every_state_are_valid_by_the_schema(world: World) -> None:
    people = of_every_state(world)
    refused = people[State.REFUSED]
    common = {"actor": world.staff.secretary, "at": moment("2025-09-09 10:00")}
    body = Text("Сот", "Суд", "Court")
    appeals.record_appeal(refused, decision=refused.grounds.get().decision, body=body, filed_at=common["at"], **common)
    data = fetch(JSON).json()
    assert faults(data) == []
    assert data["count"] == len(data["candidates"]) == sum(data["counts_by_status"].values()) == 8
    assert [c["under_appeal"] for c in data["candidates"]] == [c["number"] == refused.number for c in data["candidates"]]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("candidates", 0, "address"), "Бейбітшілік көшесі, 1"),
        (("candidates", 0, "status"), "draft"),
        (("candidates", 0, "received", "at"), "2025-08-29T10:00:00"),
        (("candidates", 0, "received", "precision"), "day"),
        (("generated_at",), "2025-08-29T10:00:00"),
        (("candidates", 0, "decisions", 0, "grounds"), None),
        (("election", "record"), "real"),
    ],
)
def test_the_schema_notices_what_is_wrong(world: World, path: tuple[Any, ...], value: Any) -> None:
    nomination_in(State.REGISTERED, world)
    data = fetch(JSON).json()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert len(faults(data)) >= 1


# -- the same facts


def test_a_row_tells_what_the_page_tells(world: World) -> None:
    registered = nomination_in(State.REGISTERED, world, way="party", party_membership="Партия", patronymic_kk="Әкеұлы")
    nomination_in(State.REGISTERED, world)
    refused = nomination_in(State.REFUSED, world)
    an_approved_ballot(world)
    leaving.withdraw(registered, actor=world.staff.secretary, at=moment("2025-09-18 10:00"))
    by_number = {row["number"]: row for row in rows()}
    row = by_number[str(registered.number)]
    wanted = {
        "election": "test-2025", "record": "live", "name_published": "true", "patronymic_name_kk": "Әкеұлы", "birth_year": "1980",
        "profession_en": "teacher", "nomination_way": "party", "party_kk": "Партия", "party_membership": "Партия",
        "nomination_way_label_kk": "Партия ұсынған", "status": "withdrawn", "pre_election_status": "withdrawn", "recalled": "false",
        "received": "2025-08-29T10:00:00+05:00", "received_precision": "moment", "registered": "2025-09-05T15:00:00+05:00",
        "left": "2025-09-18T10:00:00+05:00", "reinstated": "", "decision_kind": "register",
        "decision_number": registered.registered_by.number, "ballot_line": "1", "struck_out": "true", "licence": "CC BY 4.0",
        "url": f"http://localhost:8000/kk/elections/test-2025/candidates/{registered.number}/", "source": "test сайлау комиссиясы",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted
    row = by_number[str(refused.number)]
    wanted = {
        "status": "refused", "pre_election_status": "", "under_appeal": "false", "decision_kind": "refuse", "decision_undone": "false",
        "decision_adopted": "2025-09-05T15:00:00+05:00", "ground": "requirements", "ground_article": "CL ch. 13-1",
        "ground_standing": "found", "ground_label_en": "A requirement for the office is not met", "ground_stated_en": "",
        "ballot_line": "", "struck_out": "", "registered": "", "registered_precision": "",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_the_dictionary_on_the_page_names_every_column_and_no_other(world: World) -> None:
    nomination_in(State.SUBMITTED, world)
    shown = get("/en/elections/test-2025/candidates/").page
    (table,) = [t for t in shown.all("table") if t.one("caption").attributes["id"] == "dictionary"]
    named = [row.one("th").words for row in table.one("tbody").all("tr")]
    assert named == [column.name for column in COLUMNS] == list(rows()[0])
    assert all(row.one("td").words for row in table.one("tbody").all("tr"))
    links = {link.attributes["href"] for link in shown.all("link", rel="alternate") if "type" in link.attributes}
    assert links == {f"/en/elections/test-2025/{name}" for name in (CSV, EXCEL, JSON)}


@pytest.mark.slow
def test_the_files_are_the_same_in_every_language(world: World) -> None:
    of_every_state(world)
    with time_machine.travel(clock.now(), tick=False):
        for name in (JSON, CSV, EXCEL):
            assert len({fetch(name, language=language).content for language in ("kk", "ru", "en")}) == 1


def test_an_election_without_candidates_has_files_without_rows(world: World) -> None:
    assert rows() == []
    assert fetch(CSV).content.decode().count("\r\n") == 1
    data = fetch(JSON).json()
    assert (data["count"], data["candidates"], faults(data)) == (0, [], [])


# -- in a spreadsheet


def test_excel_gets_its_mark_and_semicolons_and_programs_get_neither(world: World) -> None:
    nomination_in(State.REGISTERED, world, occupation_kk="мұғалім; директор", occupation_ru="учитель, директор")
    excel, plain = fetch(EXCEL).content, fetch(CSV).content
    assert excel.startswith("\ufeffelection;".encode()) and plain.startswith(b"election,")
    of_excel = list(csv.DictReader(io.StringIO(excel.decode("utf-8-sig")), delimiter=";"))
    assert [{**row, "generated_at": ""} for row in of_excel] == [{**row, "generated_at": ""} for row in rows()]


@given(st.one_of(st.text(), st.sampled_from([f"{start}{rest}" for start in STARTS_A_FORMULA for rest in ("", "1+1", "cmd|' /C calc'!A0")])))
def test_no_cell_is_a_formula_and_the_guard_can_be_taken_off(text: str) -> None:
    guarded = cell(text)
    assert not guarded.startswith(tuple(start for start in STARTS_A_FORMULA if start != "'"))
    assert (guarded[1:] if guarded.startswith("'") else guarded) == text


@pytest.mark.parametrize("evil", ["=HYPERLINK(A1)", "+7", "-1", "@SUM(A1)"])
def test_what_a_person_typed_is_no_formula_in_the_file(world: World, evil: str) -> None:
    nomination_in(State.SUBMITTED, world, occupation_en=evil, party_membership=evil)
    assert (rows()[0]["profession_en"], rows()[0]["party_membership"]) == (f"'{evil}", f"'{evil}")
    assert fetch(JSON).json()["candidates"][0]["party_membership"] == evil


# -- over the wire


@pytest.mark.parametrize(
    ("name", "kind"), [(JSON, "application/json"), (CSV, "text/csv; charset=utf-8"), (EXCEL, "text/csv; charset=utf-8")]
)
def test_a_file_says_what_it_is_and_any_site_may_read_it(world: World, name: str, kind: str) -> None:
    nomination_in(State.REGISTERED, world)
    with override_settings(PUBLIC_ADDRESS="https://portal.example"):
        answer = fetch(name)
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'inline; filename="test-2025-{name}"'
    assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
    assert answer["Link"] == (
        '<https://portal.example/static/commission/candidates.schema.json>; rel="describedby", '
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license", '
        '<https://portal.example/en/elections/test-2025/candidates/>; rel="alternate"; type="text/html"'
    )


@pytest.mark.parametrize("name", all_but_the_first_slow([JSON, CSV, EXCEL]))
def test_what_has_not_changed_is_not_sent_again(world: World, name: str) -> None:
    nomination = nomination_in(State.REGISTERED, world)
    at = clock.now() + timedelta(minutes=1)
    with time_machine.travel(at, tick=False):
        first = fetch(name)
    with time_machine.travel(at + timedelta(hours=3), tick=False):
        assert fetch(name).content != first.content  # it carries the moment
        for ask in ({"If_None_Match": first["ETag"]}, {"If_Modified_Since": first["Last-Modified"]}):
            again = fetch(name, **ask)
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
            assert again["Last-Modified"] == first["Last-Modified"]
    with time_machine.travel(at + timedelta(hours=3, seconds=1), tick=False):
        leaving.withdraw(nomination, actor=world.staff.secretary, at=LEFT)
    with time_machine.travel(at + timedelta(hours=4), tick=False):
        for ask in ({"If_None_Match": first["ETag"]}, {"If_Modified_Since": first["Last-Modified"]}):
            changed = fetch(name, **ask)
            assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_a_change_of_this_very_second_has_no_last_modified_yet(world: World) -> None:
    at = clock.now() + timedelta(minutes=1)
    with time_machine.travel(at, tick=False):
        nomination_in(State.SUBMITTED, world)
        assert "Last-Modified" not in fetch(JSON)
        assert fetch(JSON, If_Modified_Since="Wed, 01 Jan 2025 00:00:00 GMT").status_code == 200
    with time_machine.travel(at + timedelta(seconds=3), tick=False):
        assert "Last-Modified" in fetch(JSON)


def test_files_are_only_read(world: World) -> None:
    address = "/en/elections/test-2025/candidates.json"
    assert [Client().generic(method, address).status_code for method in ("POST", "PUT", "DELETE")] == [405] * 3
    assert (Client().head(address).status_code, Client().head(address).content) == (200, b"")
    assert Election.objects.count() == 1
