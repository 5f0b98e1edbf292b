"""What the public pages say of Semey, in each language's own way of writing, with the base and the mark of every figure."""

import re
from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import gettext

from candidates.models import Nomination
from commission.models import User
from tests.marks import all_but_the_first_slow
from tests.results.pages import EVERY_PAGE, FEEDS, LANGUAGES, Element, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
VOTES = [("Қожанбаев", 89441, "77.06"), ("Төлеуов", 12557, "10.82"), ("Бекжасаров", 9763, "8.41"), ("", 4305, "3.71")]
NAMES = {
    "kk": ["Қожанбаев", "Төлеуов", "Бекжасаров"],
    "ru": ["Кожанбаев", "Тулеуов", "Бекжасаров"],
    "en": ["Qojanbaev", "Töleuov", "Bekjasarov"],
}


@pytest.fixture(params=all_but_the_first_slow(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(language: str) -> Callable[[str], Element]:
    return lambda section, slug="semey-2025": get(f"/{language}/elections/{slug}/{section}").page


def number(value: int, language: str) -> str:
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\xa0")


def share(value: str, language: str) -> str:
    return f"{value}\xa0%" if language == "en" else f"{value.replace('.', ',')}\xa0%"


def said(text: str, language: str) -> str:
    with translation.override(language):
        return gettext(text)


def table(page: Element, caption_id: str) -> list[list[str]]:
    found = [t for t in page.all("table") if t.one("caption").attributes["id"] == caption_id]
    assert len(found) == 1
    return [[cell.words for cell in row.children] for row in found[0].all("tr")]


# -- the result


def test_the_votes_and_both_shares_stand_in_one_table(page: Callable[..., Element], language: str) -> None:
    _head, *rows, base = table(page("results/"), "votes-table")
    assert [row[1] for row in rows] == [number(votes, language) for _name, votes, _share in VOTES]
    assert [row[2] for row in rows] == [share(of_valid, language) for _name, _votes, of_valid in VOTES]
    assert [row[3] for row in rows] == [share(of_took_part, language) for of_took_part in ("75.45", "10.59", "8.24", "3.63")]
    inferred = said("inferred by arithmetic", language)
    assert base[1] == ""
    assert base[2].startswith(f"{number(116_066, language)} {inferred}")
    assert base[3].startswith(f"{number(118_549, language)} {inferred}")
    for name, row in zip(NAMES[language], rows, strict=False):
        assert name in row[0]


def test_the_official_base_is_named_in_its_column_alone(page: Callable[..., Element], language: str) -> None:
    head = table(page("results/"), "votes-table")[0]
    official = said("official", language)
    assert [f"({official})" in cell for cell in head] == [False, False, True, False, False]


def test_the_mark_of_against_all_is_inferred_with_its_range(page: Callable[..., Element], language: str) -> None:
    _head, *rows, _base = table(page("results/"), "votes-table")
    sources = [row[4] for row in rows]
    assert all(said("from the source article", language) in source for source in sources[:3])
    assert said("inferred by arithmetic", language) in sources[3]
    assert number(4299, language) in sources[3] and number(4313, language) in sources[3]


def test_the_turnout_stands_with_its_base(page: Callable[..., Element], language: str) -> None:
    for section in ("", "results/"):
        (turnout,) = [
            b for b in page(section).all("div", class_="bignum") if b.one("p", class_="bignum-label").words == said("Turnout", language)
        ]
        assert turnout.one("p", class_="bignum-value").words == share("53.70", language)
        base = turnout.one("p", class_="bignum-base").words
        assert number(118_549, language) in base and number(220_761, language) in base


def test_the_turnout_its_count_and_its_base_are_each_as_sure_as_they_are(page: Callable[..., Element], language: str) -> None:
    for section in ("", "results/"):
        (turnout,) = [
            b for b in page(section).all("div", class_="bignum") if b.one("p", class_="bignum-label").words == said("Turnout", language)
        ]
        article, inferred, *press = (p.words for p in turnout.all("p", class_="small"))
        assert article.startswith(f"{share('53.70', language)}: {said('from the source article', language)}")
        assert inferred.startswith(f"{number(118_549, language)}: {said('inferred by arithmetic', language)}")
        assert number(118_538, language) in inferred and number(118_560, language) in inferred
        # on the overview the figure beside it is this base, with its mark
        expected = [f"{number(220_761, language)}: {said('from the press', language)}"] if section else []
        assert [
            words.partition(" " + said("reported by the press, not confirmed by the commission", language))[0] for words in press
        ] == expected


def test_the_base_of_the_answer_is_marked_as_inferred_and_its_votes_as_published(page: Callable[..., Element], language: str) -> None:
    for section in ("", "results/"):
        words = page(section).one("main").words
        published = f": {said('from the source article', language)}"
        inferred = f"{number(116_066, language)}: {said('inferred by arithmetic', language)}"
        assert words.index(share("77.06", language)) < words.index(published) < words.index(inferred) < words.index("53")


def test_the_answer_stands_before_everything_else(page: Callable[..., Element], language: str) -> None:
    for section in ("", "results/"):
        words = page(section).one("main").words
        assert words.index(NAMES[language][0]) < words.index(number(89_441, language)) < words.index(share("77.06", language))
        winner = page(section).one("p", class_="winner").words
        assert NAMES[language][0] in winner


def test_no_percentage_stands_without_its_base(page: Callable[..., Element], language: str) -> None:
    for section in ("", "results/"):
        lede = " ".join(p.words for p in page(section).all("p", class_="lede"))
        assert number(116_066, language) in lede and share("77.06", language) in lede


def test_the_bars_say_in_words_what_they_draw(page: Callable[..., Element], language: str) -> None:
    bars = page("results/").one("figure", class_="bars").one("ol")
    assert [svg.one("title").words.split(": ")[1] for svg in bars.all("svg", role="img")] == [share(s, language) for _n, _v, s in VOTES]
    widths = [int(rect.attributes["width"]) for rect in bars.all("rect", class_="bars-fill")]
    assert widths == [votes * 1000 // 116_066 for _name, votes, _share in VOTES]


def test_every_line_of_the_protocols_says_where_it_comes_from(page: Callable[..., Element], language: str) -> None:
    _head, *rows = table(page("results/"), "lines")
    figures = [row[1] for row in rows]
    expected = [220_761, None, 118_549, None, 118_549, 2_483, 116_066]
    assert [have for have, want in zip(figures, expected, strict=True) if want] == [number(want, language) for want in expected if want]
    marks = ["from the press", "illustrative", "inferred by arithmetic", "illustrative"] + ["inferred by arithmetic"] * 3
    assert [said(mark, language) in row[2] for mark, row in zip(marks, rows, strict=True)] == [True] * 7
    assert number(118_538, language) in rows[2][2] and number(118_560, language) in rows[2][2]


def test_every_table_of_single_stations_says_that_it_is_illustrative(page: Callable[..., Element], language: str) -> None:
    for section, caption in (("results/", "station-table"), ("stations/", "stations")):
        shown = page(section)
        (found,) = [c.words for c in shown.all("caption") if c.attributes.get("id") == caption]
        words = {"results/": "illustrative, totals are real", "stations/": "voters per station are illustrative"}[section]
        assert said(words, language) in found
        titles = [n.words for n in shown.all("p", class_="notice-title")]
        title = {"results/": "Illustrative, totals are real", "stations/": "Illustrative per station, totals are real"}[section]
        assert said(title, language) in titles


def test_the_table_of_stations_adds_up_to_the_totals(page: Callable[..., Element]) -> None:
    def count(cell: str) -> int:
        return int(re.sub(r"\D", "", cell))

    _head, *rows = table(page("results/"), "station-table")
    assert len(rows) == 128
    sums = [sum(column) for column in zip(*([count(cell) for cell in row[1:]] for row in rows), strict=True)]
    assert sums == [220_761, 118_549, 9_763, 89_441, 12_557, 4_305, 2_483]


# -- the ground, the people, the decisions


def test_the_ground_is_counted_as_published(page: Callable[..., Element], language: str) -> None:
    figures = [p.words for p in page("stations/").all("p", class_="bignum-value")]
    assert figures == [number(128, language), number(220_761, language), number(26, language), number(30, language)]
    assert len(table(page("stations/"), "stations")) == 1 + 128 + 1
    assert "110" in page("stations/").one("main").words and "18" in page("stations/").one("main").words


def test_all_eight_stay_on_the_page_of_candidates_and_three_have_no_name(page: Callable[..., Element], language: str) -> None:
    shown = page("candidates/")
    names = [h.words for h in shown.all("h3")]
    assert len(names) == 8
    unnamed = [said("Name not published (%(number)d)", language) % {"number": n} for n in range(1, 9)]
    assert sum(name in unnamed for name in names) == 3
    assert len([li for li in shown.all("li", class_="person") if "is-out" in li.attributes["class"].split()]) == 5


def test_the_page_says_that_no_ground_was_given_and_quotes_the_words(page: Callable[..., Element], language: str) -> None:
    family_name = {"kk": "Байбуров", "ru": "Байбуров", "en": "Baiburov"}[language]
    words = {
        "kk": "заң талаптарына сәйкес келмеуі",
        "ru": "несоответствие требованиям закона",
        "en": "non-compliance with the requirements of the law",
    }[language]
    (card,) = [li for li in page("candidates/").all("li", class_="person") if family_name in li.one("h3").words]
    assert said("No ground was given.", language) in card.words
    assert words in card.words
    assert said("Ground", language) + ":" not in card.words
    assert said("appeal rejected", language).capitalize() in card.words
    unnamed = [li for li in page("candidates/").all("li", class_="person") if said("The ground was not published.", language) in li.words]
    assert len(unnamed) == 3


def test_the_only_numbered_decision_is_the_seventh_and_unknown_days_say_so(page: Callable[..., Element], language: str) -> None:
    _head, *rows = table(page("decisions/"), "decisions")
    assert len(rows) == 14
    numbered = [row[0] for row in rows if row[0] != said("number not published", language)]
    assert numbered == [said("No. %(number)s", language) % {"number": "7"}]
    assert sum(row[1] == said("day not published", language) for row in rows) == 5
    assert {row[3] for row in rows} == {said("not published", language)}


def test_a_decision_that_the_record_does_not_name_is_inferred_but_not_by_arithmetic(page: Callable[..., Element], language: str) -> None:
    shown = page("decisions/")
    unnamed = [row for row in table(shown, "decisions")[1:] if said("day not published", language) == row[1]]
    assert len(unnamed) == 5
    for row in unnamed:
        assert said("inferred", language) in row[2]
        assert said("The record does not name this decision; it follows from what came after.", language) in row[2]
    assert said("calculated from published figures, not published itself", language) not in shown.one("main").words
    assert shown.one("main").all("span", class_="standing") == []


def test_the_hours_of_the_timetable_are_the_city_s(page: Callable[..., Element], language: str) -> None:
    (row,) = [row for row in table(page("timetable/"), "plan") if row[0] == said("Nomination of candidates", language)]
    assert "18:00" in row[2] and "UTC+5" in row[2] and "2025" in row[2]
    assert row[3] == said("over", language)


# -- where it comes from


@pytest.mark.parametrize("section", ["", "timetable/", "candidates/", "stations/", "decisions/", "results/"])
def test_every_page_says_whether_its_election_is_replayed_or_invented(page: Callable[..., Element], language: str, section: str) -> None:
    replayed, invented = said("Replayed from the published record", language), said("Invented for demonstration", language)
    titles = [n.words for n in page(section).all("p", class_="notice-title")]
    assert replayed in titles and invented not in titles
    titles = [n.words for n in page(section, slug="sarybel-demo").all("p", class_="notice-title")]
    assert invented in titles and replayed not in titles


def test_the_front_page_keeps_the_invented_election_apart(language: str) -> None:
    home = get(f"/{language}/").page.one("main").words
    heading = home.index(said("Invented for demonstration", language))
    semey = {"kk": "Семей қаласы әкімінің", "ru": "Выборы акима города Семей", "en": "2025 Semey akim election"}[language]
    sarybel = {"kk": "Сарыбел қаласы әкімінің", "ru": "Выборы акима города Сарыбел", "en": "Sarybel akim election"}[language]
    assert home.index(semey) < heading < home.index(sarybel)


# -- nothing personal


@pytest.mark.slow
def test_no_page_shows_anything_personal() -> None:
    secrets = {user.email for user in User.objects.all()} | {u.full_name for u in User.objects.filter(email__startswith="replay-")}
    for person in Nomination.objects.all():
        secrets |= {person.address, person.phone, person.email, person.iin, person.iin_hash, person.submission_sha256}
        if person.birth_date:
            secrets |= {f"{person.birth_date:%d.%m.%Y}", person.birth_date.isoformat()}
    secrets -= {""}
    assert len(secrets) > 60
    drafts = {n.family_name_kk for n in Nomination.objects.filter(state__in=("draft", "lapsed"))}
    assert len(drafts) == 2
    shown = {}
    for address in [*EVERY_PAGE, *FEEDS]:
        text = get(address).content.decode()
        found = {secret for secret in secrets | drafts if secret in text}
        if ".ics" not in address:
            found |= set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+|\+7[\d\s()-]{10,}|\b\d{12}\b", re.sub(r"<code>.*?</code>", "", text)))
        if found:
            shown[address] = found
    assert shown == {}
