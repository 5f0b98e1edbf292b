"""Style sheets and pictures come from this house only, and Bootstrap is the published one."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

BOOTSTRAP = "sha384-sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"
OURS = ("commission/portal.css", "commission/desk.css", "commission/mark.svg")


def found(name: str) -> Path:
    path = finders.find(name)
    assert path, name
    return Path(path)


def addresses(css: str) -> list[str]:
    return re.findall(r"url\(\s*['\"]?([^'\")]+)", css)


def test_bootstrap_is_byte_for_byte_the_published_one() -> None:
    digest = hashlib.sha384(found("bootstrap/bootstrap.min.css").read_bytes()).digest()
    assert "sha384-" + base64.b64encode(digest).decode() == BOOTSTRAP


@pytest.mark.parametrize("name", OURS)
def test_our_files_ask_no_other_host(name: str) -> None:
    text = found(name).read_text(encoding="utf-8")
    assert [a for a in addresses(text) if re.match(r"(?:[a-z]+:)?//", a)] == []
    assert "@import" not in text


@pytest.mark.parametrize("name", [*OURS, "bootstrap/bootstrap.min.css"])
def test_a_style_sheet_points_only_at_files_that_are_there(name: str) -> None:
    there = [a for a in addresses(found(name).read_text(encoding="utf-8")) if not a.startswith(("data:", "#"))]
    missing = [a for a in there if not finders.find(str((Path("/") / name).parent.joinpath(a).relative_to("/")).split("?")[0])]
    assert missing == []


def test_the_mark_is_a_picture_and_holds_no_program() -> None:
    svg = found("commission/mark.svg").read_text(encoding="utf-8")
    assert re.findall(r"<script|\son\w+=|<foreignObject|<style|xlink:href", svg) == []
