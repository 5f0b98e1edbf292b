"""What the samples of tests/hostile.py and tests/good_papers.py are made of. The same in every run."""

import io
import random
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image, ImageDraw

from tests.hostile_pdf import a_pdf, saved

File = tuple[str, str, bytes]
SEED = 20251109
MOST = 10 * 1024 * 1024
NAMES = [
    "paper.pdf", "паспорт.pdf", "Өтініш — қабылдау үшін.jpeg", "declaration.PDF.exe", "photo\u202egpj.exe", "../../../etc/passwd",
    "..\\..\\windows\\system32\\x.png", "scan.pdf\x00.exe", "👩‍⚖️📄.png", "CON", ".htaccess", "a" * 300 + ".pdf",
    "scan." + "x" * 300, "<script>alert(1)</script>.svg", 'quote".pdf; filename="x.html', "line\r\nSet-Cookie: a=b.pdf",
    "%2e%2e%2fpaper.pdf", " .pdf", "ﷺ.jpg", "paper.pdf/", "-rf.pdf", "شهادة.pdf",
]  # fmt: skip


def drawn(mode: str = "RGB", size: tuple[int, int] = (420, 594)) -> Image.Image:
    """Something like a scanned page: lines of different greys, the same in every run."""
    picture = Image.new("RGB", size, "white")
    pen, chance = ImageDraw.Draw(picture), random.Random(SEED)
    for row in range(20, size[1] - 20, 12):
        pen.line((20, row, chance.randrange(size[0] // 2, size[0] - 20), row), fill=(chance.randrange(120),) * 3, width=3)
    return picture.convert(mode)


@cache
def jpeg(mode: str = "RGB", **options: object) -> bytes:
    output = io.BytesIO()
    drawn(mode).save(output, "JPEG", **options)
    return output.getvalue()


@cache
def png(mode: str = "RGB", **options: object) -> bytes:
    output = io.BytesIO()
    drawn(mode).save(output, "PNG", **options)
    return output.getvalue()


@cache
def pdf() -> bytes:
    return saved(a_pdf(3))


def packed(name: str = "run.class", content: bytes = b"\xca\xfe\xba\xbe") -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return output.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def segment(code: int, data: bytes) -> bytes:
    return bytes((0xFF, code)) + struct.pack(">H", len(data) + 2) + data


def picture_as(form: str) -> bytes:
    output = io.BytesIO()
    drawn().save(output, form)
    return output.getvalue()


def samsung(name: bytes, value: bytes) -> bytes:
    field = struct.pack("<HHI", 0, 0x0A01, len(name)) + name + value
    rows = b"SEFH" + struct.pack("<II", 107, 1) + struct.pack("<HHII", 0, 0x0A01, len(field), len(field))
    return field + rows + struct.pack("<I", len(rows)) + b"SEFT"
