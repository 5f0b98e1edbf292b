"""The virus scanner, where one is configured: CLAMAV_URL names a clamd by tcp://host:port or unix:///path.

Own code for one command of its protocol. The libraries: clamd has had no release since 2014; clamav-client is kept, but is
under the GPL, knows no IPv6, sends 1 kB at a time, and its answers would have to be judged here all the same.
"""

import re
import socket
import struct
from typing import BinaryIO
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from commission.files.sentences import refused

CHUNK = 128 * 1024
PATIENCE = 30  # seconds


def scan(file: BinaryIO) -> None:
    """Nothing if the scanner found nothing, or none is configured.

    Raises Refused("file_infected"), and Refused("scanner_away") for every other answer and for none: what could not be scanned is
    not taken.
    """
    if not settings.CLAMAV_URL:
        return
    try:
        answer = ask(file)
    except OSError:
        raise refused("scanner_away") from None
    if re.fullmatch(rb"stream: OK\0?", answer):
        return
    if re.fullmatch(rb"stream: .+ FOUND\0?", answer, re.DOTALL):
        raise refused("file_infected")
    raise refused("scanner_away")  # an error of its own, or a limit of its own that is below ours


def ask(file: BinaryIO) -> bytes:
    """INSTREAM: pieces with their length before them, a length of zero at the end, then one line of answer."""
    file.seek(0)
    with connect(urlsplit(settings.CLAMAV_URL)) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        while piece := file.read(CHUNK):
            clamd.sendall(struct.pack("!I", len(piece)) + piece)
        clamd.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 1024 and (more := clamd.recv(1024)):
            answer += more
        return answer


def connect(address: SplitResult) -> socket.socket:
    if address.scheme == "unix":
        clamd = socket.socket(socket.AF_UNIX)
        clamd.settimeout(PATIENCE)
        try:
            clamd.connect(address.path)
        except OSError:
            clamd.close()
            raise
        return clamd
    return socket.create_connection((address.hostname, address.port or 3310), timeout=PATIENCE)
