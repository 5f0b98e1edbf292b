"""`make run`: servers, database, demonstration, then web, worker and beat as one supervised group until Ctrl-C."""

import http.client
import json
import os
import signal
import socket
import sys
from pathlib import Path

import psutil

from commission.local import secrets
from commission.local.folder import Folder, Unfit
from commission.local.group import Group, Part, Stopped
from commission.local.servers import Postgres, Valkey

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable


def say(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError:  # the terminal is gone; the group must still be ended in order
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


def address() -> tuple[str, int]:
    """HOST and PORT; refused where nobody can listen there."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Unfit(f"PORT must be a number from 1 to 65535, not “{port}”.")
    try:
        with socket.create_server((host, int(port))):
            return host, int(port)
    except PermissionError:
        raise Unfit(f"Port {port} is for the administrator of this machine only. Choose another one with: make run PORT=8001") from None
    except socket.gaierror:
        raise Unfit(f"HOST must be an address of this machine, not “{host}”.") from None
    except OSError:
        raise Unfit(f"Port {port} is busy: stop what uses it, or choose another one with: make run PORT={int(port) % 65535 + 1}") from None


def programs(host: str, port: int, folder: Folder, environment: dict[str, str]) -> list[Part]:
    """Two web processes, a worker with two processes, and beat: fair on two cores and 1 GB. Threads of the web are started when
    requests wait, and end when idle: they only stamp the moment of receipt and wait for their turn (commission.middleware.InTurn),
    so granian's warning that they are many is left out."""
    web = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws", "--log-level", "error"]
    web += ["--workers", "2", "--blocking-threads", "256", "--respawn-failed-workers", "--workers-kill-timeout", "4"]
    celery = [PYTHON, "-m", "celery", "--quiet", "--app", "commission"]
    worker = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    beat = ["beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", str(folder.run / "beat-schedule")]
    return [
        Part("web", [*web, "commission.wsgi:application"], environment),
        Part("worker", celery + worker, environment),
        Part("beat", celery + beat, environment),
    ]


def given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def start_servers(folder: Folder, group: Group, kept: dict[str, str]) -> dict[str, str]:
    """The embedded servers, each only where no real one is named."""
    urls = {}
    if not given("DATABASE_URL"):
        postgres = Postgres(folder)
        postgres.start(group)
        urls["DATABASE_URL"] = postgres.url()
    if not given("REDIS_URL"):
        valkey = Valkey(folder, kept["VALKEY_PASSWORD"])
        valkey.start(group)
        urls["REDIS_URL"] = valkey.url()
    return urls


def environment_of(folder: Folder, kept: dict[str, str], urls: dict[str, str]) -> dict[str, str]:
    """What the programs get. Whatever the person set stays as it is."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "commission.settings",
        "DEMO": "on",
        "DEBUG": "off",
        "STAFF_MFA": "off",
        "PYTHONUNBUFFERED": "1",
        # Celery warns about root at every start; here root is a container, and no pickles are accepted.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        **{name: value for name, value in kept.items() if not given(name)},
        **urls,
    }
    return ours | {name: value for name, value in os.environ.items() if value}


def answers(host: str, port: int) -> bool:
    """Does the web answer at all? Whether every part is well is the business of /healthz itself."""
    connection = http.client.HTTPConnection("127.0.0.1" if host in EVERYWHERE else host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def listens(web: Part, port: int) -> bool:
    """Is it ours? Somebody else may have taken the port after it was found free."""
    assert web.recorded
    try:
        ends = [end for member in web.recorded.alive() for end in member.net_connections("tcp")]
    except psutil.Error:  # one ended while it was looked at
        return False
    return any(end.status == psutil.CONN_LISTEN and end.laddr.port == port for end in ends)


def welcome(host: str, port: int, folder: Folder, password: str) -> None:
    name = "localhost" if host in ("127.0.0.1", "::1", *EVERYWHERE) else host
    say(f"\nThe portal is running: http://{name}:{port}/")
    try:
        accounts = json.loads((folder.path / "demo-accounts.json").read_text(encoding="utf-8"))
        width = max(len(account["role"]) for account in accounts)
        say(f"\nDemonstration accounts, all with the password {password}")
        for account in accounts:
            say(f"  {account['role']:<{width}}  {account['email']}")
    except (OSError, ValueError):
        pass  # a database that was filled by another checkout keeps its own accounts
    say(f"\nMail is written to {folder.path / 'mail'}; data and logs are in {folder.path}.\nStop with Ctrl-C.\n")


def bring_up(folder: Folder, group: Group) -> None:
    (folder.path / "static").mkdir(exist_ok=True)  # whitenoise warns where it is missing
    kept = secrets.kept_in(folder.path)
    host, port = address()
    environment = environment_of(folder, kept, start_servers(folder, group, kept))
    web, *others = programs(host, port, folder, environment)
    for part in others:  # worker and beat ask no table until there is work, so they start while the database is prepared
        group.add(part)
    if group.run_once(Part("prepare", [PYTHON, "-m", "commission.local.prepare"], environment)):
        raise Unfit("The database could not be prepared; the lines above say why.")
    secrets.write(folder.run / "environment.json", {name: environment[name] for name in sorted(environment.keys() - os.environ.keys())})
    group.add(web)
    group.wait_for(lambda: listens(web, port) and answers(host, port), web, seconds=60)
    welcome(host, port, folder, environment["DEMO_PASSWORD"])
    group.keep_running()


def main() -> int:
    os.chdir(ROOT)
    folder = Folder(ROOT / "var")
    if not folder.take():
        say("The portal already runs from this folder. Stop it with Ctrl-C where it was started, then start it again.")
        return 1
    group = Group(folder, say)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup asks to outlive the terminal
            signal.signal(number, lambda *_: setattr(group, "stopping", True))
    try:
        folder.end_leftovers()
        bring_up(folder, group)
        say("Stopping …")
    except Stopped:
        say("Stopping …")
    except Unfit as reason:
        say(str(reason))
        return 1
    finally:
        group.stop("web", "worker", "beat", "prepare")
        group.stop(patience=3)
        Postgres(folder).clean()
        (folder.run / "environment.json").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
