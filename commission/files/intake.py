"""Is this a paper that the portal may take? Answered without the database, from the bytes alone.

The order is from cheap to dear: size, then the shape of the bytes, then the reader in its own process, then the virus scanner.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File

from commission.files.apart import inspect_apart
from commission.files.reader import limits
from commission.files.reader.unfit import Unfit
from commission.files.room import room
from commission.files.scanner import scan
from commission.files.sentences import refused
from commission.files.shape import kind_of


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a model of a stored file keeps beside its key."""

    media_type: str
    extension: str
    size: int
    pages: int
    sha256: str


def inspect(file: File) -> Inspected:
    """What the file is: PDF, JPEG or PNG, by its content and read to its end. Name and content type of the sender count for nothing.

    Raises Refused("file_…") with what is wrong and what to do; see `commission.files.sentences` for every code. The file is
    left at its beginning.
    """
    if getattr(file, "no_room", False):
        raise refused("no_room")
    if file.size > limits.FILE_BYTES:
        raise refused("file_too_large")
    if not file.size:
        raise refused("file_empty")
    with room(), on_disk(file) as copy:
        try:
            with mmap(copy.fileno(), 0, access=ACCESS_READ) as data:
                size, sha256, kind = len(data), hashlib.sha256(data).hexdigest(), kind_of(data)
        except Unfit as unfit:
            raise refused(*unfit.codes, **unfit.facts) from None
        pages = inspect_apart(copy, kind.media_type)
        scan(copy)
    return Inspected(kind.media_type, kind.extension, size, pages, sha256)


@contextmanager
def on_disk(file: File) -> Iterator[BinaryIO]:
    """The file as one of the disk, opened anew: an upload lies there already, anything else is copied for the moment."""
    path = getattr(file, "temporary_file_path", None)
    if path:
        with open(path(), "rb") as same:
            yield same
        return
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.seek(0)
        file.seek(0)
        yield copy
