"""What the journeys share: a portal of their own, people in browsers who look closely at every page, and cases to begin with.

    def test_something(stage, people):
        case = stage.case(State.SUBMITTED)                       # made by the services: another journey walks that part
        registrar = people(stage.account("registrar"))           # a window with a session of its own
        registrar.go(stage.desk(case, "take")).press()
        assert stage.fresh(case).stage is State.UNDER_VERIFICATION

Every page that somebody comes to is looked at once a run, wherever it was met first: in the three languages, at 320 pixels and
on a desk, by axe, for what the browser complains of and whom it asks. `people` fails the test that met the fault.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Response

from tests.demonstration import PASSWORD, connected_to, copied
from tests.e2e.looking import barriers, overflowing
from tests.sessions import cookies_of

ROOT = Path(__file__).resolve().parent.parent.parent
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
LANGUAGES = ("kk", "ru", "en")
ELECTION = "sarybel-demo"
SCAN = {"name": "құжат.png", "mimeType": "image/png"}


def a_file(number: int = 0) -> Any:
    """A small scan as a file chooser hands it over; another number is another picture."""
    from tests.factories import _page

    return {**SCAN, "buffer": _page(number)}


# -- the stage: the portal and what the services prepare in it


@dataclass
class Stage:
    """A portal with a database of its own, and the services on that database for what another journey walks."""

    site: str
    database: str
    blocker: Any
    serial: int = 300

    @contextmanager
    def services(self) -> Iterator[None]:
        with self.blocker.unblock(), connected_to(self.database):
            yield

    def account(self, name: str) -> Any:
        """One of the demonstration's accounts."""
        from commission.models import User

        with self.services():
            return User.objects.get(email=f"{name}@demo.invalid")

    def newcomer(self) -> Any:
        """An account of somebody who has done nothing yet, with a confirmed address and the password of the demonstration."""
        from allauth.account.models import EmailAddress
        from django.contrib.auth.hashers import make_password

        from commission.models import User

        self.serial += 1
        with self.services():
            user = User(email=f"newcomer{self.serial}@demo.invalid", full_name=f"Жаңа Үміткер {self.serial}", language="en")
            user.password = make_password(PASSWORD)
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def case(self, state: str, *, papers: bool = True, **fields: Any) -> Any:
        """A nomination of a newcomer in this state, brought there by the services a moment ago."""
        from candidates.services import deciding, filing, handing_in, verification
        from candidates.workflow import State
        from commission import clock
        from commission.models import Election, User
        from tests.factories import ALL_SEVEN, a_person, a_scan

        applicant = self.newcomer()
        with self.services():
            staff = {key: User.objects.get(email=f"{key}@demo.invalid") for key in ("registrar", "deputy", "secretary", "chair")}
            election = Election.objects.get(slug=ELECTION)
            call: dict[str, Any] = {"actor": applicant, "at": clock.now()}
            row = filing.start(election, way="self", **call, **{**a_person(self.serial), **fields})
            for paper in row.papers.order_by("pk") if papers else ():
                handing_in.provide_paper(row, code=paper.code, document=a_scan(), **call)
            if state == State.DRAFT:
                return row
            handing_in.submit(row, actor=applicant, at=clock.now(), declared=True)
            if state == State.SUBMITTED:
                return row
            verification.take_up(row, actor=staff["registrar"], at=clock.now())
            if state == State.UNDER_VERIFICATION:
                return row
            self.checked(row, staff)
            verification.conclude_verification(row, actor=staff["registrar"], at=clock.now())
            verification.finish(row, actor=staff["deputy"], at=clock.now())
            if state == State.READY_FOR_DECISION:
                return row
            assert state == State.REGISTERED
            return deciding.register(row, actor=staff["secretary"], at=clock.now(), vote=ALL_SEVEN)

    def checked(self, row: Any, staff: dict[str, Any]) -> None:
        from candidates.services import verification
        from commission import clock

        for check in row.checks.filter(after_registration=False):
            verification.record_check(
                row, actor=staff["registrar"], at=clock.now(), code=check.code, result="passed", reference=f"1/{check.pk}"
            )  # fmt: skip

    def fresh(self, row: Any) -> Any:
        """The row as it stands in the portal's database now; a nomination with its election."""
        related = ["election__home", "applicant"] if hasattr(row, "applicant_id") else []
        with self.services():
            return type(row).objects.select_related(*related).get(pk=row.pk)

    def ask(self, query: Callable[[], Any]) -> Any:
        """The answer of a query on the portal's database."""
        with self.services():
            return query()

    def wall(self) -> str:
        """This second as the clock of the city shows it, for a field of date and time."""
        from commission import clock
        from results.demo.invented import ZONE

        return f"{clock.local(clock.now(), ZONE):%Y-%m-%dT%H:%M:%S}"

    def desk(self, row: Any, step: str = "", part: str = "") -> str:
        from commission.admin.writing import address

        return address(row, step, part)


@pytest.fixture(scope="package")
def stage(demonstration_database: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    from tests.e2e.conftest import portal  # which imports the fixtures of this file

    folder = tmp_path_factory.mktemp("journeys")
    with (
        django_db_blocker.unblock(),
        copied(demonstration_database, f"{demonstration_database}_journeys") as name,
        portal(name, folder, STAFF_MFA="off") as site,
    ):
        yield Stage(site, name, django_db_blocker)


def letter_to(address: str) -> str:
    """The newest letter to somebody; the portal of the tests writes its mail into a folder."""
    letters = sorted((ROOT / "var" / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
    texts = [text for text in (path.read_text(encoding="utf-8", errors="replace") for path in letters) if f"To: {address}" in text]
    return texts[-1]


# -- the people


@dataclass
class Traveller:
    """Somebody in a browser window."""

    window: Any
    site: str
    seen: set[str]
    faults: dict[str, list[str]] = field(default_factory=dict)
    looks: bool = True

    @property
    def page(self) -> Any:
        return self.window.page

    @property
    def main(self) -> Locator:
        return self.page.locator("main").first

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def go(self, path: str, *, status: int = 200) -> "Traveller":
        answer: Response | None = self.page.goto(path if path.startswith("http") else f"{self.site}{path}")
        assert answer is not None and answer.status == status, f"{path} answered {answer and answer.status}"
        return self.look()

    def look(self) -> "Traveller":
        """Look at the page closely, unless somebody did before."""
        kind = re.sub(r"(?<=/)\d+(?=/)", "N", re.sub(r"^/(kk|ru|en)/", "/", self.path)) + "?"[: "errors" in self.state]
        if not self.looks or kind in self.seen:
            return self
        self.seen.add(kind)
        before = self.page.evaluate("document.documentElement.lang")
        for language in (*(each for each in LANGUAGES if each != before), before):
            if language != self.page.evaluate("document.documentElement.lang") and not self.switch_to(language):
                continue
            for size in (NARROW, WIDE) if language == before else (NARROW,):
                self.page.set_viewport_size(size)
                if found := [*barriers(self.page), *overflowing(self.page)]:
                    self.faults[f"{kind} {language} {size['width']}"] = found
            if "errors" in self.state:
                break  # what was typed would be gone with the other language
        self.page.set_viewport_size(WIDE)
        return self

    @property
    def state(self) -> str:
        return "errors" if self.page.locator(".errors").count() else ""

    def switch_to(self, language: str) -> bool:
        """By the switch of the page itself."""
        if "errors" in self.state:
            return False
        switch = self.page.locator(f"form[action='/language/'] button[value={language}], nav.languages a[hreflang={language}]").first
        switch.click()
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.lang") == language
        return True

    def follow(self, link: str | Locator) -> "Traveller":
        """Follow a link, by its address or its place."""
        (self.main.locator(f"a[href$='{link}']").first if isinstance(link, str) else link).click()
        self.page.wait_for_load_state()
        return self.look()

    def fill(self, **values: Any) -> "Traveller":
        """Fill in fields by name: texts, choices of a list or of radio buttons, ticks, files."""
        for name, value in values.items():
            found = self.main.locator(f"[name='{name}']")
            kind = found.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
            if kind == "radio":
                self.page.locator(f"[name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                for each in value if isinstance(value, list) else ["on"]:
                    self.page.locator(f"[name='{name}'][value='{each}']" if each != "on" else f"[name='{name}']").first.check()
            elif kind == "select":
                found.first.select_option(value)
            elif kind == "file":
                found.first.set_input_files(value)
            else:
                found.first.fill(str(value))
        return self

    def press(self, button: str = "form .btn-primary[type=submit], form .btn-danger[type=submit]") -> "Traveller":
        """Send a form by its main button, or by another one, and wait for the page that comes back."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.main.locator(button).first.click()
        self.page.wait_for_load_state()
        self.page.wait_for_timeout(50)  # a page that a script has put in has no state of its own
        return self.look()

    def download(self, link: str) -> bytes:
        """What a link of the page gives, as this person gets it; its address must stand in the page."""
        href = self.main.locator(f"a[href*='{link}']").first.get_attribute("href")
        answer = self.page.context.request.get(f"{self.site}{href}")
        assert answer.status == 200, f"{href} answered {answer.status}"
        return bytes(answer.body())

    def text(self) -> str:
        return str(self.main.inner_text())


@pytest.fixture(scope="package")
def pages_seen() -> set[str]:
    return set()


@pytest.fixture
def people(stage: Stage, visit: Callable[..., Any], pages_seen: set[str]) -> Iterator[Callable[..., Traveller]]:
    """Open a window for somebody, or for nobody. At the end nothing must have been wrong with any page on the way."""
    travellers: list[Traveller] = []

    def enter(user: Any = None, *, looks: bool = True, **options: Any) -> Traveller:
        given = {"viewport": WIDE, "reduced_motion": "reduce", "locale": "en-GB", "extra_http_headers": {"Accept-Language": "en"}}
        window = visit(**{**given, **options})
        if user is not None:
            with stage.services():
                cookies = cookies_of(user)
            window.page.context.add_cookies([{"name": name, "value": value, "url": stage.site} for name, value in cookies.items()])
        travellers.append(Traveller(window, stage.site, pages_seen, looks=looks))
        return travellers[-1]

    yield enter
    faults = {where: what for traveller in travellers for where, what in traveller.faults.items()}
    # the browser itself writes a line for every answer of 4xx, which are answers with a sentence here
    complaints = [c for traveller in travellers for c in traveller.window.complaints if "Failed to load resource" not in c]
    foreign = [address for traveller in travellers for address in traveller.window.foreign]
    if faults or complaints or foreign:
        pytest.fail("\n".join([*(f"{where}: {what}" for where, what in faults.items()), *complaints, *foreign]))
