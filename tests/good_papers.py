"""Uploads that must not be refused: what scanners, phones and offices write. Their names are as strange as those of the hostile ones."""

import io
import zlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String
from pikepdf import open as open_pdf
from PIL import Image

from tests.hostile_pdf import a_pdf, by_hand, saved
from tests.samples import NAMES, File, chunk, drawn, header, jpeg, pdf, png, png_of, samsung


def good_files() -> Iterator[File]:
    for number, (name, data) in enumerate(good()):
        yield name, NAMES[number % len(NAMES)], data


def good() -> Iterator[tuple[str, bytes]]:
    """What scanners, phones and offices write."""
    yield "jpeg", jpeg()
    yield "jpeg-grey", jpeg("L")
    yield "jpeg-cmyk", jpeg("CMYK")
    yield "jpeg-progressive", jpeg(progressive=True)
    yield "jpeg-with-place-and-camera", jpeg(exif=camera().tobytes())
    yield "jpeg-with-a-brightness-map", jpeg() + jpeg("L")
    yield "jpeg-with-filling", jpeg() + bytes(512)
    yield "jpeg-of-samsung", jpeg() + samsung(b"Image_UTC_Data", b"1762676400000")
    yield "png", png()
    yield "png-black-and-white", png("1")
    yield "png-grey", png("L")
    yield "png-16-bit", png("I;16")
    yield "png-with-palette", png("P")
    yield "png-with-alpha", png("RGBA")
    yield "png-interlaced-grey-alpha", png("LA")
    yield "png-of-one-point", png_of(header(1, 1), chunk(b"IDAT", zlib.compress(b"\0abc")), chunk(b"IEND", b""))
    for version in ("1.3", "1.4", "1.5", "1.6", "1.7", "2.0"):
        yield f"pdf-{version}", saved(a_pdf(2), force_version=version)
    yield "pdf-by-hand", by_hand(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>",
                                 b"<</Type/Page/Parent 2 0 R/Resources<<>>>>")  # fmt: skip
    yield "pdf-packed", saved(a_pdf(3), object_stream_mode=ObjectStreamMode.generate)
    yield "pdf-fast-for-the-web", saved(a_pdf(3), linearize=True)
    yield "pdf-of-60-pages", saved(a_pdf(60))
    yield "pdf-changed-and-saved-again", incremental()
    yield "pdf-with-blanks-behind", pdf() + b"\r\n\0\0\n"
    yield "pdf-of-scans", scans()
    yield "pdf-a", archive_pdf()
    for name, change in HARMLESS.items():
        changed = a_pdf(2)
        change(changed)
        yield f"pdf-{name}", saved(changed)


def camera() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0110] = "Phone", 6, "Model"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def incremental() -> bytes:
    data = pdf()
    at = len(data)
    start = data[data.rindex(b"startxref") + 10 :].split(b"\n")[0]
    catalogue = data[data.index(b"1 0 obj") : data.index(b"endobj") + 7]
    table = at + len(catalogue)
    size = open_pdf(io.BytesIO(data)).trailer.Size
    return data + catalogue + b"xref\n1 1\n%010d 00000 n \ntrailer\n<</Size %d/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        at, size, start, table)  # fmt: skip


def scans() -> bytes:
    output = io.BytesIO()
    drawn().save(output, "PDF", save_all=True, append_images=[drawn("L"), drawn("1")])
    return output.getvalue()


def archive_pdf() -> bytes:
    document = a_pdf(1)
    with document.open_metadata() as meta:
        meta["pdfaid:part"], meta["pdfaid:conformance"], meta["dc:title"] = "2", "B", "Өтініш"
    document.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFA1, OutputConditionIdentifier="sRGB")])
    return saved(document)


def begins_at_its_first_page(document: Pdf) -> None:
    document.Root.OpenAction = Array([document.pages[0].obj, Name.XYZ, None, None, 0])


def goes_to_its_second_page(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=[document.pages[1].obj, Name.Fit])


def links_to_the_web(document: Pdf) -> None:
    link = Dictionary(S=Name.URI, URI="https://adilet.zan.kz/kaz/docs/Z950002464_")
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link)
    document.pages[0].Annots = Array([annotation])


def is_a_filled_form(document: Pdf) -> None:
    field = document.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="Айгүл Серікқызы", Rect=[50, 500, 300, 530],
    ))  # fmt: skip
    document.pages[0].Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=[field], NeedAppearances=True)


def is_signed(document: Pdf) -> None:
    value = document.make_indirect(Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=[0, 10, 20, 10], Contents=String(b"\0" * 64),
    ))  # fmt: skip
    field = document.make_indirect(Dictionary(FT=Name.Sig, T="s", V=value))
    document.Root.AcroForm = Dictionary(Fields=[field], SigFlags=3)


def has_a_font_named_aa(document: Pdf) -> None:
    fonts = document.pages[0].Resources.Font
    fonts.AA = fonts.F1


HARMLESS = {
    "that-begins-at-a-page": begins_at_its_first_page, "that-goes-to-a-page": goes_to_its_second_page, "with-a-link": links_to_the_web,
    "form-filled-in": is_a_filled_form, "signed": is_signed, "with-a-font-named-aa": has_a_font_named_aa,
}  # fmt: skip
