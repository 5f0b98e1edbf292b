"""The web server itself, with its real worker, under uploads that want its memory."""

import http.client
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import psutil
import pytest
from django.urls import reverse

from candidates.models import DocumentVersion, Nomination
from commission.models import StoredFile, User
from tests.demonstration import connected_to, copied
from tests.e2e.conftest import portal
from tests.hostile import PROGRAM, hostile_files, jpeg, packed, pdf
from tests.sending import FORM, TAIL, head_of
from tests.sessions import as_header, cookies_of

MEGABYTE = 2**20
LIMIT = 300 * MEGABYTE


class Watch:
    """The processes of a web server, looked at a hundred times a second: how much memory they had at the most."""

    def __init__(self, port: int) -> None:
        (self.server,) = [child for child in psutil.Process().children() if f"--port {port}" in " ".join(child.cmdline())]
        self.web = self.reader = self.together = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def look(self) -> None:
        while not self.ended.wait(0.01):
            web, readers = [], []
            for process in (self.server, *self.server.children(recursive=True)):
                with suppress(psutil.Error):
                    reads = any(part.endswith("files/reader") for part in process.cmdline())
                    (readers if reads else web).append(process.memory_info().rss)
            self.web, self.reader = max([self.web, *web]), max([self.reader, *readers])
            self.together = max(self.together, sum(web) + sum(readers))

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self.thread.join()


def upload(port: int, page: str, cookies: str, name: str, pieces: list[bytes]) -> tuple[int, str]:
    """Send a file as a browser does, piece by piece; the status and the page that comes back."""
    body = [head_of(name), *pieces, TAIL]
    headers = {"Cookie": cookies, "Content-Type": FORM, "Accept-Language": "en", "Content-Length": str(sum(map(len, body)))}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", page, iter(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.slow
def test_the_web_server_stays_small_under_uploads_of_200_megabytes_programs_and_bombs(demonstration_database, django_db_blocker, tmp_path):
    bomb = re.compile("bomb|giga|million|many|deep|squeezed|too-large|endless")
    samples = {"program": PROGRAM, "two-kinds": jpeg() + packed(), "pdf-and-archive": pdf() + packed()}
    samples |= {name: data for name, _name, data in hostile_files() if bomb.search(name)}
    with django_db_blocker.unblock(), copied(demonstration_database, f"{demonstration_database}_uploads") as database:
        with connected_to(database):
            User.objects.filter(email="candidate@demo.invalid").update(language="en")
            user = User.objects.get(email="candidate@demo.invalid")
            draft, cookies = Nomination.objects.get(applicant=user), as_header(cookies_of(user))
            before = DocumentVersion.objects.count(), StoredFile.objects.count()
            page = reverse("apply:paper", args=[draft.election.slug, draft.number, "declaration_candidate"])
        with portal(database, tmp_path, PAPERS_ROOT=str(tmp_path / "papers")) as address, ThreadPoolExecutor(6) as pool:
            port = urlsplit(address).port
            with Watch(port) as watch:
                huge = [pool.submit(upload, port, page, cookies, "huge.pdf", [b"%PDF-1.7\n".ljust(MEGABYTE)] * 200) for _time in range(3)]
                other = {name: pool.submit(upload, port, page, cookies, f"{name}.pdf", [data]) for name, data in samples.items()}
                refusals = [future.result() for future in huge]
                answers = {name: future.result() for name, future in other.items()}
        with connected_to(database):
            assert (DocumentVersion.objects.count(), StoredFile.objects.count()) == before
    assert [path for path in (tmp_path / "papers").rglob("*") if path.is_file()] == []
    assert [status for status, _page in refusals] == [413] * 3
    assert all("larger than 32 MB" in html for _status, html in refusals)
    assert {name: status for name, (status, _page) in answers.items() if status != 400} == {}
    assert {name for name, (_status, html) in answers.items() if "alert" not in html} == set()
    assert watch.reader > 0  # it was seen at its work
    assert max(watch.web, watch.reader) < LIMIT
