"""Letters to authorities: what a letter may ask, its number, its term, and what comes back."""

from datetime import timedelta

import pytest

from candidates.models import AuthorityRequest
from candidates.services.requests import record_reply, send_request
from candidates.workflow import State
from commission.models import AuditEvent
from tests.factories import (
    CHECKED,
    LEFT,
    NOTED,
    TAKEN,
    a_scan,
    events_of,
    moment,
    nomination_in,
    record_checks,
    refused,
)

pytestmark = pytest.mark.django_db
REVENUE = ["declarations_true"]


@pytest.fixture
def case(world):
    return nomination_in(State.UNDER_VERIFICATION, world)


def send(case, world, *codes, at=TAKEN):
    return send_request(case, actor=world.staff.registrar, at=at, codes=codes)


def test_a_letter_asks_with_one_number_and_the_answer_is_due_within_the_term_of_the_check(world, case):
    (row,) = send(case, world, "conviction")
    assert (row.number, row.asked.code, row.sent_at, row.sent_by) == (f"{case.number}/1", "conviction", TAKEN, world.staff.registrar)
    assert row.due_at == moment("2025-09-04 23:59:59.999999")
    event = AuditEvent.objects.filter(subject_id=case.pk, kind="nomination.request_sent").get()
    assert (event.data["number"], event.data["codes"]) == (f"{case.number}/1", ["conviction"])


def test_the_numbers_of_letters_go_on_through_the_election(world, case):
    other = nomination_in(State.UNDER_VERIFICATION, world)
    numbers = [send(row, world, code)[0].number for row, code in ((case, "conviction"), (other, "conviction"), (case, "capacity"))]
    assert numbers == [f"{case.number}/1", f"{other.number}/2", f"{case.number}/3"]


def test_one_letter_goes_to_one_authority(world, case):
    refused("two_authorities", send_request, case, actor=world.staff.registrar, at=TAKEN, codes=["conviction", "identity"])
    assert AuthorityRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("codes", "code", "status"),
    [
        (["age"], "own_check", 409),
        (["no_such"], "unknown_check", 404),
        (["national_security"], "unknown_check", 404),
        ([], "nothing_to_ask", 409),
    ],
)
def test_what_no_letter_can_ask(world, case, codes, code, status):
    refused(code, send_request, case, actor=world.staff.registrar, at=TAKEN, codes=codes, status=status)


def test_a_check_with_a_result_is_not_asked_and_an_unanswered_one_only_when_its_term_is_over(world, case):
    (row,) = send(case, world, "conviction")
    refused("asked_already", send_request, case, actor=world.staff.registrar, at=row.due_at, codes=["conviction"])
    (again,) = send(case, world, "conviction", at=row.due_at + timedelta(seconds=1))
    assert again.number == f"{case.number}/2"
    record_checks(case, world)
    refused("has_result", send_request, case, actor=world.staff.registrar, at=LEFT, codes=["conviction"])


def test_after_registration_the_later_checks_are_asked(world):
    registered = nomination_in(State.REGISTERED, world)
    assert [row.due_at for row in send(registered, world, *REVENUE, at=LEFT)] == [moment("2025-09-23 23:59:59.999999")]


def test_a_reply_is_kept_with_its_words_and_its_scan(world, case):
    send(case, world, "conviction")
    (row,) = record_reply(
        case,
        actor=world.staff.secretary,
        at=CHECKED,
        number=f"{case.number}/1",
        reference="7-31, 2 Sept.",
        words="None.",
        document=a_scan(),
    )
    assert (row.replied_at, row.reply_reference, row.reply_words) == (CHECKED, "7-31, 2 Sept.", "None.")
    assert (row.reply.kind, row.reply.channel, row.reply.received_from) == ("reply", "paper", world.staff.secretary)
    assert case.checks.get(code="conviction").result == "pending", "what it means, the registrar records"
    assert events_of(case)[-1] == "nomination.reply_recorded"


def test_the_parts_of_a_letter_may_be_answered_one_after_the_other(world, case, monkeypatch):
    # no authority of the rule set answers two checks before registration: here the two letters have one number
    send(case, world, "conviction"), send(case, world, "capacity")
    AuthorityRequest.objects.update(number=f"{case.number}/1")
    common = {"actor": world.staff.registrar, "number": f"{case.number}/1"}
    (first,) = record_reply(case, at=CHECKED, reference="1", codes=["capacity"], **common)
    (second,) = record_reply(case, at=NOTED, reference="2", **common)
    assert (first.asked.code, second.asked.code) == ("capacity", "conviction")
    refused("replied_already", record_reply, case, at=NOTED, reference="3", **common)


def test_what_is_no_reply(world, case):
    send(case, world, "conviction")
    common = {"actor": world.staff.registrar, "at": CHECKED}
    refused("unknown_request", record_reply, case, number="99/99", reference="x", status=404, **common)
    refused("empty_reply", record_reply, case, number=f"{case.number}/1", reference=" ", words="\n", **common)
    other = nomination_in(State.UNDER_VERIFICATION, world)
    refused("unknown_request", record_reply, other, number=f"{case.number}/1", reference="x", status=404, **common)


def test_an_answer_that_comes_after_the_case_has_ended_is_kept_all_the_same(world):
    def midway(n):
        send(n, world, "conviction")

    case = nomination_in(State.WITHDRAWN, world, midway=midway)
    (row,) = record_reply(case, actor=world.staff.registrar, at=LEFT, number=f"{case.number}/1", reference="late")
    assert row.replied_at == LEFT
