"""Leaving over the counter: withdrawal and recall with their scans, and the death of a candidate."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.models import BallotOption
from candidates.services import agenda, deciding
from candidates.services.death import record_death
from candidates.services.deciding import Because
from candidates.services.drafting import proposed_grounds
from candidates.workflow import State
from commission import audit
from commission.access import Role
from commission.admin import printing
from commission.admin.writing import address
from commission.models import AuditEvent, DecisionKind, Election, Origin
from tests.commission.documents import text_of
from tests.factories import (
    ALL_SEVEN,
    BALLOT_APPROVED,
    DECIDED,
    LEFT,
    SUBMITTED,
    _page,
    a_failure,
    an_approved_ballot,
    appoint_as,
    events_of,
    moment,
    nomination_in,
    refused,
)
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db

DIED = {"died_on": date(2025, 9, 7), "reference": "№ 12, 08.09.2025"}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def scan():
    return SimpleUploadedFile("заявление.png", _page(7), "image/png")


def statement(**fields):
    return {"handed_at": "2025-09-08T10:00", "statement": scan(), "seen": "on", **fields}


def minutes(**fields):
    return {"handed_at": "2025-09-08T10:00", "minutes": scan(), "seen": "on", **fields}


def effects_on(client, page):
    return [str(effect) for effect in client.get(page).context["effects"]]


# -- withdrawal and recall


def test_who_takes_a_withdrawal_a_recall_and_records_a_death(world, client):
    row = nomination_in(State.REGISTERED, world, way="party")
    assert who_may(client, world, address(row, "withdraw-on-paper")) == only("secretary")
    assert who_may(client, world, address(row, "recall")) == only("secretary")
    assert who_may(client, world, address(row, "record-death")) == only("registrar")


def test_a_signed_statement_takes_the_candidate_out_by_the_moment_it_was_handed_over(world, client):
    row = nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.secretary)
    answer = client.post(address(row, "withdraw-on-paper"), statement())
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.ended_at) == (302, "withdrawn", LEFT)
    document = row.documents.get(kind="withdrawal")
    assert (document.channel, document.received_at, document.received_from) == ("paper", LEFT, world.staff.secretary)
    event = AuditEvent.objects.get(kind="nomination.withdrawn")
    assert event.happened_at == LEFT < event.recorded_at
    assert audit.verify() == []


def test_without_scan_or_look_at_the_person_nothing_is_taken(world, client):
    row = nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.secretary)
    answer = client.post(address(row, "withdraw-on-paper"), {"handed_at": "2025-09-08T10:00"})
    form = answer.context["form"]
    assert (answer.status_code, set(form.errors), form["handed_at"].value()) == (422, {"statement", "seen"}, "2025-09-08T10:00")


@pytest.mark.parametrize(
    ("handed_at", "words"),
    [
        ("2125-09-08T10:00", "That moment has not come yet."),
        ("2025-08-29T09:59", "That moment lies before the beginning of this case."),
        ("2025-10-10T18:01", "The term for “Withdraw” has ended."),
    ],
)
def test_the_moment_of_the_statement_decides(world, client, handed_at, words):
    row = nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.secretary)
    answer = client.post(address(row, "withdraw-on-paper"), statement(handed_at=handed_at))
    assert (answer.status_code, answer.context["form"]["handed_at"].value()) == (409, handed_at)
    assert said(answer)[0].startswith(words)
    row.refresh_from_db()
    assert (row.state, row.documents.filter(kind="withdrawal").count()) == ("registered", 0)


def test_the_page_says_what_follows_in_this_very_case(world, client):
    row, other = nomination_in(State.REGISTERED, world), nomination_in(State.SUBMITTED, world)
    client.force_login(world.staff.secretary)
    assert effects_on(client, address(other, "withdraw-on-paper"))[1:] == [
        "No approved ballot names this person, so none changes.",
        "The deposit is not returned: leaving the race is not among the grounds for it.",
        "There are no proxies to end.",
    ]
    nomination_in(State.REGISTERED, world)
    client.post(address(other, "withdraw-on-paper"), statement())
    line = next(o for o in an_approved_ballot(world) if o.nomination == row)
    assert effects_on(client, address(row, "withdraw-on-paper"))[1] == (
        f"Line {line.position} of the approved ballot is struck out, on printed ballots too: "
        "every precinct commission gets the instruction."
    )
    client.post(address(row, "withdraw-on-paper"), statement(handed_at="2025-09-18T10:00"))
    assert BallotOption.objects.get(pk=line.pk).struck_out_at == moment("2025-09-18 10:00") > BALLOT_APPROVED


def test_a_party_recalls_its_nominee_and_nobody_elses(world, client):
    row, own = nomination_in(State.REGISTERED, world, way="party"), nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.secretary)
    assert client.post(address(row, "recall"), minutes()).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.recalled, row.documents.get(kind="party_minutes").received_at) == ("withdrawn", True, LEFT)
    assert client.get(address(own, "recall")).status_code == 409
    refusal = client.post(address(own, "recall"), minutes())
    assert (refusal.status_code, said(refusal)[0].split(" (")[0]) == (409, "No party nominated this person.")


def test_nobody_takes_his_own_withdrawal_and_a_replay_takes_none(world, client):
    row = nomination_in(State.REGISTERED, world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.SECRETARY)
    client.force_login(world.candidate)
    # the person of the case may withdraw, but on the portal: the desk has no page of his own case
    assert client.get(address(row)).status_code == 403
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.secretary)
    assert client.get(address(row, "withdraw-on-paper")).status_code == 409
    assert list(client.get(address(row)).context["prints"]) == []


def test_the_statement_is_printed_for_the_signature(world, client):
    row = nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.secretary)
    text = text_of(client.get(printing.address(row, "withdrawal")).content)
    for words in ("Кандидатураны алып тастау туралы өтініш", row.family_name_kk, row.given_name_ru):
        assert words in text
    client.force_login(world.staff.member)
    assert client.get(printing.address(row, "withdrawal")).status_code == 403


# -- death


def test_a_death_is_recorded_without_a_notice_and_carries_the_decision(world):
    row = nomination_in(State.REGISTERED, world)
    failure = record_death(row, actor=world.staff.registrar, at=LEFT, **DIED)
    assert (failure.ground, failure.article, failure.curable, failure.notified_at) == ("death", "CL art. 104", False, None)
    assert events_of(row)[-1] == "nomination.deficiency_noted"
    assert proposed_grounds(row, at=LEFT, for_cancellation=True) == [Because("death", failure)]
    assert [(p.kind, p.matter, p.hindrance) for p in agenda._to_cancel(world.home, LEFT)] == [(DecisionKind.CANCEL, row, "")]
    deciding.cancel(row, actor=world.staff.chair, at=LEFT, vote=ALL_SEVEN, grounds=[Because("death", failure)])
    assert (row.state, row.grounds.get().code) == ("cancelled", "death")
    assert audit.verify() == []


def test_before_the_registration_it_leads_to_a_refusal_and_never_to_a_registration(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    form = {"died_on": "2025-09-02", "reference": "№ 12, 08.09.2025", "proof": scan()}
    assert client.post(address(row, "record-death"), form).status_code == 302
    failure = row.deficiencies.get()
    assert (failure.description_kk, failure.description_ru) == (
        "Қайтыс болған күні: 02.09.2025; № 12, 08.09.2025",
        "Дата смерти: 02.09.2025; № 12, 08.09.2025",
    )
    assert row.documents.get(kind="other").received_from == world.staff.registrar
    assert agenda.fails(row) is True
    assert proposed_grounds(row, at=DECIDED, for_cancellation=False) == [Because("death", failure)]
    assert client.get(address(row, "record-death")).status_code == 409


def test_a_failure_that_nobody_was_told_of_is_no_death(world):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    a_failure(row, world, told=None)
    assert (agenda.fails(row), proposed_grounds(row, at=DECIDED, for_cancellation=False)) == (False, [])


def test_a_death_ahead_unproven_or_twice_is_refused(world):
    row, early = nomination_in(State.REGISTERED, world), nomination_in(State.SUBMITTED, world)
    given = {"actor": world.staff.registrar, "at": LEFT}
    refused("death_ahead", record_death, row, **given, **{**DIED, "died_on": date(2025, 9, 9)})
    refused("no_reference", record_death, row, **given, **{**DIED, "reference": " "})
    refused("state", record_death, early, actor=world.staff.registrar, at=SUBMITTED, **DIED)
    record_death(row, **given, **DIED)
    refused("recorded_already", record_death, row, **given, **DIED)
