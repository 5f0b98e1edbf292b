"""A correction on the pages: point by point, only what was asked for, handed in with a receipt of its own."""

import pytest

from candidates.models import Submission
from candidates.services import verification
from candidates.workflow import State
from commission.audit import verify
from commission.services.decisions import Text
from tests.candidates.applying import TYPED, a_file, address, at, browser, errors, field, text
from tests.commission.documents import text_of
from tests.factories import CORRECTION_ASKED, NOTED, a_failure, a_proxy, events_of, moment, nomination_in

ANSWERED, TOO_LATE = moment("2025-09-04 09:00"), moment("2025-09-06 00:00")


@pytest.fixture
def asked(world):
    """Two points: a paper and a page; and a failure that can't be cured."""
    nomination = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    paper = nomination.papers.get(code="application")
    a_failure(nomination, world, told=None, curable=True, paper=paper, description=Text("Күні жоқ", "Нет даты"))
    a_failure(nomination, world, told=None, curable=True, section="work", description="Білімі анық емес / образование неясно")
    a_failure(nomination, world, curable=False, description="Талап орындалмаған")
    verification.request_correction(nomination, actor=world.staff.registrar, at=CORRECTION_ASKED)
    with at(ANSWERED):
        yield nomination


@pytest.fixture
def client(asked, world):
    return browser(world.candidate)


@pytest.fixture
def points(asked):
    return list(asked.deficiencies.filter(curable=True).order_by("pk"))


def test_the_notice_says_each_point_with_article_and_term(client, asked):
    assert "The commission asks you to correct something" in text(client.get(address(asked)))
    page = text(client.get(address(asked, "correction")))
    assert "Hand in until 5 September 2025, 23:59 UTC+5" in page
    assert "Нет даты Constitutional Law on elections, ch. 13-1 · Application to stand · told on 3 September 2025, 10:00" in page
    assert '<strong lang="ru">Нет даты</strong>' in client.get(address(asked, "correction")).content.decode()
    assert "Found, and not open to correction Талап орындалмаған" in page
    assert "2 points are still without an answer." in page


def test_the_notice_of_each_round_is_a_document_of_its_own(client, asked, points, world):
    for point in points:
        client.post(address(asked, "correction", point.pk), {"answer": "Бәрі дұрыс"})
    client.post(address(asked, "correction", "hand-in"))
    again = moment("2025-09-04 10:00")
    asked.refresh_from_db()
    a_failure(asked, world, at=again, told=None, curable=True, description="Мөр жоқ / нет печати")
    verification.request_correction(asked, actor=world.staff.registrar, at=again)
    page = text(client.get(address(asked, "correction")))
    assert "Notice No. 1-1 of 3 September 2025, 10:00 (PDF) Notice No. 1-2 of 4 September 2025, 10:00 (PDF)" in page
    answers = [client.get(address(asked, "correction", "notice", number, "pdf")) for number in (1, 2)]
    assert [(a.status_code, a.content[:4], a["Content-Disposition"]) for a in answers] == [
        (200, b"%PDF", 'attachment; filename="TEST-2025-K-1-1.pdf"'),
        (200, b"%PDF", 'attachment; filename="TEST-2025-K-1-2.pdf"'),
    ]
    first, second = (text_of(a.content) for a in answers)
    for words in (
        "№ 1-1",
        "Кемшіліктерді түзету туралы хабарлама",
        "Уведомление об устранении замечаний",
        "Күні жоқ",
        "образование неясно",
    ):
        assert words in first
    for words in ("№ 1-2", "Мөр жоқ / нет печати", "2025 жылғы 6 қыркүйек, 23:59", "6 сентября 2025 года, 23:59"):
        assert words in second
    assert "Күні жоқ" not in second and "Талап орындалмаған" not in first + second
    for number in (0, 3):
        assert client.get(address(asked, "correction", "notice", number, "pdf")).status_code == 404
    for other in (world.stranger, world.outsider, world.staff.registrar):
        assert browser(other).get(address(asked, "correction", "notice", 1, "pdf")).status_code == 404


def test_from_the_notice_to_the_supplement(client, asked, points):
    first, second = points
    answer = client.post(address(asked, "correction", first.pk), {"document": a_file(5), "answer": "Күнін жаздым"})
    assert answer.url == address(asked, "correction")
    client.post(address(asked, "page", "work"), {**TYPED["work"], "education": "жоғары, Алматы, 2007", "list": "1"})
    assert "You have changed it since the notice." in text(client.get(address(asked, "correction", second.pk)))
    assert client.post(address(asked, "correction", second.pk), {"answer": ""}).status_code == 302
    assert "Every point is answered." in text(client.get(address(asked, "correction")))
    answer = client.post(address(asked, "correction", "hand-in"))
    assert answer.url == address(asked, "receipt", 2)
    page = text(client.get(answer.url))
    assert "Receipt of your corrections" in page and "TEST-2025-0001-2" in page and "4 September 2025, 09:00:00 UTC+5" in page
    asked.refresh_from_db()
    assert (asked.state, asked.education) == ("under_verification", "жоғары, Алматы, 2007")
    item = next(item for item in Submission.objects.get(ordinal=2).items if item["code"] == "application")
    assert item["version"] == 2
    assert verify() == []


def test_sent_twice_it_leads_to_the_same_receipt(client, asked, points):
    for point in points:
        client.post(address(asked, "correction", point.pk), {"answer": "Бәрі дұрыс"})
    paths = {client.post(address(asked, "correction", "hand-in")).url for _again in range(2)}
    assert paths == {address(asked, "receipt", 2)}
    assert "nothing was handed in twice" in text(client.get(address(asked, "receipt", 2)))
    assert events_of(asked).count("nomination.resubmitted") == 1


def test_only_what_was_asked_for_is_open(client, asked):
    assert 'name="education"' in client.get(address(asked, "page", "work")).content.decode()
    closed = client.get(address(asked, "page", "name"))
    assert "This page was not asked for." in text(closed) and "<form" not in closed.content.decode().split("<main")[1]
    assert client.post(address(asked, "page", "name"), {"family_name_kk": "Басқа"}).status_code == 409
    assert "This paper was not asked for." in text(client.get(address(asked, "paper", "civil_service_papers")))
    assert client.post(address(asked, "paper", "civil_service_papers"), {"document": a_file()}).status_code == 409


def test_the_deposit_may_follow_while_a_correction_runs(asked, client):
    """Its term is the registration's, not that of the correction."""
    page = text(client.get(address(asked)))
    assert "Proof of the deposit Version 1 uploaded Done" in page
    assert client.post(address(asked, "paper", "deposit_receipt"), {"document": a_file(6)}).status_code == 302
    assert asked.papers.get(code="deposit_receipt").versions.count() == 2
    assert "Hand in until 16 September 2025, 18:00" in text(client.get(address(asked, "paper", "deposit_receipt")))


def test_a_point_that_names_nothing_opens_everything(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world, applicant=world.candidate)
    with at(CORRECTION_ASKED):
        client = browser(world.candidate)
        page = text(client.get(address(nomination, "correction")))
        assert "All pages and papers are open" in page
        assert client.post(address(nomination, "page", "contact"), {**TYPED["contact"], "list": "1"}).status_code == 302


def test_an_answer_needs_words_a_file_or_a_change(client, asked, points):
    paper, page = points
    answer = client.post(address(asked, "correction", paper.pk), {"answer": " "})
    assert (answer.status_code, errors(answer)) == (400, ["Choose a file or write an answer: one of the two is needed."])
    answer = client.post(address(asked, "correction", page.pk), {"answer": ""})
    assert (answer.status_code, errors(answer)) == (400, ["Correct the page that the point names, or write an answer."])
    assert events_of(asked)[-1] == "nomination.correction_requested"


def test_a_wrong_file_leaves_the_words_where_they_are(client, asked, points):
    bad = a_file(1)
    bad.file.write(b"MZ")
    answer = client.post(address(asked, "correction", points[0].pk), {"document": bad, "answer": "Күнін жаздым"})
    assert answer.status_code == 400
    assert field(answer, "answer") == "Күнін жаздым"


def test_with_a_point_unanswered_it_cant_be_handed_in_but_it_can_be_closed(client, asked, points):
    client.post(address(asked, "correction", points[0].pk), {"answer": "Бәрі дұрыс"})
    answer = client.post(address(asked, "correction", "hand-in"))
    assert answer.status_code == 409
    assert "1 points are still without an answer. Answer each point, then hand in." in text(answer)
    assert client.post(address(asked, "correction", "close")).url == address(asked)
    asked.refresh_from_db()
    assert (asked.state, events_of(asked)[-1]) == ("under_verification", "nomination.correction_closed")
    page = text(client.get(address(asked, "correction")))
    assert "No correction is open now." in page and "Бәрі дұрыс" in page and "No answer yet" in page


def test_after_the_term_nothing_is_taken_and_nothing_typed_is_lost(client, asked, points):
    with at(TOO_LATE):
        late = browser(asked.applicant)
        answer = late.post(address(asked, "correction", points[0].pk), {"answer": "Күнін жаздым"})
        assert (answer.status_code, errors(answer)) == (
            409,
            ["The term for correction has ended. The commission decides on the papers as they are."],
        )
        assert field(answer, "answer") == "Күнін жаздым"
        assert late.post(address(asked, "correction", "hand-in")).status_code == 409


def test_a_proxy_answers_and_the_candidate_hands_in(asked, points):
    proxy = browser(a_proxy(asked))
    for point in points:
        assert proxy.post(address(asked, "correction", point.pk), {"answer": "Бәрі дұрыс"}).status_code == 302
    assert "Only the candidate can hand in the corrections." in text(proxy.get(address(asked, "correction")))
    assert proxy.post(address(asked, "correction", "hand-in")).status_code == 403
    assert proxy.post(address(asked, "correction", "close")).status_code == 403


def test_points_of_others_and_such_as_cant_be_answered_have_no_page(client, asked, world):
    final = asked.deficiencies.get(curable=False)
    other = nomination_in(State.UNDER_VERIFICATION, world)
    foreign = a_failure(other, world, at=NOTED, curable=True)
    for pk in (final.pk, foreign.pk, 0):
        assert client.get(address(asked, "correction", pk)).status_code == 404


def test_the_buttons_are_no_pages(client, asked):
    for name in ("hand-in", "close"):
        assert client.get(address(asked, "correction", name)).url == address(asked, "correction")
