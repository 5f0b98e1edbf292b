"""Appeals at the desk, and the annulment by the commission above: from the refusal to the candidate's return."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.services import appeals
from candidates.workflow import State
from commission import audit
from commission.access import Role
from commission.admin.writing import address
from commission.models import Decision, Election, Origin
from tests.candidates.test_appeals import FILED, JUDGED, appeal_against
from tests.factories import DECIDED, _page, a_scan, appoint_as, events_of, holding, moment, nomination_in, refused
from tests.stepping import only, said, who_may

pytestmark = pytest.mark.django_db

ANNULMENT = {
    "reasoning_kk": "Негіздер дәлелденбеген.", "reasoning_ru": "Основания не доказаны.", "voted_at": "2025-09-12T10:00",
    "present": "7", "votes_for": "7", "votes_against": "0", "abstained": "0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def scan():
    return SimpleUploadedFile("акт.png", _page(9), "image/png")


def filed(row, **fields):
    return {"decision": str(row.grounds.latest("pk").decision_id), "body": "court", "filed_at": "2025-09-09T10:00", **fields}


def buttons(client, row):
    return [str(button.label) for button in client.get(address(row)).context["buttons"]]


# -- the service


def test_the_body_decides_within_as_many_days_as_the_appeal_had(world):
    appeal = appeal_against(nomination_in(State.REFUSED, world), world)
    assert appeal.decide_by == moment("2025-09-16 23:59:59.999999")


def test_an_appeal_lies_between_its_decision_and_now(world):
    row = nomination_in(State.REFUSED, world)
    given = {"actor": world.staff.secretary, "at": FILED, "decision": row.grounds.get().decision, "body": appeals.Text("а", "б")}
    refused("filed_ahead", appeals.record_appeal, row, filed_at=JUDGED, **given)
    refused("filed_too_early", appeals.record_appeal, row, filed_at=DECIDED.replace(hour=0), **given)


def test_the_act_is_kept_with_its_own_moment(world):
    row = nomination_in(State.REFUSED, world)
    appeal, later = appeal_against(row, world), moment("2025-09-17 09:00")
    common = {"actor": world.staff.secretary, "at": later, "appeal": appeal, "outcome": "upheld"}
    refused("decided_ahead", appeals.decide_appeal, row, decided_at=moment("2025-09-18 09:00"), **common)
    refused("decided_too_early", appeals.decide_appeal, row, decided_at=DECIDED, **common)
    decided = appeals.decide_appeal(row, decided_at=JUDGED, reference=" 7-25 ", act=a_scan(), **common)
    assert (decided.decided_at, decided.reference, decided.act.kind, decided.act.received_at) == (JUDGED, "7-25", "court_act", later)
    assert audit.verify() == []


# -- the desk


def test_who_records_appeals_and_reinstates(world, client):
    row = nomination_in(State.REFUSED, world)
    appeal = appeal_against(row, world)
    assert who_may(client, world, address(row, "record-appeal")) == only("secretary")
    assert who_may(client, world, address(row, "decide-appeal", str(appeal.pk))) == only("secretary")
    appeals.decide_appeal(row, actor=world.staff.secretary, at=JUDGED, appeal=appeal, outcome="upheld")
    assert who_may(client, world, address(row, "reinstate")) == only("secretary")


def test_from_the_appeal_to_the_return(world, client):
    row = nomination_in(State.REFUSED, world)
    client.force_login(world.staff.secretary)
    page = client.get(address(row, "record-appeal")).content.decode()
    assert "Not served yet: the term runs from the day of the decision." in page and "12 September 2025, 23:59" in page
    assert "Reinstate the candidate" not in buttons(client, row)
    assert client.post(address(row, "record-appeal"), filed(row)).status_code == 302
    appeal = row.appeals.get()
    assert (appeal.body_ru, appeal.filed_at) == ("Специализированный межрайонный административный суд", FILED)
    case = client.get(address(row)).content.decode()
    step = address(row, "decide-appeal", str(appeal.pk))
    assert step in case
    outcome = {"outcome": "upheld", "decided_at": "2025-09-15T10:00", "reference": "7-25", "act": scan()}
    assert client.post(step, outcome).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.decided_at, appeal.act.received_from) == ("upheld", JUDGED, world.staff.secretary)
    assert (client.get(step).status_code, step in client.get(address(row)).content.decode()) == (409, False)
    assert "Reinstate the candidate" in buttons(client, row)
    effects = [str(effect) for effect in client.get(address(row, "reinstate")).context["effects"]]
    assert effects[0].startswith("Registered: the name comes onto the ballot when it is approved.")
    assert client.post(address(row, "reinstate"), {"target": "registered"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, events_of(row)[-1]) == ("registered", "nomination.reinstated")


def test_a_late_appeal_needs_the_act_that_restored_the_term(world, client):
    row = nomination_in(State.REFUSED, world)
    client.force_login(world.staff.secretary)
    late = filed(row, filed_at="2025-09-13T00:00")
    answer = client.post(address(row, "record-appeal"), late)
    assert (answer.status_code, answer.context["form"]["filed_at"].value()) == (409, "2025-09-13T00:00")
    assert said(answer)[0].startswith("The appeal was filed after its term had ended.")
    ticked = client.post(address(row, "record-appeal"), {**late, "term_restored": "on"})
    assert (ticked.status_code, set(ticked.context["form"].errors)) == (422, {"act"})
    assert client.post(address(row, "record-appeal"), {**late, "term_restored": "on", "act": scan()}).status_code == 302
    assert row.documents.get().kind == "court_act"


def test_another_body_is_named_in_both_languages(world, client):
    row = nomination_in(State.REFUSED, world)
    client.force_login(world.staff.secretary)
    answer = client.post(address(row, "record-appeal"), filed(row, body="another", body_kk="Сот"))
    assert (answer.status_code, set(answer.context["form"].errors), answer.context["form"]["body_kk"].value()) == (422, {"body_ru"}, "Сот")
    assert client.post(address(row, "record-appeal"), filed(row, body="another", body_kk="Сот", body_ru="Суд")).status_code == 302
    superior = client.post(address(row, "record-appeal"), filed(row, body="superior"))
    assert (superior.status_code, [a.body_kk for a in row.appeals.order_by("pk")]) == (302, ["Сот", world.above.name_kk])


def test_the_appeal_of_another_case_has_no_page_here(world, client):
    row, other = nomination_in(State.REFUSED, world), nomination_in(State.REFUSED, world)
    appeal = appeal_against(other, world)
    client.force_login(world.staff.secretary)
    assert [client.get(address(row, "decide-appeal", key)).status_code for key in (str(appeal.pk), "x", "0")] == [404] * 3


def test_nothing_is_reinstated_before_an_appeal_is_upheld_and_nobody_by_himself(world, client):
    row = nomination_in(State.REFUSED, world, applicant=world.candidate)
    client.force_login(world.staff.secretary)
    assert client.get(address(row, "reinstate")).status_code == 409
    answer = client.post(address(row, "reinstate"), {"target": "registered"})
    assert (answer.status_code, said(answer)[0].split(".")[0]) == (409, "No upheld appeal is recorded")
    appoint_as(world.home, world.candidate, Role.SECRETARY)
    client.force_login(world.candidate)
    assert client.post(address(row, "record-appeal"), filed(row)).status_code == 403
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.secretary)
    assert [client.get(address(row, step)).status_code for step in ("record-appeal", "reinstate")] == [409, 409]


# -- annulled from above


def test_the_commission_above_annuls_by_a_decision_of_its_own(world, client):
    row = nomination_in(State.REFUSED, world)
    refusal = row.grounds.get().decision
    client.force_login(world.superior)
    assert "Record its annulment" in buttons(client, refusal)
    answer = client.post(address(refusal, "annul"), ANNULMENT)
    by = Decision.objects.get(kind="annul")
    refusal.refresh_from_db()
    assert (answer.status_code, answer.url, refusal.annulled_by) == (302, address(by), by)
    assert (by.home, by.number, by.votes_for, by.adopted_at, by.reasoning_ru) == (
        world.above, "1", 7, moment("2025-09-12 10:00"), "Основания не доказаны.",
    )  # fmt: skip
    assert by.subject_ru == f"Об отмене постановления № {refusal.number} ({world.home.name_ru})"
    assert client.get(address(refusal, "annul")).status_code == 409
    client.force_login(world.staff.secretary)
    assert client.post(address(row, "reinstate"), {"target": "under_verification"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, audit.verify()) == ("under_verification", [])


def test_who_annuls(world, client):
    refusal = nomination_in(State.REFUSED, world).grounds.get().decision
    assert who_may(client, world, address(refusal, "annul"), form=ANNULMENT) == only("superior")
    watching = holding(world.above, Role.AUDITOR)
    client.force_login(watching)
    assert "Record its annulment" not in buttons(client, refusal)
    assert client.get(address(refusal, "annul")).status_code == 409
    answer = client.post(address(refusal, "annul"), ANNULMENT)
    assert (answer.status_code, said(answer)) == (403, ["Only who records the decisions of the superior commission can record this."])
    assert not Decision.objects.filter(kind="annul").exists()


def test_an_annulment_without_its_majority_is_refused_with_what_was_typed(world, client):
    refusal = nomination_in(State.REFUSED, world).grounds.get().decision
    client.force_login(world.superior)
    answer = client.post(address(refusal, "annul"), {**ANNULMENT, "votes_for": "3", "votes_against": "4"})
    assert (answer.status_code, answer.context["form"]["reasoning_kk"].value()) == (409, ANNULMENT["reasoning_kk"])
    assert said(answer)[0].startswith("3 of 7 members voted for it")
    early = client.post(address(refusal, "annul"), {**ANNULMENT, "voted_at": "2025-09-01T10:00"})
    assert (early.status_code, Decision.objects.filter(kind="annul").count()) == (409, 0)
