"""Nominations on the desk: whose data is shown to whom, which case waits for whom, and what a page costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Channel, Nomination
from candidates.services import appeals, verification
from candidates.workflow import STAFF_LABELS, State, open_steps
from commission import clock
from commission.access import Role
from commission.admin.pages import flat
from commission.models import Election, Origin
from commission.services.decisions import Text
from tests.factories import (
    CALLED,
    CONCLUDED,
    LEFT,
    a_failure,
    holding,
    moment,
    nomination_in,
    record_checks,
)
from tests.marks import all_but_the_first_slow

pytestmark = pytest.mark.django_db

THE_LIST = "/desk/candidates/nomination/"
PERSON = {
    "address": "Secret street 17",
    "phone": "+7 701 999 88 77",
    "email": "private@example.test",
    "convictions": "none at all declared",
}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def case(row):
    return reverse("admin:candidates_nomination_change", args=[row.pk])


def read(client, user, address):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sections_of(answer):
    return {str(s.title): s for s in flat(answer.context["page"].sections) if hasattr(s, "title")}


# -- personal data


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DEPUTY, Role.SECRETARY, Role.REGISTRAR])
def test_case_workers_read_personal_data_and_four_digits_of_the_identity_number(role, world, client):
    row = nomination_in(State.REGISTERED, world, **PERSON)
    page = read(client, world.staff[role], case(row))
    assert [value in page for value in PERSON.values()] == [True] * 4
    assert f"•••• •••• {row.iin[-4:]}" in page
    assert row.iin not in page and row.iin_hash not in page


@pytest.mark.parametrize("reader", ["member", "auditor", "superior"])
def test_everybody_else_is_told_that_it_is_not_for_their_role(reader, world, client):
    row = nomination_in(State.REGISTERED, world, **PERSON)
    user = world.superior if reader == "superior" else world.staff[Role(reader)]
    for address in (case(row), THE_LIST, "/desk/"):
        page = read(client, user, address)
        assert [value for value in (*PERSON.values(), row.iin, row.iin[-4:], "1 January 1980") if value in page] == []
    assert read(client, user, case(row)).count("–, not for your role") == 6


def test_an_auditor_may_not_read_the_note_of_a_check(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    verification.record_check(row, actor=world.staff.registrar, at=CONCLUDED, code="identity", result="passed", note="a private remark")
    assert "a private remark" in read(client, world.staff.registrar, case(row))
    assert "a private remark" not in read(client, world.staff.auditor, case(row))


def test_an_identity_number_that_does_not_open_breaks_no_page(world, client):
    row = nomination_in(State.SUBMITTED, world)
    Nomination.objects.filter(pk=row.pk).update(iin_sealed=b"x" * 40)
    assert "be read with the key of this portal" in read(client, world.staff.registrar, case(row))


def test_the_list_is_searched_by_name_and_by_nothing_else(world, client):
    row = nomination_in(State.SUBMITTED, world, family_name_en="Searchable", **PERSON)
    client.force_login(world.staff.registrar)
    for words, found in (("searchab", [row]), (PERSON["phone"], []), (row.iin, []), (PERSON["email"], []), ("Secret street", [])):
        assert (words, list(client.get(THE_LIST, {"q": words}).context["cl"].queryset)) == (words, found)


def test_what_a_person_types_on_the_portal_is_nobody_elses_before_it_is_handed_in(world, client):
    draft = nomination_in(State.DRAFT, world, applicant=world.candidate)
    lapsed = nomination_in(State.LAPSED, world, applicant=world.stranger)
    on_paper = nomination_in(State.DRAFT, world)
    client.force_login(world.staff.secretary)
    assert list(client.get(THE_LIST).context["cl"].queryset) == [on_paper]
    assert [client.get(case(row)).status_code for row in (draft, lapsed, on_paper)] == [404, 404, 200]


# -- the list and the page


def test_the_list_filters_by_election_state_and_way(world, client):
    submitted, registered = nomination_in(State.SUBMITTED, world), nomination_in(State.REGISTERED, world)
    client.force_login(world.staff.member)
    for question, found in (
        ({"state__exact": "registered"}, [registered]),
        ({"way__exact": "party"}, []),
        ({"election": world.election.pk}, [submitted, registered]),
        ({"election": "no number"}, [submitted, registered]),
    ):
        assert list(client.get(THE_LIST, question).context["cl"].queryset) == found


def test_due_is_what_the_case_waits_for_now(world, client):
    correction = nomination_in(State.CORRECTION_REQUESTED, world)
    checking = nomination_in(State.UNDER_VERIFICATION, world)
    ready = nomination_in(State.READY_FOR_DECISION, world)
    client.force_login(world.staff.registrar)
    found = {row.pk: row.next_due for row in client.get(THE_LIST).context["cl"].queryset}
    first = checking.checks.order_by("due_at").values_list("due_at", flat=True).first()
    assert found == {correction.pk: correction.correction_due_at, checking.pk: first, ready.pk: moment("2025-09-16 18:00")}
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert {row.next_due for row in client.get(THE_LIST).context["cl"].queryset} == {None}


@pytest.mark.parametrize("state", all_but_the_first_slow(list(State)))
def test_every_state_has_a_page_that_says_who_may_do_what_next(state, world, client):
    row = nomination_in(state, world)
    client.force_login(world.staff.chair)
    answer = client.get(case(row))
    assert str(answer.context["page"].status) == str(STAFF_LABELS[state])
    lines = sections_of(answer)["What can happen next"].lines
    assert [str(line.label) for line in lines] == [str(step.label) for step in open_steps(state)]
    assert all(line.who for line in lines)


def test_a_step_says_why_it_is_not_possible_yet(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.secretary)
    lines = {str(line.label): line for line in sections_of(client.get(case(row)))["What can happen next"].lines}
    pending = row.checks.filter(after_registration=False).count()
    assert lines["Confirm the verification"].why_not == f"{pending} checks have no result yet."
    assert lines["Confirm the verification"].who == "Deputy chair, Secretary, Registrar"
    assert "10\xa0October\xa02025, 18:00\xa0(UTC+5)" in lines["Withdraw"].term


def test_a_refusal_shows_its_ground_its_failure_its_decision_and_the_appeal_over_it(world, client):
    row = nomination_in(State.REFUSED, world)
    decision = row.grounds.get().decision
    appeals.record_appeal(
        row, actor=world.staff.secretary, at=LEFT, decision=decision, body=Text("Сот", "Суд", "City court"), filed_at=LEFT
    )
    client.force_login(world.staff.member)
    answer = client.get(case(row))
    found = sections_of(answer)
    assert str(answer.context["page"].overlay) == "under appeal"
    assert [line[1] for line in found["Grounds"].rows] == ["Constitutional Law on elections, ch. 13-1"]
    assert [str(line[2]) for line in found["Grounds"].rows] == ["Талап орындалмаған"]
    assert [line[0] for line in found["Decisions"].rows] == [decision.number]
    assert [line[0] for line in found["Appeals"].rows] == ["City court"]


def test_the_trail_tells_what_happened_who_did_it_and_when_it_was_recorded(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.auditor)
    lines = sections_of(client.get(case(row)))["Audit trail of this case"].rows
    assert [(str(line[1]), str(line[2])) for line in lines][-2:] == [
        ("Nomination submitted", "Secretary"),
        ("Verification begun", "Registrar"),
    ]
    assert lines[-1][3] == "1\xa0September\xa02025, 10:00\xa0(UTC+5)"
    assert lines[-1][4] != lines[-1][3]


def test_a_deficiency_stands_with_its_article_and_its_notice(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    a_failure(row, world, article="CL art. 104(1)", description="No deposit")
    client.force_login(world.staff.deputy)
    line = sections_of(client.get(case(row)))["Deficiencies"].rows[0]
    assert (line[0], line[1]) == ("No deposit", "Constitutional Law on elections, art. 104(1)")
    assert line[4] == "2\xa0September\xa02025, 12:00\xa0(UTC+5)"


# -- what waits for me


def waiting(client, user):
    client.force_login(user)
    panels = {panel.anchor: panel for panel in client.get("/desk/").context["panels"]}
    return (
        {row.pk: [str(step.label) for step in steps] for row, steps, _days in panels["waiting"].data["rows"]}
        if "waiting" in panels
        else None
    )


def test_a_case_waits_for_the_role_that_owes_its_next_step(world, client):
    submitted = nomination_in(State.SUBMITTED, world).pk
    checking = nomination_in(State.UNDER_VERIFICATION, world).pk
    nomination_in(State.CORRECTION_REQUESTED, world)
    ready = nomination_in(State.READY_FOR_DECISION, world).pk
    registered = nomination_in(State.REGISTERED, world).pk
    a_failure(Nomination.objects.get(pk=checking), world, curable=True, told=None)
    table = {
        Role.REGISTRAR: {
            submitted: ["Begin verification"], checking: ["Verify", "Request correction"], registered: ["Check after registration"],
        },
        Role.CHAIR: {ready: ["Send back", "Register", "Refuse"]},
        Role.SECRETARY: {ready: ["Register", "Refuse"]},
        Role.DEPUTY: {},
        Role.MEMBER: {},
        Role.AUDITOR: {},
        Role.CLERK: None,
        Role.ADMINISTRATOR: None,
    }  # fmt: skip
    assert {role: waiting(client, world.staff[role]) for role in table} == table
    assert waiting(client, world.superior) == {}
    assert waiting(client, world.outsider) == {}


def test_a_concluded_verification_waits_for_a_second_person_only(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(row, world)
    verification.conclude_verification(row, actor=world.staff.registrar, at=CONCLUDED)
    second = holding(world.home, Role.REGISTRAR)
    found = {
        name: waiting(client, user) for name, user in (("first", world.staff.registrar), ("second", second), ("deputy", world.staff.deputy))
    }
    assert found == {"first": {}, "second": {row.pk: ["Confirm the verification"]}, "deputy": {row.pk: ["Confirm the verification"]}}


def test_a_case_waits_since_the_step_that_brought_it_there(world, client):
    nomination_in(State.READY_FOR_DECISION, world)
    page = read(client, world.staff.chair, "/desk/")
    assert "4 September 2025, 11:00 (UTC+5)" in page


def test_a_replayed_case_waits_for_nobody(world, client):
    nomination_in(State.READY_FOR_DECISION, world)
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    assert waiting(client, world.staff.chair) == {}


# -- what a page costs


def many(world, count):
    first = (world.election.nominations.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    Nomination.objects.bulk_create(
        Nomination(
            election=world.election, number=number, state=State.SUBMITTED, way="self", channel=Channel.PAPER, received_at=CALLED,
            given_name_kk="А", family_name_kk=f"Б{number}",
        )
        for number in range(first, first + count)
    )  # fmt: skip


def queries(client, address):
    client.get("/desk/")  # the first request of a session notes the factors of its account
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/desk/", THE_LIST, f"{THE_LIST}?q=Б", f"{THE_LIST}?state__exact=submitted"])
def test_a_page_asks_the_database_as_often_with_500_cases_as_with_5(address, world, client):
    client.force_login(world.staff.registrar)
    many(world, 5)
    few = queries(client, address)
    many(world, 495)
    assert queries(client, address) == few


def test_a_case_page_asks_as_often_however_long_the_case_is(world, client):
    short = nomination_in(State.UNDER_VERIFICATION, world)
    long = nomination_in(State.UNDER_VERIFICATION, world)
    for number in range(20):
        a_failure(long, world, description=f"point {number}")
    a_failure(short, world)
    client.force_login(world.staff.registrar)
    assert queries(client, case(short)) == queries(client, case(long))


def test_the_count_of_waiting_cases_is_whole_where_the_list_is_cut(world, client):
    many(world, 30)
    client.force_login(world.staff.registrar)
    panel = next(p for p in client.get("/desk/").context["panels"] if p.anchor == "waiting")
    assert (panel.cards[0].number, len(panel.data["rows"]), panel.data["more"]) == (30, 20, 10)


def test_the_clock_of_the_desk_is_the_portals(world, client, monkeypatch):
    nomination_in(State.SUBMITTED, world)
    monkeypatch.setattr(clock, "now", lambda: CALLED.replace(year=2026))
    client.force_login(world.staff.registrar)
    panel = next(p for p in client.get("/desk/").context["panels"] if p.anchor == "waiting")
    assert [days for _row, _steps, days in panel.data["rows"]] == [363]
