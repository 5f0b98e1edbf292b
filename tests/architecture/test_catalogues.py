"""Kazakh and Russian are complete: every text of the portal has both, with the same placeholders."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

LANGUAGES = ("kk", "ru")
APPS = ("commission", "candidates", "stations", "results", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")


def catalogue(folder: Path, language: str) -> Catalog:
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str):
    return [m for m in catalogue(settings.BASE_DIR / "commission" / "locale", language) if m.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    empty = [m.id for m in messages(language) if m.fuzzy or not all(m.string if isinstance(m.string, tuple) else [m.string])]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_its_placeholders(language):
    for message in messages(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set(PLACEHOLDER.findall(ids[-1])) - {"%%"}
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            assert set(PLACEHOLDER.findall(text)) - {"%%"} == wanted, message.id


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs GNU gettext")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_source_is_missing_from_the_catalogue(language, tmp_path):
    for app in APPS:
        shutil.copytree(settings.BASE_DIR / app, tmp_path / app, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "styleguide.html"))
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    before = {m.id for m in messages(language)}
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", language, "--no-obsolete", "--add-location", "file", "-v", "0"],
        cwd=tmp_path, check=True,
    )  # fmt: skip
    after = {m.id for m in catalogue(tmp_path / "commission" / "locale", language) if m.id}
    assert after - before == set(), "run: make messages, and translate what is new"
