"""The resolution after a registered candidate left: open until it is taken, taken once, shown on desk and public page (CL art. 105(3))."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from candidates.models import Nomination
from candidates.presentation import shown_of
from candidates.services import deciding, leaving
from candidates.services.agenda import proposal_for
from candidates.workflow import State
from commission import audit, resolutions
from commission.admin.writing import address
from commission.models import AgendaItem, Decision, DecisionKind, Election, Origin
from commission.services import matters, sessions
from tests.factories import ALL_SEVEN, DECIDED, FINISHED, LEFT, events_of, moment, nomination_in, refused
from tests.sittings import convened, members_of, opened, voted

pytestmark = pytest.mark.django_db
DEPARTURE = DecisionKind.DEPARTURE
CONVENED_FOR, OPENED, VOTED, CLOSED = (moment(f"2025-09-09 {hour}") for hour in ("15:00", "15:05", "15:30", "16:00"))


@pytest.fixture(autouse=True)
def sentences_in_english(settings):
    settings.STAFF_MFA = False
    with override("en"):
        yield


def left(world, how="withdraw"):
    nomination = nomination_in(State.REGISTERED, world, **({"way": "party"} if how == "recall" else {}))
    return getattr(leaving, how)(nomination, actor=world.staff.secretary, at=LEFT)


def waiting(world, at=CONVENED_FOR):
    return [(each.matter, each.hindrance) for each in matters.waiting(world.home, at) if each.kind == DEPARTURE]


def decided(nomination, world):
    """The matter carried by a session of its own; gives the decision."""
    members = members_of(world)
    session = convened(world, proposal_for(nomination, DEPARTURE, LEFT), at=LEFT, convened_for=CONVENED_FOR)
    opened(session, world, members, at=OPENED)
    item = voted(session.items.get(), world, members, at=VOTED)
    sessions.close_session(session, actor=world.staff.secretary, at=CLOSED)
    return item.decision


@pytest.mark.parametrize("how", ["withdraw", "recall"])
def test_a_registered_candidate_who_left_waits_for_a_resolution(world, how):
    unregistered = nomination_in(State.READY_FOR_DECISION, world)
    leaving.withdraw(unregistered, actor=world.staff.secretary, at=LEFT)
    for state in (State.REGISTERED, State.CANCELLED, State.REFUSED):
        nomination_in(state, world)
    nomination = left(world, how)
    assert (nomination.state, nomination.ended_at, nomination.departed_by) == ("withdrawn", LEFT, None)
    assert waiting(world) == [(nomination, "")]


def test_it_is_taken_once_and_moves_no_state(world):
    nomination = left(world)
    decision = decided(nomination, world)
    nomination = Nomination.objects.get(pk=nomination.pk)
    assert (nomination.departed_by, nomination.state, nomination.ended_at) == (decision, "withdrawn", LEFT)
    assert (decision.kind, decision.adopted_at, decision.votes_for) == ("departure", VOTED, 7)
    assert events_of(nomination)[-2:] == ["nomination.withdrawn", "nomination.departure_decided"]
    assert waiting(world) == []
    refused("decided_already", deciding.cancel_after_leaving, nomination, actor=world.staff.chair, at=CLOSED, vote=ALL_SEVEN)
    assert audit.verify() == []


@pytest.mark.parametrize("state", [State.READY_FOR_DECISION, State.REGISTERED, State.CANCELLED])
def test_nobody_loses_a_registration_so_who_did_not_leave(world, state):
    nomination = nomination_in(state, world)
    refused("not_left", deciding.cancel_after_leaving, nomination, actor=world.staff.chair, at=CLOSED, vote=ALL_SEVEN)
    with pytest.raises(IntegrityError, match="departure_of_a_registered_person"), transaction.atomic():
        Nomination.objects.filter(pk=nomination.pk).update(departed_by=Decision.objects.latest("pk"))


def test_it_follows_the_statement_and_needs_quorum_and_role(world):
    nomination = left(world)
    refused("before_leaving", deciding.cancel_after_leaving, nomination, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN)
    refused("vote_missing", deciding.cancel_after_leaving, nomination, actor=world.staff.chair, at=CLOSED, vote=None)
    refused("role", deciding.cancel_after_leaving, nomination, actor=world.staff.registrar, at=CLOSED, vote=ALL_SEVEN, status=403)


def test_a_replayed_record_knows_no_such_matter(world):
    nomination = left(world)
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert waiting(world) == []
    assert shown_of(Election.objects.get(pk=world.election.pk))[0].rulings[-1].decision == nomination.registered_by


@pytest.mark.parametrize(
    ("how", "kazakh", "russian"),
    [
        ("withdraw", "кандидаттың өз кандидатурасын алып тастауы назарға алынсын", "Принять к сведению снятие кандидатуры кандидата"),
        ("recall", "кандидаттың кері шақырылуы назарға алынсын", "Принять к сведению отзыв кандидата"),
    ],
)
def test_the_resolution_cancels_the_numbered_registration_in_both_languages(world, how, kazakh, russian):
    nomination = left(world, how)
    registered = nomination.registered_by.number
    paper = resolutions.resolution(decided(nomination, world))
    assert kazakh in paper.points[0].kk and russian in paper.points[0].ru
    assert f"№ {registered} қаулы" in paper.points[1].kk and "105" in paper.points[1].kk
    assert f"постановление от 5 сентября 2025 года № {registered}" in paper.points[1].ru
    assert "8 қыркүйек" in paper.reasoning[0].kk and "8 сентября 2025" in paper.reasoning[0].ru
    assert resolutions.public_copy(Decision.objects.latest("pk")).points == paper.points


def test_the_public_page_and_the_desk_show_it_beside_the_registration(client, world):
    nomination = left(world)
    decision = decided(nomination, world)
    shown = shown_of(world.election)[0]
    assert [(r.title, r.decision.number) for r in shown.rulings] == [
        ("Registered candidate", nomination.registered_by.number),
        ("Registration cancelled", decision.number),
    ]
    assert (shown.stage, shown.excluded_by, shown.corrections) == (State.WITHDRAWN, None, [])
    assert decision.subject in client.get(reverse("public:decisions", args=[world.election.slug])).content.decode()
    client.force_login(world.staff.secretary)
    page = client.get(address(nomination)).content.decode()
    assert address(decision) in page


def test_the_secretary_puts_it_on_the_agenda_from_the_case_page(client, world):
    nomination = left(world)
    session = convened(world, at=FINISHED, convened_for=CONVENED_FOR)
    client.force_login(world.staff.secretary)
    step = address(nomination, "propose-departure")
    page = client.get(step)
    assert page.status_code == 200
    words = page.context["form"].initial | {name: field.initial for name, field in page.context["form"].fields.items()}
    sent = {"session": session.pk, "reasoning_kk": words["reasoning_kk"], "reasoning_ru": words["reasoning_ru"]}
    assert client.post(step, sent).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.kind, item.matter, sessions.draft_of(item)["reasoning"]["ru"]) == ("departure", nomination, words["reasoning_ru"])
    assert client.get(address(item)).status_code == 200
