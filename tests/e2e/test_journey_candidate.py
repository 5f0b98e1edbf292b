"""A person comes forward: from the account to the receipt, with every page on the way, and what a page must bear."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from candidates.models import Nomination, Submission
from candidates.workflow import State
from tests.demonstration import PASSWORD
from tests.e2e.journeys import ELECTION, Stage, Traveller, a_file, letter_to
from tests.e2e.looking import focused
from tests.factories import a_person

pytestmark = pytest.mark.slow
PAPERS = ["application", "civil_service_papers", "deposit_receipt", "declaration_candidate", "declaration_spouse", "photo"]


def pages_of(number: int) -> dict[str, dict[str, Any]]:
    """What an invented person types on each page."""
    person = a_person(number)
    born = person["birth_date"]
    return {
        "name": {name: value.rstrip("0123456789") for name, value in person.items() if re.fullmatch(r"\w+_name_(kk|ru|en)", name)},
        "birth": {
            "birth_date_0": born.day, "birth_date_1": born.month, "birth_date_2": born.year,
            "sex": person["sex"], "citizenship": "KZ", "iin": person["iin"],
        },
        "contact": {"address": person["address"], "phone": person["phone"]},
        "work": {name: person[name] for name in ("education", "occupation_kk", "occupation_ru", "workplace")},
        "statements": {"married": "yes", "convicted": "no"},
    }  # fmt: skip


def test_a_newcomer_signs_up_and_hands_in(stage: Stage, people) -> None:
    someone: Traveller = people()
    someone.go("/apply/").go(f"/apply/{ELECTION}/").go(f"/apply/{ELECTION}/check/")
    for question in someone.page.locator("fieldset:has(input[type=radio])").all():
        question.locator("input[value=yes]").check()
    someone.press()
    expect(someone.page.locator("#answer")).to_be_visible()

    address = f"newcomer-{stage.database[-12:].replace('_', '-')}@demo.invalid"
    someone.go("/accounts/signup/").fill(email=address, password1=PASSWORD, password2=PASSWORD).press()
    someone.go(re.search(r"http://[^\s]+/accounts/confirm-email/[^\s]+", letter_to(address)).group(0)).press()
    if someone.page.locator("input[name=login]").count():
        someone.fill(login=address, password=PASSWORD).press()

    someone.go(f"/apply/{ELECTION}/start/").press()  # without a choice
    expect(someone.page.locator(".errors")).to_be_visible()
    someone.fill(way="self").press()
    case = someone.path
    assert re.fullmatch(rf"/apply/{ELECTION}/\d+/", case)
    someone.follow("page/name/")
    for code, typed in pages_of(201).items():
        assert someone.path == f"{case}page/{code}/"
        someone.fill(**typed).press()
    assert someone.path == case
    someone.follow("precheck/").go(f"{case}answers/").fill(declared=True).press()
    expect(someone.page.locator(".errors")).to_be_visible()  # papers are missing
    for number, code in enumerate(PAPERS):
        someone.go(f"{case}paper/{code}/").fill(document=a_file(number)).press()
        expect(someone.page.locator("main .notice").first).to_be_visible()
    someone.go(case).go(f"{case}precheck/").go(f"{case}answers/").press()  # without the declaration
    expect(someone.page.locator(".errors")).to_be_visible()
    someone.fill(declared=True).press()

    assert someone.path == f"{case}receipt/1/"
    number = int(case.split("/")[-2])
    nomination = stage.ask(lambda: Nomination.objects.get(election__slug=ELECTION, number=number))
    assert (nomination.state, nomination.email) == (State.SUBMITTED, "")
    submission = stage.ask(lambda: Submission.objects.get(nomination=nomination))
    assert [item["code"] for item in submission.items] == PAPERS
    for words in (submission.receipt, submission.sha256, *(item["sha256"] for item in submission.items)):
        assert words in someone.text()
    assert someone.download("receipt/1/pdf/").startswith(b"%PDF-")
    someone.go(case).go(f"{case}answers/").go(f"{case}proxies/")


def test_a_page_is_filled_in_and_papers_are_handed_in_by_the_keyboard_alone(stage: Stage, people) -> None:
    case = stage.case(State.DRAFT, papers=True, education="")
    someone: Traveller = people(case.applicant, looks=False)
    home = f"/apply/{ELECTION}/{case.number}/"
    page = someone.go(f"{home}page/work/").page
    unseen: list[Any] = []

    def tab_to(chosen: str) -> None:
        for _step in range(80):
            page.keyboard.press("Tab")
            where = focused(page)
            if where["tag"] != "BODY" and not (where["ringed"] and where["seen"]):
                unseen.append(where)
            if page.evaluate("chosen => document.activeElement.matches(chosen)", chosen):
                return
        raise AssertionError(f"the keyboard never came to {chosen}")

    tab_to("[name=education]")
    page.keyboard.type("жоғары, 2002")
    tab_to("button[name=next]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{home}page/statements/")

    someone.go(f"{home}paper/photo/")
    tab_to("[name=document]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(a_file(7))
    tab_to("button.btn-primary")
    page.keyboard.press("Space")
    expect(page.locator("main .notice").first).to_be_visible()

    someone.go(f"{home}answers/")
    tab_to("[name=declared]")
    page.keyboard.press("Space")
    tab_to("button.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{home}receipt/1/")
    assert unseen == []
    row = stage.fresh(case)
    assert (row.state, row.education) == (State.SUBMITTED, "жоғары, 2002")
    assert stage.ask(lambda: row.documents.filter(paper__code="photo").count()) == 2


def test_without_a_script_papers_are_uploaded_and_handed_in(stage: Stage, people) -> None:
    case = stage.case(State.DRAFT)
    someone: Traveller = people(case.applicant, looks=False, java_script_enabled=False)
    home = f"/apply/{ELECTION}/{case.number}/"
    page = someone.page
    page.goto(f"{stage.site}{home}paper/photo/")
    page.locator("[name=document]").set_input_files({"name": "run.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(500)})
    page.locator("main form.upload button.btn-primary").click()
    expect(page.locator(".errors")).to_contain_text("This is a program and no paper.")
    page.locator("[name=document]").set_input_files(a_file(3))
    page.locator("main form.upload button.btn-primary").click()
    expect(page.locator(".errors")).to_have_count(0)
    assert stage.ask(lambda: case.documents.filter(paper__code="photo").count()) == 2
    page.goto(f"{stage.site}{home}answers/")
    page.locator("[name=declared]").check()
    page.locator("main form button.btn-primary").click()
    assert page.url == f"{stage.site}{home}receipt/1/"
    assert stage.fresh(case).state == State.SUBMITTED


def test_what_was_typed_is_there_after_a_session_ended_in_the_middle_of_a_page(stage: Stage, people) -> None:
    case = stage.case(State.DRAFT)
    someone: Traveller = people(case.applicant, looks=False)
    place = f"/apply/{ELECTION}/{case.number}/page/contact/"
    someone.go(place).fill(address="Абай даңғылы, 7-үй", phone="+7 700 999 11 22")
    someone.page.context.clear_cookies(name="sessionid")
    someone.press("button[name=next]")
    assert someone.path == "/accounts/login/"
    someone.fill(login=case.applicant.email, password=PASSWORD).press()
    assert someone.path == place
    assert someone.page.locator("[name=address]").input_value() == "Абай даңғылы, 7-үй"
    assert someone.page.locator("[name=phone]").input_value() == "+7 700 999 11 22"
    expect(someone.page.locator("main .notice-warning")).to_contain_text("Not saved yet")
    assert stage.fresh(case).address != "Абай даңғылы, 7-үй"
    someone.press("button[name=next]")
    assert (stage.fresh(case).address, stage.fresh(case).phone) == ("Абай даңғылы, 7-үй", "+7 700 999 11 22")


def test_a_candidate_withdraws_after_proving_who_it_is_and_the_public_page_says_so(stage: Stage, people) -> None:
    case = stage.case(State.REGISTERED)
    someone: Traveller = people(case.applicant)
    home = f"/apply/{ELECTION}/{case.number}/"
    someone.go(home).follow("withdraw/")
    assert someone.path == "/accounts/reauthenticate/"
    someone.fill(password=PASSWORD).press()
    assert someone.path == f"{home}withdraw/"
    someone.fill(confirmation="not the number").press()
    expect(someone.page.locator(".errors")).to_contain_text(case.receipt)
    assert stage.fresh(case).state == State.REGISTERED
    someone.look().fill(confirmation=case.receipt.lower()).press()
    assert (someone.path, stage.fresh(case).state) == (home, State.WITHDRAWN)
    reader: Traveller = people()
    reader.go(f"/en/elections/{ELECTION}/candidates/{case.number}/")
    assert case.full_name in reader.text()
    assert "ithdr" in reader.text()
    for private in (case.iin, case.phone, case.address, case.applicant.email):
        assert private not in reader.page.content()
