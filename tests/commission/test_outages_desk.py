"""The outage log at the desk, and the page that extends a term."""

import pytest

from commission.admin.writing import address
from commission.models import Election, Origin, Outage
from commission.selectors import windows_of
from commission.services.sessions import convene
from tests.commission.test_outages import BEGAN, ENDED, LATER, WORDS, an_outage
from tests.factories import NOMINATION_ENDS, events_of, moment
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db

OUTAGE = {"began_at": "2025-09-11T15:20", "ended_at": "2025-09-11T17:40", "words_kk": WORDS.kk, "words_ru": WORDS.ru}
EXTENSION = {
    "entry": "nomination", "due_at": "2025-09-12T18:00", "basis": "outage", "reasoning_kk": "Портал.", "reasoning_ru": "Портал.",
    "voted_at": "2025-09-11T17:55", "present": "7", "votes_for": "6", "votes_against": "1", "abstained": "0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def test_who_writes_the_log_and_who_extends(world, client):
    outage = an_outage(world, ended_at=None)
    assert who_may(client, world, address(world.home, "record-outage"), form=OUTAGE) == only("secretary")
    assert who_may(client, world, address(outage, "end-outage")) == only("secretary")
    assert who_may(client, world, address(world.election, "extend-term"), form=EXTENSION) == only("chair", "secretary")
    assert Outage.objects.count() == 1


def test_the_secretary_writes_an_outage_down_and_later_its_end(world, client):
    client.force_login(world.staff.secretary)
    answer = client.post(address(world.home, "record-outage"), {**OUTAGE, "ended_at": ""})
    row = Outage.objects.get()
    assert (answer.status_code, answer.url, row.began_at, row.ended_at) == (302, address(row), BEGAN, None)
    page = client.get(address(row))
    assert ([str(b.label) for b in page.context["buttons"]], WORDS.kk in page.content.decode()) == (["Record the end of the outage"], True)
    assert client.post(address(row, "end-outage"), {"ended_at": "2025-09-11T17:40"}).status_code == 302
    row.refresh_from_db()
    assert (row.ended_at, client.get(address(row, "end-outage")).status_code) == (ENDED, 409)
    assert list(client.get("/desk/commission/outage/").context["cl"].queryset) == [row]


def test_what_does_not_fit_comes_back_with_what_was_typed(world, client):
    client.force_login(world.staff.secretary)
    backwards = client.post(address(world.home, "record-outage"), {**OUTAGE, "ended_at": "2025-09-11T15:20", "words_ru": ""})
    form = backwards.context["form"]
    assert (backwards.status_code, set(form.errors), form["words_kk"].value()) == (422, {"ended_at", "words_ru"}, WORDS.kk)
    ahead = client.post(address(world.home, "record-outage"), {**OUTAGE, "began_at": "2125-09-11T15:20", "ended_at": ""})
    assert (ahead.status_code, ahead.context["form"]["began_at"].value()) == (409, "2125-09-11T15:20")
    assert said(ahead) == ["An outage can't lie ahead of the moment at which it is written down. Correct the moment."]
    assert Outage.objects.count() == 0


def test_the_log_of_another_commission_is_not_there(world, client):
    outage = an_outage(world, ended_at=None)
    client.force_login(world.outsider)
    assert [client.get(page).status_code for page in (address(outage), address(outage, "end-outage"))] == [404, 404]
    assert list(client.get("/desk/commission/outage/").context["cl"].queryset) == []


def test_a_decision_extends_the_term_by_the_figures_of_its_vote(world, client):
    outage = an_outage(world)
    client.force_login(world.staff.secretary)
    shown = client.get(address(world.election, "extend-term")).content.decode()
    assert "11 September 2025, 15:20 – 11 September 2025, 17:40" in shown
    answer = client.post(address(world.election, "extend-term"), {**EXTENSION, "outages": [str(outage.pk)]})
    assert (answer.status_code, answer.url) == (302, address(world.election))
    decision = world.election.decisions.get(kind="timetable", votes_against=1)
    outage.refresh_from_db()
    assert (decision.adopted_at, decision.reasoning_ru, outage.decision) == (moment("2025-09-11 17:55"), "Портал.", decision)
    assert windows_of(world.election)["nomination"].due_at == LATER


def test_an_extension_that_is_refused_says_why_and_keeps_what_was_typed(world, client):
    an_outage(world)
    client.force_login(world.staff.chair)
    answer = client.post(address(world.election, "extend-term"), EXTENSION)
    assert (answer.status_code, answer.context["form"]["reasoning_kk"].value()) == (409, "Портал.")
    assert said(answer) == ["No outage is cited that carries the extension. Write the outage into the log first, then cite it here."]
    few = client.post(address(world.election, "extend-term"), {**EXTENSION, "present": "4", "votes_for": "4", "basis": "too_few"})
    assert "a session needs two thirds of all members" in said(few)[0]
    assert windows_of(world.election)["nomination"].due_at == NOMINATION_ENDS


def test_it_may_be_put_on_the_agenda_instead_without_figures(world, client):
    outage = an_outage(world)
    session = convene(world.home, actor=world.staff.chair, at=BEGAN, convened_for=ENDED)
    client.force_login(world.staff.chair)
    form = {**{k: v for k, v in EXTENSION.items() if k not in ("voted_at", "present", "votes_for")}, "outages": [str(outage.pk)]}
    assert client.post(address(world.election, "extend-term"), form).status_code == 422
    assert client.post(address(world.election, "extend-term"), {**form, "session": str(session.pk)}).status_code == 302
    assert (session.items.get().kind, events_of(session)[-1]) == ("timetable", "session.item_added")
    assert windows_of(world.election)["nomination"].due_at == NOMINATION_ENDS


def test_a_replayed_election_offers_none_of_it(world, client):
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.secretary)
    assert list(client.get(address(world.election)).context["buttons"]) == []
    assert client.get(address(world.election, "extend-term")).status_code == 409
