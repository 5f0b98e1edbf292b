"""Why a paper was not taken, in words: what is wrong with it, and what to do. One row for each code.

The numbers in them come from `reader/limits.py` alone.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.files.reader import limits
from commission.refused import Refused

# the sentences of several rows end with one of these
PRINT = _("Open the file and print it into a new PDF (“Save as PDF” in the print window); then upload the new one.")
AGAIN = _("Upload the file again. If that does not help, scan or photograph the paper once more.")
CONVERT = _("Save or print the paper as a PDF, or photograph it as JPEG.")
SMALLER = _("Scan in grey at 200 dots per inch, or split the paper into parts.")
LATER = _("Try again in a few minutes. What was typed is kept; the paper itself must be chosen once more.")
HELP = _("Tell the commission; it also takes papers in its office.")

SENTENCES: dict[str, tuple[Any, Any]] = {
    # what it is
    "file_empty": (_("The file is empty."), _("Look at it on your device. If it is empty there too, scan the paper once more.")),
    "file_too_large": (_("The file is larger than %(megabytes)d MB, which is the most that the portal takes."), SMALLER),
    "file_wrong_kind": (_("This is not a PDF, JPEG or PNG file, whatever its name says."), CONVERT),
    "file_office_or_archive": (_("This is an office document or an archive. Papers are taken as PDF, JPEG or PNG."), CONVERT),
    "file_phone_picture": (
        _("This is a phone's own picture format (HEIC or AVIF). Papers are taken as PDF, JPEG or PNG."),
        _("On an iPhone choose Settings, Camera, Formats, “Most compatible” and photograph once more; or share it as JPEG."),
    ),
    "file_other_picture": (_("This is a picture of another format. Papers are taken as PDF, JPEG or PNG."), _("Save it as JPEG or PNG.")),
    "file_program": (_("This is a program and no paper."), CONVERT),
    "file_two_kinds": (_("The file is two things at once: a paper, and an archive or page hidden in it."), PRINT),
    "file_glued": (_("Before or behind the paper the file holds something that does not belong to it."), PRINT),
    # whether it is whole
    "file_cut_off": (_("The end of the file is missing: it was cut off when it was saved or sent."), AGAIN),
    "file_damaged": (
        _("The file is damaged: it does not keep to the rules of its format, and programs would show different things."),
        PRINT,
    ),
    "file_too_complex": (_("The file is built so intricately that the portal can't read it to its end."), PRINT),
    # pictures
    "file_moving_picture": (
        _("This picture moves. A paper must look the same at every moment."),
        _("Save it as a still picture: JPEG or PNG."),
    ),
    "file_with_film": (
        _("Behind the photograph the file holds a film (“motion photo” or “live photo”)."),
        _("Switch it off in the camera and photograph once more, or print the photograph into a PDF."),
    ),
    "file_too_many_pixels": (
        _("The picture has more than %(megapixels)d million pixels, which is the most that the portal takes."),
        SMALLER,
    ),
    # PDF
    "file_encrypted": (
        _("This PDF is locked with a password or with restrictions, so that its content can't be checked."),
        _("Open it and print it into a new PDF without a password; or ask whoever issued it for a copy without protection."),
    ),
    "file_script": (_("This PDF holds a program (JavaScript) that would run on the commission's computers."), PRINT),
    "file_action": (_("This PDF does something by itself when it is opened, turned or printed."), PRINT),
    "file_launch": (_("This PDF starts another program or opens other files."), PRINT),
    "file_sends": (_("This PDF is a form that sends or loads data."), PRINT),
    "file_attachments": (_("Other files are attached inside of this PDF."), PRINT),
    "file_media": (_("This PDF holds sound, film or a model in three dimensions."), PRINT),
    "file_xfa": (_("This PDF is a form that a program draws (XFA); its pages are not fixed."), PRINT),
    "file_external": (_("Parts of this PDF lie outside of it, in other files."), PRINT),
    "file_no_pages": (_("This PDF has no page."), PRINT),
    "file_too_many_pages": (_("This PDF has %(pages)d pages; the portal takes up to %(most)d in one file."), _("Split it into parts.")),
    # what the portal itself could not do
    "file_busy": (_("The portal is reading many papers at the moment and has not taken this one."), LATER),
    "file_infected": (_("The virus scanner found something harmful in this file."), _("Clean your device, then scan the paper once more.")),
    "scanner_away": (_("The virus scanner does not answer, and without it no paper is taken."), LATER),
    "no_room": (_("The portal has no room left for papers: this one was not taken, and nothing of it was kept."), LATER),
    "papers_away": (_("The store of papers does not answer."), LATER),
    "file_missing": (_("The stored paper can't be found."), HELP),
    "file_changed": (_("The stored paper is not the one that was received: its check sum differs. It is not shown."), HELP),
    "file_not_drawn": (_("This page can't be shown as a picture."), _("Download the paper and open it.")),
    "page_unknown": (_("The paper has no such page."), ""),
    "request_too_large": (
        _("What was sent is larger than %(megabytes)d MB together; it was not read, and nothing was changed."),
        _("Go back: what was typed is still there. One file may have up to %(one)d MB."),
    ),
}
STATUS = {
    "file_busy": 503, "scanner_away": 503, "papers_away": 503, "no_room": 507, "file_missing": 503, "file_changed": 503,
    "page_unknown": 404, "file_too_large": 413, "request_too_large": 413,
}  # fmt: skip


def refused(*codes: str, **facts: object) -> Refused:
    """The refusal for a code. Where a file is unfit for several reasons, all are said, and the first one is the code."""
    known = {
        "megabytes": limits.FILE_BYTES // 2**20, "one": limits.FILE_BYTES // 2**20,
        "megapixels": limits.PIXELS // 10**6, "most": limits.PAGES, "pages": 0,
    }  # fmt: skip
    reasons = " ".join(str(SENTENCES[code][0]) % (known | facts) for code in codes)
    return Refused(codes[0], reasons, way_out=str(SENTENCES[codes[0]][1]) % (known | facts), status=STATUS.get(codes[0], 409))
