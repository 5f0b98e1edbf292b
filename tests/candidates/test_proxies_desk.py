"""Proxies at the desk: the queue of those proposed, their registration with a certificate, and their end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.models import Proxy
from candidates.services import proxies
from candidates.workflow import State
from commission.access import Role
from commission.admin import printing
from commission.admin.writing import address
from commission.models import Election, Origin
from stations.services.places import add_stations
from tests.commission.documents import text_of
from tests.factories import CALLED, LEFT, _page, a_scan, a_user, appoint_as, events_of, nomination_in
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def row(world):
    add_stations(world.election, actor=world.staff.secretary, at=CALLED, rows=[{"number": 1, "kind": "open", "voters_on_list": 100}])
    return nomination_in(State.REGISTERED, world, applicant=world.candidate)


def proposed(row, number=1, **fields):
    given = {"actor": row.applicant, "at": LEFT, "full_name": f"Өкіл {number}", "station": 1, "consent": a_scan(number), **fields}
    return proxies.propose(row, **given)


def scan():
    return SimpleUploadedFile("келісім.png", _page(5), "image/png")


def panel_of(client):
    return [panel for panel in client.get("/desk/").context["panels"] if panel.anchor == "proxies"]


def test_who_records_registers_refuses_and_ends(world, row, client):
    proxy = proposed(row)
    assert who_may(client, world, address(row, "propose-proxy")) == only("secretary")
    for step in ("register", "refuse"):
        assert (step, who_may(client, world, address(proxy, step))) == (step, only("secretary"))
    proxies.register(row, actor=world.staff.secretary, at=LEFT, proxy=proxy)
    assert who_may(client, world, address(proxy, "end")) == only("secretary")


def test_the_queue_names_those_who_wait(world, row, client):
    client.force_login(world.staff.secretary)
    assert panel_of(client) == []
    waiting, registered = proposed(row), proposed(row, 2)
    proxies.register(row, actor=world.staff.secretary, at=LEFT, proxy=registered)
    [panel] = panel_of(client)
    assert (panel.data["rows"], [card.number for card in panel.cards]) == ([waiting], [1])
    the_list = client.get("/desk/candidates/proxy/", {"standing": "proposed"}).context["cl"].queryset
    assert (list(the_list), client.get("/desk/candidates/proxy/").context["cl"].result_count) == ([waiting], 2)
    client.force_login(world.staff.registrar)
    assert panel_of(client) == []


def test_registered_with_a_numbered_certificate_in_both_languages(world, row, client):
    proxy, account = proposed(row), a_user("helper")
    client.force_login(world.staff.secretary)
    assert client.post(address(proxy, "register"), {"account": account.email.upper()}).status_code == 302
    proxy.refresh_from_db()
    assert (proxy.certificate_number, proxy.user) == ("TEST-2025-0001-P1", account)
    [link] = client.get(address(proxy)).context["prints"]
    text = text_of(client.get(link.url).content)
    for words in ("TEST-2025-0001-P1", "Өкіл 1", "№ 1", row.family_name_kk):
        assert words in text
    assert (client.get(address(proxy, "register")).status_code, events_of(row)[-1]) == (409, "proxy.registered")
    client.force_login(world.staff.member)
    assert client.get(printing.address(proxy, "certificate")).status_code == 403


def test_named_on_paper_the_consent_may_come_with_the_registration(world, row, client):
    client.force_login(world.staff.secretary)
    answer = client.post(address(row, "propose-proxy"), {"full_name": "Өкіл", "station": "1"})
    proxy = Proxy.objects.get()
    assert (answer.url, proxy.consent, proxy.station.number) == (address(proxy), None, 1)
    missing = client.post(address(proxy, "register"), {"account": "nobody@example.test"})
    assert (missing.status_code, set(missing.context["form"].errors)) == (422, {"consent", "account"})
    assert client.post(address(proxy, "register"), {"consent": scan()}).status_code == 302
    proxy.refresh_from_db()
    assert (proxy.consent.kind, proxy.consent.received_from, bool(proxy.registered_at)) == ("consent", world.staff.secretary, True)


def test_more_than_the_law_allows_at_a_station_are_refused_with_what_was_typed(world, row, client):
    for number in (1, 2, 3):
        proposed(row, number)
    client.force_login(world.staff.secretary)
    answer = client.post(address(row, "propose-proxy"), {"full_name": "Төртінші", "station": "1"})
    assert (answer.status_code, answer.context["form"]["full_name"].value()) == (409, "Төртінші")
    assert said(answer)[0].startswith("There are 3 proxies already")
    assert client.post(address(row, "propose-proxy"), {"full_name": "Төртінші", "station": "77"}).status_code == 409
    assert Proxy.objects.count() == 3


@pytest.mark.parametrize(("step", "form", "end"), [("refuse", {}, "refused"), ("end", {"why": "own_wish"}, "own_wish")])
def test_refused_or_ended(world, row, client, step, form, end):
    proxy = proposed(row)
    if step == "end":
        proxies.register(row, actor=world.staff.secretary, at=LEFT, proxy=proxy)
    client.force_login(world.staff.secretary)
    assert client.post(address(proxy, step), form).status_code == 302
    proxy.refresh_from_db()
    assert (proxy.end, bool(proxy.ended_at), client.get(address(proxy)).context["buttons"]) == (end, True, [])
    assert client.get(address(proxy)).context["prints"] == []


def test_nobody_registers_his_own_proxy_and_a_replay_none(world, row, client):
    proxy = proposed(row)
    appoint_as(world.home, world.candidate, Role.SECRETARY)
    client.force_login(world.candidate)
    assert [client.get(page).status_code for page in (address(proxy), address(proxy, "register"))] == [403, 403]
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.secretary)
    assert (client.get(address(proxy, "register")).status_code, panel_of(client)) == (409, [])
