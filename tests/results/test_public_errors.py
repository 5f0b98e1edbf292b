"""When a step is refused, a page is missing or a service is down, a person reads a sentence, never a bare error."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext
from redis.exceptions import ConnectionError as BrokerGone

from commission import middleware
from commission import urls as the_portal
from commission.law.citing import cite
from commission.refused import Refused
from commission.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tests.results.pages import LANGUAGES, get, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
FAULTS: dict[str, Exception] = {
    "refused": Refused("window_closed", "Nomination is over.", article="CL ch. 13-1", way_out="Ask the secretary."),
    "bare": Refused("tie", "Two candidates have the same number of votes."),
    "stranger": Refused("role", "Your role does not include this step.", status=403),
    "marked": Refused("bad_row", "<b>Row 7</b> & more does not fit."),
    "database": OperationalError("connection to server at 10.0.0.7, user portal failed"),
    "interface": InterfaceError("connection already closed"),
    "broker": BrokerGone("Error 111 connecting to 10.0.0.8:6379"),
    "bug": ZeroDivisionError("division by zero"),
    "forbidden": PermissionDenied("secret reason"),
    "missing": Http404("secret reason"),
}


def fail(request: HttpRequest, what: str) -> HttpResponse:
    raise FAULTS[what]


urlpatterns = [*(path(f"{language}/fail/<what>/", fail) for language in LANGUAGES), *the_portal.urlpatterns]


@pytest.fixture(autouse=True)
def failing_views() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def answer_to(address: str, client: Client | None = None) -> HttpResponse:
    client = client or Client()
    client.raise_request_exception = False
    return client.get(address)  # type: ignore[return-value]


def said(text: str, language: str) -> str:
    with translation.override(language):
        return gettext(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_becomes_a_page_with_reason_article_and_way_out(language: str) -> None:
    answer = answer_to(f"/{language}/fail/refused/")
    page = parse(answer.content.decode())
    assert answer.status_code == 409
    assert page.one("html").attributes["lang"] == language
    assert page.one("h1").words == said("This is not possible", language)
    assert page.one("p", class_="lede").words == "Nomination is over."
    facts = [(row.one("dt").words, row.one("dd").words) for row in page.one("dl").all("div")]
    with translation.override(language):
        article = cite("CL ch. 13-1")
    assert facts == [(said("Rule", language), article), (said("What you can do", language), "Ask the secretary.")]
    assert "Cache-Control" not in answer or "public" not in answer["Cache-Control"]


def test_a_refusal_without_an_article_shows_no_empty_lines() -> None:
    answer = answer_to("/en/fail/bare/")
    assert (answer.status_code, parse(answer.content.decode()).all("dl")) == (409, [])


def test_a_refusal_for_the_role_is_a_403() -> None:
    assert answer_to("/en/fail/stranger/").status_code == 403


def test_the_words_of_a_refusal_are_text_not_markup() -> None:
    page = parse(answer_to("/en/fail/marked/").content.decode())
    assert page.one("p", class_="lede").words == "<b>Row 7</b> & more does not fit."


@pytest.mark.parametrize("what", ["database", "interface", "broker"])
def test_a_service_that_is_down_is_a_503_in_three_languages(what: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = answer_to(f"/en/fail/{what}/")
    page = parse(answer.content.decode())
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert [section.attributes.get("lang", "kk") for section in page.all("section")] == ["kk", "ru", "en"]
    assert "The portal is not available just now" in page.words
    assert "Портал временно недоступен" in page.words
    assert "Портал уақытша қолжетімсіз" in page.words
    assert "10.0.0" not in answer.content.decode()
    assert "10.0.0" not in caplog.text
    assert type(FAULTS[what]).__name__ in caplog.text


def test_the_real_driver_s_failure_is_a_503_wherever_it_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.backends.base.base import BaseDatabaseWrapper

    def gone(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly") from psycopg.OperationalError("closed")

    client = Client()
    client.cookies["sessionid"] = "a" * 32
    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", gone)
        found = {
            address: answer_to(address, client).status_code
            for address in ("/en/", "/ru/elections/semey-2025/", "/desk/", "/accounts/login/", "/me/")
        }
    assert found == dict.fromkeys(found, 503)
    assert answer_to("/en/").status_code == 200


@pytest.mark.parametrize(
    ("what", "status", "title"), [("forbidden", 403, "You may not open this page"), ("missing", 404, "This page does not exist")]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_forbidden_and_missing_pages_speak_the_language_of_the_address(what: str, status: int, title: str, language: str) -> None:
    answer = answer_to(f"/{language}/fail/{what}/")
    page = parse(answer.content.decode())
    assert (answer.status_code, page.one("html").attributes["lang"]) == (status, language)
    assert page.one("h1").words == said(title, language)
    assert "secret reason" not in page.words


def test_a_fault_of_the_program_says_so_in_three_languages_without_details() -> None:
    answer = answer_to("/en/fail/bug/")
    page = parse(answer.content.decode())
    assert answer.status_code == 500
    assert [section.attributes.get("lang", "kk") for section in page.all("section")] == ["kk", "ru", "en"]
    assert "division" not in page.words and "Traceback" not in page.words


@pytest.mark.parametrize("what", FAULTS)
def test_every_error_page_carries_the_strict_headers_and_is_not_kept(what: str) -> None:
    answer = answer_to(f"/en/fail/{what}/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "public" not in answer.get("Cache-Control", "")
    page = parse(answer.content.decode())
    assert [e.tag for e in page.all() if e.tag in ("script", "style") or "style" in e.attributes] == []


def test_the_style_guide_is_not_there_without_debug() -> None:
    assert get("/styleguide/").status_code == 404


def test_an_old_form_keeps_what_was_typed_but_never_a_password() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/accounts/login/", {"login": "someone@demo.invalid", "password": "do not show this", "csrfmiddlewaretoken": "old"}
    )
    page = parse(answer.content.decode())
    assert answer.status_code == 403
    assert "someone@demo.invalid" in page.words
    assert "do not show this" not in answer.content.decode()


def test_the_request_is_stamped_before_anything_else_happens(rf) -> None:
    stamped = []
    middleware.ReceivedAt(lambda request: stamped.append(request.received_at) or HttpResponse())(rf.get("/"))
    assert len(stamped) == 1 and stamped[0].utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [("/kk/", True), ("/ru/x", True), ("/en/elections/", True), ("/", False), ("/desk/", False), ("/kkk/", False), ("/enx", False)],
)
def test_only_an_address_with_a_language_is_public(rf, address: str, public: bool) -> None:
    assert middleware.is_public(rf.get(address)) is public
