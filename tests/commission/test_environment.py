"""The address that people type: given, or made of the host names; a wrong one stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commission.environment import Environment

ROOT = Path(__file__).resolve().parent.parent.parent


def address(value: str, *, tls: bool = False, default: str = "") -> tuple[str, list[str]]:
    env = Environment({"PUBLIC_ADDRESS": value})
    return env.address("PUBLIC_ADDRESS", default=default, tls=tls), env.problems


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://portal.example", "https://portal.example"),
        ("https://Portal.Example/", "https://portal.example"),
        ("http://localhost:8001", "http://localhost:8001"),
        ("http://[::1]:8001", "http://[::1]:8001"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        (" https://xn--80ak6aa92e.kz ", "https://xn--80ak6aa92e.kz"),
    ],
)
def test_an_address_is_kept_without_its_last_stroke(given: str, kept: str) -> None:
    assert address(given) == (kept, [])


@pytest.mark.parametrize(
    "given",
    [
        "portal.example", "https://portal.example/kk/", "https://portal.example?a=1", "https://user@portal.example", "ftp://portal.example",
        "https://", "https://portal example", "https://*.example", "https://.example", "https://portal.example:", "javascript://portal.example",
    ],
)  # fmt: skip
def test_what_is_no_bare_address_is_said_in_one_sentence(given: str) -> None:
    kept, problems = address(given)
    assert (kept, problems) == ("", [f"PUBLIC_ADDRESS must look like https://portal.example, without a path, not “{given}”."])


def test_behind_tls_it_begins_with_https() -> None:
    assert address("https://portal.example", tls=True) == ("https://portal.example", [])
    assert address("http://portal.example", tls=True)[1] == [
        "PUBLIC_ADDRESS must begin with https:// while BEHIND_TLS is on, not “http://portal.example”."
    ]


def settings_say(**variables: str) -> str:
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "DATABASE_URL", "REDIS_URL")}
    keys = {"SECRET_KEY": "x" * 50, "FIELD_KEY": "1" * 64, "AUDIT_KEY": "2" * 64, "DJANGO_SETTINGS_MODULE": "commission.settings"}
    program = "from django.conf import settings; print(settings.PUBLIC_ADDRESS)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={**bare, **keys, **variables}, capture_output=True, text=True)
    return run.stdout.strip() or run.stderr.strip().splitlines()[-1].rpartition("can't start. ")[2]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ALLOWED_HOSTS": "portal.example,other.example"}, "https://portal.example"),
        ({"ALLOWED_HOSTS": "*,.example,portal.example", "BEHIND_TLS": "off"}, "http://portal.example"),
        ({"ALLOWED_HOSTS": "internal", "PUBLIC_ADDRESS": "https://portal.example/"}, "https://portal.example"),
        ({"DEMO": "on"}, "http://localhost:8000"),
        ({"DEMO": "on", "PORT": "8001"}, "http://localhost:8001"),
        ({"ALLOWED_HOSTS": "*"}, "PUBLIC_ADDRESS is missing (the address that people type, such as https://portal.example)."),
    ],
)
def test_the_settings_find_the_address(variables: dict[str, str], said: str) -> None:
    assert settings_say(**variables) == said
