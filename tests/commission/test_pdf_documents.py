"""The official documents: each says in both languages what it must, and survives what people may write into it."""

import dataclasses
import re
from datetime import date
from typing import Any

import pypdfium2
import pytest

from commission import pdf
from commission import pdf_documents as doc
from commission.pdf_documents import Both, Document, Head, resolution
from tests.commission import documents
from tests.commission.documents import PERSON, SAMPLES, head, pages_of, text_of
from tests.marks import all_but_the_first_slow

# pages, and what must be read in Kazakh and in Russian
EXPECTED = {
    "receipt": (1, "Құжаттарды қабылдау туралы қолхат", "Расписка о приёме документов", "17:59:58 (UTC+05:00)", "9f" * 32),
    "supplement": (1, "Қосымша құжаттарды қабылдау туралы қолхат", "Расписка о приёме дополнительных документов", f"{7:064x}"),
    "correction_notice": (1, "Бұл кемшілікті түзету мүмкін емес.", "Это замечание устранить нельзя.", "выборах, 104(1)", "18:00:00"),
    "authority_letter": (1, "Сұрау салу", "Запрос", "720305300016", "1972 жылғы 5 наурыз", "5 марта 1972 года", "20(10)"),
    "resolution": (2, "ҚАУЛЫ ЕТЕДІ:", "ПОСТАНОВЛЯЕТ:", "№ 14", "жақтағаны – 5, қарсы болғаны – 1", "за – 5, против – 1", "Е. Оспанов"),
    "draft_resolution": (2, "ҚАУЛЫНЫҢ ЖОБАСЫ", "ПРОЕКТ ПОСТАНОВЛЕНИЯ", "күші жоқ", "силы не имеет"),
    "candidate_certificate": (1, "КАНДИДАТ КУӘЛІГІ", "УДОСТОВЕРЕНИЕ КАНДИДАТА", "2025 жылғы 16 қыркүйектегі № 21 қаулы"),
    "proxy_certificate": (1, "СЕНІМ БІЛДІРІЛГЕН АДАМНЫҢ КУӘЛІГІ", "УДОСТОВЕРЕНИЕ ДОВЕРЕННОГО ЛИЦА", "№ 245", "19 сентября 2025 года № 24"),
    "non_acceptance": (1, "комиссия оларды қабылдаған жоқ", "комиссия их не приняла", "18:00:01 (UTC+05:00)", "18:00:00 (UTC+05:00)"),
    "ballot": (
        1,
        "САЙЛАУ БЮЛЛЕТЕНІ",
        "ИЗБИРАТЕЛЬНЫЙ БЮЛЛЕТЕНЬ",
        "ЖОБА, БЕКІТІЛМЕГЕН · ПРОЕКТ, НЕ УТВЕРЖДЁН",
        "Бәріне қарсымын Против всех",
    ),
    "approved_ballot": (
        1,
        "Бюллетень мәтіні бекітілді: 2025 жылғы 17 қыркүйектегі № 26 қаулы",
        "Текст бюллетеня утверждён: постановление от",
    ),
    "strike_out_instruction": (1, "көк түсті қаламмен сызып тастау", "вычеркнуть ручкой синего цвета", "№ 16/209", "Шапатов Канат", "№ 4"),
    "paper_form": (2, "Кандидат болу туралы өтініш", "Заявление о намерении баллотироваться кандидатом", "ЖСН / ИИН", "Заполняет комиссия"),
    "filled_form": (2, "Әбдірахманұлы", "Абдрахманович", "Toleuov Qanysh", "7 2 0 3 0 5 3 0 0 0 1 6"),
    "withdrawal_form": (
        1,
        "Кандидатураны алып тастау туралы өтініш",
        "Заявление о снятии кандидатуры",
        "Избирательный взнос не возвращается.",
    ),
    "filled_withdrawal": (1, "Жеке себептер бойынша", "Тулеуов", "candidates/2/"),
    "signature_sheet": (1, "Қол қою парағы № 12", "Подписной лист № 12", "поставлены избирателями лично"),
    "signature_protocol": (1, "жеткілікті: 2 311, қажеттісі – 2 208", "достаточно: 2 311 при необходимых 2 208", "220 761", "79"),
    "session_minutes": (2, "шешім қабылданған жоқ", "решение не принято", "жақтағаны – 5, қарсы болғаны – 1", "c0de" * 16, "№ 14 қаулы"),
    "calendar_plan": (
        1,
        "Сайлауды дайындау мен өткізудің күнтізбелік жоспары",
        "Календарный план подготовки и проведения выборов",
        "2025 жылғы 27 тамыздағы № 2 қаулы",
        "постановление от 5 сентября 2025 года № 9",
        "11.09.2025, 18:00",
        "по времени города, UTC+5",
        "міндетті емес / не обязательно",
    ),
}
LONG = ("Әбдірахманұлы-Ұзақбайұлы " * 9)[:200].strip()
KINDS = [kind for kind in vars(doc).values() if isinstance(kind, type) and issubclass(kind, Document) and hasattr(kind, "template")]


def everywhere(value: Any, text: str) -> Any:
    """The document with every wording replaced by `text`, except its head and its moments."""
    if isinstance(value, Head | doc.Moment):
        return value
    if isinstance(value, Both):
        return Both(text, text[::-1])
    if isinstance(value, doc.Applicant):
        return dataclasses.replace(value, **{name: text for name in vars(value) if name not in ("iin", "birth_date")})
    if dataclasses.is_dataclass(value):
        given = [field.name for field in dataclasses.fields(value) if field.init]
        return dataclasses.replace(value, **{name: everywhere(getattr(value, name), text) for name in given})
    if isinstance(value, list | tuple):
        return [everywhere(item, text) for item in value]
    return value


def outside(file: bytes) -> str:
    """The letters that lie beyond the edge of their page."""
    lost = []
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if left < 0 or bottom < 0 or right > width or top > height:
                    lost.append(text.get_text_range(index, 1))
    return "".join(lost).strip()


def test_every_kind_has_a_sample_and_every_template_a_kind():
    shared = {"layout", "card", "form"}
    assert {kind.template for kind in KINDS} == {sample.template for sample in SAMPLES.values()}
    assert {kind.template for kind in KINDS} | shared == {path.stem for path in pdf.TEMPLATES.glob("*.typ")}
    assert set(EXPECTED) == set(SAMPLES)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.template)
def test_a_template_prints_every_value_of_its_contract(kind):
    template = (pdf.TEMPLATES / f"{kind.template}.typ").read_text(encoding="utf-8") + (pdf.TEMPLATES / "card.typ").read_text(
        encoding="utf-8"
    )
    own = [field.name for field in dataclasses.fields(kind) if field.name != "head"]
    assert [name for name in own if not re.search(rf"\bdata\.{name}\b", template)] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_document_says_what_it_must_in_both_languages(name):
    file = SAMPLES[name].pdf()
    pages, *said = EXPECTED[name]
    text = text_of(file)
    assert [words for words in said if " ".join(words.split()) not in text] == []
    assert pages_of(file) == pages
    assert f"{pages}/{pages}" in text and "D-2025-000117" in text and "https://portal.example" in text


@pytest.mark.parametrize("name", all_but_the_first_slow(SAMPLES))
def test_nothing_illustrative_passes_for_real(name):
    real = text_of(SAMPLES[name].pdf())
    invented = dataclasses.replace(SAMPLES[name], head=head(origin="invented")).pdf()
    replayed = text_of(dataclasses.replace(SAMPLES[name], head=head(origin="replayed")).pdf())
    for words in ("ОЙДАН ШЫҒАРЫЛҒАН, РЕСМИ ҚҰЖАТ ЕМЕС", "ВЫМЫШЛЕНО, НЕ ОФИЦИАЛЬНЫЙ ДОКУМЕНТ", "INVENTED, NOT AN OFFICIAL DOCUMENT"):
        assert text_of(invented).count(words) == pages_of(invented)
        assert words not in real + replayed
    for words in ("ҚАЛПЫНА КЕЛТІРІЛГЕН", "ВОССТАНОВЛЕНО ПО ОПУБЛИКОВАННЫМ СВЕДЕНИЯМ", "REPLAYED FROM THE PUBLISHED RECORD"):
        assert words in replayed and words not in real


def test_an_origin_nobody_knows_makes_no_document():
    with pytest.raises(pdf.BrokenTemplate, match="origin"):
        documents.receipt(head=head(origin="real")).pdf()


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("text", all_but_the_first_slow([LONG, "Ұ" * 200], ids=["many words", "one word"]))
def test_texts_of_two_hundred_letters_stay_whole_and_on_the_page(name, text):
    file = everywhere(SAMPLES[name], text).pdf()
    assert outside(file) == ""
    read = "".join(text_of(file).split())
    whole = "".join(text.split())
    assert whole in read or whole.upper() in read


@pytest.mark.parametrize("name", all_but_the_first_slow(SAMPLES))
def test_lists_of_sixty_are_printed_whole_and_lists_of_none_too(name):
    sample = SAMPLES[name]
    lists = {key: list(value) for key, value in vars(sample).items() if isinstance(value, list | tuple) and value}
    sixty = dataclasses.replace(sample, **{key: (value * 60)[:60] for key, value in lists.items()}).pdf()
    assert outside(sixty) == ""
    none = dataclasses.replace(sample, **{key: [] for key in lists}).pdf()
    assert pages_of(none) <= pages_of(sample.pdf()) <= pages_of(sixty)


def test_a_receipt_of_sixty_papers_lists_all_of_them():
    text = text_of(documents.receipt(items=documents.items(60)).pdf())
    assert [number for number in range(1, 61) if f"{number:064x}" not in text] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_optional_may_be_missing(name):
    sample = SAMPLES[name]
    bare = {f.name: f.default for f in dataclasses.fields(sample) if f.init and f.default is not dataclasses.MISSING}
    file = dataclasses.replace(sample, **bare, head=head(election=None, address=None, phone="")).pdf()
    assert "None" not in text_of(file) and "none" not in text_of(file)
    assert outside(file) == ""


def test_a_resolution_stands_whole_in_kazakh_before_it_stands_in_russian():
    text = text_of(SAMPLES["resolution"].pdf())
    kazakh, russian = text.split("Об отказе в регистрации кандидата")
    assert "Қаулы кандидатқа тапсырылсын" in kazakh and "Ерекше пікір қоса беріледі: Е. Оспанов." in kazakh
    assert "Комиссия установила следующее:" in russian and "Шағым жасау мерзімі" not in russian


def test_a_resolution_names_the_article_and_the_notice_of_each_ground():
    text = text_of(SAMPLES["resolution"].pdf())
    assert text.count("Правовое основание: Конституционный закон о выборах, 13-1.") == 2
    assert text.count("Кандидат уведомлён: 11 сентября 2025 года, 17:59:58 (UTC+05:00).") == 1
    assert "Срок обжалования, дней: 7 (не позднее: 19 сентября 2025 года)" in text


def test_a_resolution_whose_vote_was_never_published_prints_none():
    text = text_of(documents.act(tally=None).pdf())
    assert "Дауыс беру нәтижесі" not in text and "Результат голосования" not in text


@pytest.mark.parametrize("count", range(2, 21))
def test_a_ballot_of_two_to_twenty_names_is_one_page_in_the_order_given(count):
    lines = [
        doc.BallotLine(
            family_name=Both(f"Тегі{number:02}-Қожахметұлы", f"Фамилия{number:02}"),
            given_names=Both("Әбдірахман Серікұлы", "Абдрахман Серикович"),
        )
        for number in range(count)
    ]
    for origin in ("live", "invented"):
        file = documents.ballot(lines=lines, head=head(origin=origin)).pdf()
        assert pages_of(file) == 1
        text = text_of(file)
        assert re.findall(r"Тегі(\d\d)", text) == re.findall(r"Фамилия(\d\d)", text) == [f"{number:02}" for number in range(count)]
        assert text.index("Бәріне қарсымын Против всех") > text.index(f"Фамилия{count - 1:02}")


def test_an_approved_ballot_is_no_draft_and_a_struck_name_has_a_place_for_the_signature():
    approved = text_of(documents.ballot(4, approved=resolution("26", date(2025, 9, 17))).pdf())
    assert "ЖОБА" not in approved and "ПРОЕКТ" not in approved
    assert approved.count("қолы / подпись") == 1  # one name of the four is struck


def test_the_result_of_the_signatures_follows_from_the_figures():
    enough, short = text_of(documents.protocol(valid=2208).pdf()), text_of(documents.protocol(valid=2207).pdf())
    assert "Число действительных подписей достаточно: 2 208 при необходимых 2 208." in enough
    assert "Число действительных подписей недостаточно: 2 207 при необходимых 2 208, не хватает 1." in short
    assert "жеткіліксіз: 2 207, қажеттісі – 2 208, жетпейтіні – 1." in short


def test_minutes_count_the_votes_by_name():
    text = text_of(SAMPLES["session_minutes"].pdf())
    assert "за – 5, против – 1, воздержались – 0" in text and "за – 1, против – 1, воздержались – 0" in text
    assert text.count("қоса беріледі / прилагается") == 2
    assert text.count("Нужного большинства нет, решение не принято.") == 1


def test_the_identity_number_stands_only_where_an_authority_or_a_form_needs_it():
    carry = {kind.template for kind in KINDS if {"iin", "applicant"} & {field.name for field in dataclasses.fields(kind)}}
    assert carry == {"authority_letter", "paper_form", "withdrawal_form"}


def test_a_proxy_without_a_station_holds_for_the_whole_constituency():
    text = text_of(documents.proxy_certificate(station="", address="").pdf())
    assert "бүкіл сайлау округі" in text and "весь избирательный округ" in text


def test_a_sheet_has_as_many_lines_as_asked_for():
    text = text_of(documents.sheet(lines=12).pdf())
    assert re.findall(r"\b(?:1[0-9]|20|[1-9])\b", text.split("Подпись")[1])[:13][:12] == [str(number) for number in range(1, 13)]


def test_a_resolution_is_cited_as_official_texts_cite_it():
    assert resolution("7", date(2025, 8, 27)) == Both("2025 жылғы 27 тамыздағы № 7 қаулы", "постановление от 27 августа 2025 года № 7")
    assert resolution("1", date(2026, 4, 2)).kk == "2026 жылғы 2 сәуірдегі № 1 қаулы"
    assert PERSON.kk in text_of(SAMPLES["receipt"].pdf())
