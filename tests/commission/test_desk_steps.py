"""Pages of the desk that write: who may open one, what a refusal leaves standing, and that a form is taken once.

Shown on the steps of a nomination, which were the first to use the frame.
"""

import pytest
from django.core.cache import cache
from django.urls import reverse

from candidates.models import Nomination
from candidates.services import verification
from candidates.workflow import State
from commission.access import Role
from commission.admin.writing import DeskStep, address, register, steps_of
from commission.models import Election, Origin
from tests.factories import CONCLUDED, a_failure, appoint_as, events_of, nomination_in, record_checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA = False


def buttons(client, row):
    return [str(button.label) for button in client.get(address(row)).context["buttons"]]


def state_of(row):
    return Nomination.objects.values_list("state", flat=True).get(pk=row.pk)


# -- who


def test_who_may_open_and_send_a_step(world, client):
    row = nomination_in(State.READY_FOR_DECISION, world)
    page, form = address(row, "send-back"), {"reason": "look again"}
    expected = {role: 403 for role in Role if hasattr(world.staff, role.value)} | {Role.CHAIR: 200}
    # a recorder has no desk, and gets the page that says so
    for role, status in expected.items():
        client.force_login(world.staff[role])
        assert (role, client.get(page).status_code) == (role, status)
        if status == 403:
            assert (role, client.post(page, form).status_code) == (role, 403)
    for user, status in ((world.superior, 403), (world.outsider, 404), (world.candidate, 403)):
        client.force_login(user)
        assert [client.get(page).status_code, client.post(page, form).status_code] == [status, status]
    client.logout()
    assert client.post(page, form).status_code == 302
    assert (state_of(row), events_of(row)[-1]) == ("ready_for_decision", "nomination.finished")


def test_nobody_is_staff_in_his_own_case(world, client):
    row = nomination_in(State.SUBMITTED, world, applicant=world.candidate)
    appoint_as(world.home, world.candidate, Role.REGISTRAR)
    client.force_login(world.candidate)
    assert client.get(address(row, "take")).status_code == client.post(address(row, "take")).status_code == 403
    assert client.get(address(row)).status_code == 403


def test_what_is_no_step_has_no_page(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    missing = [
        address(row, "no-such-step"), address(row, "record-check"), address(row, "record-check", "no-such-check"),
        address(row, "conclude", "age"), reverse("admin:candidates_nomination_step", args=[row.pk + 1, "take"]),
    ]  # fmt: skip
    assert [client.get(page).status_code for page in missing] == [404] * 5


def test_lists_and_pages_of_rows_take_nothing_that_is_sent(world, client):
    row = nomination_in(State.SUBMITTED, world)
    client.force_login(world.staff.registrar)
    for page in ("/desk/", "/desk/candidates/nomination/", address(row)):
        assert (page, client.post(page).status_code) == (page, 405)


# -- what


def test_a_step_is_taken_said_and_leads_back_to_the_row(world, client):
    row = nomination_in(State.SUBMITTED, world)
    client.force_login(world.staff.registrar)
    answer = client.post(address(row, "take"), follow=True)
    assert answer.redirect_chain == [(address(row), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["The verification has begun."]
    assert state_of(row) == "under_verification"


def test_the_buttons_are_those_of_the_role_and_of_the_moment(world, client):
    submitted, ready = nomination_in(State.SUBMITTED, world), nomination_in(State.READY_FOR_DECISION, world)
    found = {}
    for role in (Role.REGISTRAR, Role.CHAIR, Role.AUDITOR):
        client.force_login(world.staff[role])
        found[role] = ("Begin the verification" in buttons(client, submitted), "Send back" in buttons(client, ready))
    assert found == {Role.REGISTRAR: (True, False), Role.CHAIR: (False, True), Role.AUDITOR: (False, False)}


def test_a_step_that_is_not_possible_now_has_a_page_without_a_form(world, client):
    row = nomination_in(State.SUBMITTED, world)
    client.force_login(world.staff.chair)
    answer = client.get(address(row, "send-back"))
    assert answer.status_code == 409
    assert "This step is not possible now." in answer.content.decode()
    assert 'name="reason"' not in answer.content.decode()


def test_what_the_service_refuses_comes_back_with_what_was_typed(world, client):
    row = nomination_in(State.READY_FOR_DECISION, world)
    client.force_login(world.staff.chair)
    page = address(row, "send-back")
    client.get(page)  # the form is open while a colleague is faster
    verification.send_back(row, actor=world.staff.chair, at=CONCLUDED.replace(hour=12), reason="first")
    answer = client.post(page, {"reason": "my own words"})
    assert answer.status_code == 409
    assert "the nomination is in the state “Under verification”" in " ".join(answer.context["form"].non_field_errors())
    html = answer.content.decode()
    assert "my own words" in html
    assert html.count("the nomination is in the state") == 1  # in the summary, and not a second time below it


def test_an_incomplete_form_names_every_field_at_once(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    answer = client.post(address(row, "note-deficiency"), {"article": "CL art. 104"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"about", "description_kk", "description_ru", "curable"}
    page = answer.content.decode()
    assert [f'href="#id_{name}"' in page for name in ("about", "description_kk", "description_ru", "curable_0")] == [True] * 4
    assert 'value="CL art. 104"' in page
    assert [f'id="id_{name}_error"' in page for name in answer.context["form"].errors].count(False) == 0  # and stands at its field too


def test_words_in_the_address_fill_in_the_form(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    form = client.get(address(row, "note-deficiency"), {"about": "paper-application", "unknown": "x"}).context["form"]
    assert (form["about"].value(), form["article"].value()) == ("paper-application", "CL ch. 13-1")


def test_a_form_that_is_sent_twice_is_taken_once(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    client.force_login(world.staff.registrar)
    page = address(row, "note-deficiency")
    form = {
        "about": "paper-application", "description_kk": "қолы жоқ", "description_ru": "not signed", "curable": "yes", "article": "",
        "once": client.get(page).context["form"]["once"].value(),
    }  # fmt: skip
    answers = [client.post(page, form, follow=True) for _ in range(2)]
    said = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert said == [["The deficiency is noted."], ["This form was sent before; it is done once."]]
    assert row.deficiencies.count() == 1
    # another form is another deficiency
    client.post(page, {**form, "once": client.get(page).context["form"]["once"].value()})
    assert row.deficiencies.count() == 2


def test_a_form_that_was_refused_can_be_sent_again(world, client):
    row = nomination_in(State.READY_FOR_DECISION, world)
    client.force_login(world.staff.chair)
    page = address(row, "send-back")
    once = client.get(page).context["form"]["once"].value()
    Nomination.objects.filter(pk=row.pk).update(state="submitted")
    assert client.post(page, {"reason": "x", "once": once}).status_code == 409
    assert cache.get(f"step:{once}") is None
    Nomination.objects.filter(pk=row.pk).update(state="ready_for_decision")
    assert client.post(page, {"reason": "x", "once": once}).status_code == 302


def test_a_step_for_two_is_not_offered_to_the_first(world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    record_checks(row, world)
    verification.conclude_verification(row, actor=world.staff.registrar, at=CONCLUDED)
    client.force_login(world.staff.registrar)
    answer = client.get(address(row, "finish"))
    assert (answer.status_code, "Confirm the verification" in buttons(client, row)) == (409, False)
    assert "a second person confirms it" in answer.content.decode()
    assert client.post(address(row, "finish")).status_code == 409
    client.force_login(world.staff.deputy)
    assert (client.get(address(row, "finish")).status_code, "Confirm the verification" in buttons(client, row)) == (200, True)


def test_nothing_is_written_into_a_replayed_election(world, client):
    row = nomination_in(State.SUBMITTED, world)
    Election.objects.filter(pk=world.election.pk).update(origin=Origin.REPLAYED)
    client.force_login(world.staff.registrar)
    page = address(row, "take")
    assert buttons(client, row) == []
    for answer in (client.get(page), client.post(page)):
        assert answer.status_code == 409
        assert "replayed from its published record" in answer.content.decode()
    assert state_of(row) == "submitted"


def test_two_steps_of_one_name_are_a_mistake():
    taken = steps_of(Nomination)["take"]
    with pytest.raises(ValueError, match="take"):
        register(Nomination, DeskStep("take", taken.label, taken.action, taken.run))


def test_a_draft_on_the_portal_has_no_step_at_the_desk(world, client):
    draft = nomination_in(State.DRAFT, world, applicant=world.candidate)
    client.force_login(world.staff.registrar)
    assert client.get(address(draft, "take")).status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_step_has_no_inline_style_and_no_inline_script(language, world, client):
    row = nomination_in(State.UNDER_VERIFICATION, world)
    a_failure(row, world, curable=True, told=None)
    world.staff.registrar.language = language
    world.staff.registrar.save()
    client.force_login(world.staff.registrar)
    for page in ("note-deficiency", "request-correction"):
        text = client.get(address(row, page)).content.decode()
        assert [piece for piece in (" style=", "<script", " onclick=", "javascript:") if piece in text] == []
