"""A paper leaves the portal as a download that no browser opens by itself, or as a picture of one page without anything else."""

import hashlib
import io
import zlib

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from commission.files import Inspected, inspect, keep, picture, respond, respond_with_picture
from commission.files.show import file_name
from commission.refused import Refused
from tests.good_papers import camera, good_files, is_a_filled_form
from tests.hostile_pdf import CATALOGUE, PAGE, TREE, a_pdf, by_hand, saved, stream_of
from tests.samples import chunk, header, jpeg, pdf, png, png_of


def kept(data: bytes) -> tuple[str, Inspected]:
    file = ContentFile(data)
    inspected = inspect(file)
    return keep(file, inspected), inspected


def page_of(data: bytes, page: int = 1, width: int = 200) -> Image.Image:
    key, paper = kept(data)
    shown = Image.open(io.BytesIO(picture(key, paper.media_type, page, width, sha256=paper.sha256)))
    assert (shown.format, shown.mode) == ("PNG", "RGB")
    return shown


def test_a_paper_is_always_a_download():
    key, paper = kept(pdf())
    response = respond(key, name="Declaration", media_type=paper.media_type, size=paper.size, sha256=paper.sha256)
    assert response.streaming
    assert b"".join(response.streaming_content) == pdf()
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(pdf())),
        "Content-Disposition": 'attachment; filename="Declaration.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Өтініш", "Өтініш.pdf"),
        ("Паспорт №1", "Паспорт №1.pdf"),
        ('a"b\\c/d:e', "a-b-c-d-e.pdf"),
        ("../../etc/passwd", "-..-etc-passwd.pdf"),
        ("line\r\nSet-Cookie: a=b", "lineSet-Cookie- a=b.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe.pdf"),
        ("nul\x00", "nul.pdf"),
        ("x" * 500, "x" * 100 + ".pdf"),
        (" . ", "paper.pdf"),
        ("", "paper.pdf"),
    ],
)
def test_the_name_of_a_download_can_be_saved_everywhere(name, expected):
    assert file_name(name, "pdf") == expected


def test_a_kazakh_name_reaches_the_browser():
    key, paper = kept(jpeg())
    response = respond(key, name="Өтініш", media_type=paper.media_type, size=paper.size, sha256=paper.sha256)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%D3%A8%D1%82%D1%96%D0%BD%D1%96%D1%88.jpg"
    response.close()


def test_a_picture_is_answered_so_that_it_can_do_nothing():
    response = respond_with_picture(b"\x89PNG")
    assert dict(response.headers) == {
        "Content-Type": "image/png",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


@pytest.mark.slow
def test_every_good_file_is_taken_and_its_first_page_can_be_shown():
    narrow = {"png-of-one-point": (1, 1), "pdf-by-hand": (200, 200)}
    for name, _file_name, data in good_files():
        shown = page_of(data)
        if name.startswith("jpeg-with-place"):
            assert shown.size == (200, 141), name  # the camera was held on its side
        elif name in narrow:
            assert shown.size == narrow[name], name
        else:
            assert shown.width == 200 and 282 <= shown.height <= 284, name


@pytest.mark.slow
def test_each_page_is_shown_by_its_number():
    shades = [page_of(pdf(), page).tobytes() for page in (1, 2, 3)]
    assert len(set(shades)) == 3
    for page in (0, 4, -1):
        with pytest.raises(Refused) as no:
            page_of(pdf(), page)
        assert (no.value.code, no.value.status) == ("page_unknown", 404)
    with pytest.raises(Refused) as no:
        page_of(png(), 2)
    assert no.value.code == "page_unknown"


def test_a_photograph_stands_upright_and_says_nothing_of_its_author():
    """The mark of the camera says how it was held: 6 means that the top of the photograph is its right side."""
    lying = Image.new("RGB", (400, 200), "red")
    lying.paste("blue", (0, 0, 200, 200))
    output = io.BytesIO()
    lying.save(output, "JPEG", exif=camera().tobytes(), icc_profile=b"profile of somebody")
    shown = page_of(output.getvalue(), width=100)
    assert shown.size == (100, 200)
    assert shown.getpixel((50, 20))[2] > 200 > 50 > shown.getpixel((50, 20))[0]
    assert shown.getpixel((50, 180))[0] > 200
    assert shown.info == {}
    assert shown.getexif() == {}


def test_transparent_is_white_and_grey_of_16_bits_keeps_its_shades():
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    deep = Image.new("I;16", (50, 50), 128 * 256)
    for source, expected in ((clear, (255, 255, 255)), (deep, (128, 128, 128))):
        output = io.BytesIO()
        source.save(output, "PNG")
        assert page_of(output.getvalue()).getpixel((25, 25)) == expected


@pytest.mark.slow
def test_a_large_picture_is_shown_small_within_the_limit_of_memory():
    output = io.BytesIO()
    Image.new("RGBA", (8000, 5000), (255, 0, 0, 255)).save(output, "PNG")
    shown = page_of(output.getvalue(), width=900)
    assert shown.size == (900, 562)
    assert shown.getpixel((450, 280)) == (255, 0, 0)


@pytest.mark.slow
def test_a_picture_of_any_shape_is_shown_within_bounds():
    thread = png_of(header(1, 4_000_000, 1, 0), chunk(b"IDAT", zlib.compress(bytes(8_000_000))), chunk(b"IEND", b""))
    assert page_of(thread, width=1000).size == (1, 20_000)
    output = io.BytesIO()
    Image.new("L", (2000, 20_000)).save(output, "JPEG")
    shown = page_of(output.getvalue(), width=2000)
    assert shown.size == (894, 8944)


def test_spoilt_notes_of_the_camera_do_not_hide_the_photograph():
    notes = camera().tobytes()
    for spoilt in (notes[:20], notes.replace(b"\x12\x01", b"\xff\xff"), notes[:12] + b"\xff" * 40, b"Exif\0\0MM\0*" + b"\xff" * 9):
        assert page_of(jpeg(exif=spoilt)).size in ((200, 283), (200, 141))  # upright, or turned where that can still be read


@pytest.mark.parametrize("box", [b"0 0 14400 14400", b"0 0 14400 3", b"0 0 3 14400", b"0 0 1000000 1000000", b"0 0 0.001 9"])
def test_a_page_of_any_size_is_shown_within_bounds_or_refused(box):
    try:
        shown = page_of(by_hand(CATALOGUE, TREE, PAGE.replace(b"0 0 595 842", box)), width=5000)
    except Refused as no:
        assert no.code == "file_not_drawn"
    else:
        assert shown.width <= 2000 and shown.width * shown.height <= 8_100_000


def test_what_was_filled_into_a_form_is_shown():
    empty, form = a_pdf(1), a_pdf(1)
    is_a_filled_form(form)
    look = form.make_stream(b"0 g 0 0 250 30 re f")
    look.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 250, 30]})
    form.pages[0].Annots[0].AP = pikepdf.Dictionary(N=look)
    form.pages[0].Annots[0].F = 4
    del form.Root.AcroForm.NeedAppearances
    assert page_of(saved(form)).getpixel((50, 111)) == (0, 0, 0)
    assert page_of(saved(empty)).getpixel((50, 111)) == (255, 255, 255)


def endless_forms() -> bytes:
    """Each form draws the next one ten times: ten to the power of twelve rectangles."""
    last = 16
    forms = [
        stream_of(b"/X Do " * 10 if number < last else b"0 0 9 9 re f",
                  b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X %d 0 R>>>>" % min(number + 1, last))
        for number in range(4, last + 1)
    ]  # fmt: skip
    return by_hand(CATALOGUE, TREE, PAGE.replace(b">>", b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"), *forms)


def endless_paint() -> bytes:
    """The whole page is painted over sixty thousand times."""
    paint = stream_of(zlib.compress(b"0 0 595 842 re f\n" * 60_000), b"/Filter/FlateDecode")
    return by_hand(CATALOGUE, TREE, PAGE.replace(b">>", b"/Contents 4 0 R>>"), paint)


@pytest.mark.slow
@pytest.mark.parametrize("data", [endless_forms(), endless_paint()], ids=["too much memory", "too much time"])
def test_a_page_that_would_be_drawn_for_ever_is_given_up(data):
    with pytest.raises(Refused) as no:
        page_of(data, width=2000)
    assert no.value.code == "file_too_complex"


def test_what_can_not_be_drawn_is_a_sentence_and_no_error():
    """Nothing that was inspected is known to be so; a store may hold what was taken before the rules were."""
    for media_type, data in (("application/pdf", b"%PDF-1.7 and no more"), ("image/png", png()[:500]), ("image/jpeg", b"")):
        key = storages["papers"].save("old/paper", ContentFile(data))
        with pytest.raises(Refused) as no:
            picture(key, media_type, 1, 100, sha256=hashlib.sha256(data).hexdigest())
        assert (no.value.code, no.value.status) == ("file_not_drawn", 409)


def test_a_changed_paper_is_neither_served_nor_shown():
    key, paper = kept(pdf())
    with pytest.raises(Refused) as no:
        respond(key, name="x", media_type=paper.media_type, size=paper.size, sha256="0" * 64)
    assert no.value.code == "file_changed"
    with pytest.raises(Refused) as no:
        picture(key, paper.media_type, 1, 100, sha256="0" * 64)
    assert no.value.code == "file_changed"
