"""Invented papers: a page that says what it stands for and that nobody wrote it."""

from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from commission.services.papers import Incoming, take_in

PAGE = (620, 877)


@cache
def _page(code: str, name: str) -> bytes:
    picture = Image.new("L", PAGE, color=250)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((30, 30, PAGE[0] - 30, PAGE[1] - 30), outline=120)
    draw.text((70, 90), "INVENTED / DEMONSTRATION", fill=60, font=ImageFont.load_default(28))
    draw.text((70, 160), code.replace("_", " "), fill=30, font=ImageFont.load_default(34))
    draw.text((70, 220), name, fill=30, font=ImageFont.load_default(24))
    for line in range(12):
        draw.line((70, 320 + line * 38, PAGE[0] - 70 - (line * 53) % 190, 320 + line * 38), fill=190, width=2)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def paper(code: str, name: str = "") -> Incoming:
    """A sample for the paper `code`, inspected as an upload would be."""
    return take_in(SimpleUploadedFile(f"{code}.png", _page(code, name), "image/png"))
