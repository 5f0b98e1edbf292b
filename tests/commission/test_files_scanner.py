"""With a virus scanner configured no paper is taken that it did not look through, whatever becomes of the scanner."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from commission.files import inspect
from commission.refused import Refused
from tests.samples import jpeg

Reply = Callable[[bytes], bytes | None]


class Clamd:
    """Speaks clamd's INSTREAM. What it answers is for the test to say; nothing at all closes the line."""

    def __init__(self, server: socket.socket) -> None:
        self.server, self.seen, self.reply = server, [], lambda data: b"stream: OK\0"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack("!I", sent.read(4))[0]:
                    data += sent.read(length)
                self.seen.append(data)
                if answer := self.reply(data):
                    line.sendall(answer)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, settings, tmp_path: Path) -> Iterator[Clamd]:
    if request.param == "tcp":
        server = socket.create_server(("127.0.0.1", 0))
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    else:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(tmp_path / "clamd"))
        server.listen()
        settings.CLAMAV_URL = f"unix://{tmp_path}/clamd"
    with server:
        yield Clamd(server)
        server.shutdown(socket.SHUT_RDWR)  # or its thread would hold the port, and somebody else would get it


def code() -> tuple[str, int]:
    try:
        inspect(ContentFile(jpeg()))
    except Refused as no:
        return no.code, no.status
    return "taken", 200


def test_a_clean_paper_is_taken_and_was_looked_through_whole(clamd):
    assert code() == ("taken", 200)
    assert clamd.seen == [jpeg()]


def test_what_the_scanner_finds_is_refused(clamd):
    clamd.reply = lambda data: b"stream: Eicar-Signature FOUND\0"
    assert code() == ("file_infected", 409)


@pytest.mark.parametrize(
    "reply", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: lstat() failed ERROR\0", b"stream: OKAY\0", b"", None]
)
def test_any_other_answer_refuses_as_well(clamd, reply):
    clamd.reply = lambda data: reply
    assert code() == ("scanner_away", 503)


def test_a_scanner_that_is_away_refuses(settings, tmp_path):
    for address in ("tcp://127.0.0.1:9", f"unix://{tmp_path}/nothing"):
        settings.CLAMAV_URL = address
        assert code() == ("scanner_away", 503)


def test_a_scanner_that_hangs_refuses(settings, monkeypatch):
    monkeypatch.setattr("commission.files.scanner.PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert code() == ("scanner_away", 503)


def test_without_a_scanner_papers_are_taken(settings):
    settings.CLAMAV_URL = ""
    assert code() == ("taken", 200)
