"""How the tests of the candidate portal go about: a signed-in browser at a given moment, forms filled in, pages read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from html import unescape
from typing import Any

import time_machine
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.models import Nomination
from results.demo.people import iin
from tests.factories import STARTED, _page

PASSWORD = "kept-between-us-29"
BORN = date(1985, 11, 5)
NUMBER = iin(BORN, woman=True, serial=4711)

# What a person types, page by page.
TYPED: dict[str, dict[str, str]] = {
    "name": {
        "family_name_kk": "Әбдірахманова",
        "given_name_kk": "Гүлжаһан",
        "family_name_ru": "Абдрахманова",
        "given_name_ru": "Гульжахан",
    },
    "birth": {"birth_date_0": "5", "birth_date_1": "11", "birth_date_2": "1985", "sex": "woman", "citizenship": "KZ", "iin": NUMBER},
    "contact": {"address": "Семей, Бейбітшілік көшесі, 1", "phone": "+7 700 123 45 67"},
    "work": {"education": "жоғары", "occupation_kk": "мұғалім", "occupation_ru": "учитель"},
    "statements": {"married": "yes", "convicted": "no"},
    "party": {"party_kk": "Партия", "party_ru": "Партия", "party_representative": "Өкіл Өкілов"},
}  # fmt: skip


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The portal's clock stands at this moment."""
    with time_machine.travel(moment, tick=False):
        yield


def browser(user: Any = None, **options: Any) -> Client:
    """A browser, signed in as `user` where one is given. Inside `at`, so that the session is of that day."""
    client = Client(headers={"Accept-Language": "en"}, **options)
    if user is not None:
        client.force_login(user)
    return client


def with_password(user: Any) -> Any:
    """The same person, who can now sign in on the page."""
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def address(nomination: Nomination, *more: Any) -> str:
    """`address(nomination, "page", "name")`"""
    return "/".join(map(str, ("/apply", nomination.election.slug, nomination.number, *more))) + "/"


def a_file(number: int = 0, name: str = "scan.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, _page(number), "image/png")


def text(answer: Any) -> str:
    """What a reader sees: no marks, no runs of spaces."""
    html = answer.content.decode() if hasattr(answer, "content") else answer
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def field(answer: Any, name: str) -> str:
    """The value that an input of the page has."""
    tag = re.search(rf'<(?:input|textarea)\b[^>]*\bname="{name}"[^>]*>(?:([^<]*)</textarea>)?', answer.content.decode())
    assert tag, f"no field {name}"
    value = re.search(r'\bvalue="([^"]*)"', tag[0])
    return unescape(value[1] if value else (tag[1] or "")).strip()


def errors(answer: Any) -> list[str]:
    """The summary of errors above the form."""
    found = re.search(r'<div class="errors".*?</div>', answer.content.decode(), flags=re.S)
    return [text(item) for item in re.findall(r"<li>.*?</li>", found[0], flags=re.S)] if found else []


def fill_in(client: Client, nomination: Nomination, *, but: tuple[str, ...] = ()) -> None:
    """Every page of the nomination, as in `TYPED`."""
    for code, fields in TYPED.items():
        if code not in but and (code != "party" or nomination.way == "party"):
            page = client.get(address(nomination, "page", code))
            answer = client.post(address(nomination, "page", code), {**fields, "seen": field(page, "seen"), "next": "1"})
            assert answer.status_code == 302, errors(answer)


def upload_all(client: Client, nomination: Nomination) -> None:
    for number, paper in enumerate(nomination.papers.order_by("pk")):
        answer = client.post(address(nomination, "paper", paper.code), {"document": a_file(number)})
        assert answer.status_code == 302, errors(answer)


def begun(client: Client, election: Any, way: str = "self") -> Nomination:
    """A draft begun on the pages."""
    answer = client.post(f"/apply/{election.slug}/start/", {"way": way})
    assert answer.status_code == 302, errors(answer)
    nomination: Nomination = election.nominations.get(number=int(answer.url.rstrip("/").rsplit("/", 1)[-1]))
    return nomination


def ready(client: Client, election: Any, way: str = "self") -> Nomination:
    """A draft with every page and paper, ready to be handed in."""
    nomination = begun(client, election, way)
    fill_in(client, nomination)
    upload_all(client, nomination)
    return nomination


__all__ = [
    "BORN", "NUMBER", "PASSWORD", "STARTED", "TYPED",
    "a_file", "address", "at", "begun", "browser", "errors", "field", "fill_in", "ready", "text", "upload_all", "with_password",
]  # fmt: skip
