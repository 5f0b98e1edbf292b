"""The folder `var/`: one owner at a time, and a record of every process started for it.

A start that was killed (kill -9, power cut) leaves its children running. The record names them by process id **and**
start time, so that the next start ends exactly those and never a stranger that got a recycled id.
"""

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import psutil

# The kernel's idea of the boot time, and with it every start time, may move a little when the clock is set.
SAME_START = 2.0


class Unfit(Exception):
    """A start that can't go on. The text is the sentence for the person who started it."""


@dataclass(frozen=True)
class Recorded:
    """A child of a start, which leads a session of its own."""

    name: str
    pid: int
    started: float

    @classmethod
    def of(cls, name: str, pid: int) -> "Recorded":
        return cls(name, pid, psutil.Process(pid).create_time())

    def alive(self) -> list[psutil.Process]:
        """The child and all members of its session: a worker's pool counts, even where its master is gone."""
        with suppress(psutil.NoSuchProcess):
            if abs(psutil.Process(self.pid).create_time() - self.started) > SAME_START:
                return []
        members = []
        for pid in psutil.pids():
            with suppress(OSError, psutil.Error):
                if os.getsid(pid) == self.pid:
                    process = psutil.Process(pid)
                    if process.status() != psutil.STATUS_ZOMBIE and process.create_time() >= self.started - SAME_START:
                        members.append(process)
        return members

    def end(self, patience: float = 5.0) -> None:
        """Ask the child to end, wait, and kill what is still there. SIGINT is a clean end for all our programs.

        A child ends its own pool. Members of a session without its leader have no work to finish.
        """
        members = self.alive()
        send(signal.SIGINT, [member for member in members if member.pid == self.pid] or members)
        self._wait(patience, while_there=lambda: any(member.pid == self.pid for member in self.alive()))
        self._wait(0.5, while_there=lambda: bool(self.alive()))
        send(signal.SIGKILL, self.alive())
        self._wait(3.0, while_there=lambda: bool(self.alive()))

    def _wait(self, seconds: float, while_there: Callable[[], bool]) -> None:
        until = time.monotonic() + seconds
        while while_there() and time.monotonic() < until:
            time.sleep(0.05)


def send(number: signal.Signals, processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.send_signal(number)


class Folder:
    """`var/`, or the folder of a test run."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.run = self.path / "run"
        self.log = self.path / "log"
        self._lock: IO[str] | None = None

    def take(self) -> bool:
        """Become the owner. The lock goes with the process, however it ends."""
        for folder in (self.run, self.log):
            folder.mkdir(parents=True, exist_ok=True)
        lock = (self.run / "lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def record(self, processes: list[Recorded]) -> None:
        fresh = self.run / "processes.json.new"
        fresh.write_text(json.dumps([asdict(process) for process in processes], indent=1), encoding="utf-8")
        fresh.replace(self.run / "processes.json")

    def recorded(self) -> list[Recorded]:
        try:
            return [Recorded(**row) for row in json.loads((self.run / "processes.json").read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError):
            return []

    def end_leftovers(self) -> list[str]:
        """End what an earlier start of this folder left running, last started first; the names of what was ended."""
        ended = []
        for process in reversed(self.recorded()):
            if process.alive():
                process.end()
                ended.append(process.name)
        self.record([])
        return ended
