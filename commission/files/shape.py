"""What a file is by its bytes, and whether it is that from its first byte to its last.

Many formats are read from the front (PDF, PNG, JPEG), archives from the back, so that one file can be both: a picture for the
commission and a program for whoever saves it under another name. So every byte must belong to the one thing that the file
claims to be. Nothing is decoded here; that is the reader's work, and only what has passed here is handed to it.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from commission.files.reader.unfit import Unfit

Bytes = bytes | mmap


@dataclass(frozen=True)
class Kind:
    media_type: str
    extension: str


PDF, JPEG, PNG = Kind("application/pdf", "pdf"), Kind("image/jpeg", "jpg"), Kind("image/png", "png")
KINDS = {kind.media_type: kind for kind in (PDF, JPEG, PNG)}
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

# What people send by mistake, so that the answer can name it: (where, bytes, code).
FAMILIAR = [
    (0, b"PK\x03\x04", "file_office_or_archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_office_or_archive"),
    (0, b"{\\rtf", "file_office_or_archive"),
    (0, b"Rar!", "file_office_or_archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "file_office_or_archive"),
    (4, b"ftyphei", "file_phone_picture"),
    (4, b"ftypmif1", "file_phone_picture"),
    (4, b"ftypavif", "file_phone_picture"),
    (8, b"WEBP", "file_other_picture"),
    (0, b"GIF8", "file_other_picture"),
    (0, b"BM", "file_other_picture"),
    (0, b"II*\x00", "file_other_picture"),
    (0, b"MM\x00*", "file_other_picture"),
    (0, b"MZ", "file_program"),
    (0, b"\x7fELF", "file_program"),
    (0, b"#!", "file_program"),
]
# Where a second format would announce itself. A number is the only place where its readers look, None means anywhere.
FOREIGN = [
    (None, b"Rar!\x1a\x07"),
    (None, b"7z\xbc\xaf\x27\x1c"),
    (257, b"ustar"),
    (32769, b"CD001"),
]
MARKUP = re.compile(rb"<(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)
END_OF_ARCHIVE = b"PK\x05\x06"
# FF 00 and FF D0 to D7 are bytes and marks inside of a scan, further FF before a marker only fill up
NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
MOST_PARTS = 20_000  # of a picture: its segments or chunks; cameras and scanners write some hundred
MOST_SCANS = 100  # of a progressive picture; programs write about ten, and each one costs a pass over all points
MOST_PICTURES = 8  # behind the first one


def kind_of(data: Bytes) -> Kind:
    """The one kind that the file is, whole; raises Unfit with the reason."""
    start = data[:1024]
    if start.startswith(b"%PDF-"):
        kind, check = PDF, whole_pdf
    elif start.startswith(b"\xff\xd8\xff"):
        kind, check = JPEG, whole_jpeg
    elif start.startswith(PNG_SIGNATURE):
        kind, check = PNG, whole_png
    elif b"%PDF-" in start:
        raise Unfit("file_glued")
    else:
        raise Unfit(next((code for at, sign, code in FAMILIAR if start[at : at + len(sign)] == sign), "file_wrong_kind"))
    # readers of PDF look for its mark in the first 1024 bytes of anything
    if b"%PDF-" in start[1:] or MARKUP.search(start) or is_archive(data) or any(found(data, at, sign) for at, sign in FOREIGN):
        raise Unfit("file_two_kinds")
    check(data)
    return kind


def found(data: Bytes, at: int | None, sign: bytes) -> bool:
    return data.find(sign) >= 0 if at is None else data[at : at + len(sign)] == sign


def is_archive(data: Bytes) -> bool:
    """Does a ZIP end in the file (JAR, APK, DOCX are such)? Its last record is looked for from the back, as unpackers do.

    The four bytes alone occur in every hundred-thousandth compressed picture, so the table to which the record points must be
    there too: directly before it, wherever the archive was moved to.
    """
    at = data.rfind(END_OF_ARCHIVE, max(0, len(data) - 65_557))
    while at >= 0:
        record = data[at : at + 22]
        if len(record) == 22:
            length, comment = struct.unpack("<12xI4xH", record)
            table = at - length
            if (length and table >= 0 and data[table : table + 4] == b"PK\x01\x02") or at + 22 + comment == len(data):
                return True
        at = data.rfind(END_OF_ARCHIVE, max(0, len(data) - 65_557), at)
    return False


def whole_pdf(data: Bytes) -> None:
    """It ends with its own end mark; only blanks may follow. What is cut off or has something glued on does not."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Unfit("file_cut_off")
    if data[end + 5 :].strip(b"\x00\t\n\x0c\r "):
        raise Unfit("file_glued")


def whole_png(data: Bytes) -> None:
    """Chunk after chunk, each with its right sum, from IHDR to IEND, and nothing after it."""
    at, names = len(PNG_SIGNATURE), []
    while not names or names[-1] != b"IEND":
        head = data[at : at + 8]
        length, name = struct.unpack(">I4s", head) if len(head) == 8 else (0, b"")
        if not name or at + 12 + length > len(data):
            raise Unfit("file_cut_off")
        if zlib.crc32(data[at + 4 : at + 8 + length]) != int.from_bytes(data[at + 8 + length : at + 12 + length], "big"):
            raise Unfit("file_damaged")
        if name in (b"acTL", b"fcTL", b"fdAT"):
            raise Unfit("file_moving_picture")
        names.append(name)
        at += 12 + length
        if len(names) > MOST_PARTS:
            raise Unfit("file_too_complex")
    if names[0] != b"IHDR" or names.count(b"IHDR") != 1 or b"IDAT" not in names:
        raise Unfit("file_damaged")
    if at != len(data):
        raise Unfit("file_glued")


def whole_jpeg(data: Bytes) -> None:
    """Marker after marker up to the end mark. Behind it only what cameras put there: see `camera_leftovers`."""
    end = end_of_jpeg(data, 0)
    if end != len(data):
        camera_leftovers(data, end)


def end_of_jpeg(data: Bytes, start: int) -> int:
    """Where the picture that starts there ends; raises Unfit where it does not."""
    at, scans = start + 2, 0
    for _part in range(MOST_PARTS):
        # behind the first scan its own bytes are skipped; before it one part must follow the other
        marker = (NEXT_MARKER.search if scans else NEXT_MARKER.match)(data, at)
        if not marker:
            raise Unfit("file_cut_off" if scans or at + 2 > len(data) else "file_damaged")
        code, at = data[marker.end() - 1], marker.end()
        if code == 0xD9 and scans:
            return at
        if code in (0x01, 0xD8, 0xD9):
            raise Unfit("file_damaged")
        length = int.from_bytes(data[at : at + 2], "big")
        if at + max(length, 2) > len(data):
            raise Unfit("file_cut_off")
        if length < 2:
            raise Unfit("file_damaged")
        scans += code == 0xDA
        at += length
        if scans > MOST_SCANS:
            break
    raise Unfit("file_too_complex")


def camera_leftovers(data: Bytes, at: int) -> None:
    """Most phones put something behind the picture; refusing it would refuse most photographs of papers.

    Taken: further whole pictures (a brightness map or a preview), zeros that fill up, and Samsung's small list of settings.
    Refused: a film (“motion photo”), which the commission would never see, and everything else.
    """
    samsung = start_of_samsung(data, at)
    for position in pictures_behind(data, at, samsung):
        at = position
    if data[at:samsung].strip(b"\x00"):
        raise Unfit("file_with_film" if data.find(b"ftyp", at) >= 0 else "file_glued")
    if data.find(b"ftyp", samsung) >= 0:
        raise Unfit("file_with_film")


def pictures_behind(data: Bytes, at: int, end: int) -> Iterator[int]:
    """The ends of the pictures that follow one another from there."""
    for _picture in range(MOST_PICTURES):
        gap = data[at : min(at + 65_536, end)]
        start = at + len(gap) - len(gap.lstrip(b"\x00"))
        if start >= end or data[start : start + 3] != b"\xff\xd8\xff":
            return
        at = end_of_jpeg(data, start)
        yield at


def start_of_samsung(data: Bytes, at: int) -> int:
    """Where Samsung's trailer begins, or the end of the file.

    It ends with a list (“SEFH”), the length of the list and “SEFT”. Each row of the list says how far before it a field of
    the trailer begins and how long it is; the fields must fill the trailer without a gap.
    """
    size = len(data)
    if data[size - 4 : size] != b"SEFT" or size - at > 65_536:
        return size
    head = size - 8 - int.from_bytes(data[size - 8 : size - 4], "little")
    if head < at or data[head : head + 4] != b"SEFH":
        return size
    count = int.from_bytes(data[head + 8 : head + 12], "little")
    if head + 12 + 12 * count != size - 8 or not count:
        return size
    rows = [struct.unpack_from("<4xII", data, head + 12 + 12 * row) for row in range(count)]
    fields = sorted((head - back, head - back + length) for back, length in rows)
    ends = [end for _start, end in fields]
    fits = all(start == end for (start, _end), end in zip(fields[1:], ends, strict=False)) and ends[-1] == head and fields[0][0] >= at
    return fields[0][0] if fits else size
