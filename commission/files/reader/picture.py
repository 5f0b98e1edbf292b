"""A JPEG or PNG: really decoded to its last row, and shown without whatever else it carries."""

import io
import warnings
import zlib
from typing import BinaryIO

import limits
from PIL import Image, ImageOps
from unfit import Unfit

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
BROKEN = (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, AttributeError, EOFError, zlib.error)
ORIENTATION, LYING = 0x0112, range(5, 9)  # how the camera was held, in EXIF; the latter four are on its side
WHITE = (255, 255, 255)


def inspect(file: BinaryIO, media_type: str) -> int:
    """A picture is one page; raises Unfit."""
    try:
        with opened(file, media_type) as picture:
            # an eighth of the size: every byte is decoded all the same, and a large photograph takes 2 MB instead of 160
            picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
            picture.load()
    except BROKEN:
        raise Unfit("file_damaged") from None
    return 1


def opened(file: BinaryIO, media_type: str) -> Image.Image:
    """Raises Unfit before anything is decoded where it would be too large."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, with a sentence
    warnings.simplefilter("ignore")
    picture = Image.open(file, formats=[FORMATS[media_type]])
    if picture.width * picture.height > limits.PIXELS:
        raise Unfit("file_too_many_pixels")
    return picture


def draw(file: BinaryIO, media_type: str, number: int, width: int) -> bytes:
    """The picture upright, on white, as wide as asked for unless it is narrower or would become too large."""
    if number != 1:
        raise Unfit("page_unknown")
    try:
        with opened(file, media_type) as picture:
            turn, full = held(picture), picture.size
            wide = full[1] if turn in LYING else full[0]
            scale = min(1, width / wide, (limits.DRAWN_PIXELS / (full[0] * full[1])) ** 0.5, limits.DRAWN_SIDE / max(full))
            # a JPEG can be decoded at a half, a quarter or an eighth of its size; what is left is done by `on_white` and `resize`
            picture.draft(None, (int(full[0] * scale), int(full[1] * scale)))
            small = on_white(picture, max(1, int(picture.width / (full[0] * scale))))
    except BROKEN:
        raise Unfit("file_not_drawn") from None
    small = small.resize((max(1, round(full[0] * scale)), max(1, round(full[1] * scale))), Image.Resampling.LANCZOS)
    small.getexif()[ORIENTATION] = turn
    return as_png(ImageOps.exif_transpose(small))


def held(picture: Image.Image) -> int:
    """How the camera was held. A spoilt note of that must not keep the photograph from being seen."""
    try:
        turn = picture.getexif().get(ORIENTATION)
    except Exception:  # the notes are the sender's, in a format with many corners
        return 1
    return turn if turn in range(1, 9) else 1


def on_white(picture: Image.Image, factor: int) -> Image.Image:
    """Smaller by a whole factor, strip by strip: converted at once, the largest picture would be in memory three times."""
    small = Image.new("RGB", (-(-picture.width // factor), -(-picture.height // factor)), WHITE)
    for top in range(0, picture.height, 64 * factor):
        strip = picture.crop((0, top, picture.width, min(top + 64 * factor, picture.height)))
        if strip.mode == "I;16":
            strip = strip.point(lambda value: value / 256).convert("L")
        if strip.has_transparency_data:
            paper = Image.new("RGBA", strip.size, (*WHITE, 255))
            paper.alpha_composite(strip.convert("RGBA"))
            strip = paper
        small.paste(strip.convert("RGB").reduce(factor), (0, top // factor))
    return small


def as_png(picture: Image.Image) -> bytes:
    """Only the points: place, camera and all else that a picture may tell of its author stays behind."""
    picture.info.clear()
    output = io.BytesIO()
    picture.convert("RGB").save(output, "PNG", compress_level=3)
    return output.getvalue()
