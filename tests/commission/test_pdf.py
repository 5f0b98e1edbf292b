"""The maker of documents: what a person typed is never markup, equal data are equal bytes, a file keeps to the archive's standard."""

import io
import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from commission import pdf
from commission.pdf import BrokenTemplate, Verbatim, make, plain, printable, qr
from commission.pdf_documents import Both, day, moment
from tests.commission.documents import ALMATY, SAMPLES, head, pages_of, receipt, text_of

MARKUP = [
    '#import "layout.typ": *',
    "*bold*",
    "$x$",
    "<label>",
    "@ref",
    "`raw`",
    "// gone",
    "= Heading",
    "- point",
    "#data.sha256",
    '#panic("x")',
    "\\u{41}",
]


@pytest.mark.parametrize("name", MARKUP)
def test_what_looks_like_markup_is_printed_as_it_was_typed(name):
    assert name in text_of(receipt(person=Both(name, "Тулеуов")).pdf())


@given(st.text(alphabet="#*_$<>@`\\/=-+~\"'[](){}:;.,!&%^|ҚқАа1 \n", min_size=1, max_size=60))
@settings(max_examples=25, deadline=None)
def test_no_text_changes_what_is_printed_around_it(name):
    printed = text_of(receipt(person=Both(name, "|")).pdf())
    assert "".join(printable(name).split()).replace("\u200b", "") in "".join(printed.split())
    assert "Қабылданған құжаттар / Принятые документы" in printed


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_no_text_breaks_a_document(name):
    assert pages_of(receipt(person=Both(name, name)).pdf()) in (1, 2)


def test_what_the_fonts_cannot_draw_is_named_by_its_code():
    assert printable("Әли 中 😀") == "Әли [U+4E2D] [U+1F600]"
    assert "Әли [U+4E2D] [U+1F600]" in text_of(receipt(person=Both("Әли 中 😀", "Али")).pdf())


def test_signs_that_only_steer_are_left_out():
    assert printable("Тулеуов\u202e Каныш\u200b\x00\ufeff\tА.\r\nБ.") == "Тулеуов Каныш А.\nБ."


def test_letters_are_composed_before_they_are_printed():
    assert printable(unicodedata.normalize("NFD", "Серікбай Ёлкин Ğ")) == "Серікбай Ёлкин Ğ"


def test_a_word_wider_than_a_column_may_break_but_hashes_and_addresses_stay_whole():
    assert printable("Ұ" * 35) == "\u200b".join(["Ұ" * 10] * 3 + ["Ұ" * 5])
    for whole in ("9f" * 32, "https://portal.example/apply/2025/drafts/a3b4c5d6e7f8", "қанағаттандырылмағандығыңыз"):
        assert printable(f"Қ {whole} қ") == f"Қ {whole} қ"


def test_every_letter_that_counts_as_drawn_is_drawn_upright_bold_and_slanted():
    letters = [chr(code) for first, last in pdf.DRAWN for code in range(first, last + 1)]
    drawn = [letter for letter in letters if printable(letter) == letter]
    source = """
      #set document(title: "x")
      #set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), lang: "kk")
      #let letters = json(bytes(sys.inputs.letters))
      #for letter in letters { text(letter + " ") }
      #for letter in letters { strong(letter + " ") }
      #for letter in letters { emph(letter + " ") }
    """
    compiler = typst.Compiler(font_paths=pdf._fonts(), ignore_system_fonts=True)
    compiled = compiler.compile(
        source.encode(), format="pdf", pdf_standards=pdf.STANDARDS, timestamp=0, sys_inputs={"letters": json.dumps(drawn)}
    )
    assert compiled[:5] == b"%PDF-"
    assert set("ӘәҒғҚқҢңӨөҰұҮүҺһІі₸№«»—ЁёЪъЭэ") <= set(drawn)


def test_equal_data_give_equal_bytes_also_in_threads_at_once():
    once = receipt().pdf()
    with ThreadPoolExecutor(6) as pool:
        assert {pool.submit(receipt().pdf).result() for _ in range(3)} == {once}
        many = list(pool.map(lambda number: receipt(number=str(number)).pdf(), range(12)))
    assert [receipt(number=str(number)).pdf() for number in range(12)] == many
    assert len(set(many)) == 12


def test_the_file_carries_title_language_moment_tags_and_standard():
    with pikepdf.open(io.BytesIO(receipt().pdf())) as file:
        assert str(file.docinfo["/Title"]) == "Құжаттарды қабылдау туралы қолхат № 117"
        assert str(file.docinfo["/CreationDate"]) == "D:20250912050000Z"
        assert (str(file.Root.Lang), bool(file.Root.MarkInfo.Marked), bool(file.Root.ViewerPreferences.DisplayDocTitle)) == (
            "kk-KZ",
            True,
            True,
        )
        properties = file.Root.Metadata.read_bytes().decode()
    assert re.findall(r"<pdf(?:u)?aid:(part|conformance)>(\w+)<", properties) == [("part", "2"), ("conformance", "A"), ("part", "1")]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_embedded(name):
    with pikepdf.open(io.BytesIO(SAMPLES[name].pdf())) as file:
        fonts = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert [str(font.FontName) for font in fonts if not {"/FontFile2", "/FontFile3"} & set(font.keys())] == []


def test_a_template_that_is_missing_or_broken_says_so(tmp_path, monkeypatch):
    for name in ("nothing", "../base", "layout.typ", ""):
        with pytest.raises(BrokenTemplate, match="There is no document"):
            make(name, {"head": head()})
    (tmp_path / "torn.typ").write_text("#let x = ", encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    with pytest.raises(BrokenTemplate, match=r"torn\.typ: .*expected expression"):
        make("torn", {"head": head()})


def test_data_without_its_contract_say_so():
    with pytest.raises(BrokenTemplate, match="no head"):
        make("receipt", {"number": "1"})
    with pytest.raises(BrokenTemplate, match=r"receipt\.typ: .*kind"):
        make("receipt", {"head": head()})


def test_no_template_asks_for_a_package_or_a_foreign_file():
    for template in pdf.TEMPLATES.glob("*.typ"):
        assert set(re.findall(r'#?(?:import|include) "([^"]+)"', template.read_text(encoding="utf-8"))) <= {
            "layout.typ",
            "card.typ",
            "form.typ",
        }


def test_a_bare_moment_is_refused():
    assert plain({"a": [Both("а", "б"), None, 3, True]}) == {"a": [{"kk": "а", "ru": "б"}, None, 3, True]}
    for bare in (date(2025, 10, 12), datetime(2025, 10, 12, tzinfo=UTC), 1.5, b"x"):
        with pytest.raises(TypeError, match="can't print"):
            plain({"a": bare})


def test_a_qr_code_is_a_drawing_that_passes_untouched():
    code = qr("https://portal.example/kk/elections/semey-2025/candidates/")
    assert isinstance(code, Verbatim)
    assert code.startswith("<svg") and plain(code) == str(code)
    assert code == qr("https://portal.example/kk/elections/semey-2025/candidates/") != qr("https://portal.example/")


def test_a_document_made_within_a_second_is_a_document_too():
    exact = moment(datetime(2026, 11, 24, 17, 12, 33, 123456, tzinfo=UTC), ALMATY)
    assert receipt(head=head(made=exact), received=exact).pdf().startswith(b"%PDF")


def test_days_and_moments_are_written_as_official_texts_write_them():
    assert day(date(2025, 10, 12)) == Both("2025 жылғы 12 қазан", "12 октября 2025 года")
    late = moment(datetime(2025, 9, 11, 13, 0, 1, 999999, tzinfo=UTC), ALMATY)
    assert (late.kk, late.ru) == ("2025 жылғы 11 қыркүйек, 18:00:01 (UTC+05:00)", "11 сентября 2025 года, 18:00:01 (UTC+05:00)")
    before_the_zone_changed = moment(datetime(2023, 11, 5, 18, 30, tzinfo=UTC), ALMATY, seconds=False)
    assert before_the_zone_changed.kk == "2023 жылғы 6 қараша, 00:30 (UTC+06:00)"
