"""Where papers lie: under keys that tell nothing, never overwritten, never reachable by an address.

The settings decide which store it is (`STORAGES["papers"]`): a private folder, or a service that speaks S3.
"""

import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

from commission.files.intake import Inspected, on_disk
from commission.files.room import is_full, room
from commission.files.sentences import refused

log = logging.getLogger("portal")


class PrivateFolder(FileSystemStorage):
    """Django's folder for files. What it holds outlives a power cut, for a receipt is given once the paper is stored."""

    failures = (OSError,)

    def _save(self, name: str, content: File) -> str:
        try:
            kept: str = super()._save(name, content)
        except OSError:
            # the key is new: what lies there now is the beginning of this very paper
            with suppress(OSError):
                Path(self.path(name)).unlink()
            raise
        path = Path(self.path(kept))
        # the folders too: they hold the name
        for place in (path, *(folder for folder in path.parents if folder.is_relative_to(self.location))):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return kept

    def url(self, name: str | None) -> str:
        raise ValueError("A paper has no address: a view serves it and asks who wants it.")


def keep(file: File, inspected: Inspected) -> str:
    """Store what was inspected, and return its key. `file` stays usable, so that a service can be called again.

    Two papers never share a key, and none tells whose it is. A paper whose transaction fails afterwards stays in the store
    under a key that no row knows: harmless, and safer than to remove it.

    Raises Refused("papers_away") where the store does not answer, Refused("no_room") where the disk is full; ValueError where the
    file is another one.
    """
    number = uuid4().hex
    with room(), on_disk(file) as copy, answering() as papers:
        if hashlib.file_digest(copy, "sha256").hexdigest() != inspected.sha256:
            raise ValueError("This is not the file that was inspected.")
        copy.seek(0)
        # two levels of folders, or one folder would hold all papers of all years
        return str(papers.save(f"{number[:2]}/{number[2:4]}/{number}.{inspected.extension}", File(copy)))


def open_kept(key: str, *, sha256: str) -> File:
    """The stored paper at its beginning. It is read through once before a byte of it is handed out (about 10 ms for 10 MB):
    the commission decides on papers, so one that was changed or mixed up on the disk must be noticed and never be shown.

    Raises Refused("papers_away"), Refused("file_missing"), Refused("file_changed").
    """
    with answering() as papers:
        file: File = papers.open(key)
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            file.close()
            log.error("a stored paper differs from what was received: %s", key)
            raise refused("file_changed")
        file.seek(0)
        return file


@contextmanager
def answering() -> Iterator[Any]:
    """The store of papers. Whatever fails in it is said in a sentence, and in the log by its kind only."""
    papers: Any = storages["papers"]
    try:
        yield papers
    except FileNotFoundError as error:
        log.error("a stored paper is missing")
        raise refused("file_missing") from error
    except papers.failures as error:
        if isinstance(error, OSError) and is_full(error):
            raise  # said as what it is, by `room`
        log.error("the store of papers does not answer: %s", type(error).__name__)
        raise refused("papers_away") from error
