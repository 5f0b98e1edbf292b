"""How an upload arrives: streamed to the disk, bounded, and answered with a sentence when it is too much."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commission.files.reader.limits import FILE_BYTES, REQUEST_BYTES
from commission.files.room import is_full
from commission.files.sentences import refused

PIECE = 64 * 1024


class NoRoom(InMemoryUploadedFile):
    """An upload for which the disk had no room: nothing of it is there. `commission.files.inspect` refuses it."""

    no_room = True


class ToDisk(TemporaryFileUploadHandler):
    """Every upload goes to a file of the disk, up to the largest that the portal takes; what comes after that is dropped.

    A file that is too large comes out empty, but with its true size, so that `commission.files.inspect` refuses it with a
    sentence, and the fields that were typed beside it are all there.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = None  # the one before is complete, and not ours any more
        try:
            # Django would put the sender's extension into the name on the disk, where a long one can't be
            self.file = TemporaryUploadedFile("paper", self.content_type, 0, self.charset, self.content_type_extra)
        except OSError as error:
            self._give_up(error)
        self.file.name = self.file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if isinstance(self.file, NoRoom):
            return
        try:
            if start + len(raw_data) <= FILE_BYTES:
                self.file.write(raw_data)
            elif start <= FILE_BYTES:
                self.file.seek(0)
                self.file.truncate()
        except OSError as error:
            self._give_up(error)

    def file_complete(self, file_size: int) -> UploadedFile:
        try:
            self.file.seek(0)  # writes out what is still in memory
        except OSError as error:
            self._give_up(error)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if not isinstance(self.file, NoRoom):
            super().upload_interrupted()

    def _give_up(self, error: OSError) -> None:
        """On a full disk an empty file takes the place of what was received, so that the form comes back with a sentence."""
        if not is_full(error):
            raise error
        if self.file is not None:
            with suppress(OSError):
                self.file.close()  # removes what lies on the disk
        self.file = NoRoom(BytesIO(), self.field_name, self.file_name, self.content_type, 0, self.charset, self.content_type_extra)


class BodyLimit:
    """A request that is too large as a whole is answered before Django reads any of it.

    What it sends is taken from the line and forgotten: a browser shows no answer while it is still sending, but an error of
    the connection. Beyond `HOPELESS` the answer comes at once, whether it is seen or not.
    """

    HOPELESS = 256 * 1024 * 1024

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        left = int(length) if length.isdecimal() else 0
        if left <= REQUEST_BYTES:
            return self.get_response(request)
        while 0 < left <= self.HOPELESS and (piece := request.META["wsgi.input"].read(min(left, PIECE))):
            left -= len(piece)
        why = refused("request_too_large", megabytes=REQUEST_BYTES // 2**20)
        return render(request, "refused.html", {"refused": why}, status=why.status)
