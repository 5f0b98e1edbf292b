"""Papers of strangers: taken only when they are what they must be, kept privately, served safely.

    inspected = inspect(form.cleaned_data["paper"])      # raises Refused with what is wrong and what to do
    key = keep(form.cleaned_data["paper"], inspected)    # stored under a random key
    respond(key, name="Declaration", ...)                # a download
    picture(key, inspected.media_type, page=1, width=1000, sha256=inspected.sha256)   # one page, for the desk

Nothing here knows who may see what, or which row a paper belongs to: that is asked by the services and views above.
"""

from commission.files.intake import Inspected, inspect
from commission.files.reader.limits import FILE_BYTES, PAGES, PIXELS, REQUEST_BYTES
from commission.files.show import picture, respond, respond_with_picture
from commission.files.store import keep, open_kept

__all__ = [
    "FILE_BYTES", "PAGES", "PIXELS", "REQUEST_BYTES",
    "Inspected", "inspect", "keep", "open_kept", "picture", "respond", "respond_with_picture",
]  # fmt: skip
