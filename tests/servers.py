"""The servers of a test run, started before pytest-django reads the settings (see addopts in pyproject.toml).

Without DATABASE_URL and REDIS_URL the embedded ones run with their data under var/test/, which stays between runs. Two
runs at the same time get servers of their own. With xdist only the controller starts servers; workers inherit the names.
"""

import itertools
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from commission.local.catalogues import compile_catalogues
from commission.local.folder import Folder
from commission.local.group import Group
from commission.local.servers import Postgres, Valkey

ROOT = Path(__file__).resolve().parent.parent
# A test run may lose its data: what makes PostgreSQL safe against a power cut only costs time here. A measurement needs it.
FAST = () if os.environ.get("MEASURING") else ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
FIXED = {
    "DJANGO_SETTINGS_MODULE": "commission.settings",
    "DEBUG": "off",
    "DEMO": "on",
    "STAFF_MFA": "on",
    "SECRET_KEY": "only-for-tests-" * 4,
    "FIELD_KEY": "5e" * 32,
    "AUDIT_KEY": "a0" * 32,
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
}


class Servers:
    """Starts what is not named in the environment, and stops it with the session."""

    def __init__(self) -> None:
        self.folder = next(folder for number in itertools.count(1) if (folder := Folder(ROOT / "var" / "test" / str(number))).take())
        self.folder.end_leftovers()
        self.group = Group(self.folder, print)
        # papers of a test run are nobody's, and never lie among those of the demonstration
        os.environ["PAPERS_ROOT"] = str(self.folder.path / "papers")
        shutil.rmtree(os.environ["PAPERS_ROOT"], ignore_errors=True)
        if not os.environ.get("DATABASE_URL"):
            postgres = Postgres(self.folder, *FAST)
            postgres.start(self.group)
            os.environ["DATABASE_URL"] = postgres.url()
        if not os.environ.get("REDIS_URL"):
            valkey = Valkey(self.folder, password="only-for-tests")
            valkey.start(self.group)
            os.environ["REDIS_URL"] = valkey.url()

    def stop(self) -> None:
        self.group.stop()
        Postgres(self.folder).clean()
        self.folder.release()


def own_redis_database(url: str, worker: str) -> str:
    """Each xdist worker empties its own numbered database, the controller's comes first."""
    parts = urlsplit(url)
    number = int(parts.path.strip("/") or 0) + int(worker.removeprefix("gw")) + 1
    return parts._replace(path=f"/{number}").geturl()


os.environ.update(FIXED)
servers: Servers | None = None
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["REDIS_URL"] = own_redis_database(os.environ["REDIS_URL"], worker)
else:
    compile_catalogues()
    (ROOT / "var" / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
    servers = Servers()


def pytest_unconfigure() -> None:
    if servers:
        servers.stop()


class NoSilentSkips:
    """With CI=true a skipped test fails the run, unless its reason begins with “only:”."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix("Skipped: ")
            if not reason.startswith("only:"):
                self.skipped.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self.skipped:
            terminalreporter.write_line(f"SKIPPED, and CI allows no skipped test: {line}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI") == "true" and servers:
        config.pluginmanager.register(NoSilentSkips())
