"""A session through the desk: from the convening to the minutes, who may do what, and that a refusal is a sentence and loses nothing."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from candidates.models import Ground
from candidates.services import verification
from candidates.services.agenda import proposal_for
from candidates.workflow import State
from commission import audit
from commission.access import Role
from commission.admin.writing import address
from commission.models import DecisionKind, Session
from commission.services import sessions
from tests.commission.documents import text_of
from tests.factories import (
    DECIDED,
    FINISHED,
    NOTED,
    _page,
    a_failure,
    appoint_as,
    conclude_and_finish,
    events_of,
    holding,
    moment,
    nomination_in,
    record_checks,
)
from tests.sittings import CONVENED_FOR, convened, members_of, opened, voices

pytestmark = pytest.mark.django_db
DURING = moment("2025-09-05 15:10")


@pytest.fixture(autouse=True)
def the_day_of_the_session(settings):
    settings.STAFF_MFA = False
    with time_machine.travel(DURING, tick=False), override("en"):
        yield


@pytest.fixture
def members(world):
    return members_of(world)


@pytest.fixture
def ready(world):
    return nomination_in(State.READY_FOR_DECISION, world)


def failing(world, *, told=NOTED):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["civil_service"])
    a_failure(nomination, world, told=told, failed_check=nomination.checks.get(code="civil_service"))
    return conclude_and_finish(nomination, world)


@pytest.fixture
def desk(client, world):
    """A page of the desk as the secretary sends it."""
    client.force_login(world.staff.secretary)

    def send(row, step, **data):
        return client.post(address(row, step), data)

    return send


def errors(answer):
    return " ".join(str(error) for error in answer.context["form"].errors.get("__all__", []))


def the_votes(members, *, against=()):
    return {f"choice_{m.pk}": "against" if m in against else "for" for m in members}


# -- the whole way


def test_a_session_is_held_from_the_convening_to_its_minutes(world, client, desk, ready, members):
    answer = desk(world.home, "convene", convened_for="2025-09-05T15:00", place="Hall 1")
    session = Session.objects.get()
    assert (answer.status_code, answer["Location"], session.convened_for, session.place) == (302, address(session), CONVENED_FOR, "Hall 1")

    form = client.get(address(session, "agenda")).content.decode()
    assert f"register-{ready.pk}" in form
    desk(session, "agenda", chosen=[f"register-{ready.pk}"])
    item = session.items.get()
    assert "Draft of the resolution" in client.get(address(item)).content.decode()

    assert "5 of 7" not in errors(desk(session, "open", present=[m.pk for m in members[:4]]))
    desk(session, "open", present=[m.pk for m in members[:6]])
    assert desk(item, "vote", **the_votes(members[:6], against=members[5:6]))["Location"] == address(item, "count")
    assert "5 of 7 members are for it" in client.get(address(item, "count")).content.decode()
    assert desk(item, "count")["Location"] == address(session) + "#agenda"
    item.refresh_from_db()
    ready.refresh_from_db()
    assert (ready.stage, item.decision.votes_for, item.decision.members_present) == (State.REGISTERED, 5, 6)

    assert "the session can be closed" in client.get(address(session)).content.decode()
    desk(session, "close")
    minutes = client.get(reverse("admin:commission_session_print", args=[session.pk, "minutes"]))
    assert minutes["Content-Type"] == "application/pdf" and f"№ {item.decision.number}" in text_of(minutes.content)
    resolution = client.get(reverse("admin:commission_decision_print", args=[item.decision.pk, "resolution"]))
    assert "ТІРКЕУ" in text_of(resolution.content).upper()
    assert events_of(session) == ["session.convened", "session.item_added", "session.opened", "session.closed"]
    assert audit.verify() == []


def test_without_a_majority_the_page_says_so_and_the_matter_waits_again(world, client, desk, ready, members):
    session = opened(convened(world, proposal_for(ready, DecisionKind.REGISTER, DECIDED)), world, members, at=DURING)
    item = session.items.get()
    desk(item, "vote", **the_votes(members, against=members[:4]))
    assert "a decision needs more than half of all members" in client.get(address(item, "count")).content.decode()
    desk(item, "count")
    item.refresh_from_db()
    assert item.rejected_at == DURING
    later = convened(world, at=DURING)
    assert f"register-{ready.pk}" in client.get(address(later, "agenda")).content.decode()


# -- grounds


def test_a_refusal_without_a_notified_failure_is_a_sentence_and_nothing_typed_is_lost(world, client, desk):
    untold = failing(world, told=None)
    session = convened(world)
    failure = untold.deficiencies.get()
    typed = {"session": session.pk, f"ground_{failure.pk}": "requirements", "reasoning_kk": "Менің сөздерім", "reasoning_ru": "Мои слова"}
    page = client.get(address(untold, "propose-refusal")).content.decode()
    assert "The candidate was not told of it" in page
    answer = desk(untold, "propose-refusal", **typed)
    assert answer.status_code == 409
    assert "A ground has no recorded failure that the candidate was told of" in errors(answer)
    kept = answer.content.decode()
    assert "Менің сөздерім" in kept and "Мои слова" in kept
    assert re.search(r'<option value="requirements" selected', kept)
    no_ground = desk(untold, "propose-refusal", **{**typed, f"ground_{failure.pk}": ""})
    assert (no_ground.status_code, "at least one ground" in errors(no_ground)) == (409, True)
    assert (session.items.count(), Ground.objects.filter(nomination=untold).count()) == (0, 0)


def test_what_waits_without_a_ground_is_shown_with_its_reason_and_cannot_be_chosen(world, client, desk, ready):
    untold = failing(world, told=None)
    session = convened(world)
    page = client.get(address(session, "agenda")).content.decode()
    assert "Not ready for a session" in page and "at least one ground" in page
    answer = desk(session, "agenda", chosen=[f"refuse-{untold.pk}", f"register-{ready.pk}"])
    assert (answer.status_code, session.items.count()) == (422, 0)
    assert re.search(rf'value="register-{ready.pk}"[^>]*checked', answer.content.decode())


def test_the_draft_is_made_from_the_record_and_can_be_changed_or_worded_anew(world, client, desk):
    nomination = failing(world)
    session = convened(world)
    failure = nomination.deficiencies.get()
    page = client.get(address(nomination, "propose-refusal")).content.decode()
    assert re.search(r'<option value="requirements" selected', page) and "Анықталды: " in page
    answer = desk(
        nomination, "propose-refusal", session=session.pk, **{f"ground_{failure.pk}": "requirements"}, reasoning_kk="а", reasoning_ru="б"
    )
    item = session.items.get()
    assert answer["Location"] == address(item)
    assert sessions.draft_of(item)["reasoning"] == {"kk": "а", "ru": "б"}
    desk(item, "draft", **{f"ground_{failure.pk}": "nomination_rules"}, reword="on", reasoning_kk="а", reasoning_ru="б")
    item.refresh_from_db()
    draft = sessions.draft_of(item)
    assert draft["grounds"] == [{"code": "nomination_rules", "failure": failure.pk}]
    assert draft["reasoning"]["ru"].startswith("1. ")


def test_a_ground_that_fell_before_the_count_is_told_at_the_count(world, client, desk, members):
    nomination = failing(world)
    session = opened(convened(world, proposal_for(nomination, DecisionKind.REFUSE, DECIDED)), world, members, at=DURING)
    item = session.items.get()
    sessions.record_votes(item, actor=world.staff.secretary, at=DURING, voices=voices(members))
    verification.send_back(nomination, actor=world.staff.chair, at=DURING, reason="x")
    record_checks(nomination, world, at=DURING)
    conclude_and_finish(nomination, world, at=(DURING, DURING))
    answer = desk(item, "count")
    assert (answer.status_code, "A ground has no recorded failure" in errors(answer)) == (409, True)
    item.refresh_from_db()
    assert item.open


# -- who may, and when


def test_the_steps_are_for_chair_and_secretary_of_this_commission(world, client, ready, members):
    session = opened(convened(world, proposal_for(ready, DecisionKind.REGISTER, DECIDED)), world, members, at=DURING)
    item = session.items.get()
    pages = [(session, s) for s in ("agenda", "presence")] + [(item, s) for s in ("vote", "take-off")] + [(ready, "propose-refusal")]
    expected = dict.fromkeys((Role.CHAIR, Role.SECRETARY), 200) | dict.fromkeys(
        (Role.DEPUTY, Role.MEMBER, Role.REGISTRAR, Role.AUDITOR, Role.CLERK), 403
    )
    for role, status in expected.items():
        client.force_login(world.staff[role])
        assert {client.get(address(row, step)).status_code for row, step in pages} == {status}, role
    for stranger, status in ((world.outsider, 404), (world.superior, 403), (world.stranger, 403)):
        client.force_login(stranger)
        assert {client.get(address(row, step)).status_code for row, step in pages} == {status}
        assert {client.post(address(row, step)).status_code for row, step in pages} == {status}
    assert item.votes.count() == 0


def test_papers_of_a_session_are_read_by_who_reads_its_cases(world, client, members):
    session = opened(convened(world), world, members, at=DURING)
    sessions.close_session(session, actor=world.staff.chair, at=DURING)
    page = reverse("admin:commission_session_print", args=[session.pk, "minutes"])
    readers = {world.staff.member: 200, world.superior: 200, world.staff.clerk: 403, world.outsider: 404, world.stranger: 403}
    found = {}
    for reader in readers:
        client.force_login(reader)
        found[reader] = client.get(page).status_code
    assert found == readers


def test_a_step_that_is_not_possible_now_has_a_sentence_instead_of_a_form(world, client, desk, ready, members):
    session = convened(world, proposal_for(ready, DecisionKind.REGISTER, DECIDED))
    item = session.items.get()
    for row, step in ((session, "presence"), (session, "close"), (item, "vote"), (item, "count")):
        assert client.get(address(row, step)).status_code == 409
        assert desk(row, step).status_code in (409, 422)
    assert client.get(address(session, "no-such-step")).status_code == 404


def test_the_second_of_two_who_count_is_told_what_happened(world, client, desk, ready, members):
    session = opened(convened(world, proposal_for(ready, DecisionKind.REGISTER, DECIDED)), world, members, at=DURING)
    item = session.items.get()
    sessions.record_votes(item, actor=world.staff.secretary, at=DURING, voices=voices(members))
    sessions.adopt(item, actor=world.staff.chair, at=DURING)
    answer = desk(item, "count")
    assert (answer.status_code, "has its outcome already" in errors(answer)) == (409, True)


def test_too_few_members_open_nothing_and_the_ticks_stay(world, desk, members):
    session = convened(world)
    answer = desk(session, "open", present=[m.pk for m in members[:4]])
    assert (answer.status_code, "4 of 7 members are present" in errors(answer), "CL art. 20(4)" in errors(answer)) == (409, True, True)
    assert answer.content.decode().count("checked") == 4


def test_a_vote_that_is_missing_is_named_and_the_others_stay(world, desk, ready, members):
    session = opened(convened(world, proposal_for(ready, DecisionKind.REGISTER, DECIDED)), world, members, at=DURING)
    item = session.items.get()
    data = {**the_votes(members[1:]), f"dissent_{members[1].pk}": "Менің пікірім"}
    answer = desk(item, "vote", **data)
    page = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [f"choice_{members[0].pk}"])
    assert page.count("checked") == 6 and "Менің пікірім" in page
    assert item.votes.count() == 0


def test_the_vote_has_no_line_for_a_member_whose_case_it_is(world, client, members):
    own = nomination_in(State.READY_FOR_DECISION, world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.MEMBER)
    session = opened(convened(world, proposal_for(own, DecisionKind.REGISTER, DECIDED)), world, [*members[:6], world.candidate], at=DURING)
    item = session.items.get()
    client.force_login(world.staff.secretary)
    page = client.get(address(item, "vote")).content.decode()
    assert f"choice_{world.candidate.pk}" not in page
    assert "it is a case of their own" in page


def test_who_came_later_is_ticked_and_votes(world, client, desk, ready, members):
    session = opened(convened(world, proposal_for(ready, DecisionKind.REGISTER, DECIDED)), world, members[:6], at=DURING)
    assert client.get(address(session, "presence")).content.decode().count("checked") == 6
    desk(session, "presence", present=[m.pk for m in members])
    assert session.attendances.count() == 7
    assert f"choice_{members[6].pk}" in client.get(address(session.items.get(), "vote")).content.decode()


# -- from above


def test_the_superior_commission_puts_an_annulment_onto_its_own_agenda(world, client, members):
    nomination = nomination_in(State.REFUSED, world)
    decision = nomination.grounds.get().decision
    client.force_login(world.superior)
    words = {"reasoning_kk": "Заңға қайшы", "reasoning_ru": "Противоречит закону"}
    none = client.post(address(decision, "propose-annulment"), words)
    assert (none.status_code, list(none.context["form"].errors)) == (422, ["session"])
    above = sessions.convene(world.above, actor=world.superior, at=DURING, convened_for=DURING)
    answer = client.post(address(decision, "propose-annulment"), {**words, "session": above.pk})
    item = above.items.get()
    assert (answer["Location"], item.kind, item.matter) == (address(item), "annul", decision)
    sessions.open_session(
        above, actor=world.superior, at=DURING, present=[world.superior, *(holding(world.above, Role.MEMBER) for _ in range(5))]
    )
    for reader, status in ((world.staff.chair, 403), (world.outsider, 404)):
        client.force_login(reader)
        assert client.get(address(decision, "propose-annulment")).status_code == status


# -- served, signed, certified


def test_a_decision_is_served_and_kept_as_signed_at_the_desk(world, client, desk):
    nomination = nomination_in(State.REFUSED, world)
    decision = nomination.grounds.get().decision
    early = desk(decision, "serve", served_at="2025-09-05T14:00", how="by hand")
    assert (early.status_code, "before it was adopted" in errors(early), "by hand" in early.content.decode()) == (409, True, True)
    assert desk(decision, "serve", served_at="2025-09-05T15:05", how="by hand")["Location"] == address(decision)
    decision.refresh_from_db()
    assert (decision.served_at, decision.served_how) == (moment("2025-09-05 15:05"), "by hand")
    assert client.get(address(decision, "serve")).status_code == 409
    scan = reverse("admin:commission_decision_scan", args=[decision.pk])
    assert client.get(scan).status_code == 404
    desk(decision, "scan", document=SimpleUploadedFile("x.png", _page(3), "image/png"))
    answer = client.get(scan)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    for reader, status in ((world.staff.clerk, 403), (world.outsider, 404)):
        client.force_login(reader)
        assert client.get(scan).status_code == status


def test_a_certificate_is_issued_and_printed_at_the_desk_while_it_holds(world, client, desk):
    nomination = nomination_in(State.REGISTERED, world)
    card = reverse("admin:candidates_nomination_print", args=[nomination.pk, "certificate"])
    assert client.get(card).status_code == 404
    desk(nomination, "issue-certificate")
    nomination.refresh_from_db()
    assert (nomination.certificate_number, client.get(card)["Content-Type"]) == ("1", "application/pdf")
    assert client.get(address(nomination, "issue-certificate")).status_code == 409


# -- what a page costs


@pytest.mark.slow
def test_the_page_of_a_session_asks_as_often_however_long_its_agenda_is(world, client):
    short = convened(world, proposal_for(nomination_in(State.READY_FOR_DECISION, world), DecisionKind.REGISTER, FINISHED))
    many = [proposal_for(nomination_in(State.READY_FOR_DECISION, world), DecisionKind.REGISTER, FINISHED) for _ in range(6)]
    long = convened(world, *many)
    client.force_login(world.staff.secretary)
    client.get("/desk/")

    def queries(row):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(row)).status_code == 200
        return len(captured)

    assert queries(short) == queries(long)
