"""How the tests of the reminders go about: the plan at a given moment, what stands there, and a mail server that does as it is told."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

from commission.models import Reminder
from commission.services import outbox, reminders
from tests.candidates.applying import at

DROP = "drop"  # the connection breaks after the letter was taken, without an answer


def planned(moment: datetime) -> int:
    """A run of the plan at this moment."""
    return reminders.plan(moment)


def sent(moment: datetime) -> int:
    """A round of the outbox at this moment."""
    with at(moment):
        return outbox.send_due()


def minute(moment: datetime) -> int:
    """What beat does in a minute: a run of the plan, then a round of the outbox."""
    planned(moment)
    return sent(moment)


def rows(**which: Any) -> list[tuple[str, str, str]]:
    """The reminders in the order of their moments: when, state, reason."""
    found = Reminder.objects.filter(**which).order_by("send_at", "pk")
    return [(row.offset, row.state, row.reason) for row in found]


@dataclass
class Sink:
    """A mail server's memory: what it took, and what it answers to whom."""

    taken: list[tuple[str, Message]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # address -> answer to RCPT
    answers: dict[str, str] = field(default_factory=dict)  # address -> answer after DATA
    restart: Callable[[], None] = field(default=lambda: None)  # goes away with all its connections, and comes back
    meanwhile: dict[str, Callable[[], None]] = field(default_factory=dict)  # what happens before “RCPT” or “DATA” is answered

    @property
    def people(self) -> list[str]:
        return [address for address, _letter in self.taken]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.meanwhile.pop("RCPT", nothing)()
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        answer = self.answers.get(address, "250 OK")
        if answer == DROP:
            server.transport.abort()
            return "250 too late"
        if answer.startswith("2"):
            self.taken.append((address, message_from_bytes(envelope.content)))
        self.meanwhile.pop("DATA", nothing)()
        return answer


def nothing() -> None:
    """What usually happens meanwhile."""


@contextmanager
def mail_server(settings: Any) -> Iterator[Sink]:
    """A real mail server on a free port of this machine, to which the portal sends."""
    sink, port = Sink(), free_port()
    running = [Controller(sink, hostname="127.0.0.1", port=port)]

    def restart() -> None:
        running.pop().stop()
        running.append(Controller(sink, hostname="127.0.0.1", port=port))
        running[-1].start()

    running[-1].start()
    sink.restart = restart
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    try:
        yield sink
    finally:
        running.pop().stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
