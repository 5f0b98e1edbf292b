"""Runs programs as one group: starts them, brings back what ends, stops them all.

A loop of our own instead of honcho's Manager: honcho ends the whole group when one part ends, while a worker that dies
with its broker must come back, and PostgreSQL must run under another account where we are root.
Every part leads a session of its own, so that Ctrl-C in the terminal reaches only us and parts end in order.
"""

import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from commission.local.folder import Folder, Recorded, Unfit

LONGEST_PAUSE = 30.0
STEADY = 60.0  # a part that ran this long starts again with the shortest pause


class Stopped(Exception):
    """The person asked for a stop while the group was still coming up."""


@dataclass
class Part:
    """A program of the group. Its output goes to `log`, or line by line to the terminal."""

    name: str
    command: list[str]
    environment: dict[str, str] | None = None
    log: Path | None = None
    user: str | None = None
    feed: str = ""  # standard input, for what must not be seen in the list of processes
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    recorded: Recorded | None = field(default=None, init=False)
    relay: threading.Thread | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)
    again_at: float | None = field(default=None, init=False)


class Group:
    def __init__(self, folder: Folder, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.parts: list[Part] = []
        self.stopping = False  # set by signal handlers, where a lock such as an Event's could block for ever

    def add(self, part: Part) -> None:
        if part.log:
            part.log.unlink(missing_ok=True)
        self.parts.append(part)
        self._start(part)

    def run_once(self, part: Part) -> int:
        """Run a program to its end. A stop in between ends it too and raises Stopped."""
        self.add(part)
        assert part.process
        while part.process.poll() is None and not self.stopping:
            time.sleep(0.02)
        self._end(part)
        if part.relay:
            part.relay.join(timeout=2)  # its last lines come before what is said about its end
        self.parts.remove(part)
        self._record()
        if self.stopping:
            raise Stopped
        return part.process.wait()

    def wait_for(self, ready: Callable[[], bool], part: Part, seconds: float) -> None:
        """Wait until a part answers. Raises Unfit when it ends or stays silent, Stopped when a stop comes first."""
        assert part.process
        until = time.monotonic() + seconds
        while not ready():
            if self.stopping:
                raise Stopped
            if part.process.poll() is not None or time.monotonic() > until:
                where = f" {part.log} says why." if part.log else " Its lines above say why."
                raise Unfit(f"{part.name} does not start.{where}")
            time.sleep(0.03)

    def keep_running(self) -> None:
        """Until the stop, start again whatever ends; ever slower where it ends over and over."""
        while not self.stopping:
            for part in self.parts:
                self._tend(part)
            time.sleep(0.1)

    def _tend(self, part: Part) -> None:
        assert part.process
        now = time.monotonic()
        if part.again_at is not None and now >= part.again_at:
            self._start(part)
        elif part.again_at is None and part.process.poll() is not None:
            steady = now - part.started_at > STEADY
            part.pause = 0.5 if steady or not part.pause else min(part.pause * 2, LONGEST_PAUSE)
            self.say(f"{part.name} ended (exit code {part.process.returncode}); it starts again in {part.pause:g} s.")
            self._end(part)
            part.again_at = now + part.pause

    def _start(self, part: Part) -> None:
        output = part.log.open("ab") if part.log else subprocess.PIPE
        part.process = subprocess.Popen(
            part.command,
            stdin=subprocess.PIPE if part.feed else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=part.environment,
            start_new_session=True,
            user=part.user,
            group=part.user,
            extra_groups=None if part.user is None else [],
        )
        part.started_at, part.again_at = time.monotonic(), None
        part.recorded = Recorded.of(part.name, part.process.pid)
        self._record()
        if part.feed and part.process.stdin:
            with suppress(OSError):  # a program that ended at once is noticed by whoever waits for it
                part.process.stdin.write(part.feed.encode())
                part.process.stdin.close()
        if part.process.stdout:
            part.relay = threading.Thread(target=self._relay, args=(part.name, part.process.stdout), daemon=True)
            part.relay.start()
        elif not isinstance(output, int):
            output.close()

    def _relay(self, name: str, lines: IO[bytes]) -> None:
        for line in filter(bytes.strip, lines):
            self.say(f"{name:<8}| {line.decode(errors='replace').rstrip()}")

    def _record(self) -> None:
        self.folder.record([part.recorded for part in self.parts if part.recorded])

    def _end(self, part: Part, patience: float = 5.0) -> None:
        """End the part and everything in its session, such as the pool of a worker that was killed."""
        if part.recorded and part.process:
            part.recorded.end(patience)
            with suppress(subprocess.TimeoutExpired):  # what even SIGKILL can't end must not keep us here
                part.process.wait(timeout=2)

    def stop(self, *names: str, patience: float = 5.0) -> None:
        """End the named parts at the same time; without names all that are left. Only after `keep_running` is back."""
        self.stopping = True
        ending = [part for part in self.parts if not names or part.name in names]
        threads = [threading.Thread(target=self._end, args=(part, patience)) for part in ending]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.parts = [part for part in self.parts if part not in ending]
        self._record()
