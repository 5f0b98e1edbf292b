"""The files of the demonstration: the replayed record and the invented election say what they are, and not more than was published."""

import pytest

from tests.results.pages import get
from tests.results.test_public_candidate_data import JSON, faults, fetch, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.mark.parametrize("slug", ["semey-2025", "sarybel-demo"])
def test_the_elections_of_the_demonstration_are_valid_by_the_schema_and_marked(slug: str) -> None:
    data = fetch(JSON, slug).json()
    assert faults(data) == []
    assert data["election"]["record"] == {"semey-2025": "replayed", "sarybel-demo": "invented"}[slug]
    assert {row["record"] for row in rows(slug)} == {data["election"]["record"]}


def test_the_replayed_record_tells_no_hour_and_no_ground_that_nobody_published() -> None:
    by_number = {row["number"]: row for row in rows("semey-2025")}
    assert len(by_number) == 8
    assert {row["received"] for row in by_number.values()} == {""}
    assert {row["received_precision"] for row in by_number.values()} == {"unknown"}
    told = {name: {row[name] for row in by_number.values()} for name in ("registered", "left", "decision_adopted")}
    assert told == {
        "registered": {"", "2025-09-16"},
        "left": {"", "2025-10-07", "2025-09-12"},
        "decision_adopted": {"", "2025-09-16", "2025-09-12"},
    }
    (baiburov,) = [row for row in by_number.values() if row["family_name_ru"] == "Байбуров"]
    assert (baiburov["ground"], baiburov["ground_article"], baiburov["ground_standing"]) == ("", "", "stated")
    assert (baiburov["ground_stated_ru"], baiburov["appeal_outcome"]) == ("несоответствие требованиям закона", "rejected")
    unnamed = [row for row in by_number.values() if row["name_published"] == "false"]
    assert [row["ground_standing"] for row in unnamed] == ["unpublished"] * 3
    shown = get("/en/elections/semey-2025/candidates/").page
    assert {li.one("h3").one("a").attributes["href"].replace("/en/", "/kk/") for li in shown.all("li", class_="person")} == {
        row["url"].removeprefix("http://localhost:8000") for row in by_number.values()
    }
