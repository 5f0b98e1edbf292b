"""A second correction is one of its own: what an earlier one asked reopens nothing; and an answer is a change or words."""

import pytest

from candidates.selectors import changed_since_notice, open_points
from candidates.services import filing, handing_in, verification
from candidates.workflow import State
from commission import audit
from tests.candidates.applying import address, browser, text
from tests.candidates.applying import at as travelled
from tests.factories import CORRECTION_ASKED, a_failure, a_scan, moment, nomination_in, refused

pytestmark = pytest.mark.django_db
ANSWERED, ASKED_AGAIN, LATER = moment("2025-09-03 12:00"), moment("2025-09-04 10:00"), moment("2025-09-04 12:00")


def asked(world, *, at=CORRECTION_ASKED, nomination=None, **about):
    """A correction that asks for one thing: `paper` by its code, `section`, or neither."""
    nomination = nomination or nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    if "paper" in about:
        about["paper"] = nomination.papers.get(code=about["paper"])
    point = a_failure(nomination, world, told=None, curable=True, **about)
    return verification.request_correction(nomination, actor=world.staff.registrar, at=at), point


def twice(world, first, second):
    """A correction that ended without an answer, and a second one."""
    nomination, old = asked(world, **first)
    verification.close_correction(nomination, actor=world.candidate, at=ANSWERED)
    nomination, new = asked(world, at=ASKED_AGAIN, nomination=nomination, **second)
    return nomination, old, new


@pytest.mark.parametrize("first", [{"section": "contact"}, {}])
def test_the_points_of_an_earlier_correction_reopen_no_page(world, first):
    nomination, _old, new = twice(world, first, {"section": "work"})
    assert ([p.pk for p in open_points(nomination)], filing.reopened_sections(nomination)) == ([new.pk], {"work"})
    own = {"actor": world.candidate, "at": LATER}
    refused("not_asked", filing.edit, nomination, section="contact", address="Абай көшесі, 1", **own)
    refused("not_asked", handing_in.provide_paper, nomination, code="application", document=a_scan(7), **own)


def test_nor_does_an_earlier_point_reopen_its_paper(world):
    nomination, _old, _new = twice(world, {"paper": "application"}, {"section": "work"})
    common = {"actor": world.candidate, "at": LATER, "document": a_scan(7)}
    refused("not_asked", handing_in.provide_paper, nomination, code="application", **common)


def test_an_earlier_point_is_not_answered_in_a_later_correction_and_does_not_hold_it_up(world):
    nomination, old, new = twice(world, {"section": "contact"}, {"section": "work"})
    own = {"actor": world.candidate, "at": LATER}
    refused("not_asked", verification.answer_deficiency, nomination, deficiency=old, answer="енді", status=404, **own)
    verification.answer_deficiency(nomination, deficiency=new, answer="түзетілді", **own)
    assert handing_in.resubmit(nomination, **own).stage is State.UNDER_VERIFICATION
    old.refresh_from_db()
    assert old.answered_at is None
    assert audit.verify() == []


def test_the_page_offers_no_answer_to_an_earlier_point(world):
    nomination, old, new = twice(world, {"section": "contact"}, {"section": "work"})
    client = browser(world.candidate)
    with travelled(LATER):
        page = client.get(address(nomination, "correction"))
        assert "1 point is still without an answer." in text(page)
        found = [address(nomination, "correction", point.pk) in page.content.decode() for point in (old, new)]
        assert found == [False, True]
        assert "No correction is open now." in text(client.get(address(nomination, "correction", old.pk)))


@pytest.mark.parametrize("about", [{"paper": "application"}, {"section": "work"}, {}])
def test_an_answer_without_a_change_needs_words(world, about):
    nomination, point = asked(world, **about)
    own = {"actor": world.candidate, "at": ANSWERED, "deficiency": point}
    refused("empty_answer", verification.answer_deficiency, nomination, answer="  ", **own)
    assert verification.answer_deficiency(nomination, answer=" Бәрі дұрыс ", **own).answer == "Бәрі дұрыс"


def test_a_new_version_of_the_paper_is_an_answer(world):
    nomination, point = asked(world, paper="application")
    own = {"actor": world.candidate, "at": ANSWERED}
    handing_in.provide_paper(nomination, code="application", document=a_scan(7), **own)
    assert verification.answer_deficiency(nomination, deficiency=point, **own).answered_at == ANSWERED


def test_a_page_saved_as_it_was_is_no_answer_and_a_changed_one_is(world):
    nomination, point = asked(world, section="work")
    own = {"actor": world.candidate, "at": ANSWERED}
    point.refresh_from_db()
    filing.edit(nomination, section="work", education=nomination.education, **own)
    assert changed_since_notice(nomination, point) is False
    refused("empty_answer", verification.answer_deficiency, nomination, deficiency=point, **own)
    filing.edit(nomination, section="work", education="жоғары, 2007", **own)
    assert verification.answer_deficiency(nomination, deficiency=point, **own).answered_at == ANSWERED


def test_a_new_number_on_the_page_is_a_change_too(world):
    nomination, point = asked(world, section="birth")
    other = nomination_in(State.DRAFT, world).iin
    point.refresh_from_db()
    nomination.iin = other
    assert changed_since_notice(nomination, point) is True
