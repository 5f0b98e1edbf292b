"""A PDF: every object of it is looked at, and only what lies still on its pages is let through.

A damaged file is not repaired. Repair is a guess, two programs guess differently, and the commission must see the
pages that the candidate saw; besides, a file cut off in the middle can be “repaired” into a shorter one. Whoever can still see
the paper can print it into a sound PDF.

Not refused, because honest programs write it: where to begin to read (`OpenAction` with a destination, as LibreOffice does), links
to the web, forms that were filled in, signatures, layers.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import limits
import pikepdf
from unfit import Unfit

# actions by their kind (ISO 32000-2, table 201); those that only move within the paper or name a web page are left out
ACTIONS = {
    "/JavaScript": "file_script", "/Launch": "file_launch", "/GoToR": "file_launch", "/GoToE": "file_attachments",
    "/SubmitForm": "file_sends", "/ImportData": "file_sends", "/Rendition": "file_media", "/Movie": "file_media",
    "/Sound": "file_media", "/RichMediaExecute": "file_media", "/GoTo3DView": "file_media",
}  # fmt: skip
# what a dictionary may not hold, whatever its value
KEYS = {
    "/JS": "file_script", "/JavaScript": "file_script", "/EmbeddedFiles": "file_attachments", "/EF": "file_attachments",
    "/Collection": "file_attachments", "/XFA": "file_xfa",
}  # fmt: skip
SUBTYPES = {
    "/FileAttachment": "file_attachments", "/RichMedia": "file_media", "/3D": "file_media", "/Movie": "file_media",
    "/Sound": "file_media", "/Screen": "file_media",
}  # fmt: skip
ORDER = [
    "file_script", "file_launch", "file_attachments", "file_sends", "file_media", "file_xfa", "file_action", "file_external",
]  # fmt: skip
# What qpdf remarks on although every program reads it the same way; many honest programs write so. Anything else it remarks on,
# a key that stands twice in a dictionary for instance, different programs understand differently.
HARMLESS = re.compile(
    r"reported number of objects|a common error handled correctly by qpdf|Resources is missing or invalid|missing or invalid /Type"
    r"|extraneous whitespace|followed by carriage return only|input stream is complete but output may still be valid"
)
HARMLESS_LINK = re.compile(r"(?:https?|mailto|tel):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)


def inspect(file: BinaryIO, media_type: str) -> int:
    """How many pages it has; raises Unfit."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=limits.PDF_STREAM_BYTES,
        run_length_max_memory=limits.PDF_STREAM_BYTES,
        png_max_memory=limits.PDF_STREAM_BYTES,
        tiff_max_memory=limits.PDF_STREAM_BYTES,
        max_stream_filters=4,
        parser_max_container_size=limits.PDF_CONTAINER,
        doc_max_warnings=100,
    )
    try:
        with pikepdf.open(file, attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Unfit("file_encrypted")
            if len(pdf.objects) > limits.PDF_OBJECTS:
                raise Unfit("file_too_complex")
            pages = len(pdf.pages)
            dangers = {danger for thing in dictionaries(pdf) for danger in dangers_of(thing)}
            remarks = [str(remark) for remark in pdf.get_warnings()]
    except pikepdf.PasswordError:
        raise Unfit("file_encrypted") from None
    except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise Unfit("file_no_pages" if "no pages found" in str(error) else "file_damaged") from None
    if dangers:
        raise Unfit(*sorted(dangers, key=ORDER.index))
    if not all(map(HARMLESS.search, remarks)):
        raise Unfit("file_damaged")
    if pages > limits.PAGES:
        raise Unfit("file_too_many_pages", pages=pages)
    return pages


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[dict[str, Any]]:
    """Every dictionary of the file, also of objects that nothing refers to: another program may find them."""
    left = limits.PDF_VALUES
    for top in [pdf.trailer, *pdf.objects]:
        waiting = [top]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, pikepdf.Array):
                inner = list(thing)
            elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                entries = dict(thing.items())
                inner = list(entries.values())
                if isinstance(thing, pikepdf.Stream) and "/F" in entries:
                    entries["elsewhere"] = True
                yield entries
            else:
                continue
            left -= len(inner) + 1
            if left < 0:
                raise Unfit("file_too_complex")
            # what is an object of its own comes by itself
            waiting += [value for value in inner if isinstance(value, pikepdf.Object) and not value.is_indirect]


def dangers_of(entries: dict[str, Any]) -> Iterator[str]:
    for key in entries.keys() & KEYS.keys():
        yield KEYS[key]
    for key, kinds in (("/S", ACTIONS), ("/Subtype", SUBTYPES)):
        if key in entries and (danger := kinds.get(name_of(entries[key]))):
            yield danger
    actions = entries.get("/AA")
    if isinstance(actions, pikepdf.Dictionary) and len(actions) and "/Type" not in actions:  # else a font that is named so
        yield "file_action"
    begin = entries.get("/OpenAction")
    if isinstance(begin, pikepdf.Dictionary) and name_of(begin.get("/S")) != "/GoTo":
        yield "file_action"
    link = entries.get("/URI")
    if isinstance(link, pikepdf.String) and not HARMLESS_LINK.match(str(link).strip()):
        yield "file_launch"
    if "elsewhere" in entries:
        yield "file_external"


def name_of(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.Name) else ""


def draw(file: BinaryIO, media_type: str, number: int, width: int) -> bytes:
    """One page as a PNG, as wide as asked for unless it would become too large."""
    import picture
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(file.read())
        if not 1 <= number <= len(pdf):
            raise Unfit("page_unknown")
        pdf.init_forms()
        page = pdf[number - 1]
        wide, high = page.get_size()
        # pdfium rounds the width up
        scale = min((width - 0.5) / wide, (limits.DRAWN_PIXELS / (wide * high)) ** 0.5)
        drawn = page.render(scale=scale, may_draw_forms=True, fill_color=(255, 255, 255, 255)).to_pil()
    except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError, OverflowError):
        raise Unfit("file_not_drawn") from None
    return picture.as_png(drawn)
