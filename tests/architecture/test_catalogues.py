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
def test_no_text_of_the_source_is_missing_from_the_catalogues(tmp_path):
    for app in APPS:
        shutil.copytree(settings.BASE_DIR / app, tmp_path / app, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "styleguide.html"))
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", *languages, "--no-obsolete", "--add-location", "file", "-v", "0"],
        cwd=tmp_path, check=True,
    )  # fmt: skip
    new = {
        language: {m.id for m in catalogue(tmp_path / "commission" / "locale", language) if m.id} - {m.id for m in messages(language)}
        for language in LANGUAGES
    }
    assert new == {language: set() for language in LANGUAGES}, "run: make messages, and translate what is new"
