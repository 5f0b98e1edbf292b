"""From the registrar's desk to the decision of a session: registered, refused and reinstated, corrected, cancelled."""

import re

import pytest
from playwright.sync_api import expect

from candidates.models import Nomination
from candidates.services import appeals, deciding
from candidates.workflow import State
from commission import clock
from commission.models import AgendaItem, Session
from commission.services.decisions import Text
from tests.commission.documents import text_of
from tests.e2e.journeys import ELECTION, Stage, Traveller, a_file

pytestmark = pytest.mark.slow
FAILURE = "Мемлекеттік қызмет талаптарына сәйкес емес"


def record(traveller: Traveller, stage: Stage, case: Nomination, *, failing: str = "", after_registration: bool = False) -> None:
    """Record the result of every check that has none yet, as their pages ask for it."""
    codes = stage.ask(
        lambda: list(case.checks.filter(after_registration=after_registration, result="pending").values_list("code", flat=True))
    )
    for code in codes:
        traveller.go(stage.desk(case, "record-check", code))
        if traveller.page.locator("[name=result][value=passed]").count():
            traveller.fill(result="failed" if code == failing else "passed", reference=f"12/{code}").press()


def pay_the_deposit(traveller: Traveller, colleague: Traveller, stage: Stage, case: Nomination) -> None:
    colleague.go(stage.desk(case, "record-deposit")).fill(paid_on="2026-11-20", reference="77").press()
    traveller.go(stage.desk(case, "confirm-deposit")).press()


def in_a_session(traveller: Traveller, stage: Stage, case: Nomination, proposal: str, **draft: str) -> None:
    """Convene a session, put the case onto its agenda, open it, vote with one separate opinion, count, and close it."""
    home = stage.fresh(case).election.home
    traveller.go(stage.desk(home, "convene")).fill(convened_for=stage.wall(), place="Бейбітшілік көшесі, 1").press()
    session = stage.ask(lambda: Session.objects.latest("pk"))
    traveller.go(stage.desk(case, proposal)).fill(session=str(session.pk), **draft).press()
    item = stage.ask(lambda: AgendaItem.objects.get(session=session))
    traveller.go(stage.desk(session, "open"))
    for box in traveller.page.locator("input[name=present]").all():
        box.check()
    traveller.press().go(stage.desk(item)).go(stage.desk(item, "vote"))
    for line in traveller.page.locator(".vote-line").all():
        line.locator("input[value=for]").check()
    last = traveller.page.locator(".vote-line").last
    last.locator("input[value=against]").check()
    last.locator("summary").click()
    last.locator("textarea").fill("Келіспеймін")
    traveller.press().press()  # the votes, then their count
    traveller.go(stage.desk(session)).go(stage.desk(session, "close")).press()
    assert stage.fresh(session).closed_at is not None
    assert stage.ask(lambda: item.votes.exclude(dissent="").count()) == 1


def verified_with_a_failure(registrar: Traveller, colleague: Traveller, stage: Stage, case: Nomination) -> int:
    """Every check recorded, one of them failed, the candidate told of it, two people sign; the number of the failure."""
    record(registrar, stage, case, failing="civil_service")
    if stage.ask(lambda: case.checks.filter(code="deposit", result="pending").exists()):
        pay_the_deposit(registrar, colleague, stage, case)
    registrar.go(f"{stage.desk(case, 'note-deficiency')}?about=check-civil_service")
    registrar.fill(description_kk=FAILURE, description_ru=FAILURE, curable="no", notified_at=stage.wall()).press()
    registrar.go(stage.desk(case, "conclude")).press()
    colleague.go(stage.desk(case, "finish")).press()
    return int(stage.ask(lambda: case.deficiencies.get().pk))


def test_a_case_goes_from_the_registrar_through_a_session_to_a_registered_candidate(stage: Stage, people) -> None:
    case = stage.case(State.SUBMITTED)
    registrar, secretary = people(stage.account("registrar")), people(stage.account("secretary"))
    registrar.go("/desk/").go(stage.desk(case)).go(stage.desk(case, "take")).press()
    assert stage.fresh(case).state == State.UNDER_VERIFICATION
    record(registrar, stage, case)
    if stage.ask(lambda: case.checks.filter(code="deposit", result="pending").exists()):
        pay_the_deposit(registrar, secretary, stage, case)
    registrar.go(stage.desk(case, "conclude")).press()
    registrar.go(stage.desk(case, "finish"), status=409)
    secretary.go(stage.desk(case, "finish")).press()
    assert stage.fresh(case).state == State.READY_FOR_DECISION
    in_a_session(secretary, stage, case, "propose-registration")
    assert stage.fresh(case).state == State.REGISTERED
    candidate: Traveller = people(case.applicant)
    candidate.go(f"/apply/{ELECTION}/{case.number}/")
    expect(candidate.page.locator("main")).to_contain_text("You are a registered candidate.")
    secretary.go(stage.desk(case)).go(stage.desk(case, "issue-certificate")).press()
    card = text_of(candidate.go(f"/apply/{ELECTION}/{case.number}/").download("certificate/"))
    printed = re.search(rf"/kk/elections/{ELECTION}/candidates/{case.number}/", card.replace(" ", ""))
    assert printed, card
    reader: Traveller = people()
    reader.go(printed.group()).go(f"/en/elections/{ELECTION}/candidates/")


def test_a_correction_opens_only_what_it_names_and_ends_with_a_receipt_of_its_own(stage: Stage, people) -> None:
    case = stage.case(State.UNDER_VERIFICATION)
    registrar: Traveller = people(stage.account("registrar"))
    for about, words in (("paper-application", "Өтініште күні жоқ"), ("page-contact", "Мекенжай толық емес")):
        registrar.go(stage.desk(case, "note-deficiency")).fill(
            about=about, description_kk=words, description_ru=words, article="CL ch. 13-1", curable="yes"
        ).press()
    registrar.go(stage.desk(case, "request-correction")).press()
    assert stage.fresh(case).state == State.CORRECTION_REQUESTED

    candidate: Traveller = people(case.applicant)
    home = f"/apply/{ELECTION}/{case.number}/"
    candidate.go(home).follow("correction/")
    expect(candidate.page.locator("main")).to_contain_text("Өтініште күні жоқ")
    closed = candidate.go(f"{home}page/work/")
    expect(closed.page.locator("main form")).to_have_count(0)
    expect(candidate.go(f"{home}paper/photo/").page.locator("input[type=file]")).to_have_count(0)
    points = stage.ask(lambda: {p.section or p.paper.code: p.pk for p in case.deficiencies.select_related("paper")})
    candidate.go(f"{home}page/contact/").fill(address="Достық даңғылы, 12-үй, 4-пәтер").press("button.btn-primary")
    candidate.go(f"{home}correction/{points['contact']}/").press()
    candidate.go(f"{home}correction/").press("section button[type=submit]")
    expect(candidate.page.locator(".errors")).to_be_visible()  # one point is still open
    candidate.go(f"{home}correction/{points['application']}/").fill(document=a_file(9)).press()
    candidate.go(f"{home}correction/").press("section button[type=submit]")
    assert candidate.path == f"{home}receipt/2/"
    row = stage.fresh(case)
    assert (row.state, row.address) == (State.UNDER_VERIFICATION, "Достық даңғылы, 12-үй, 4-пәтер")
    supplement = stage.ask(lambda: row.submissions.get(ordinal=2))
    assert supplement.receipt == f"{row.receipt}-2"
    assert supplement.receipt in candidate.text()
    assert candidate.download("receipt/2/pdf/").startswith(b"%PDF-")


def test_a_refusal_rests_on_a_notified_failure_and_falls_when_the_appeal_is_upheld(stage: Stage, people) -> None:
    case = stage.case(State.UNDER_VERIFICATION)
    registrar, secretary = people(stage.account("registrar")), people(stage.account("secretary"))
    failure = verified_with_a_failure(registrar, secretary, stage, case)
    secretary.go(stage.desk(case, "propose-refusal"))
    in_a_session(secretary, stage, case, "propose-refusal", **{f"ground_{failure}": "requirements"})
    assert stage.fresh(case).state == State.REFUSED
    public = f"/en/elections/{ELECTION}/candidates/{case.number}/"
    reader: Traveller = people().go(public)  # a new one each time: browsers keep public pages for a minute
    expect(reader.main).to_contain_text("A requirement for the office is not met")
    assert FAILURE not in reader.text()  # what was found about a person is not for everybody
    candidate: Traveller = people(case.applicant)
    candidate.go(f"/apply/{ELECTION}/{case.number}/")
    expect(candidate.page.locator("main")).to_contain_text(FAILURE)
    expect(candidate.page.locator("main")).to_contain_text("How to appeal")

    decision = stage.ask(lambda: case.grounds.get().decision)
    with stage.services():
        call = {"actor": stage.account("secretary"), "at": clock.now()}
        row = Nomination.objects.get(pk=case.pk)
        appeal = appeals.record_appeal(
            row,
            decision=decision,
            body=Text("Сот", "Суд", "Court"),
            filed_at=call["at"],
            **call,
        )
    expect(people().go(public).main).to_contain_text("under appeal")
    with stage.services():
        row = Nomination.objects.get(pk=case.pk)
        appeals.decide_appeal(row, appeal=appeal, outcome="upheld", reference="4-12", **call)
        deciding.reinstate(row, target=State.REGISTERED, **call)
    assert stage.fresh(case).state == State.REGISTERED
    expect(people().go(public).main).to_contain_text("Public correction")


def test_a_registration_is_cancelled_where_a_later_check_failed(stage: Stage, people) -> None:
    case = stage.case(State.REGISTERED)
    registrar, secretary = people(stage.account("registrar")), people(stage.account("secretary"))
    registrar.go(stage.desk(case, "record-check", "declarations_true")).fill(result="failed", reference="МКБ 4/15").press()
    registrar.fill(
        description_kk="Декларация шындыққа сай емес", description_ru="Декларация недостоверна", notified_at=stage.wall()
    ).press()
    failure = stage.ask(lambda: case.deficiencies.get().pk)
    in_a_session(secretary, stage, case, "propose-cancellation", **{f"ground_{failure}": "false_declaration"})
    assert stage.fresh(case).state == State.CANCELLED
    reader: Traveller = people()
    expect(reader.go(f"/en/elections/{ELECTION}/candidates/{case.number}/").page.locator("main")).to_contain_text("Registration cancelled")
    candidate: Traveller = people(case.applicant)
    candidate.go(f"/apply/{ELECTION}/{case.number}/")
    expect(candidate.page.locator("main")).to_contain_text("The commission cancelled your registration.")
