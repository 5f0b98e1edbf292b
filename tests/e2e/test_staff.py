"""Staff at the door: with the password alone in the demonstration, with a second factor everywhere else."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.demonstration import PASSWORD
from tests.e2e.conftest import Watched
from tests.e2e.looking import barriers, overflowing

Visit = Callable[..., Watched]
ENGLISH = {"locale": "en-GB", "extra_http_headers": {"Accept-Language": "en"}}


def sign_in(page: Page, site: str, who: str, *, to: str = "") -> None:
    page.goto(f"{site}{to or '/accounts/login/'}")
    page.locator("input[name=login]").fill(f"{who}@demo.invalid")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button.btn-primary").click()


def code_from_the_app(secret: str, *, seconds: int = 8) -> str:
    """RFC 6238: six digits of this half minute, of which at least `seconds` are left."""
    left = 30 - time.time() % 30
    if left < seconds:
        time.sleep(left + 0.1)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time() // 30)), hashlib.sha1).digest()
    (number,) = struct.unpack_from(">I", mac, mac[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def type_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button.btn-primary").click()


@pytest.mark.parametrize("who", ["secretary", "chair", "registrar", "clerk", "auditor", "administrator", "superior"])
def test_staff_sign_in_with_the_password_and_stand_at_the_desk(site: str, visit: Visit, who: str) -> None:
    window = visit(viewport={"width": 1280, "height": 800})
    sign_in(window.page, site, who)
    expect(window.page).to_have_url(f"{site}/desk/")
    expect(window.page.locator("h1")).to_have_count(1)
    assert [*barriers(window.page), *overflowing(window.page)] == []
    assert (window.complaints, window.foreign) == ([], [])


def test_the_desk_asks_for_a_sign_in_and_then_opens_the_page_that_was_asked_for(site: str, visit: Visit) -> None:
    window = visit()
    sign_in(window.page, site, "secretary", to="/desk/commission/election/")
    expect(window.page).to_have_url(f"{site}/desk/commission/election/")


def test_a_candidate_is_not_staff(site: str, visit: Visit) -> None:
    window = visit()
    sign_in(window.page, site, "candidate")
    expect(window.page).to_have_url(f"{site}/apply/")
    answer = window.page.goto(f"{site}/desk/")
    assert answer is not None and answer.status == 403


def test_a_wrong_password_says_so_and_keeps_the_address(site: str, visit: Visit) -> None:
    window = visit()
    window.page.goto(f"{site}/accounts/login/")
    window.page.locator("input[name=login]").fill("secretary@demo.invalid")
    window.page.locator("input[name=password]").fill("not the password")
    window.page.locator("form:has(input[name=password]) button.btn-primary").click()
    assert window.page.url.startswith(f"{site}/accounts/login/")
    assert window.page.locator("input[name=login]").input_value() == "secretary@demo.invalid"
    assert barriers(window.page) == []


def test_without_a_second_factor_the_desk_stays_closed_and_with_one_it_opens(strict_site: str, visit: Visit) -> None:
    window = visit(**ENGLISH)
    page = window.page
    sign_in(page, strict_site, "secretary", to="/desk/")
    expect(page).to_have_url(f"{strict_site}/accounts/2fa/")
    expect(page.locator("a[href='/accounts/2fa/totp/activate/']")).to_be_visible()
    expect(page.locator(".notice-warning")).to_be_visible()
    assert barriers(page) == []

    page.goto(f"{strict_site}/accounts/2fa/totp/activate/")
    if page.locator("input[name=password]").count():  # asked once more who it is
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button.btn-primary").click()
    secret = page.locator("#authenticator_secret").input_value()
    assert barriers(page) == []
    type_code(page, code_from_the_app(secret))
    expect(page).not_to_have_url(f"{strict_site}/accounts/2fa/totp/activate/")
    answer = page.goto(f"{strict_site}/desk/")
    assert answer is not None and (answer.status, page.url) == (200, f"{strict_site}/desk/")
    assert (window.complaints, window.foreign) == ([], [])

    # the next sign-in asks for a code, and until it is typed the desk is closed
    again = visit(**ENGLISH).page
    sign_in(again, strict_site, "secretary", to="/desk/")
    expect(again).to_have_url(re.compile(r"/accounts/2fa/authenticate/"))
    assert barriers(again) == []
    again.goto(f"{strict_site}/desk/")
    assert again.url.startswith(f"{strict_site}/accounts/")
    again.goto(f"{strict_site}/accounts/2fa/authenticate/")
    code = code_from_the_app(secret, seconds=14)
    type_code(again, "000000" if code != "000000" else "111111")
    expect(again).to_have_url(re.compile(r"/accounts/2fa/authenticate/"))
    type_code(again, code)
    expect(again).not_to_have_url(re.compile(r"/accounts/"))
    again.goto(f"{strict_site}/desk/")
    expect(again).to_have_url(f"{strict_site}/desk/")

    # a code that somebody read over the shoulder has been used up
    third = visit(**ENGLISH).page
    sign_in(third, strict_site, "secretary", to="/desk/")
    type_code(third, code)
    expect(third).to_have_url(re.compile(r"/accounts/2fa/authenticate/"))
    third.goto(f"{strict_site}/desk/")
    assert third.url.startswith(f"{strict_site}/accounts/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_of_the_style_guide_is_free_of_barriers(strict_site: str, visit: Visit, scheme: str) -> None:
    window = visit(color_scheme=scheme, viewport={"width": 320, "height": 640})
    answer = window.page.goto(f"{strict_site}/styleguide/")
    assert answer is not None and answer.status == 200
    assert [*barriers(window.page), *overflowing(window.page)] == []
    assert (window.complaints, window.foreign) == ([], [])
