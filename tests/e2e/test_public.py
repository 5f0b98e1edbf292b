"""The public pages in a browser: for every reader, every screen, without a script and without a mouse."""

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Watched
from tests.e2e.looking import barriers, focused, overflowing

SEMEY, SARYBEL = "elections/semey-2025/", "elections/sarybel-demo/"
PAGES = [
    "",
    SEMEY,
    *(SEMEY + s for s in ("timetable/", "candidates/", "stations/", "decisions/", "results/")),
    SARYBEL,
    SARYBEL + "timetable/",
    SARYBEL + "candidates/",
    SEMEY + "candidates/5/",
    SARYBEL + "candidates/9/",
]
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
Visit = Callable[..., Watched]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_public_page_is_free_of_barriers_and_asks_nobody_else(site: str, visit: Visit, language: str) -> None:
    window = visit(reduced_motion="reduce")
    page, found = window.page, {}
    for address in PAGES:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = page.goto(f"{site}/{language}/{address}")
        assert answer is not None and answer.status == 200
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            found[f"{address} {size['width']}"] = [*barriers(page), *overflowing(page)]
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            found[f"{address} {size['width']} dark"] = barriers(page, only="color-contrast")
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert window.complaints == []
    assert window.foreign == []


@pytest.mark.parametrize("page", ["results/", "stations/", "candidates/"])
def test_an_opened_table_of_stations_stays_inside_a_narrow_window(site: str, visit: Visit, page: str) -> None:
    window = visit(viewport=NARROW)
    window.page.goto(f"{site}/ru/{SEMEY}{page}")
    for summary in window.page.locator("summary").all():
        summary.click()
    assert [*barriers(window.page), *overflowing(window.page)] == []
    assert window.page.locator("table tbody tr").last.is_visible()


def test_text_at_twice_its_size_stays_inside_the_window(site: str, visit: Visit) -> None:
    window = visit(viewport={"width": 640, "height": 800})
    for page in PAGES:
        window.page.goto(f"{site}/kk/{page}")
        window.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert overflowing(window.page) == [], page


def test_a_result_is_read_without_a_script(site: str, visit: Visit) -> None:
    window = visit(java_script_enabled=False, viewport=NARROW, locale="en-GB")
    window.page.goto(f"{site}/")
    assert window.page.url == f"{site}/en/"
    window.page.get_by_role("link", name="2025 Semey akim election").click()
    window.page.get_by_role("navigation", name="Sections of the election").get_by_role("link", name="Results").click()
    assert window.page.url == f"{site}/en/{SEMEY}results/"
    row = window.page.get_by_role("row", name="Ädilet Qojanbaev – elected")
    assert row.get_by_role("cell").all_inner_texts()[:3] == ["89,441", "77.06\xa0%", "75.45\xa0%"]
    window.page.get_by_text("Show 128 stations").click()
    stations = window.page.get_by_role("table", name="Votes by polling station")
    assert stations.get_by_role("row").count() == 129
    assert stations.get_by_role("rowheader", name="128").is_visible()


def test_the_language_is_changed_on_the_same_page(site: str, visit: Visit) -> None:
    window = visit()
    window.page.goto(f"{site}/kk/{SEMEY}results/")
    window.page.get_by_role("link", name="Русский").click()
    assert window.page.url == f"{site}/ru/{SEMEY}results/"
    assert window.page.locator("html").get_attribute("lang") == "ru"
    assert window.page.context.cookies() == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_keyboard_reaches_everything_and_always_shows_where_it_is(site: str, visit: Visit, size: dict) -> None:
    window = visit(viewport=size, reduced_motion="reduce")
    window.page.goto(f"{site}/en/{SEMEY}results/")
    window.page.keyboard.press("Tab")
    first = focused(window.page)
    assert (first["text"], first["href"], first["seen"]) == ("Skip to the content", "#content", True)

    reached, hidden = [], []
    for _step in range(60):
        where = focused(window.page)
        if where["tag"] == "BODY":
            break
        reached.append(where["href"])
        if not (where["ringed"] and where["seen"]):
            hidden.append(where)
        window.page.keyboard.press("Tab")
    assert hidden == []
    links = [link.get_attribute("href") for link in window.page.locator("a[href]").all()]
    assert set(links) - set(reached) == set()
    tabs = [f"/en/{SEMEY}{s}" for s in ("", "timetable/", "candidates/", "stations/", "decisions/", "results/")]
    assert [each for each in reached if each in tabs][-6:] == tabs


def test_the_skip_link_jumps_over_the_head_of_the_page(site: str, visit: Visit) -> None:
    window = visit()
    window.page.goto(f"{site}/en/{SEMEY}results/")
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "content"


def test_a_page_prints_in_black_on_white_with_every_figure(site: str, visit: Visit) -> None:
    window = visit(color_scheme="dark")
    window.page.goto(f"{site}/en/{SEMEY}results/")
    window.page.emulate_media(media="print", color_scheme="dark")
    assert window.page.evaluate("getComputedStyle(document.body).backgroundColor") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert window.page.get_by_text("89,441").first.is_visible()


@pytest.mark.parametrize("address", ["/ru/nowhere/", "/accounts/login/", "/accounts/signup/"])
def test_pages_beside_the_elections_are_free_of_barriers_too(site: str, visit: Visit, address: str) -> None:
    window = visit(viewport=NARROW, color_scheme="dark")
    window.page.goto(f"{site}{address}")
    assert [*barriers(window.page), *overflowing(window.page)] == []
    assert [c for c in window.complaints if "404" not in c] == []
    assert window.foreign == []
