"""What is taken as a paper, and what is refused with which sentence. The samples are in tests/hostile.py and tests/good_papers.py."""

import hashlib
import io
from pathlib import Path

import pikepdf
import psutil
import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from commission.files import FILE_BYTES, PAGES, PIXELS, Inspected, inspect
from commission.files.reader import limits
from commission.files.sentences import SENTENCES, STATUS, refused
from commission.refused import Refused
from tests.hostile import hostile_files
from tests.hostile_pdf import DANGERS, a_pdf, by_hand, dangerous, saved, stream_of
from tests.samples import drawn, jpeg, pdf, png, samsung

MEGABYTE = 2**20


def answer(data: bytes) -> str:
    """The code of the refusal, or "taken"."""
    try:
        inspect(ContentFile(data, name="paper.pdf"))
    except Refused as no:
        return no.code
    return "taken"


@pytest.fixture(scope="module")
def looked_through(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """The answer to each of the hostile files, and how much memory this process took for them at the most."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, _file_name, data in hostile_files():  # beforehand: to make some of them takes more memory than to refuse them
        (folder / name).write_bytes(data)
    Path("/proc/self/clear_refs").write_text("5")  # the kernel's account of the peak begins anew
    before = psutil.Process().memory_info().rss
    answers = {path.name: answer(path.read_bytes()) for path in sorted(folder.iterdir())}
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return answers, int(status["VmHWM"].split()[0]) * 1024 - before


@pytest.fixture
def answers(looked_through: tuple[dict[str, str], int]) -> dict[str, str]:
    return looked_through[0]


@pytest.mark.slow
def test_no_hostile_or_broken_file_is_taken_and_each_gets_a_sentence(answers):
    assert len(answers) > 400
    assert [name for name, code in answers.items() if code == "taken"] == []
    assert set(answers.values()) <= SENTENCES.keys() - {"file_busy", "scanner_away", "papers_away", "no_room"}


@pytest.mark.slow
def test_they_take_little_memory(looked_through):
    """A worker has 110 MB before it takes any. The samples themselves are up to 11 MB; the reader has a limit of its own."""
    assert looked_through[1] < 50 * MEGABYTE
    assert limits.READER_MEMORY < 300 * MEGABYTE


@pytest.mark.slow
def test_a_danger_has_its_reason(answers):
    codes = {
        "script": "file_script", "launch": "file_launch", "act": "file_action", "send": "file_sends", "load": "file_sends",
        "attached": "file_attachments", "associated": "file_attachments", "portfolio": "file_attachments", "xfa": "file_xfa",
        "content": "file_external", "film": "file_media", "sound": "file_media", "screen": "file_media", "rich": "file_media",
        "three": "file_media",
    }  # fmt: skip
    special = {"script-as-address": "file_launch", "go-to-a-foreign-file": "file_launch", "go-to-an-inner-file": "file_attachments"}
    expected = {name: special.get(name) or codes[name.split("-")[0]] for name in DANGERS}
    assert {name: answers[name] for name in DANGERS} == expected
    packed = [name for name in answers if name.endswith("-packed") and name.startswith("script")]
    assert {name: answers[name] for name in packed} == {name: expected[name.removesuffix("-packed")] for name in packed}


@pytest.mark.slow
def test_a_sample_is_refused_for_what_is_wrong_with_it(answers):
    expected = {
        "nothing-as-pdf": "file_empty",
        "word-as-pdf": "file_office_or_archive",
        "heic-as-jpg": "file_phone_picture",
        "webp-as-png": "file_other_picture",
        "windows-program-as-pdf": "file_program",
        "svg-as-png": "file_wrong_kind",
        "html-as-jpg": "file_wrong_kind",
        "zip-behind-pdf": "file_two_kinds",
        "jar-behind-jpeg": "file_two_kinds",
        "rar-behind-png": "file_two_kinds",
        "pdf-in-a-comment-of-jpeg": "file_two_kinds",
        "program-behind-png": "file_glued",
        "html-before-pdf": "file_glued",
        "motion-photo": "file_with_film",
        "moving-png": "file_moving_picture",
        "png-of-10-gigapixels": "file_too_many_pixels",
        "jpeg-of-4-gigapixels": "file_too_many_pixels",
        "png-with-a-turned-bit-0": "file_damaged",
        "jpeg-of-endless-scans": "file_too_complex",
        "very-many-objects": "file_too_complex",
        "objects-of-a-gigabyte-in-use": "file_damaged",
        "pages-that-multiply": "file_damaged",
        "0-pages": "file_no_pages",
        "61-pages": "file_too_many_pages",
        "locked-2-with-owner": "file_encrypted",
        "locked-6-with-user": "file_encrypted",
        "pdf-one-byte-too-large": "file_too_large",
    }
    assert {name: answers[name] for name in expected} == expected
    cut = {code for name, code in answers.items() if "-cut-at-" in name}
    assert cut <= {"file_cut_off", "file_wrong_kind", "file_damaged", "file_glued"}


def test_all_reasons_are_said_together():
    with translation.override("en"), pytest.raises(Refused) as no:
        inspect(ContentFile(dangerous("script-behind-a-link", "attached-file", "xfa")))
    assert no.value.code == "file_script"
    assert no.value.reason == (
        "This PDF holds a program (JavaScript) that would run on the commission's computers. Other files are attached inside of this PDF. "
        "This PDF is a form that a program draws (XFA); its pages are not fixed."
    )
    assert no.value.way_out == "Open the file and print it into a new PDF (“Save as PDF” in the print window); then upload the new one."


@pytest.mark.parametrize(
    ("data", "media_type", "extension", "pages"),
    [
        (pdf(), "application/pdf", "pdf", 3),
        (jpeg(), "image/jpeg", "jpg", 1),
        (png(), "image/png", "png", 1),
    ],
)
def test_the_content_says_what_it_is_and_the_name_nothing(data, media_type, extension, pages):
    file = ContentFile(data, name="run.exe")
    file.content_type = "text/html"
    assert inspect(file) == Inspected(media_type, extension, len(data), pages, hashlib.sha256(data).hexdigest())
    assert file.read() == data


def test_pages_are_counted_up_to_the_limit():
    assert inspect(ContentFile(saved(a_pdf(PAGES)))).pages == PAGES
    with translation.override("en"), pytest.raises(Refused) as no:
        inspect(ContentFile(saved(a_pdf(PAGES + 1))))
    assert (no.value.code, no.value.reason) == ("file_too_many_pages", "This PDF has 61 pages; the portal takes up to 60 in one file.")


def test_a_file_of_exactly_ten_megabytes_is_taken_and_one_byte_more_is_not():
    parts = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    rest = len(by_hand(*parts, stream_of(bytes(FILE_BYTES - 10_000), b""))) - (FILE_BYTES - 10_000)
    full = by_hand(*parts, stream_of(bytes(FILE_BYTES - rest), b""))
    assert len(full) == FILE_BYTES
    assert answer(full) == "taken"
    assert answer(full + b"\n") == "file_too_large"


def a_picture(mode: str, width: int, height: int, form: str) -> bytes:
    output = io.BytesIO()
    Image.new(mode, (width, height)).save(output, form)
    return output.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "form"), [("RGBA", "PNG"), ("RGB", "JPEG")])
def test_a_picture_of_exactly_40_megapixels_is_taken_and_more_is_not(mode, form):
    assert PIXELS == 8000 * 5000
    assert answer(a_picture(mode, 8000, 5000, form)) == "taken"
    assert answer(a_picture("1" if form == "PNG" else "L", 8000, 5001, form)) == "file_too_many_pixels"


def test_phones_are_understood():
    """A preview behind the photograph and Samsung's settings are taken; a film and a hole in Samsung's list are not."""
    settings = samsung(b"Image_UTC_Data", b"1762676400000")
    assert answer(jpeg() + settings) == "taken"
    assert answer(jpeg() + jpeg("L") + bytes(64) + settings) == "taken"
    assert answer(jpeg() + b"more" + settings) == "file_glued"
    assert answer(jpeg() + settings + b"more") == "file_glued"
    assert answer(jpeg() + samsung(b"MotionPhoto_Data", b"\0\0\0\x18ftypmp42")) == "file_with_film"


@pytest.mark.parametrize("version", ["1.4", "2.0"])
def test_a_damaged_table_is_not_guessed_at(version):
    """A PDF whose table of objects lies could still be “repaired”, to what each program thinks best."""
    sound = saved(a_pdf(2), force_version=version)
    start = int(sound[sound.rindex(b"startxref") + 10 :].split(b"\n")[0])
    assert answer(sound) == "taken"
    assert answer(sound.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + 7))) == "file_damaged"


def test_what_honest_programs_do_not_quite_by_the_rules_is_taken():
    """qpdf remarks on these, and every program reads them the same way."""
    parts = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Parent 2 0 R/MediaBox[0 0 9 9]/Type/Page>>")
    sound = by_hand(*parts)
    assert answer(sound.replace(b"/Size 4", b"/Size 9")) == "taken"
    assert answer(sound.replace(b"xref\n0 4\n", b"xref\n0 4 \n", 1)) == "taken"
    assert answer(by_hand(*parts[:2], b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources 77 0 R>>")) == "taken"


def test_every_sentence_can_be_said():
    with translation.override("en"):
        for code in SENTENCES:
            no = refused(code)
            assert str(no.reason) and "%(" not in str(no)
            assert str(no.reason)[-1] == "."
    assert STATUS.keys() <= SENTENCES.keys()


@pytest.mark.slow
def test_samples_are_the_same_in_every_run():
    salted = {"locked"}  # a password comes with salt
    first, second = ({name: data for name, _file, data in hostile_files() if name.split("-")[0] not in salted} for _run in "ab")
    assert first == second


def test_a_sample_is_what_it_seems():
    """The pictures behind the samples are sound: else a broken one would be refused for the wrong reason."""
    assert Image.open(io.BytesIO(jpeg())).size == Image.open(io.BytesIO(png())).size == drawn().size
    assert len(pikepdf.open(io.BytesIO(pdf())).pages) == 3
