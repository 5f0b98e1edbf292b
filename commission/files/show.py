"""How papers leave the portal: as a download that no browser opens by itself, or as a picture of one page.

The view asks first who wants it. A stranger's file is never shown as what it claims to be.
"""

import unicodedata

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from commission.files.apart import draw_apart
from commission.files.intake import on_disk
from commission.files.reader import limits
from commission.files.shape import KINDS
from commission.files.store import open_kept

# Kept by no cache; were it ever shown in place in spite of all this, it could do and load nothing.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def respond(key: str, *, name: str, media_type: str, size: int, sha256: str) -> FileResponse:
    """The paper as a download. `name` is made by the portal, never the sender's; the extension is added by content.

    Raises Refused as `open_kept` does.
    """
    file = open_kept(key, sha256=sha256)
    response = FileResponse(file, content_type=media_type, headers=HEADERS)
    response["Content-Length"] = size
    response["Content-Disposition"] = content_disposition_header(True, file_name(name, KINDS[media_type].extension))
    return response


def file_name(name: str, extension: str) -> str:
    """A name that every system can save: no path, no control or direction mark, not too long."""
    clean = "".join("-" if c in '/\\:*?"<>|%' else c for c in unicodedata.normalize("NFC", name) if c.isprintable())
    return f"{' '.join(clean.split())[:100].strip('. ') or 'paper'}.{extension}"


def picture(key: str, media_type: str, page: int, width: int, *, sha256: str) -> bytes:
    """One page of a paper as a PNG, for the desk: upright, on white, without anything that the file tells of its author.

    Raises Refused as `open_kept` does, Refused("page_unknown"), Refused("file_not_drawn"), Refused("file_too_complex").
    """
    with open_kept(key, sha256=sha256) as kept, on_disk(kept) as copy:
        return draw_apart(copy, media_type, page, min(max(width, 1), limits.DRAWN_WIDTH))


def respond_with_picture(png: bytes) -> HttpResponse:
    """What `picture` made, to be shown in a page of the desk."""
    return HttpResponse(png, content_type="image/png", headers=HEADERS | {"Content-Disposition": "inline"})
