"""Every public page answers in its language, asks nothing about the reader, and stays cheap."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from candidates.models import Appeal, Ground, Nomination
from commission.models import Decision, Election
from stations.models import MeetingVenue, PollingStation, PosterPlace
from tests.results.pages import EVERY_PAGE, FEEDS, LANGUAGES, PAGES, get, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "manifest-src": ["'self'"],
}
# what all languages of a page share is seen in one of them by `make test`
IN_KAZAKH_FIRST = [pytest.param(page, marks=[] if page.startswith("/kk/") else [pytest.mark.slow]) for page in EVERY_PAGE]
HANDLERS = re.compile(r"on[a-z]+")


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_answers_in_its_language(address: str) -> None:
    answer = get(address)
    assert answer.status_code == 200
    html = answer.page.one("html")
    assert html.attributes["lang"] == address[1:3]
    assert answer["Content-Language"] == address[1:3]
    assert len(html.all("h1")) == 1
    assert html.one("head").one("title").words
    marked = [link.words for link in html.one("nav", class_="languages").all("a") if link.attributes.get("aria-current")]
    assert marked == [{"kk": "Қазақша", "ru": "Русский", "en": "English"}[address[1:3]]]
    others = {
        link.attributes["hreflang"]: link.attributes["href"] for link in html.all("link", rel="alternate") if "type" not in link.attributes
    }
    assert others == {language: f"/{language}/{address[4:]}" for language in LANGUAGES}


@pytest.mark.parametrize("address", IN_KAZAKH_FIRST)
def test_no_page_holds_a_style_a_script_or_a_foreign_host(address: str) -> None:
    page = get(address).page
    elements = page.all()
    assert [e.tag for e in elements if e.tag in ("script", "style", "iframe", "object", "embed", "base", "form", "input")] == []
    assert [e.attributes for e in elements if any(name == "style" or HANDLERS.fullmatch(name) for name in e.attributes)] == []
    addresses = [value for e in elements for name, value in e.attributes.items() if name in ("href", "src", "action", "srcset", "data")]
    assert [a for a in addresses if not re.match(r"[/?#](?!/)", a)] == []


@pytest.mark.parametrize("address", IN_KAZAKH_FIRST)
def test_every_table_has_a_caption_and_headed_columns(address: str) -> None:
    for table in get(address).page.all("table"):
        assert table.one("caption").words
        widths = {sum(int(cell.attributes.get("colspan", 1)) for cell in row.children) for row in table.all("tr")}
        assert len(widths) == 1, table.one("caption").words
        assert {cell.attributes.get("scope") for cell in table.all("th")} <= {"col", "row"}


@pytest.mark.parametrize("address", IN_KAZAKH_FIRST)
def test_no_identifier_stands_twice_and_every_label_points_somewhere(address: str) -> None:
    elements = get(address).page.all()
    identifiers = [e.attributes["id"] for e in elements if "id" in e.attributes]
    assert sorted(set(identifiers)) == sorted(identifiers)
    pointed = {each for e in elements for name in ("aria-labelledby", "aria-describedby") for each in e.attributes.get(name, "").split()}
    assert pointed - set(identifiers) == set()


@pytest.mark.parametrize("address", [*IN_KAZAKH_FIRST, *FEEDS])
def test_public_answers_are_the_same_for_everybody_and_may_be_kept_a_minute(address: str) -> None:
    answer = get(address)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")
    assert b"csrf" not in answer.content.lower()
    assert answer.status_code == 200


def test_a_signed_in_reader_gets_the_same_public_page() -> None:
    from commission.models import User

    client = Client()
    client.force_login(User.objects.get(email="secretary@demo.invalid"))
    answer = client.get("/ru/elections/semey-2025/results/")
    alone = get("/ru/elections/semey-2025/results/")
    made_at = re.compile(rb"<time.*?</time>", re.DOTALL)
    assert made_at.sub(b"", answer.content) == made_at.sub(b"", alone.content)
    assert answer["Cache-Control"] == alone["Cache-Control"]


# -- headers


EVERYWHERE = [
    "/en/",
    "/kk/elections/semey-2025/results/",
    "/ru/nowhere/",
    "/",
    "/desk/",
    "/accounts/login/",
    "/accounts/signup/",
    "/healthz",
    "/me/",
    *FEEDS[:1],
]


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_carries_the_strict_headers(address: str, method: str) -> None:
    answer = Client().generic(method, address)
    policy = {words[0]: words[1:] for words in (part.split() for part in answer["Content-Security-Policy"].split(";")) if words}
    assert policy == POLICY
    assert "Content-Security-Policy-Report-Only" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()"} <= set(answer["Permissions-Policy"].split(", "))
    assert "Access-Control-Allow-Origin" not in answer


# -- the language of an address without one


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.5", "ru"),
        ("en-GB", "en"),
        ("kk-KZ", "kk"),
        ("de,fr;q=0.5", "kk"),
        ("de,ru;q=0.5", "ru"),
        ("", "kk"),
        ("*", "kk"),
        ("x" * 5000, "kk"),
        (";;;=,,q=", "kk"),
        ("en\x7f", "kk"),
        ("ру", "kk"),
    ],
)
@pytest.mark.parametrize("page", ["", "elections/semey-2025/results/"])
def test_a_bare_address_redirects_to_the_reader_s_language(page: str, accepts: str, language: str) -> None:
    answer = get(f"/{page}", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/{page}")
    assert "Accept-Language" in answer["Vary"]
    assert answer.cookies == {}


def test_the_language_of_the_address_wins_over_that_of_the_browser() -> None:
    answer = get("/ru/", headers={"Accept-Language": "en"})
    assert answer.page.one("html").attributes["lang"] == "ru"
    assert "Accept-Language" not in answer.get("Vary", "")


# -- what is not there, and what is not asked for politely


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "section", ["", "timetable/", "timetable.ics", "candidates/", "candidates/1/", "candidates.json", "stations/", "decisions/", "results/"]
)
def test_an_unknown_election_is_a_404_page_in_the_language_of_the_address(language: str, section: str) -> None:
    answer = get(f"/{language}/elections/nowhere-2025/{section}")
    assert answer.status_code == 404
    assert answer.page.one("html").attributes["lang"] == language
    with translation.override(language):
        assert answer.page.one("h1").words == gettext("This page does not exist")


@pytest.mark.parametrize(
    "address",
    [
        "/en/elections/" + "a" * 5000 + "/",
        "/en/elections/%00/",
        "/en/elections/semey-2025%00/",
        "/en/%00",
        "/%00",
        "/en/elections/a%2Fb/",
        "/en/elections/semey-2025%2F..%2F/",
        "/en/elections/../../etc/passwd",
        "/en/elections/%ff%fe/",
        "/en/elections/semey-2025/results/?page=abc",
        "/en/elections/semey-2025/results/?page=-1&page=%00&q=%ff",
        "/en/elections/semey-2025/results/?" + "a=1&" * 2000,
        "/en/elections/SEMEY-2025/",
        "/en/elections/%D0%A1%D0%B5%D0%BC%D0%B5%D0%B9/",
        "/en//elections/semey-2025/",
        "//example.org/",
        "/de/",
        "/kk-KZ/",
        "/en/elections/semey-2025",
        "/en/elections/semey-2025/candidates/0/",
        "/en/elections/semey-2025/candidates/99999999999999999999/",
        "/en/elections/semey-2025/candidates/" + "9" * 5000 + "/",
        "/en/elections/semey-2025/candidates/-1/",
        "/%2e%2e/%2e%2e/",
        "/static/../commission/settings.py",
        "/en/elections/semey-2025/results/%0d%0aSet-Cookie:a=b",
    ],
)
def test_no_address_however_odd_is_an_error_of_the_program(address: str) -> None:
    answer = get(address)
    assert answer.status_code in (200, 301, 302, 404), answer.status_code
    assert "example.org" not in answer.get("Location", "")
    assert answer.cookies == {}


def test_an_odd_question_changes_nothing() -> None:
    assert (
        get("/en/elections/semey-2025/results/?page=abc&lang=ru").page.one("h1").words
        == get("/en/elections/semey-2025/results/").page.one("h1").words
    )


@pytest.mark.parametrize("cookie", ["sessionid=\x00", "sessionid=" + "x" * 4000, "sessionid=' OR 1=1", "csrftoken=;;", "=", "messages=abc"])
def test_no_cookie_however_odd_is_an_error_or_is_answered(cookie: str) -> None:
    answer = get("/en/", headers={"Cookie": cookie})
    assert (answer.status_code, answer.cookies) == (200, {})


def test_a_foreign_host_name_is_refused() -> None:
    assert get("/en/", headers={"Host": "example.org"}).status_code == 400


@pytest.mark.parametrize("address", ["/en/", "/kk/elections/semey-2025/candidates/", "/ru/elections/semey-2025/timetable.ics"])
def test_public_pages_are_only_read(address: str) -> None:
    client = Client(enforce_csrf_checks=False)
    assert {method: client.generic(method, address).status_code for method in ("POST", "PUT", "PATCH", "DELETE")} == {
        "POST": 405, "PUT": 405, "PATCH": 405, "DELETE": 405,
    }  # fmt: skip
    head, body = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == body["Content-Type"]


# -- the cost


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", [*PAGES, "elections/semey-2025/timetable.ics", "elections/semey-2025/candidates.json"])
def test_a_page_takes_at_most_fifteen_queries(page: str) -> None:
    assert queries(f"/en/{page}") <= 15


@pytest.mark.parametrize("page", [page for page in PAGES if "sarybel" in page])
def test_the_number_of_queries_does_not_grow_with_the_election(page: str) -> None:
    before = queries(f"/en/{page}")
    grow(Election.objects.get(slug="sarybel-demo"))
    assert queries(f"/en/{page}") == before


def grow(election: Election) -> None:
    """Ten more of everything that a page lists."""
    refused = Ground.objects.filter(nomination__election=election).latest("pk")
    decision = Decision.objects.filter(election=election).latest("pk")
    for n in range(100, 110):
        for model, more in ((PollingStation, {"kind": "open", "voters_on_list": n}), (MeetingVenue, {}), (PosterPlace, {})):
            model.objects.create(election=election, number=n, name_kk=f"{n}", **more)
        nomination = Nomination.objects.create(
            election=election,
            number=n,
            state="refused",
            way="self",
            channel="paper",
            received_at=decision.adopted_at,
            family_name_kk=f"{n}",
        )
        Ground.objects.create(
            nomination=nomination, decision=refused.decision, code=refused.code, article="1", deficiency=refused.deficiency
        )
        Appeal.objects.create(nomination=nomination, decision=refused.decision, body_kk="Сот")
        decision.pk, decision.number = None, f"{n}"
        decision._state.adding = True
        decision.save()


def test_the_reader_of_a_page_finds_a_tag_that_is_never_closed() -> None:
    with pytest.raises(AssertionError):
        parse("<main><p>One</main>")
