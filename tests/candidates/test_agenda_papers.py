"""The papers of a decision: what the resolution orders and on which grounds, what the public may read of it, and the minutes."""

import pytest
from django.urls import reverse

from candidates import ballot_papers
from candidates.services import ballot, deciding, leaving
from candidates.services.agenda import ballot_proposal, proposal_for
from candidates.workflow import State
from commission import resolutions
from commission.access import Role
from commission.models import DecisionKind, Election, Origin
from commission.services import annulment, sessions
from commission.services.decisions import Text, serve_decision
from commission.services.sessions import Voice
from tests.commission.documents import text_of
from tests.factories import (
    ALL_SEVEN,
    BALLOT_APPROVED,
    DECIDED,
    LEFT,
    NOTED,
    a_failure,
    a_false_declaration,
    a_person,
    an_approved_ballot,
    conclude_and_finish,
    holding,
    moment,
    nomination_in,
    record_checks,
)
from tests.marks import all_but_the_first_slow
from tests.sittings import CLOSED, OPENED, VOTED, convened, members_of, opened, voices

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "соттылығы туралы анықтама № 77-сыр"
IN_RUSSIAN = "справка о судимости № 77-тайна"


def failing(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(nomination, world, failing=["civil_service"])
    a_failure(nomination, world, told=NOTED, failed_check=nomination.checks.get(code="civil_service"), description=Text(SECRET, IN_RUSSIAN))
    return conclude_and_finish(nomination, world)


@pytest.fixture
def held(world):
    """A closed session: one registered, one refused against a separate opinion, one matter taken off."""
    people = [nomination_in(State.READY_FOR_DECISION, world), failing(world), nomination_in(State.READY_FOR_DECISION, world)]
    kinds = (DecisionKind.REGISTER, DecisionKind.REFUSE, DecisionKind.REGISTER)
    proposals = [proposal_for(nomination, kind, DECIDED) for nomination, kind in zip(people, kinds, strict=True)]
    members = members_of(world)
    session = opened(convened(world, *proposals), world, members[:6])
    by = {"actor": world.staff.secretary, "at": VOTED}
    first, second, third = session.items.order_by("ordinal")
    for item, against in ((first, []), (second, [Voice(members[3], "against", "Мен қарсымын.")])):
        sessions.record_votes(item, voices=[*against, *voices([m for m in members[:6] if not against or m != members[3]])], **by)
        sessions.adopt(item, **by)
    sessions.take_off(third, **by)
    return sessions.close_session(session, actor=world.staff.secretary, at=CLOSED)


def decision_of(held, ordinal):
    return held.items.get(ordinal=ordinal).decision


# -- the resolution


def test_a_refusal_orders_names_its_grounds_and_who_hears_an_appeal(world, held):
    decision = decision_of(held, 2)
    act = resolutions.resolution(decision)
    nomination = decision.grounds.get().nomination
    assert (act.number, act.session, act.tally.present, act.tally.in_favour, act.tally.against) == (decision.number, "1", 6, 5, 1)
    assert (
        act.points[0].ru
        == f"Отказать в регистрации лицу, выдвинутому под № {nomination.number}: {nomination.family_name_ru} {nomination.given_name_ru}."
    )
    assert [(g.article.ru, g.notified.ru, g.finding) for g in act.grounds] == [
        ("Конституционный закон о выборах, гл. 13-1", "2 сентября 2025 года, 12:00 (UTC+05:00)", None)
    ]
    assert SECRET in act.reasoning[0].kk
    assert (act.recourse.days, act.recourse.until, [d.kk for d in act.dissenters]) == (7, None, [str(world.staff.member)])
    signing = [("Төраға", str(world.staff.chair)), ("Хатшы", str(world.staff.secretary))]
    assert [(s.office.kk, s.name.kk) for s in act.signatories] == signing
    assert act.pdf() == resolutions.resolution(decision).pdf()


def test_where_no_reasons_are_written_what_was_found_stands_with_its_ground(world):
    nomination = failing(world)
    because = [deciding.Because("requirements", nomination.deficiencies.get())]
    deciding.refuse(nomination, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN, grounds=because)
    act = resolutions.resolution(nomination.grounds.get().decision)
    assert [(g.finding.kk, g.finding.ru) for g in act.grounds] == [(SECRET, IN_RUSSIAN)]
    assert [s.name for s in act.signatories] == [None, None]  # no session is on record: the names are written by hand


def test_the_last_day_of_an_appeal_stands_on_it_once_it_was_served(held, world):
    decision = decision_of(held, 2)
    serve_decision(decision, actor=world.staff.secretary, at=LEFT, served_at=LEFT, how="қолына")
    assert resolutions.resolution(decision).recourse.until.kk == "2025 жылғы 15 қыркүйек"


def test_a_registration_and_a_cancellation_order_what_follows(world, held):
    assert [p.kk for p in resolutions.resolution(decision_of(held, 1)).points][1] == "Кандидатқа куәлік берілсін."
    nomination = nomination_in(State.CANCELLED, world)
    act = resolutions.resolution(nomination.grounds.get().decision)
    assert "вычеркнуть" in act.points[1].ru and act.recourse is not None


def test_an_annulled_decision_says_so_and_by_which(world, held):
    decision = decision_of(held, 2)
    chair = world.superior
    members = [chair, *(holding(world.above, Role.MEMBER) for _ in range(6))]
    session = sessions.convene(world.above, actor=chair, at=LEFT, convened_for=LEFT)
    proposal = annulment.proposal(decision, Text("Заңға қайшы.", "Противоречит закону."))
    item = sessions.put_on_agenda(session, actor=chair, at=LEFT, proposals=[proposal])[0]
    sessions.open_session(session, actor=chair, at=LEFT, present=members)
    assert f"№ {decision.number}" in resolutions.draft(item).points[0].kk
    sessions.record_votes(item, actor=chair, at=LEFT, voices=voices(members))
    by = sessions.adopt(item, actor=chair, at=LEFT).decision
    decision.refresh_from_db()
    assert decision.annulled_by == by
    words = text_of(resolutions.resolution(decision).pdf())
    assert "Күші жойылған" in words and "Отменено" in words
    assert f"№ {decision.number}" in resolutions.resolution(by).points[0].ru


def test_a_draft_has_no_number_and_no_force(world):
    item = convened(world, proposal_for(failing(world), DecisionKind.REFUSE, DECIDED)).items.get()
    act = resolutions.draft(item)
    assert (act.number, act.tally, len(act.grounds)) == ("", None, 1)
    assert "Проект постановления" in text_of(act.pdf()) or "ПРОЕКТ ПОСТАНОВЛЕНИЯ" in text_of(act.pdf())


# -- the public copy


def test_the_public_reads_the_resolution_without_what_was_typed_about_the_person(client, held):
    decision = decision_of(held, 2)
    address = reverse("public:decision_pdf", args=[decision.pk])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    words = text_of(answer.content)
    assert SECRET not in words and "Мен қарсымын" not in words
    assert f"№ {decision.number}" in words and "ПОСТАНОВЛЕНИЕ" in words
    assert address in client.get(reverse("public:decisions", args=[decision.election.slug])).content.decode()


def test_the_portal_prints_no_resolution_of_a_record_that_it_only_replays(client, held, world):
    decision = decision_of(held, 1)
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert client.get(reverse("public:decision_pdf", args=[decision.pk])).status_code == 404
    assert client.get(reverse("public:decision_pdf", args=[0])).status_code == 404
    assert "decisions/" + str(decision.pk) not in client.get(reverse("public:decisions", args=[world.election.slug])).content.decode()


# -- the minutes


def test_the_minutes_hold_who_was_there_every_vote_and_the_head_of_the_log(held, world):
    paper = resolutions.minutes(held)
    assert (paper.number, paper.members_total, len(paper.present), [s.office.kk for s in paper.absent]) == ("1", 7, 6, ["Мүше"])
    assert (paper.opened.iso, paper.closed.iso) == (OPENED.isoformat(timespec="seconds"), CLOSED.isoformat(timespec="seconds"))
    matters = [(m.taken_off, len(m.votes), m.decision is None) for m in paper.matters]
    assert matters == [(False, 6, False), (False, 6, False), (True, 0, True)]
    assert [(o.matter, o.text) for o in paper.opinions] == [(2, "Мен қарсымын.")]
    words = text_of(paper.pdf())
    assert held.audit_head in words.replace("\n", "") and "снят с повестки дня" in words
    assert paper.pdf() == resolutions.minutes(held).pdf()


def test_who_presides_in_the_chairs_absence_signs(world):
    members = members_of(world)
    session = opened(convened(world), world, members[1:])
    sessions.close_session(session, actor=world.staff.secretary, at=CLOSED)
    assert [s.office.ru for s in resolutions.minutes(session).signatories] == ["Заместитель председателя", "Секретарь"]


# -- the ballot


def test_the_draft_of_the_ballot_and_the_text_as_approved(world):
    names = ("Қыдырәлі", "Әлімхан")
    people = [nomination_in(State.REGISTERED, world, **{**a_person(n), "family_name_kk": name}) for n, name in enumerate(names, 1)]
    draft = ballot_papers.draft(world.election, LEFT)
    assert (draft.approved, [line.family_name.kk for line in draft.lines]) == (None, ["Әлімхан", "Қыдырәлі"])
    decision = an_approved_ballot(world)[0].decision
    leaving.withdraw(people[0], actor=world.staff.secretary, at=moment("2025-09-20 10:00"))
    text = ballot_papers.approved(decision)
    assert [(line.family_name.kk, line.struck) for line in text.lines] == [("Әлімхан", False), ("Қыдырәлі", False)]
    assert text.approved.ru.endswith(f"№ {decision.number}")
    act = resolutions.resolution(decision)
    assert "1) Әлімхан" in act.points[1].kk and "3) Бәріне қарсымын" in act.points[1].kk
    assert len(text.pdf()) > 1000 and len(draft.pdf()) > 1000


def test_a_draft_of_the_ballot_lists_who_would_stand(world):
    for n in (1, 2):
        nomination_in(State.REGISTERED, world, **a_person(n))
    item = convened(world, ballot_proposal(world.election, BALLOT_APPROVED), convened_for=BALLOT_APPROVED).items.get()
    assert "2) " in resolutions.draft(item).points[1].kk


@pytest.mark.parametrize("how", all_but_the_first_slow(["withdrawn", "recalled", "cancelled"]))
def test_the_instruction_names_line_reason_and_decision(world, how):
    leaves = nomination_in(State.REGISTERED, world, way="party")
    for _ in range(2):
        nomination_in(State.REGISTERED, world)
    an_approved_ballot(world)
    at = moment("2025-09-20 10:00")
    if how == "cancelled":
        deciding.cancel(leaves, actor=world.staff.chair, at=at, vote=ALL_SEVEN, grounds=[a_false_declaration(leaves, world)])
    else:
        {"withdrawn": leaving.withdraw, "recalled": leaving.recall}[how](leaves, actor=world.staff.secretary, at=at)
    paper = ballot_papers.strike_out_instruction(leaves.ballot_option)
    reason = {"withdrawn": ballot_papers.WITHDREW, "recalled": ballot_papers.RECALLED, "cancelled": ballot_papers.CANCELLED}[how]
    assert (paper.line, paper.reason, paper.decision is not None) == (leaves.ballot_option.position, reason, how == "cancelled")
    assert "16/209" in paper.article.ru and leaves.family_name_kk in text_of(paper.pdf())


def test_a_line_that_stands_or_was_replaced_has_no_instruction(world):
    for _ in range(3):
        nomination_in(State.REGISTERED, world)
    lines = an_approved_ballot(world)
    assert not any(ballot_papers.is_struck_out(line) for line in lines)
    leaves = lines[0].nomination
    leaving.withdraw(leaves, actor=world.staff.secretary, at=moment("2025-09-20 10:00"))
    old = leaves.ballot_option
    assert ballot_papers.is_struck_out(old)
    ballot.approve_ballot(world.election, actor=world.staff.chair, at=moment("2025-09-22 10:00"), vote=ALL_SEVEN)
    old.refresh_from_db()
    assert not ballot_papers.is_struck_out(old)
