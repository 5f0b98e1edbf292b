"""The counter at the desk: one page a person, all errors at once, nothing typed is lost, and a receipt that is printed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.models import Nomination
from candidates.services import filing, intake
from candidates.workflow import State
from commission.access import Role
from commission.admin import printing
from commission.admin.writing import address
from commission.files.sentences import refused
from commission.models import AuditEvent, Election, Origin
from results.demo.people import iin
from tests.candidates.test_paper_door import SELF, asked_to_correct, file
from tests.commission.documents import text_of
from tests.factories import STARTED, SUBMITTED, _page, appoint_as, events_of, moment, nomination_in
from tests.hostile import OTHER, PROGRAM
from tests.hostile_pdf import a_pdf, saved
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db


APPLICATION = {
    "handed_at": "2025-08-28T10:00:00", "why": "", "way": "self",
    "family_name_kk": "Төлеуов", "given_name_kk": "Қаныш", "family_name_ru": "Тулеуов", "given_name_ru": "Каныш",
    "birth_date_0": "1", "birth_date_1": "1", "birth_date_2": "1980", "sex": "man", "citizenship": "KZ",
    "iin": iin(date(1980, 1, 1), woman=False, serial=77),
    "address": "Абай көшесі, 1", "phone": "+7 700 111 22 33", "email": "",
    "education": "жоғары", "occupation_kk": "мұғалім", "occupation_ru": "учитель", "married": "yes", "convicted": "no",
    "paper_application": "on", "sheets_application": "2", "paper_civil_service_papers": "on", "paper_declaration_candidate": "on",
    "paper_declaration_spouse": "on", "declared": "on",
}  # fmt: skip
WHY = "The clerk was ill."
TYPED_ON_ANOTHER_DAY = {"why": WHY}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def counter(client, world, **fields):
    """Send the application; the tests run on another day than that of the papers, so the reason is part of it."""
    form = {**APPLICATION, **TYPED_ON_ANOTHER_DAY, **fields}
    return client.post(address(world.election, "file-on-paper"), {k: v for k, v in form.items() if v is not None})


def errors_of(answer):
    return {name: [str(error) for error in errors] for name, errors in answer.context["form"].errors.items()}


# -- coming forward


def test_who_files_at_the_counter(world, client):
    assert who_may(client, world, address(world.election, "file-on-paper"), form=APPLICATION) == only("secretary")
    row, corrected = file(world.election, world, complete=False), asked_to_correct(world)[0]
    for page in (address(row, "go-on-paper"), address(row, "discard"), address(corrected, "correct-on-paper"), address(row, "add-scan")):
        assert (page, who_may(client, world, page)) == (page, only("secretary"))
    assert Nomination.objects.count() == 2


def test_one_page_receives_a_person_and_leads_to_the_receipt(world, client):
    client.force_login(world.staff.secretary)
    answer = counter(client, world)
    row = Nomination.objects.get()
    assert (answer.status_code, answer.url) == (302, address(row, "add-scan"))
    assert (row.state, row.channel, row.received_at, row.full_name) == ("submitted", "paper", STARTED, "Қаныш Төлеуов")
    assert (row.iin, row.married, row.convicted, row.sex) == (APPLICATION["iin"], True, False, "man")
    assert {p.code: p.sheets for p in row.papers.exclude(provided_at=None)} == {**dict.fromkeys(SELF), "application": 2}
    assert row.submissions.get().delay == WHY
    page = client.get(answer.url)
    assert "Receipt (PDF)" in [str(link.label) for link in page.context["prints"]]
    assert all(words in page.content.decode() for words in (row.receipt, "28 August 2025, 10:00:00", row.submission_sha256, WHY))
    text = text_of(client.get(printing.address(row, "receipt")).content)
    for words in (row.receipt, "Төлеуов Қаныш", "28 августа 2025 года, 10:00:00"):
        assert words in text


def test_what_is_owed_is_said_all_at_once_at_its_field_and_stays_typed(world, client):
    client.force_login(world.staff.secretary)
    answer = counter(
        client, world, iin="800101300123", phone="12", paper_application=None, sheets_application=None, declared=None, address=" ", why=""
    )
    errors = errors_of(answer)
    assert (answer.status_code, set(errors)) == (422, {"iin", "phone", "paper_application", "declared", "address", "why"})
    assert errors["iin"] == [
        "The last digit does not fit the others, so one of them is mistyped. Compare them with your identity card one by one."
    ]
    form = answer.context["form"]
    assert (form["family_name_kk"].value(), form["phone"].value(), form["iin"].value()) == ("Төлеуов", "12", "800101300123")
    assert "Төлеуов" in answer.content.decode()
    assert Nomination.objects.count() == 0


def test_what_is_not_complete_is_kept_as_a_draft_and_goes_on(world, client):
    client.force_login(world.staff.secretary)
    kept = counter(client, world, address="", declared=None, paper_declaration_spouse=None, keep="1")
    row = Nomination.objects.get()
    assert (kept.url, row.state) == (address(row), "draft")
    assert [str(b.label) for b in client.get(address(row)).context["buttons"]] == [
        "Go on with the draft",
        "Give up the draft",
        "Receipt and scans",
    ]
    shown = client.get(address(row, "go-on-paper"))
    form = shown.context["form"]
    assert (form["family_name_kk"].value(), form["iin"].value(), row.iin in shown.content.decode()) == ("Төлеуов", "", False)
    assert str(form["iin"].help_text) == f"It is on record and ends with {row.iin[-4:]}. Leave this empty to keep it."
    more = {
        **{k: v for k, v in APPLICATION.items() if not k.startswith(("paper_", "sheets_")) and k not in ("way", "iin")},
        **TYPED_ON_ANOTHER_DAY, "handed_at": "2025-08-29T10:00:00", "seen": form["seen"].value(),
    }  # fmt: skip
    missing = client.post(address(row, "go-on-paper"), more)
    assert (missing.status_code, set(errors_of(missing))) == (422, {"paper_declaration_spouse"})
    done = client.post(address(row, "go-on-paper"), {**more, "sheets_declaration_spouse": "1"})
    row.refresh_from_db()
    assert (done.status_code, row.state, row.received_at, row.address) == (302, "submitted", SUBMITTED, "Абай көшесі, 1")
    assert [e.data["section"] for e in AuditEvent.objects.filter(kind="nomination.edited")] == ["contact"]


def test_somebody_elses_change_meanwhile_is_said_once(world, client):
    client.force_login(world.staff.secretary)
    counter(client, world, keep="1")
    row = Nomination.objects.get()
    seen = client.get(address(row, "go-on-paper")).context["form"]["seen"].value()
    filing.edit(row, actor=world.staff.secretary, at=STARTED, section="contact", phone="+7 701 000 00 00")
    person = {k: v for k, v in APPLICATION.items() if not k.startswith(("paper_", "sheets_")) and k != "way"}
    sent = {**person, "why": WHY, "keep": "1", "phone": "+7 702 000 00 00"}
    first = client.post(address(row, "go-on-paper"), {**sent, "seen": seen})
    assert (first.status_code, said(first)) == (
        422,
        [
            "Somebody else changed this meanwhile: Where the commission reaches you. "
            "Compare what you typed with the case, and send it again."
        ],
    )
    again = client.post(address(row, "go-on-paper"), {**sent, "seen": first.context["form"]["seen"].value()})
    row.refresh_from_db()
    assert (again.status_code, row.phone) == (302, "+7 702 000 00 00")


@pytest.mark.parametrize(
    ("way", "more", "wrong"),
    [
        ("party", {"party_kk": "Партия", "party_ru": "Партия", "party_representative": "Ө. Ө.", "paper_party_minutes": "on"}, None),
        ("superior_akim", {"paper_superior_akim_act": "on"}, None),
        ("self", {"party_kk": "Партия", "paper_party_minutes": "on"}, {"party_kk", "paper_party_minutes"}),
        ("party", {}, {"party_kk", "party_ru", "party_representative", "paper_party_minutes"}),
    ],
)
def test_each_way_asks_for_its_own(world, client, way, more, wrong):
    client.force_login(world.staff.secretary)
    answer = counter(client, world, way=way, **more)
    if wrong:
        assert (answer.status_code, set(errors_of(answer))) == (422, wrong)
    else:
        assert (answer.status_code, Nomination.objects.get().way) == (302, way)


def test_a_form_sent_twice_is_taken_once(world, client):
    client.force_login(world.staff.secretary)
    assert [counter(client, world, once="the-same").status_code for _ in range(2)] == [302, 302]
    assert Nomination.objects.count() == 1


def test_a_second_nomination_of_the_same_person_is_refused_with_the_form(world, client):
    client.force_login(world.staff.secretary)
    counter(client, world)
    again = counter(client, world)
    assert (again.status_code, again.context["form"]["family_name_kk"].value()) == (409, "Төлеуов")
    assert said(again) == ["This person has a nomination at this election already. Continue that one, or withdraw it first."]


# -- the moment


@pytest.mark.parametrize(
    ("handed_at", "status"), [("2025-09-11T18:00:00", 302), ("2025-09-11T18:00:01", 409), ("2125-01-01T10:00:00", 422)]
)
def test_the_moment_over_the_counter_decides(world, client, handed_at, status):
    client.force_login(world.staff.secretary)
    assert counter(client, world, handed_at=handed_at).status_code == status
    assert Nomination.objects.count() == (status == 302)


def test_both_moments_stand_in_the_log(world, client):
    client.force_login(world.staff.secretary)
    counter(client, world, handed_at="2025-09-11T17:58:30")
    event = AuditEvent.objects.get(kind="nomination.submitted")
    assert event.happened_at == moment("2025-09-11 17:58:30") < event.recorded_at


# -- corrections, later papers, scans, the end


def test_corrections_come_over_the_counter(world, client):
    row, points = asked_to_correct(world)
    client.force_login(world.staff.secretary)
    page = address(row, "correct-on-paper")
    form = client.get(page).context["form"]
    assert ([part.title for part in form.parts], [line.rule.code for line in form.paper_lines]) == (
        ["Where the commission reaches you"],
        ["application"],
    )
    sent = {
        "handed_at": "2025-09-04T10:00:00", "why": WHY, "address": row.address, "phone": row.phone, "email": row.email,
        "seen": form["seen"].value(),
    }  # fmt: skip
    refused = client.post(page, sent)
    assert (refused.status_code, set(errors_of(refused))) == (422, {f"answer_{point.pk}" for point in points})
    answer = client.post(page, {**sent, "address": "Абай көшесі, 5", "sheets_application": "3"})
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.address) == (302, "under_verification", "Абай көшесі, 5")
    assert text_of(client.get(printing.address(row, "supplement")).content).count(f"{row.receipt}-2") >= 1


def test_a_correction_may_be_kept_and_handed_in_later(world, client):
    row, points = asked_to_correct(world)
    client.force_login(world.staff.secretary)
    sent = {"handed_at": "2025-09-04T10:00:00", "why": WHY, "address": row.address, "phone": row.phone, "email": row.email}
    kept = client.post(address(row, "correct-on-paper"), {**sent, f"answer_{points[1].pk}": "Түзетілді", "keep": "1"})
    row.refresh_from_db()
    assert (kept.url, row.state, row.deficiencies.get(pk=points[1].pk).answer) == (address(row), "correction_requested", "Түзетілді")


def test_a_paper_may_follow_later(world, client):
    row = file(world.election, world)
    client.force_login(world.staff.secretary)
    form = {"paper": "deposit_receipt", "sheets": "1", "handed_at": "2025-08-27T10:00"}
    early = client.post(address(row, "later-paper"), form)
    assert (early.status_code, said(early)[0]) == (
        409, "That moment lies before the beginning of this case. Enter when the papers were handed over.",
    )  # fmt: skip
    assert client.post(address(row, "later-paper"), {**form, "handed_at": "2025-09-02T10:00"}).status_code == 302
    paper = row.papers.get(code="deposit_receipt")
    assert (paper.provided_at, paper.sheets, client.get(address(row, "later-paper")).status_code) == (moment("2025-09-02 10:00"), 1, 409)


def test_scans_go_down_the_pile(world, client):
    row = file(world.election, world)
    client.force_login(world.staff.secretary)
    page = address(row, "add-scan")
    assert client.get(page).context["form"]["paper"].value() == "application"
    upload = SimpleUploadedFile("өтініш.png", _page(3), "image/png")
    assert client.post(page, {"paper": "application", "document": upload}).url == page
    assert client.get(page).context["form"]["paper"].value() == "civil_service_papers"
    assert (row.documents.get().paper.code, events_of(row)[-1]) == ("application", "nomination.paper_scanned")
    nothing = client.post(page, {"paper": "photo"})
    assert (nothing.status_code, set(errors_of(nothing))) == (422, {"paper", "document"})


@pytest.mark.parametrize(
    ("content", "code"), [(PROGRAM, "file_program"), (saved(a_pdf())[:-40], "file_cut_off"), (OTHER["html"], "file_wrong_kind")]
)
def test_a_hostile_scan_is_refused_in_the_sentence_of_the_portal(world, client, content, code):
    row = file(world.election, world)
    client.force_login(world.staff.secretary)
    answer = client.post(
        address(row, "add-scan"), {"paper": "application", "document": SimpleUploadedFile("өтініш.pdf", content, "application/pdf")}
    )
    assert (answer.status_code, errors_of(answer)) == (422, {"document": [str(refused(code))]})
    assert not row.documents.exists()


def test_a_draft_is_given_up(world, client):
    row = file(world.election, world, complete=False)
    client.force_login(world.staff.secretary)
    assert client.post(address(row, "discard")).status_code == 302
    row.refresh_from_db()
    assert (row.state, client.get(address(row, "discard")).status_code) == ("lapsed", 409)


# -- whose


def test_a_draft_of_the_portal_is_nobodys_at_the_counter(world, client):
    row = nomination_in(State.DRAFT, world, applicant=world.candidate)
    client.force_login(world.staff.secretary)
    assert [client.get(address(row, step)).status_code for step in ("go-on-paper", "discard", "add-scan")] == [404] * 3


def test_nobody_serves_himself_at_the_counter(world, client):
    row, _points = asked_to_correct(world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.SECRETARY)
    client.force_login(world.candidate)
    assert client.get(address(row, "correct-on-paper")).status_code == client.post(address(row, "correct-on-paper"), {}).status_code == 403


def test_the_forms_are_printed_empty_and_with_what_the_draft_holds(world, client):
    row = file(world.election, world, complete=False)
    client.force_login(world.staff.secretary)
    empty = text_of(client.get(printing.address(world.election, "application")).content)
    filled = text_of(client.get(printing.address(row, "application")).content)
    assert "Кандидат болу туралы өтініш" in empty and row.family_name_kk not in empty
    assert row.family_name_kk in filled and row.address in filled
    assert "Я подтверждаю" in filled
    client.force_login(world.staff.member)
    assert [client.get(printing.address(*each)).status_code for each in ((world.election, "application"), (row, "application"))] == [
        200,
        403,
    ]


def test_a_replayed_election_is_served_to_nobody(world, client):
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.secretary)
    assert client.get(address(world.election, "file-on-paper")).status_code == 409
    assert client.get(printing.address(world.election, "application")).status_code == 404
    assert intake.started_at(Nomination(pk=0)) is None
