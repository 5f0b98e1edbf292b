"""The timetable at the desk in a browser: the board, a plan that is looked at before it is adopted, the private calendar."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.conftest import Watched
from tests.e2e.looking import barriers, overflowing
from tests.e2e.test_staff import sign_in

Visit = Callable[..., Watched]
SIZES = ({"width": 1280, "height": 900}, {"width": 320, "height": 640})


def faults(window: Watched) -> list[str]:
    """What is wrong with the page at either width, and in the dark."""
    found: list[str] = []
    for size in SIZES:
        window.page.set_viewport_size(size)
        found += [*barriers(window.page), *overflowing(window.page)]
    window.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += barriers(window.page, only="color-contrast")
    window.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    window.page.set_viewport_size(SIZES[0])
    return found


def test_the_secretary_reads_the_board_and_looks_at_a_changed_plan(site: str, visit: Visit) -> None:
    window = visit(viewport=SIZES[0], reduced_motion="reduce")
    page = window.page
    sign_in(page, site, "secretary")
    page.locator("a[href$='#board']").click()  # the desk speaks the language of the account
    expect(page.locator("#board h2")).to_be_visible()
    assert faults(window) == []
    page.locator("a[href$='/change-plan/']").click()
    assert faults(window) == []
    end = page.locator("[name=due_nomination]")
    typed = end.input_value().replace("T18:00", "T12:30")
    end.fill(typed)
    page.locator("button[name=look]").click()
    expect(page.get_by_role("cell", name="05:30")).to_be_visible()
    expect(end).to_have_value(typed)
    assert faults(window) == []
    page.goto(f"{site}/me/calendar/")
    assert faults(window) == []
    assert (window.complaints, window.foreign) == ([], [])
