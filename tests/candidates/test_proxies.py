"""Proxies: proposed within the limit, registered with a consent and a certificate, ended with the candidacy at the latest."""

import pytest

from candidates.models import ProxyEnd
from candidates.services import appeals, deciding, filing, leaving, proxies
from candidates.workflow import State
from commission.access import Role
from commission.audit import verify
from commission.selectors import roles_of
from commission.services.decisions import Text
from stations.services.places import add_stations
from tests.factories import (
    ALL_SEVEN,
    CALLED,
    LEFT,
    STARTED,
    a_draft,
    a_false_declaration,
    a_scan,
    a_user,
    events_of,
    moment,
    nomination_in,
    refused,
)

LATER = moment("2025-09-09 10:00")


@pytest.fixture
def registered(world):
    add_stations(
        world.election,
        actor=world.staff.secretary,
        at=CALLED,
        rows=[{"number": n, "kind": "open", "voters_on_list": 100} for n in (1, 2)],
    )
    return nomination_in(State.REGISTERED, world, applicant=world.candidate)


def propose(nomination, number=1, *, by=None, at=LEFT, **fields):
    given = {"full_name": f"Өкіл {number}", "phone": "+7 700 000 00 00", "station": 1, **fields}
    return proxies.propose(nomination, actor=by or nomination.applicant, at=at, **given)


def test_a_candidate_proposes_and_the_commission_registers(world, registered):
    proxy = propose(registered, consent=a_scan(3))
    assert (proxy.station.number, proxy.consent.get_kind_display(), proxy.registered_at) == (1, "consent of a proxy", None)
    account = a_user("proxy")
    assert roles_of(account, registered) == {Role.STRANGER}
    proxies.register(registered, actor=world.staff.secretary, at=LATER, proxy=proxy, user=account)
    proxy.refresh_from_db()
    assert (proxy.registered_at, proxy.certificate_number) == (LATER, "TEST-2025-0001-P1")
    assert roles_of(account, registered) == {Role.PROXY}
    proxies.end(registered, actor=world.candidate, at=LATER, proxy=proxy, why=ProxyEnd.CANDIDATE)
    assert roles_of(account, registered) == {Role.STRANGER}
    assert events_of(registered)[-3:] == ["proxy.proposed", "proxy.registered", "proxy.ended"]
    assert verify() == []


def test_who_is_only_proposed_does_not_act_yet(world, registered):
    """The account would see the whole case before the commission has looked at the consent."""
    proxy = propose(registered)
    proxy.user = account = a_user("proxy")
    proxy.save()
    assert roles_of(account, registered) == {Role.STRANGER}


def test_a_station_takes_as_many_as_the_rules_allow(world, registered):
    three = [propose(registered, n) for n in range(3)]
    refusal = refused("too_many_proxies", proxies.propose, registered, actor=world.candidate, at=LEFT, full_name="Төртінші", station=1)
    assert refusal.article == "CL art. 31"
    propose(registered, station=2)
    propose(registered, station=None)
    proxies.end(registered, actor=world.candidate, at=LATER, proxy=three[0], why=ProxyEnd.OWN_WISH)
    assert propose(registered, at=LATER).station.number == 1


@pytest.mark.parametrize(("code", "fields"), [("no_name", {"full_name": " "}), ("unknown_station", {"full_name": "Өкіл", "station": 99})])
def test_what_cant_be_proposed(world, registered, code, fields):
    refused(code, proxies.propose, registered, actor=world.candidate, at=LEFT, **fields)


def test_registration_needs_the_consent_and_an_account_of_its_own(world, registered):
    secretary = world.staff.secretary
    refused("no_consent", proxies.register, registered, actor=secretary, at=LATER, proxy=propose(registered))
    first, second = propose(registered, consent=a_scan()), propose(registered, 2, consent=a_scan(1))
    refused("own_proxy", proxies.register, registered, actor=secretary, at=LATER, proxy=first, user=world.candidate)
    account = a_user("proxy")
    proxies.register(registered, actor=secretary, at=LATER, proxy=first, user=account)
    refused("registered_already", proxies.register, registered, actor=secretary, at=LATER, proxy=first)
    refused("second_proxy", proxies.register, registered, actor=secretary, at=LATER, proxy=second, user=account)


def test_a_proxy_of_somebody_else_is_unknown(world, registered):
    other = propose(nomination_in(State.REGISTERED, world, applicant=a_user()))
    step = {"actor": world.staff.secretary, "at": LATER, "proxy": other}
    refused("unknown_proxy", proxies.register, registered, status=404, **step)
    refused("unknown_proxy", proxies.end, registered, status=404, why=ProxyEnd.OWN_WISH, **step)
    refused("reason_needed", proxies.end, other.nomination, why=ProxyEnd.CANDIDACY, **step)


def test_the_end_of_the_candidacy_ends_the_proxies(world, registered):
    proxy = propose(registered)
    leaving.withdraw(registered, actor=world.candidate, at=LATER, statement=a_scan())
    proxy.refresh_from_db()
    assert (proxy.ended_at, proxy.end) == (LATER, "candidacy")
    assert registered.documents.get(kind="withdrawal").channel == "portal"
    refused("state", proxies.propose, registered, actor=world.candidate, at=LATER, full_name="Өкіл")
    assert verify() == []


def test_a_refusal_and_a_draft_given_up_end_them_too(world):
    draft = a_draft(world, applicant=world.candidate)
    given_up = propose(draft, station=None, at=STARTED)
    filing.discard(draft, actor=world.candidate, at=STARTED)
    given_up.refresh_from_db()
    assert given_up.end == "candidacy"


def test_a_reinstatement_gives_back_the_proxies_that_the_decision_took(world, registered):
    kept, ended = propose(registered), propose(registered, 2)
    proxies.end(registered, actor=world.candidate, at=LEFT, proxy=ended, why=ProxyEnd.OWN_WISH)
    deciding.cancel(registered, actor=world.staff.chair, at=LATER, vote=ALL_SEVEN, grounds=[a_false_declaration(registered, world)])
    kept.refresh_from_db()
    assert kept.end == "candidacy"
    decision = registered.grounds.get().decision
    appeal = appeals.record_appeal(
        registered, actor=world.staff.secretary, at=LATER, decision=decision, body=Text("Сот", "Суд", "Court"), filed_at=LATER
    )
    appeals.decide_appeal(registered, actor=world.staff.secretary, at=LATER, appeal=appeal, outcome="upheld")
    deciding.reinstate(registered, actor=world.staff.secretary, at=LATER, target=State.REGISTERED)
    for proxy in (kept, ended):
        proxy.refresh_from_db()
    assert (kept.ended_at, kept.end, ended.end) == (None, "", "own_wish")
    assert verify() == []
