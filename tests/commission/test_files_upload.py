"""An upload arrives on the disk and not in memory, is bounded, and costs nobody what was typed beside it."""

import http.client
import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from commission.files import FILE_BYTES, REQUEST_BYTES, inspect
from commission.refused import Refused
from commission.uploads import BodyLimit
from tests.e2e.conftest import portal
from tests.marks import all_but_the_first_slow
from tests.samples import NAMES, jpeg, pdf

MEGABYTE = 2**20
LINE = b"--between"
HEAD = {"Content-Type": "multipart/form-data; boundary=between"}


def field(name: str, value: str) -> bytes:
    return LINE + f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file(name: str, data: bytes, file_name: str = "paper.pdf") -> bytes:
    return LINE + f'\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'.encode() + data + b"\r\n"


def sent(*parts: bytes) -> HttpRequest:
    return RequestFactory().post("/", b"".join(parts) + LINE + b"--\r\n", content_type=HEAD["Content-Type"])


def test_an_upload_lies_on_the_disk_and_is_nobody_elses():
    request = sent(file("paper", pdf()))
    paper = request.FILES["paper"]
    assert isinstance(paper, TemporaryUploadedFile)
    assert (paper.name, paper.size, paper.read()) == ("paper.pdf", len(pdf()), pdf())
    path = Path(paper.temporary_file_path())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert inspect(paper).pages == 3
    request.close()
    assert not path.exists()


def test_a_file_that_is_too_large_is_dropped_and_what_was_typed_is_kept():
    request = sent(field("before", "Айгүл"), file("paper", jpeg() + bytes(FILE_BYTES)), field("after", "Серікқызы"), file("other", pdf()))
    assert request.POST.dict() == {"before": "Айгүл", "after": "Серікқызы"}
    paper = request.FILES["paper"]
    assert paper.size == len(jpeg()) + FILE_BYTES
    assert os.path.getsize(paper.temporary_file_path()) == 0
    with translation.override("en"), pytest.raises(Refused) as no:
        inspect(paper)
    assert (no.value.code, no.value.status) == ("file_too_large", 413)
    assert no.value.reason == "The file is larger than 10 MB, which is the most that the portal takes."
    assert inspect(request.FILES["other"]).pages == 3


@pytest.mark.parametrize("size", [FILE_BYTES - 1, FILE_BYTES, FILE_BYTES + 1, FILE_BYTES + 65_536])
def test_the_limit_is_exact(size):
    paper = sent(file("paper", bytes(size))).FILES["paper"]
    assert (paper.size, os.path.getsize(paper.temporary_file_path())) == (size, size if size <= FILE_BYTES else 0)


@pytest.mark.parametrize("name", all_but_the_first_slow([name for name in NAMES if '"' not in name and "\n" not in name]))
def test_no_name_is_too_strange_to_arrive(name):
    """Nothing of it reaches the disk. A name without anything behind its last slash counts as no file, as from an empty field."""
    paper = sent(field("typed", "kept"), file("paper", pdf(), name)).FILES.get("paper")
    if paper is None:
        assert name.endswith("/")
        return
    assert inspect(paper).media_type == "application/pdf"
    assert len(paper.name) <= 255 and not set(paper.name) & set("/\\\0")
    assert Path(paper.temporary_file_path()).name.endswith(".upload")


def test_a_request_that_is_too_large_is_answered_before_it_is_read():
    body = file("paper", bytes(REQUEST_BYTES)) + LINE + b"--\r\n"
    answer = Client(headers={"Accept-Language": "en"}).post("/accounts/login/", body, content_type=HEAD["Content-Type"])
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "What was sent is larger than 32 MB together; it was not read, and nothing was changed." in page
    assert "Go back: what was typed is still there. One file may have up to 10 MB." in page
    assert answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("length", ["", "-1", "many", "1e9", "33.5"])
def test_a_length_that_is_no_number_is_no_error(length):
    request = RequestFactory().post("/")
    request.META["CONTENT_LENGTH"] = length
    assert BodyLimit(lambda request: HttpResponse("read on"))(request).content == b"read on"


class Worker:
    """The real web server: what it answers, and the most memory that one of its processes has had."""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address)

    def processes(self) -> list[psutil.Process]:
        port = str(self.address.port)
        own = psutil.Process().children(recursive=True)
        roots = [process for process in own if port in process.cmdline()]
        return [*roots, *(child for root in roots for child in root.children(recursive=True))]

    def peak(self) -> int:
        """By the kernel's own account of each process that is there, so that nothing between two looks is missed."""
        peaks = []
        for process in self.processes():
            status = dict(line.split(":", 1) for line in Path(f"/proc/{process.pid}/status").read_text().splitlines())
            peaks.append(int(status["VmHWM"].split()[0]) * 1024)
        assert peaks
        return max(peaks)

    def connections(self) -> list[object]:
        ends = [end for process in self.processes() for end in process.net_connections("tcp")]
        return [end for end in ends if end.laddr.port == self.address.port and end.status == psutil.CONN_ESTABLISHED]

    def send(self, length: int, chunks: Iterator[bytes]) -> tuple[int, str]:
        line = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        line.request("POST", "/accounts/login/", chunks, HEAD | {"Content-Length": str(length), "Accept-Language": "en"})
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def a_large_file(megabytes: int) -> tuple[int, Iterator[bytes]]:
    start, end = field("login", "a@example.kz") + file("paper", b"").removesuffix(b"\r\n"), b"\r\n" + LINE + b"--\r\n"
    piece = b"\xff\xd8\xff\xe0" + os.urandom(MEGABYTE - 4)
    return len(start) + megabytes * MEGABYTE + len(end), iter([start, *[piece] * megabytes, end])


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    database = urlsplit(os.environ["DATABASE_URL"]).path[1:]
    with portal(database, tmp_path_factory.mktemp("upload")) as address:
        yield Worker(address)


@pytest.mark.slow
def test_an_upload_of_200_megabytes_does_not_fill_the_workers_memory(worker):
    for _again in range(2):
        status, page = worker.send(*a_large_file(200))
        assert status == 413
        assert "What was sent is larger than 32 MB together" in page
    assert worker.peak() < 300 * MEGABYTE


@pytest.mark.slow
def test_four_uploads_at_once_are_streamed_to_the_disk(worker):
    """The check for forgery reads the form: 31 MB each, in all four threads of the worker."""
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(worker.send(*a_large_file(31)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [status for status, _page in answers] == [403] * 4
    assert all("a@example.kz" in page for _status, page in answers)  # the page of a failed check shows what was typed
    assert worker.peak() < 300 * MEGABYTE


@pytest.mark.slow
def test_a_sender_who_goes_away_in_the_middle_harms_nobody(worker):
    for length in (20 * MEGABYTE, 200 * MEGABYTE):
        with socket.create_connection((worker.address.hostname, worker.address.port)) as line:
            head = f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
            head += f"Content-Type: {HEAD['Content-Type']}\r\n\r\n"
            line.sendall(head.encode() + file("paper", bytes(3 * MEGABYTE)))
    deadline = time.monotonic() + 20
    while worker.connections():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert worker.send(*a_large_file(1))[0] == 403
