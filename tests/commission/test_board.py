"""The board of the timetable: what is overdue, due today, running or next, and done, by the work that is left."""

import pytest
from django.utils import translation

from candidates.models import CheckResult
from candidates.services.certificates import issue_certificate
from candidates.workflow import State
from commission.admin.board import AHEAD, DONE, OVERDUE, TODAY, board
from commission.admin.writing import address
from commission.models import Election, ElectionState, Origin
from commission.services import work
from commission.services.work import Work
from tests.candidates.applying import at
from tests.factories import (
    DECIDED,
    LEFT,
    moment,
    nomination_in,
    record_checks,
)

pytestmark = pytest.mark.django_db
LAST_DAY = moment("2025-09-16 12:00")  # registration ends at 18:00
AFTER = moment("2025-09-18 09:00")


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def seen(world, when) -> dict[str, dict[str, str]]:
    """Group -> code of the entry -> what the line notes."""
    world.election.refresh_from_db()
    with translation.override("en"):
        return {group.name: {line.entry.code: line.note for line in group.lines} for group in board(world.election, when)}


def group_of(world, code, when) -> str:
    return next(name for name, lines in seen(world, when).items() if code in lines)


def test_every_entry_stands_in_one_group(world):
    found = seen(world, LAST_DAY)
    codes = [code for lines in found.values() for code in lines]
    assert sorted(codes) == sorted(entry.code for entry in world.election.timetable_entries.all())
    assert list(found) == [TODAY, AHEAD, DONE]
    assert set(found[TODAY]) == {"signature_check", "deposit", "registration"}
    assert set(found[DONE]) == {"election_called", "nomination", "requirements_check"}


def test_work_that_is_left_when_its_time_is_over_is_overdue(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    assert seen(world, LAST_DAY)[OVERDUE] == {"requirements_check": "1 left to do"}
    assert seen(world, LAST_DAY)[TODAY] == {"signature_check": "1 left to do", "deposit": "1 left to do", "registration": "1 left to do"}
    record_checks(nomination, world)
    # nothing is pending, but nobody has concluded it
    assert seen(world, LAST_DAY)[TODAY] == {"signature_check": "", "deposit": "", "registration": "1 left to do"}
    assert set(seen(world, AFTER)[OVERDUE]) == {"requirements_check", "registration"}


def test_what_the_commission_still_owes_a_registered_candidate(world):
    nomination = nomination_in(State.REGISTERED, world)
    assert seen(world, AFTER)[OVERDUE] == {"certificates": "1 left to do"}
    assert seen(world, AFTER)[AHEAD]["checks_after_registration"] == "2 left to do"
    issue_certificate(nomination, actor=world.staff.secretary, at=LEFT)
    assert group_of(world, "certificates", AFTER) == DONE
    record_checks(nomination, world, at=LEFT, after_registration=True)
    assert seen(world, AFTER)[AHEAD]["checks_after_registration"] == ""
    assert nomination.checks.filter(result=CheckResult.PENDING).count() == 0


def test_what_is_decided_is_done_before_its_term_ends(world):
    count = moment("2025-10-13 12:00")
    assert group_of(world, "determination", count) == AHEAD
    Election.objects.update(state=ElectionState.DETERMINED)
    assert [group_of(world, code, count) for code in ("determination", "registration_of_elected")] == [DONE, AHEAD]
    Election.objects.update(state=ElectionState.COMPLETED)
    assert group_of(world, "registration_of_elected", count) == DONE


def test_what_nobody_keeps_a_record_of_is_over_with_its_time(world):
    election_day = moment("2025-10-12 06:15")
    found = seen(world, election_day)
    assert found[DONE]["stations_open"] == "its time is over; the portal keeps no record of the work"
    assert "empty_box_check" in found[TODAY] and "voting" in found[TODAY]


def test_an_undetermined_result_is_overdue(world):
    late = moment("2025-10-20 09:00")
    assert set(seen(world, late)[OVERDUE]) == {"determination", "publication", "registration_of_elected"}


def test_what_is_final_is_done_only_with_nothing_left():
    assert [w.done for w in (Work(0, final=True), Work(0), Work(1, final=True))] == [True, False, False]


@pytest.mark.parametrize("cases", [0, 3])
def test_it_asks_as_often_for_many_cases_as_for_none(world, django_assert_num_queries, cases):
    for _ in range(cases):
        nomination_in(State.REGISTERED, world)
    with django_assert_num_queries(13):
        board(world.election, DECIDED)


def test_every_told_entry_is_one_of_the_rule_set(world):
    assert set(work.of(world.election)) <= {term.code for term in world.election.pack.terms}


# -- on the desk


def page(client, world, role, when=AFTER):
    with at(when):
        client.force_login(getattr(world.staff, role))
        return client.get(address(world.election)).content.decode()


def test_the_board_stands_on_the_page_of_the_election(world, client):
    nomination_in(State.REGISTERED, world)
    shown = page(client, world, "secretary")
    assert '<section id="board">' in shown and "Overdue (1)" in shown and "1 left to do" in shown


def test_how_much_is_left_is_read_by_those_who_read_cases(world, client):
    nomination = nomination_in(State.REGISTERED, world)
    shown = {role: page(client, world, role) for role in ("secretary", "auditor", "clerk", "administrator")}
    assert {role: "1 left to do" in text for role, text in shown.items()} == {
        "secretary": True, "auditor": True, "clerk": False, "administrator": False,
    }  # fmt: skip
    assert not any(nomination.full_name in text for text in shown.values())


def test_a_replayed_record_has_no_board(world, client):
    Election.objects.update(origin=Origin.REPLAYED)
    assert 'id="board"' not in page(client, world, "secretary")


def test_the_first_page_leads_to_it(world, client):
    with at(DECIDED):
        client.force_login(world.staff.secretary)
        assert f'href="{address(world.election)}#board"' in client.get("/desk/").content.decode()
        Election.objects.update(state=ElectionState.COMPLETED)
        assert "#board" not in client.get("/desk/").content.decode()
