"""The page of a candidate says what the law publishes: the status in plain words, decisions with their grounds, corrections that stay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from candidates.models import Nomination
from candidates.plain_words import MEANINGS, RECALLED
from candidates.selectors import public_address
from candidates.services import appeals, deciding, leaving, verification
from candidates.services.deciding import Because
from candidates.states import PUBLIC, PUBLIC_LABELS
from candidates.workflow import State
from commission.models import Decision, DecisionKind
from commission.services.decisions import Text, annul_decision, take_decision
from tests.factories import (
    ALL_SEVEN,
    DECIDED,
    LEFT,
    World,
    a_failure,
    a_false_declaration,
    an_approved_ballot,
    conclude_and_finish,
    moment,
    nomination_in,
    record_checks,
)
from tests.results.pages import Element, get

pytestmark = pytest.mark.django_db
COURT = Text("Әкімшілік сот", "Административный суд", "Administrative court")
FILED, JUDGED, BACK = moment("2025-09-09 10:00"), moment("2025-09-12 16:00"), moment("2025-09-13 09:00")
AGAIN, LATER = moment("2025-09-15 10:00"), moment("2025-09-18 10:00")


def page(nomination: Nomination, language: str = "en") -> Element:
    answer = get(public_address(nomination, language).removeprefix("http://localhost:8000"))
    assert answer.status_code == 200
    return answer.page


def cards(world: World) -> dict[str, Element]:
    found = get(f"/en/elections/{world.election.slug}/candidates/").page.all("li", class_="person")
    return {card.one("h3").words: card for card in found}


def facts(shown: Element) -> dict[str, str]:
    return {row.one("dt").words: row.one("dd").words for each in shown.all("dl", class_="facts") for row in each.children}


def chips(shown: Element) -> list[str]:
    return [chip.words for chip in shown.one("div", class_="standing-now").all("span", class_="status")]


def history(shown: Element) -> list[tuple[str, str]]:
    return [(p.one("p", class_="timeline-title").words, p.one("p", class_="timeline-when").words) for p in shown.all("li") if p.all("p")]


def corrections(shown: Element) -> list[str]:
    found = [notice for notice in shown.all("div", class_="notice") if notice.all("p", class_="notice-title")]
    return [n.all("p")[1].words for n in found if n.one("p", class_="notice-title").words == "Public correction"]


def ruled(shown: Element) -> Element:
    """The box of the last decision."""
    return shown.all("article", class_="ruling")[-1]


def appeal(nomination: Nomination, world: World, outcome: str = "") -> None:
    decision = nomination.grounds.latest("pk").decision
    common = {"actor": world.staff.secretary}
    row = appeals.record_appeal(nomination, at=FILED, decision=decision, body=COURT, filed_at=FILED, **common)
    if outcome:
        appeals.decide_appeal(nomination, at=JUDGED, appeal=row, outcome=outcome, **common)


def annul(nomination: Nomination, world: World) -> None:
    by = take_decision(world.above, actor=world.superior, at=JUDGED, kind=DecisionKind.ANNUL, text=COURT, vote=ALL_SEVEN)
    annul_decision(nomination.grounds.latest("pk").decision, actor=world.superior, at=JUDGED, by=by)


def reinstate(nomination: Nomination, world: World, target: State = State.REGISTERED) -> None:
    deciding.reinstate(nomination, actor=world.staff.secretary, at=BACK, target=target)


# -- who has a page


@pytest.mark.parametrize("state", sorted(PUBLIC))
def test_whoever_handed_in_papers_has_a_page_that_says_the_status_and_what_it_means(world: World, state: State) -> None:
    nomination = nomination_in(state, world)
    shown = page(nomination)
    assert shown.one("h1").words == nomination.full_name
    assert chips(shown) == [str(PUBLIC_LABELS[state])]
    assert shown.one("div", class_="standing-now").one("p").words == str(MEANINGS[state])
    assert cards(world)[nomination.full_name].one("a").attributes["href"] == f"/en/elections/test-2025/candidates/{nomination.number}/"


@pytest.mark.parametrize("state", sorted(set(State) - PUBLIC))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_draft_has_no_page_and_no_line_anywhere(world: World, state: State, language: str) -> None:
    nomination = nomination_in(state, world)
    assert get(f"/{language}/elections/test-2025/candidates/{nomination.number}/").status_code == 404
    assert cards(world) == {}
    assert get("/en/elections/test-2025/candidates.json").json()["candidates"] == []


def test_a_number_of_another_election_is_a_404(world: World) -> None:
    nomination = nomination_in(State.SUBMITTED, world)
    assert get(f"/en/elections/elsewhere-2025/candidates/{nomination.number}/").status_code == 404
    assert get(f"/en/elections/test-2025/candidates/{nomination.number + 1}/").status_code == 404


def test_the_address_for_print_is_whole_and_in_the_language_asked_for(world: World, settings: object) -> None:
    settings.PUBLIC_ADDRESS = "https://portal.example"
    nomination = nomination_in(State.REGISTERED, world)
    with translation.override("ru"):
        assert public_address(nomination) == f"https://portal.example/kk/elections/test-2025/candidates/{nomination.number}/"
        assert public_address(nomination, "en") == f"https://portal.example/en/elections/test-2025/candidates/{nomination.number}/"
        assert translation.get_language() == "ru"


# -- what it says


def test_the_person_is_named_in_both_official_spellings_with_the_public_facts_only(world: World) -> None:
    nomination = nomination_in(
        State.REGISTERED,
        world,
        way="party",
        patronymic_kk="Әкеұлы",
        patronymic_ru="Отчество",
        party_membership="Партия",
        party_en="The party",
    )
    shown = page(nomination)
    row = nomination
    assert facts(shown) == {
        "Year of birth": "1980",
        "Occupation": "teacher",
        "Way of nomination": "Nominated by a party",
        "Nominating party": "The party",
        "Party membership": "Партия",
        "Қазақша": f"{row.family_name_kk} {row.given_name_kk} Әкеұлы",
        "Русский": f"{row.family_name_ru} {row.given_name_ru} Отчество",
        "in Latin letters": f"{row.family_name_en} {row.given_name_en}",
        "Papers received": "29 August 2025, 10:00",
        "Registered": "5 September 2025, 15:00",
        "Number": f"No. {nomination.registered_by.number}",
        "Adopted": "5 September 2025, 15:00",
        "Vote of the members": "7 of 7 present; 7 for, 0 against, 0 abstained",
    }
    assert page(nomination, "kk").one("h1").words == f"{row.given_name_kk} {row.family_name_kk}"
    assert page(nomination, "ru").one("h1").words == f"{row.given_name_ru} {row.family_name_ru}"


@pytest.mark.parametrize("state", [State.REGISTERED, State.REFUSED, State.CANCELLED])
def test_a_decision_leads_to_its_line_among_all_decisions(world: World, state: State) -> None:
    nomination = nomination_in(state, world)
    link = ruled(page(nomination)).one("a").attributes["href"]
    address, _hash, anchor = link.partition("#")
    assert address == "/en/elections/test-2025/decisions/"
    (row,) = [tr for tr in get(address).page.all("tr") if tr.attributes.get("id") == anchor]
    decision = Decision.objects.get(pk=anchor.removeprefix("decision-"))
    assert decision.number and row.one("th").words == f"No. {decision.number}"
    assert decision in (nomination.registered_by, *(ground.decision for ground in nomination.grounds.all()))


def test_every_ground_of_a_refusal_stands_with_its_article(world: World) -> None:
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["civil_service", "signatures"])
    grounds = [
        Because("requirements", a_failure(nomination, world, failed_check=nomination.checks.get(code="civil_service"))),
        Because("signatures", a_failure(nomination, world, failed_check=nomination.checks.get(code="signatures"), article="CL art. 104")),
    ]
    conclude_and_finish(nomination, world)
    deciding.refuse(nomination, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN, grounds=grounds)
    assert [p.words for p in ruled(page(nomination)).all("p") if p.words.startswith("Ground")] == [
        "Ground: A requirement for the office is not met (Constitutional Law on elections, ch. 13-1).",
        "Ground: Fewer valid signatures than required (Constitutional Law on elections, art. 104).",
    ]
    assert "Талап орындалмаған" not in page(nomination).text  # the words of the failure are between commission and candidate
    assert [p.words for p in cards(world)[nomination.full_name].all("p") if p.words.startswith("Ground")] == [
        p.words for p in ruled(page(nomination)).all("p") if p.words.startswith("Ground")
    ]


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED])
def test_an_appeal_lies_over_the_status_and_its_outcome_stays(world: World, state: State) -> None:
    nomination = nomination_in(state, world)
    appeal(nomination, world)
    label = str(PUBLIC_LABELS[state])
    assert chips(page(nomination)) == [label, "under appeal"]
    assert [chip.words for chip in cards(world)[nomination.full_name].all("span", class_="status")] == [label, "under appeal"]
    row = nomination.appeals.get()
    appeals.decide_appeal(nomination, actor=world.staff.secretary, at=JUDGED, appeal=row, outcome="rejected")
    shown = page(nomination)
    assert chips(shown) == [label]
    assert "Appeal rejected: Administrative court, 12 September 2025." in [p.words for p in ruled(shown).all("p")]
    assert history(shown)[-2:] == [("Appeal filed", "9 September 2025"), ("Appeal rejected", "12 September 2025")]
    assert corrections(shown) == []


# -- corrections


def test_a_refusal_that_the_court_undid_is_corrected_in_public_and_that_stays_after_the_candidate_left(world: World) -> None:
    nomination = nomination_in(State.REFUSED, world)
    appeal(nomination, world, "upheld")
    undone = (
        "On 5 September 2025 the commission had refused the registration. "
        "On 12 September 2025 the appeal was upheld (Administrative court)."
    )
    assert chips(page(nomination)) == ["Registration refused", "the decision has been undone"]
    assert corrections(page(nomination)) == [f"{undone} The commission has yet to carry this out."]

    reinstate(nomination, world)
    shown = page(nomination)
    assert chips(shown) == ["Registered candidate"]
    assert corrections(shown) == [f"{undone} Since 13 September 2025 this person is a registered candidate."]
    assert (
        f"Public correction: {undone} Since 13 September 2025 this person is a registered candidate."
        in cards(world)[nomination.full_name].words
    )
    assert [title for title, _when in history(shown)] == [
        "Papers received", "Registration refused", "Appeal filed", "Appeal upheld", "Back in the race",
    ]  # fmt: skip

    leaving.withdraw(nomination, actor=world.staff.secretary, at=LATER)
    shown = page(nomination)
    assert chips(shown) == ["Withdrew"]
    assert corrections(shown) == [f"{undone} This person was back in the race from 13 September 2025."]
    assert history(shown)[-1] == ("Withdrew", "18 September 2025, 10:00")


def test_a_cancellation_that_the_superior_commission_annulled_is_corrected_too(world: World) -> None:
    nomination = nomination_in(State.CANCELLED, world)
    annul(nomination, world)
    reinstate(nomination, world)
    shown = page(nomination)
    assert corrections(shown) == [
        "On 8 September 2025 the commission had cancelled the registration. On 12 September 2025 the superior commission annulled this "
        "decision (Election commission of test-region). Since 13 September 2025 this person is a registered candidate again."
    ]
    assert facts(shown)["Registered"] == "5 September 2025, 15:00"
    assert [a.words for a in shown.all("article", class_="ruling")[1].one("h3").all("span", class_="status")] == ["undone"]


def test_a_person_who_is_verified_again_and_then_registered_is_so_since_the_new_decision(world: World) -> None:
    nomination = nomination_in(State.REFUSED, world)
    appeal(nomination, world, "upheld")
    reinstate(nomination, world, State.UNDER_VERIFICATION)
    assert corrections(page(nomination))[0].endswith("Since 13 September 2025 the papers are being checked again.")
    verification.record_check(nomination, actor=world.staff.registrar, at=AGAIN, code="civil_service", result="passed", reference="7")
    conclude_and_finish(nomination, world, at=(AGAIN, AGAIN))
    deciding.register(nomination, actor=world.staff.chair, at=AGAIN, vote=ALL_SEVEN)
    shown = page(nomination)
    assert corrections(shown)[0].endswith("Since 15 September 2025 this person is a registered candidate.")
    assert facts(shown)["Registered"] == "15 September 2025, 10:00"


def test_a_second_refusal_leaves_the_correction_of_the_first(world: World) -> None:
    nomination = nomination_in(State.REFUSED, world)
    appeal(nomination, world, "upheld")
    reinstate(nomination, world, State.UNDER_VERIFICATION)
    failed = nomination.checks.get(code="civil_service")
    again = [Because("requirements", a_failure(nomination, world, at=AGAIN, told=AGAIN, failed_check=failed))]
    conclude_and_finish(nomination, world, at=(AGAIN, AGAIN))
    deciding.refuse(nomination, actor=world.staff.chair, at=AGAIN, vote=ALL_SEVEN, grounds=again)
    shown = page(nomination)
    assert chips(shown) == ["Registration refused"]
    assert [text.rsplit(". ", 1)[1] for text in corrections(shown)] == ["This person was back in the race from 13 September 2025."]
    assert len(shown.all("article", class_="ruling")) == 2
    assert facts(shown)["Decided"] == "15 September 2025, 10:00"


# -- leaving, and the ballot


def test_a_recalled_candidate_did_not_withdraw(world: World) -> None:
    nomination = nomination_in(State.REGISTERED, world, way="party")
    leaving.recall(nomination, actor=world.staff.secretary, at=LEFT)
    shown = page(nomination)
    assert shown.one("div", class_="standing-now").one("p").words == str(RECALLED)
    assert history(shown)[-1] == ("Recalled by the party", "8 September 2025, 10:00")
    assert facts(shown)["Recalled by the party"] == "8 September 2025, 10:00"


def test_a_cancelled_candidate_keeps_the_registration_and_its_decision(world: World) -> None:
    shown = page(nomination_in(State.CANCELLED, world))
    assert [a.one("h3").words for a in shown.all("article", class_="ruling")] == ["Registered candidate", "Registration cancelled"]
    assert facts(shown)["Registered"] == "5 September 2025, 15:00"


def test_the_approved_ballot_stands_in_its_order_with_who_was_struck_out(world: World) -> None:
    names = ("Үміт", "Ыбырай", "Әбен")
    people = {name: nomination_in(State.REGISTERED, world, family_name_kk=name, family_name_ru=f"ру-{name}") for name in names}
    before = get("/en/elections/test-2025/candidates/").page
    assert before.all("ol", class_="ballot") == []
    an_approved_ballot(world)
    leaving.withdraw(people["Ыбырай"], actor=world.staff.secretary, at=LATER)
    shown = get("/en/elections/test-2025/candidates/").page
    lines = shown.one("ol", class_="ballot").all("li")
    assert [[span.one("strong").words for span in line.all("span") if "lang" in span.attributes] for line in lines] == [
        ["Әбен", "ру-Әбен"], ["Үміт", "ру-Үміт"], ["Ыбырай", "ру-Ыбырай"], ["Бәріне қарсымын", "Против всех"],
    ]  # fmt: skip
    assert ["is-struck" in line.attributes.get("class", "") for line in lines] == [False, False, True, False]
    gone = page(people["Ыбырай"])
    assert "Line 3 of the ballot." in gone.one("main").words and "crossed out by hand" in gone.one("main").words
    assert history(gone)[-2:] == [("Withdrew", "18 September 2025, 10:00"), ("Struck out on the ballot", "18 September 2025, 10:00")]
    assert "crossed out by hand" not in page(people["Әбен"]).one("main").words


def test_statuses_are_counted_with_their_base(world: World) -> None:
    for state in (State.REGISTERED, State.REGISTERED, State.REFUSED, State.DRAFT):
        nomination_in(state, world)
    tally = get("/en/elections/test-2025/candidates/").page.one("div", class_="tally")
    assert tally.all("p")[0].words == "Of 3 people whose papers were received:"
    assert [li.words for li in tally.all("li")] == ["Registered candidate 2", "Registration refused 1"]
    assert tally.all("p")[1].words.startswith("As of ")


def test_the_guide_explains_every_status_that_a_reader_can_meet(world: World) -> None:
    guide = get("/en/elections/test-2025/candidates/").page.one("dl", class_="terms")
    told = {row.one("dt").words: row.one("dd").words for row in guide.children}
    assert {str(PUBLIC_LABELS[state]): str(MEANINGS[state]) for state in PUBLIC}.items() <= told.items()
    assert {"Ground", "Under appeal", "Public correction", "Struck out", "Against all"} <= set(told)


# -- the cost


@pytest.mark.slow
@pytest.mark.parametrize("name", ["candidates/", "candidates/{number}/", "candidates.json", "candidates.csv"])
def test_five_hundred_nominations_ask_no_more_of_the_database_than_five(world: World, name: str) -> None:
    refused = nomination_in(State.REFUSED, world)
    registered = nomination_in(State.REGISTERED, world)
    address = f"/en/elections/test-2025/{name.format(number=refused.number)}"

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert get(address).status_code == 200
        return len(captured)

    few = asked()
    grounds, appealed, more = [], [], []
    for number in range(10, 510):
        of = refused if number % 2 else registered
        row = Nomination.objects.get(pk=of.pk)
        row.pk, row.number, row.iin_hash, row.family_name_kk = None, number, "", f"Тек{number}"
        row._state.adding = True
        more.append(row)
    Nomination.objects.bulk_create(more)
    for row in more:
        if row.state == State.REFUSED:
            ground = refused.grounds.get()
            ground.pk, ground.nomination = None, row
            ground._state.adding = True
            grounds.append(ground)
            appealed.append(row.appeals.model(nomination=row, decision=ground.decision, body_kk="Сот", body_ru="Суд"))
    refused.grounds.model.objects.bulk_create(grounds)
    refused.appeals.model.objects.bulk_create(appealed)
    assert asked() == few <= 11


def test_a_false_declaration_is_named_without_its_words(world: World) -> None:
    nomination = nomination_in(State.REGISTERED, world)
    because = a_false_declaration(nomination, world)
    deciding.cancel(nomination, actor=world.staff.chair, at=LEFT, vote=ALL_SEVEN, grounds=[because])
    assert "The declaration of income or property is not true" in ruled(page(nomination)).words
