"""Invented papers: a page that says what it stands for and that nobody wrote it."""

from dataclasses import replace
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from commission.services.papers import Incoming, take_in

PAGE = (620, 877)


@cache
def _page(code: str) -> bytes:
    picture = Image.new("L", PAGE, color=250)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 30, PAGE[0] - 30, PAGE[1] - 30), outline=120)
    draw.text((70, 90), "INVENTED / DEMONSTRATION", fill=60, font=ImageFont.load_default(28))
    draw.text((70, 160), code.replace("_", " "), fill=30, font=ImageFont.load_default(34))
    for line in range(12):
        draw.line((70, 320 + line * 38, PAGE[0] - 70 - (line * 53) % 190, 320 + line * 38), fill=190, width=2)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


@cache
def _inspected(code: str) -> Incoming:
    # once a paper: inspecting takes a tenth of a second, and the first start should not wait for it sixty times
    return take_in(_upload(code))


def _upload(code: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{code}.png", _page(code), "image/png")


def paper(code: str) -> Incoming:
    """A sample for the paper `code`, inspected as an upload would be; the same for everybody."""
    return replace(_inspected(code), content=_upload(code))
