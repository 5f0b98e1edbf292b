"""The desk: who opens which page, that nothing there can be written, and what its first page says."""

import copy
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from candidates.models import BallotOption, Nomination
from candidates.services import proxies
from candidates.services.agenda import proposal_for
from candidates.services.intake import note_non_acceptance
from candidates.services.requests import send_request
from candidates.workflow import State
from commission import clock
from commission.access import SYSTEM, Role
from commission.admin.base import DeskModelAdmin
from commission.admin.scope import scope
from commission.models import AuditEvent, DecisionKind, Election, Membership, Origin, TimetableEntry
from commission.selectors import commissions_where
from commission.services.commissions import dismiss
from commission.services.decisions import Text
from commission.services.outages import record_outage
from results.models import Determination, Edition
from results.services.protocols import enter_protocol, receive_protocol
from stations.models import MeetingVenue, PosterPlace
from stations.services.places import add_stations
from tests.factories import CALLED, DECIDED, LEFT, TAKEN, a_false_declaration, an_approved_ballot, holding, moment, nomination_in
from tests.marks import all_but_the_first_slow
from tests.sittings import convened

pytestmark = pytest.mark.django_db

EVERYBODY = {"chair", "deputy", "secretary", "member", "registrar", "clerk", "auditor", "administrator", "superior"}
CASES = EVERYBODY - {"clerk", "administrator"}
PROTOCOLS = EVERYBODY - {"registrar", "administrator"}
# Every list of the desk, and who reads it. Everybody else who works at the desk gets 403, other people's rows are 404.
READERS = {
    "commission_commission": EVERYBODY,
    "commission_election": EVERYBODY,
    "commission_timetableentry": EVERYBODY,
    "commission_outage": EVERYBODY,
    "stations_pollingstation": EVERYBODY,
    "stations_meetingvenue": EVERYBODY,
    "stations_posterplace": EVERYBODY,
    "commission_decision": CASES,
    "commission_session": CASES,
    "commission_agendaitem": CASES,
    "candidates_nomination": CASES,
    "candidates_ballotoption": CASES,
    "candidates_proxy": {"chair", "deputy", "secretary", "registrar"},
    "candidates_nonacceptance": {"chair", "deputy", "secretary", "registrar"},
    "candidates_documentversion": {"chair", "deputy", "secretary", "registrar"},
    "candidates_authorityrequest": {"chair", "deputy", "secretary", "registrar"},
    "results_protocol": PROTOCOLS,
    "results_determination": PROTOCOLS,
    "results_edition": PROTOCOLS,
    "commission_auditevent": {"chair", "secretary", "auditor", "superior"},
    "commission_membership": {"administrator", "auditor"},
    "commission_user": {"administrator", "auditor"},
}
# The other commission's people hold chair, secretary and registrar there: its lists open, this commission's rows do not exist.
OUTSIDERS_LISTS = {name for name, readers in READERS.items() if readers & {"chair", "secretary", "registrar"}}
NOT_OF_THE_DESK = {"recorder", "candidate", "stranger"}
COUNTED = moment("2025-10-12 21:00")  # the polls are closed


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


@pytest.fixture(scope="module")
def office_of_this_file(world_of_this_file, django_db_blocker):
    """The world with one row of everything that the desk lists, made once: the tests only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield an_office(world_of_this_file)
        transaction.set_rollback(True)


@pytest.fixture
def office(office_of_this_file, db):
    return copy.deepcopy(office_of_this_file)


def an_office(world):
    nominations = [nomination_in(State.REGISTERED, world) for _ in range(2)]
    options = an_approved_ballot(world)
    asking = nomination_in(State.UNDER_VERIFICATION, world, applicant=world.candidate)
    station, second = add_stations(
        world.election, actor=world.staff.secretary, at=CALLED, rows=[{"number": n, "kind": "open", "voters_on_list": 900} for n in (1, 2)]
    )
    protocol = receive_protocol(station, actor=world.staff.clerk, at=COUNTED)
    decision = world.home.decisions.first()
    a_false_declaration(nominations[1], world)
    session = convened(world, proposal_for(nominations[1], DecisionKind.CANCEL, LEFT), at=LEFT)
    rows = {
        "commission_commission": world.home,
        "commission_election": world.election,
        "commission_timetableentry": world.election.timetable_entries.first(),
        "commission_decision": decision,
        "commission_outage": record_outage(
            world.home, actor=world.staff.secretary, at=DECIDED, began_at=CALLED, words=Text("Портал ашылмады", "Портал не открывался")
        ),
        "commission_auditevent": AuditEvent.objects.filter(home=world.home).first(),
        "commission_membership": Membership.objects.filter(user=world.staff.member).get(),
        "commission_user": world.staff.member,
        "commission_session": session,
        "commission_agendaitem": session.items.get(),
        "candidates_nomination": nominations[0],
        "candidates_ballotoption": options[0],
        "candidates_documentversion": asking.documents.first(),
        "candidates_authorityrequest": send_request(asking, actor=world.staff.registrar, at=TAKEN, codes=["conviction"])[0],
        "candidates_proxy": proxies.propose(nominations[0], actor=world.staff.secretary, at=DECIDED, full_name="Ө. Ө."),
        "candidates_nonacceptance": note_non_acceptance(
            world.election,
            actor=world.staff.secretary,
            at=COUNTED,
            person="Ә. Ж.",
            papers="Өтініш",
            brought_at=COUNTED,
            entry=world.election.timetable_entries.get(code="nomination"),
        ),
        "stations_pollingstation": station,
        "stations_meetingvenue": MeetingVenue.objects.create(election=world.election, number=1),
        "stations_posterplace": PosterPlace.objects.create(election=world.election, number=1),
        "results_protocol": protocol,
        "results_determination": Determination.objects.create(
            election=world.election,
            decision=decision,
            elected=options[0],
            totals={"lines": {"ballots_in_boxes": 10}, "votes": {"1": 7, "2": 3}},
        ),
        "results_edition": Edition.objects.create(
            election=world.election, number=1, status="certified", published_at=DECIDED, document={}, sha256="a" * 64
        ),
    }
    return SimpleNamespace(world=world, rows=rows, options=options, stations=[station, second])


def person(world, name):
    if name in ("superior", "outsider", "candidate", "stranger"):
        return getattr(world, name)
    return world.staff[Role(name)]


def addresses(rows):
    """Every list and every page of a row, by the name of the list."""
    for name, row in rows.items():
        yield name, "list", reverse(f"admin:{name}_changelist")
        yield name, "row", reverse(f"admin:{name}_change", args=[row.pk])


def expected(reader, name, kind):
    if reader == "anonymous":
        return 302
    if reader in NOT_OF_THE_DESK:
        return 403
    if reader == "outsider":
        if kind == "row":
            return 404
        return 200 if name in OUTSIDERS_LISTS else 403
    if kind == "list":
        return 200 if opens(reader, name) else 403
    return 200 if reader in READERS[name] else 403


def opens(reader, name):
    """Does the list open at all? Who watches from above is the chair there, whose own list of personal rows is another one."""
    return reader in READERS[name] or (reader == "superior" and "chair" in READERS[name])


# -- who opens what


def test_the_table_names_every_list_of_the_desk():
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert registered == set(READERS)


@pytest.mark.parametrize("reader", all_but_the_first_slow([*sorted(EVERYBODY), "outsider", *sorted(NOT_OF_THE_DESK), "anonymous"]))
def test_who_opens_which_page(reader, office, client):
    if reader != "anonymous":
        client.force_login(person(office.world, reader))
    found = {(name, kind): client.get(address).status_code for name, kind, address in addresses(office.rows)}
    assert found == {(name, kind): expected(reader, name, kind) for name in READERS for kind in ("list", "row")}


@pytest.mark.parametrize("reader", [*sorted(EVERYBODY), "outsider"])
def test_the_first_page_opens_and_lists_only_what_the_person_may_read(reader, office, client):
    client.force_login(person(office.world, reader))
    page = client.get(reverse("admin:index")).content.decode()
    lists = {name for name in READERS if f'href="{reverse(f"admin:{name}_changelist")}"' in page}
    assert lists == (OUTSIDERS_LISTS if reader == "outsider" else {name for name in READERS if opens(reader, name)})


@pytest.mark.parametrize("app", ["commission", "candidates", "stations", "results"])
def test_the_page_of_an_app_follows_its_lists(app, office, client):
    client.force_login(office.world.staff.administrator)
    mine = any(name.startswith(app) and "administrator" in readers for name, readers in READERS.items())
    assert client.get(reverse("admin:app_list", args=[app])).status_code == (200 if mine else 404)


def test_a_page_that_is_not_there_is_404_and_no_way_back_to_the_index(office, client):
    client.force_login(office.world.staff.chair)
    for name in READERS:
        if "chair" in READERS[name]:
            assert client.get(reverse(f"admin:{name}_change", args=[987654321])).status_code == 404


def test_rows_of_another_commission_stand_in_no_list(office, client):
    client.force_login(office.world.outsider)
    page = client.get(reverse("admin:candidates_nomination_changelist"))
    assert list(page.context["cl"].queryset) == []
    assert str(office.rows["commission_election"].title) not in page.content.decode()  # nor in its filter


def test_who_holds_a_role_no_longer_is_a_stranger(world, client):
    client.force_login(world.staff.member)
    assert client.get(reverse("admin:index")).status_code == 200
    dismiss(world.home, actor=SYSTEM, at=clock.now(), membership=world.staff.member.memberships.get())
    assert client.get(reverse("admin:index")).status_code == 403


def test_the_scope_is_what_the_matrix_says_and_is_asked_once(world, rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = world.superior
    action = DeskModelAdmin.view_action
    assert scope(request, action) == commissions_where(world.superior, action) == sorted([world.above.pk, world.home.pk])
    with django_assert_num_queries(0):
        scope(request, action)


# -- signing in


def test_without_a_login_the_way_leads_to_the_accounts_and_back(client):
    for address in ("/desk/", "/desk/candidates/nomination/", "/desk/no/such/page/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={address}")


def test_the_desk_asks_for_no_password_of_its_own(world, client):
    assert client.get(reverse("admin:login"))["Location"] == f"{reverse('account_login')}?next=/desk/"
    assert client.post(reverse("admin:login"), {"username": "x", "password": "y"}).status_code == 302
    client.force_login(world.staff.chair)
    assert client.get(reverse("admin:login"))["Location"] == "/desk/"
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("account_change_password")
    leaving = client.post(reverse("admin:logout"))
    assert (leaving.status_code, leaving["Location"]) == (307, reverse("account_logout"))


def test_a_stranger_is_told_whose_desk_it_is_and_not_asked_to_sign_in_again(world, client):
    client.force_login(world.stranger)
    for address in ("/desk/", "/desk/login/", "/desk/candidates/nomination/", "/desk/no/such/page/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "admin/commission/stranger.html" in [template.name for template in answer.templates]


def test_pages_of_the_desk_are_never_kept_by_a_cache(world, client):
    client.force_login(world.staff.chair)
    assert "no-store" in client.get("/desk/")["Cache-Control"]


# -- reading only


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["chair", "secretary", "administrator", "superior"])
def test_nothing_is_added_changed_or_deleted(reader, office, client):
    client.force_login(person(office.world, reader))
    before = {type(row): list(type(row)._default_manager.order_by("pk").values()) for row in office.rows.values()}
    statuses = set()
    for name, row in office.rows.items():
        the_list, page = reverse(f"admin:{name}_changelist"), reverse(f"admin:{name}_change", args=[row.pk])
        for address in (f"{the_list}add/", f"{page}change/", f"{page}delete/", f"{page}history/"):
            statuses |= {client.get(address).status_code, client.post(address, {"post": "yes"}).status_code}
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        for address in (the_list, page):
            statuses |= {client.post(address, chosen).status_code, client.delete(address).status_code, client.put(address).status_code}
    assert statuses <= {403, 404, 405}
    assert before == {type(row): list(type(row)._default_manager.order_by("pk").values()) for row in office.rows.values()}


def test_no_list_offers_an_action_and_no_permission_says_yes(world, rf):
    request = rf.get("/")
    request.user = world.staff.chair
    for desk in admin.site._registry.values():
        assert isinstance(desk, DeskModelAdmin)
        assert desk.actions is None
        assert not (desk.has_add_permission(request) or desk.has_change_permission(request) or desk.has_delete_permission(request))


def test_what_other_apps_register_stays_off_the_desk():
    assert Group not in admin.site._registry
    admin.site.register(Group, admin.ModelAdmin)
    assert Group not in admin.site._registry


def test_there_is_one_desk_however_often_it_is_asked_for():
    assert type(admin.site._wrapped)() is admin.site._wrapped


def test_a_filter_that_no_list_offers_is_refused(office, client):
    """An address with a filter of its own could ask for a value letter by letter and read the count."""
    client.force_login(office.world.staff.auditor)
    for name, question in (
        ("candidates_nomination", "phone__startswith=%2B7"),
        ("candidates_nomination", "iin_hash__gte=8"),
        ("candidates_nomination", "birth_date=1980-01-01"),
        ("candidates_nomination", "applicant__email__contains=a"),
        ("candidates_nomination", "_to_field=iin_hash"),
        ("commission_auditevent", "data__icontains=a"),
        ("commission_user", "password__startswith=a"),
        ("results_protocol", "entries__valid__gt=100"),
    ):
        assert (question, client.get(f"{reverse(f'admin:{name}_changelist')}?{question}").status_code) == (question, 400)


@pytest.mark.parametrize("question", ["{}%00", "{}ab%00c", "%00=1", "q=%00"])
@pytest.mark.parametrize(
    ("name", "filter_"),
    [("candidates_nomination", "state__exact="), ("commission_election", "origin__exact="), ("commission_membership", "role__exact=")],
)
def test_a_zero_byte_in_a_filter_leads_back_to_the_bare_list(name, filter_, question, office, client):
    staff = office.world.staff
    client.force_login(staff.administrator if name == "commission_membership" else staff.chair)
    the_list = reverse(f"admin:{name}_changelist")
    answer = client.get(f"{the_list}?{question.format(filter_)}")
    assert (answer.status_code, answer["Location"]) == (302, the_list)


# -- what stands on the pages


@pytest.mark.parametrize("language", all_but_the_first_slow(["kk", "ru", "en"]))
def test_pages_hold_no_inline_style_and_no_inline_script(language, office, client):
    chair = office.world.staff.chair
    chair.language = language
    chair.save()
    client.force_login(chair)
    pages = ["/desk/", *(address for name, _kind, address in addresses(office.rows) if "chair" in READERS[name])]
    for address in pages:
        page = client.get(address).content.decode()
        assert f'<html lang="{language}' in page
        assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", page) == [], address


def test_an_audit_event_shows_its_place_in_the_chain_and_both_times(office, client):
    client.force_login(office.world.staff.auditor)
    event = AuditEvent.objects.filter(home=office.world.home, kind="nomination.registered").first()
    page = client.get(reverse("admin:commission_auditevent_change", args=[event.pk])).content.decode()
    assert event.hash in page and event.previous_hash in page
    assert "5\xa0September\xa02025, 15:00\xa0(UTC+5)" in page
    assert "Candidate registered" in page


def typed(office, clerk, votes):
    options = BallotOption.objects.filter(election=office.world.election)
    lines = dict.fromkeys(("voters_on_list", "ballots_received", "ballots_issued", "ballots_in_boxes", "invalid"), 0)
    lines |= {
        "voters_on_list": 7411,
        "ballots_received": 7411,
        "ballots_cancelled": 0,
        "ballots_issued": 7411,
        "ballots_in_boxes": 7411,
        "valid": 7411,
    }
    by_option = {option.pk: votes if option.position == 1 else 0 for option in options}
    return enter_protocol(office.rows["results_protocol"], actor=clerk, at=COUNTED, lines=lines, votes=by_option)


@pytest.mark.parametrize("reader", ["clerk", "chair", "auditor"])
def test_what_was_typed_once_is_shown_to_nobody(reader, office, client):
    entry = typed(office, office.world.staff.clerk, 7411)
    client.force_login(person(office.world, reader))
    seen = [reverse("admin:results_protocol_changelist"), reverse("admin:results_protocol_change", args=[entry.protocol_id])]
    if reader != "clerk":
        event = AuditEvent.objects.get(kind="protocol.entered")
        seen.append(reverse("admin:commission_auditevent_change", args=[event.pk]))
    for address in seen:
        page = client.get(address).content.decode()
        assert "7411" not in page and "7,411" not in page, address


def test_figures_appear_once_two_people_typed_the_same_with_the_relations_that_fire(office, client):
    typed(office, office.world.staff.clerk, 7400)
    typed(office, holding(office.world.home, Role.CLERK), 7400)
    client.force_login(office.world.staff.clerk)
    page = client.get(reverse("admin:results_protocol_change", args=[office.rows["results_protocol"].pk])).content.decode()
    assert "7,411" in page and "7,400" in page
    assert "E.101" in page and "Valid ballots must equal the votes added up." in page
    assert "E.101" in client.get(reverse("admin:results_protocol_changelist")).content.decode()


# -- the first page


def first_page(client, user, monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: moment(at))
    client.force_login(user)
    page = client.get("/desk/")
    return {panel.anchor: panel for panel in page.context["panels"]}


def groups_of(panel):
    return {str(title): [(due.entry.code, due.begins) for due in rows] for title, _tone, rows in panel.data["groups"]}


def test_deadlines_are_grouped_by_the_day_of_the_city(world, client, monkeypatch):
    panels = first_page(client, world.staff.secretary, monkeypatch, "2025-09-11 18:30")
    found = groups_of(panels["deadlines"])
    assert found["Over since today"] == [("nomination", False)]
    assert found["In the next 7 days"] == [
        ("requirements_check", False),
        ("registration", False),
        ("signature_check", False),
        ("deposit", False),
        ("certificates", True),
        ("campaign", True),
    ]
    assert [card.number for card in panels["deadlines"].cards] == [
        len(found.get(name, [])) for name in ("Over since today", "Today", "In the next 7 days")
    ]


def test_the_last_hour_of_a_term_is_today_and_the_hour_after_is_over(world, client, monkeypatch):
    before = groups_of(first_page(client, world.staff.secretary, monkeypatch, "2025-09-16 17:59")["deadlines"])
    assert ("registration", False) in before["Today"]
    after = groups_of(first_page(client, world.staff.secretary, monkeypatch, "2025-09-16 18:00")["deadlines"])
    assert ("registration", False) in after["Over since today"]


def test_the_week_ahead_ends_with_its_seventh_day(world, client, monkeypatch):
    day = TimetableEntry.objects.get(election=world.election, code="withdrawal").due_at - timedelta(days=7)
    there = clock.local(day, world.home.time_zone).date()
    inside = groups_of(first_page(client, world.staff.clerk, monkeypatch, f"{there} 00:00")["deadlines"])
    assert ("withdrawal", False) in inside["In the next 7 days"]
    outside = groups_of(first_page(client, world.staff.clerk, monkeypatch, f"{there - timedelta(days=1)} 23:59")["deadlines"])
    assert ("withdrawal", False) not in [pair for rows in outside.values() for pair in rows]


def test_a_replayed_election_owes_nothing(world, client, monkeypatch):
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert groups_of(first_page(client, world.staff.secretary, monkeypatch, "2025-09-11 17:00")["deadlines"]) == {}


def test_another_commission_sees_none_of_it(world, client, monkeypatch):
    assert groups_of(first_page(client, world.outsider, monkeypatch, "2025-09-11 17:00")["deadlines"]) == {}
    assert groups_of(first_page(client, world.superior, monkeypatch, "2025-09-11 17:00")["deadlines"]) != {}


def test_the_count_is_told_once_voting_has_begun(office, client, monkeypatch):
    assert "counting" not in first_page(client, office.world.staff.clerk, monkeypatch, "2025-10-12 06:59")
    panel = first_page(client, office.world.staff.clerk, monkeypatch, "2025-10-12 07:00")["counting"]
    assert [(row["stations"], row["accepted"], [(str(label), n) for label, n in row["open"]]) for row in panel.data["rows"]] == [
        (2, 0, [("Expected", 1), ("Received, not entered", 1)])
    ]


def test_the_administrator_sees_accounts_and_no_case(office, client, monkeypatch):
    panels = first_page(client, office.world.staff.administrator, monkeypatch, "2025-10-12 12:00")
    assert set(panels) == {"deadlines"}
    for nomination in Nomination.objects.all():
        for name in READERS:
            page = client.get(reverse(f"admin:{name}_changelist"))
            assert nomination.family_name_en not in page.content.decode()
