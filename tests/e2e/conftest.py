"""A browser and the portal it visits: the real web server as a program of its own, on copies of the demonstration's database."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import CHROMIUM
from tests.demonstration import copied
from tests.e2e.journeys import pages_seen, people, stage  # noqa: F401 - fixtures

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db)  # or the test database would not be made where only these run


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """The mark only asks for the database to be made: the tests themselves see nothing but the browser."""


@contextmanager
def portal(database: str, folder: Path, **environment: str) -> Iterator[str]:
    """The portal as a web server that the test run owns; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    program += ["--workers", "1", "--blocking-threads", "256", "--log-level", "warning", "commission.wsgi:application"]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(program, cwd=ROOT, env={**os.environ, "DATABASE_URL": url, **environment}, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process, folder / "web.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _again in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except HTTPError:
            return  # an answer, though no worker runs
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the web server did not start: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="package")
def portals(demonstration_database: str, django_db_blocker, tmp_path_factory) -> Iterator[Callable[..., str]]:
    """Portals by their environment, each with a database of its own, started when first asked for."""
    with ExitStack() as stack:
        started: dict[tuple[tuple[str, str], ...], str] = {}

        def ask(**environment: str) -> str:
            key = tuple(sorted(environment.items()))
            if key not in started:
                name = stack.enter_context(_own_copy(demonstration_database, len(started), django_db_blocker))
                started[key] = stack.enter_context(portal(name, tmp_path_factory.mktemp("portal"), **environment))
            return started[key]

        yield ask


@contextmanager
def _own_copy(source: str, number: int, blocker) -> Iterator[str]:
    with blocker.unblock(), copied(source, f"{source}_{number}") as name:
        yield name


@pytest.fixture(scope="package")
def site(portals: Callable[..., str]) -> str:
    """The portal as `make run` shows it: no second factor for staff."""
    return portals(STAFF_MFA="off")


@pytest.fixture(scope="package")
def strict_site(portals: Callable[..., str]) -> str:
    """The portal with the second factor, and with the style guide."""
    return portals(STAFF_MFA="on", DEBUG="on")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "the folder is left out where there is no Chromium"
    # Playwright runs a loop of its own in this thread; Django would take every query beside it for a mistake.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()
        connections.close_all()  # those opened beside the loop; nobody could reach them after it


class Watched:
    """A page of the browser with everything that it complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "about:")):
            self.foreign.append(url)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Open a window; `options` are those of a Playwright context."""
    contexts: list[BrowserContext] = []

    def open_window(**options: object) -> Watched:
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(10_000)
        return Watched(contexts[-1])

    yield open_window
    for context in contexts:
        context.close()
