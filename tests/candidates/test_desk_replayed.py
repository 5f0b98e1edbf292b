"""A replayed case on the desk: real people, of whom nothing is shown that nobody published."""

import pytest

from candidates.models import Nomination
from candidates.services import appeals
from candidates.workflow import State
from commission.models import Election, Origin, Precision
from commission.services.decisions import Text
from tests.candidates.test_desk import case, read, sections_of
from tests.factories import nomination_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def replay(world):
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)


def test_papers_and_checks_of_a_replayed_case_are_one_line_that_says_not_published(world, client):
    row = nomination_in(State.REFUSED, world)
    client.force_login(world.staff.chair)
    assert {"Papers", "Checks", "Deficiencies"} <= set(sections_of(client.get(case(row))))
    replay(world)
    answer = client.get(case(row))
    found = sections_of(answer)
    assert {"Papers", "Checks", "Deficiencies", "Nothing on record yet"} & set(found) == set()
    lines = [(str(term), str(value)) for term, value in found["Not in the published record"].rows]
    assert lines[:3] == [("Papers", "not published"), ("Checks", "not published"), ("Deficiencies", "not published")]
    assert "missing" not in answer.content.decode()


def test_a_replayed_case_does_not_say_how_it_was_handed_in(world, client):
    row = nomination_in(State.REGISTERED, world)
    assert row.get_channel_display() in read(client, world.staff.chair, case(row))
    replay(world)
    assert row.get_channel_display() not in read(client, world.staff.chair, case(row))


def test_an_appeal_of_a_replayed_case_shows_the_day_of_its_judgment_and_no_day_of_its_claim(world, client):
    row = nomination_in(State.REFUSED, world)
    decision, at = row.grounds.get().decision, row.grounds.get().decision.adopted_at
    court = Text("Сот", "Суд", "City court")
    appeal = appeals.record_appeal(row, actor=world.staff.secretary, at=at, decision=decision, body=court)
    appeals.decide_appeal(row, actor=world.staff.secretary, at=at, appeal=appeal, outcome="rejected")
    replay(world)
    client.force_login(world.staff.chair)
    line = sections_of(client.get(case(row)))["Appeals"].rows[0]
    assert [str(line[2]), str(line[4])] == ["the day was not published", "5 September 2025"]


def test_the_trail_of_a_replayed_case_tells_days_and_the_exact_moments_of_its_record(world, client):
    row = nomination_in(State.REGISTERED, world)
    replay(world)
    client.force_login(world.staff.auditor)
    lines = sections_of(client.get(case(row)))["Audit trail of this case"].rows
    assert [line for line in lines if ":" in str(line[3]) or ":" not in str(line[4])] == []
    assert str(lines[-1][3]) == "5 September 2025"


def test_what_the_replay_had_to_choose_is_no_day_of_the_trail_either(world, client):
    row = nomination_in(State.REGISTERED, world)
    Nomination.objects.filter(pk=row.pk).update(precision=Precision.UNKNOWN)
    replay(world)
    client.force_login(world.staff.auditor)
    lines = sections_of(client.get(case(row)))["Audit trail of this case"].rows
    happened = {str(line[1]): str(line[3]) for line in lines}
    assert (happened["Nomination submitted"], happened["Candidate registered"]) == ("the day was not published", "5 September 2025")
