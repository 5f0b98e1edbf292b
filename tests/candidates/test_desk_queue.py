"""The queue: what must move first stands first, and the filters ask what a day's work asks."""

import pytest
import time_machine

from candidates.models import Nomination
from candidates.services import appeals, verification
from candidates.services.deposits import record_deposit
from candidates.services.requests import record_reply, send_request
from candidates.workflow import State
from commission.access import Role
from commission.admin.writing import address
from commission.models import Election
from commission.services.decisions import Text
from tests.candidates.test_desk import THE_LIST, waiting
from tests.factories import (
    CONCLUDED,
    LEFT,
    TAKEN,
    a_failure,
    appoint_as,
    holding,
    moment,
    nomination_in,
    record_checks,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def listed(client, user, **question):
    client.force_login(user)
    return list(client.get(THE_LIST, question).context["cl"].queryset)


def test_the_case_that_must_move_first_stands_first_and_what_waits_for_nobody_last(world, client):
    refused = nomination_in(State.REFUSED, world)
    registered = nomination_in(State.REGISTERED, world)  # its later checks: 20 September
    ready = nomination_in(State.READY_FOR_DECISION, world)  # the end of registration: 16 September
    submitted = nomination_in(State.SUBMITTED, world)  # the check of the requirements: 12 September
    correction = nomination_in(State.CORRECTION_REQUESTED, world)  # until 5 September
    checking = nomination_in(State.UNDER_VERIFICATION, world)  # the first answer: 4 September
    assert listed(client, world.staff.registrar) == [checking, correction, submitted, ready, registered, refused]


def test_overdue_and_due_today_are_told_on_the_city_s_own_day(world, client):
    correction = nomination_in(State.CORRECTION_REQUESTED, world)
    checking = nomination_in(State.UNDER_VERIFICATION, world)
    for now, late, today in (
        ("2025-09-04 00:00", [], [checking]),
        ("2025-09-04 23:30", [], [checking]),
        ("2025-09-05 00:00", [checking], [correction]),
        ("2025-09-06 00:00", [checking, correction], []),
    ):
        with time_machine.travel(moment(now), tick=False):
            found = [listed(client, world.staff.registrar, due=due) for due in ("late", "today")]
        assert (now, found) == (now, [late, today])


def test_the_list_says_in_words_what_is_late(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    send_request(row, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])
    client.force_login(world.staff.auditor)
    page = client.get(THE_LIST).content.decode()
    assert "overdue" in page and "an answer is overdue" in page


def test_channel_and_appeal_are_filters(world, client):
    on_line = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    on_paper = nomination_in(State.SUBMITTED, world)
    refused = nomination_in(State.REFUSED, world)
    appeals.record_appeal(
        refused,
        actor=world.staff.secretary,
        at=LEFT,
        decision=refused.grounds.get().decision,
        body=Text("Сот", "Суд", "Court"),
        filed_at=LEFT,
    )
    member = world.staff.member
    assert listed(client, member, channel__exact="portal") == [on_line]
    assert listed(client, member, channel__exact="paper") == [on_paper, refused]
    assert listed(client, member, appeal="pending") == [refused]
    assert "under appeal" in client.get(THE_LIST).content.decode()


def test_what_waits_for_me_is_the_same_in_the_list_and_on_the_first_page(world, client):
    submitted = nomination_in(State.SUBMITTED, world)
    checking = nomination_in(State.UNDER_VERIFICATION, world)
    ready = nomination_in(State.READY_FOR_DECISION, world)
    nomination_in(State.CORRECTION_REQUESTED, world)
    for user, rows in ((world.staff.registrar, {submitted, checking}), (world.staff.chair, {ready}), (world.staff.member, set())):
        assert set(listed(client, user, waits="me")) == rows
        assert set(waiting(client, user)) == {row.pk for row in rows}


def test_a_next_step_leads_to_its_own_page(world, client):
    submitted = nomination_in(State.SUBMITTED, world)
    checking = nomination_in(State.UNDER_VERIFICATION, world)
    a_failure(checking, world, curable=True, told=None)
    client.force_login(world.staff.registrar)
    rows = {row.pk: row.next_steps for row in client.get(THE_LIST).context["cl"].result_list}
    assert [step.url for step in rows[submitted.pk]] == [address(submitted, "take")]
    assert [step.url for step in rows[checking.pk]] == [address(checking) + "#checks", address(checking, "request-correction")]
    for steps in rows.values():
        assert [client.get(step.url).status_code for step in steps] == [200] * len(steps)


def test_a_payment_waits_for_another_person_than_the_one_who_recorded_it(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    record_deposit(row, actor=world.staff.registrar, at=TAKEN, amount=425_000, paid_on=TAKEN.date(), reference="PO 1")
    second = holding(world.home, Role.REGISTRAR)
    found = {
        name: waiting(client, user) for name, user in (("first", world.staff.registrar), ("second", second), ("deputy", world.staff.deputy))
    }
    assert found == {
        "first": {row.pk: ["Verify"]}, "second": {row.pk: ["Verify", "Confirm the deposit"]}, "deputy": {row.pk: ["Confirm the deposit"]},
    }  # fmt: skip


def test_a_later_check_waits_only_while_no_authority_is_busy_with_it(world, client):
    row = nomination_in(State.REGISTERED, world)
    registrar = world.staff.registrar
    assert waiting(client, registrar) == {row.pk: ["Check after registration"]}
    with time_machine.travel(LEFT, tick=False):
        for code in ("declarations_true", "national_security"):
            send_request(row, actor=registrar, at=LEFT, codes=[code])
        assert waiting(client, registrar) == {}
        record_reply(row, actor=registrar, at=LEFT, number=row.requests.first().number, reference="7-1")
        assert waiting(client, registrar) == {row.pk: ["Check after registration"]}
    with time_machine.travel(moment("2025-09-24 00:00"), tick=False):
        assert waiting(client, registrar) == {row.pk: ["Check after registration"]}, "the other answer is overdue"
    record_checks(row, world, at=LEFT, after_registration=True)
    assert waiting(client, registrar) == {}


def test_nobody_waits_for_himself(world, client):
    row = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.REGISTRAR)
    assert (waiting(client, world.candidate), list(waiting(client, world.staff.registrar))) == ({}, [row.pk])


def test_a_replayed_election_is_nobody_s_work(world, client):
    row = nomination_in(State.SUBMITTED, world)
    record_checks(row, world)
    Election.objects.filter(pk=world.election.pk).update(origin="replayed")
    assert listed(client, world.staff.registrar, waits="me") == []
    assert [each.next_due for each in listed(client, world.staff.registrar)] == [None]
    client.force_login(world.staff.registrar)
    assert [each.next_steps for each in client.get(THE_LIST).context["cl"].result_list] == [[]]


def test_a_concluded_case_shows_no_step_to_the_first_person(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(row, world)
    verification.conclude_verification(row, actor=world.staff.registrar, at=CONCLUDED)
    client.force_login(world.staff.registrar)
    assert [each.next_steps for each in client.get(THE_LIST).context["cl"].result_list] == [[]]
    assert Nomination.objects.get(pk=row.pk).concluded_by == world.staff.registrar
