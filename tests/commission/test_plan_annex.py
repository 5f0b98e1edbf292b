"""The calendar plan on paper: every entry in force with its moment, its article and the resolution that adopted it."""

import pytest
from django.urls import reverse

from commission.access import Role
from commission.models import Origin, Precision
from commission.plan_annex import calendar_plan
from commission.selectors import timetable_of
from commission.services.elections import Span, adopt_timetable
from tests.commission.documents import text_of
from tests.factories import ALL_SEVEN, CALLED, DECIDED, an_election, appoint_as, moment

PAGE = "/ru/elections/test-2025/timetable.pdf"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.STAFF_MFA = False


def moved(world, **spans):
    return adopt_timetable(world.election, actor=world.staff.chair, at=DECIDED, vote=ALL_SEVEN, spans=spans)


def lines_of(election):
    return {line.title.ru: line for line in calendar_plan(election).lines}


def test_every_entry_in_force_stands_in_it_with_its_moments(world):
    plan = calendar_plan(world.election)
    assert len(plan.lines) == len(timetable_of(world.election)) == 27
    nomination = lines_of(world.election)["Выдвижение кандидатов"]
    assert (nomination.opens, nomination.due) == ("28.08.2025, 00:00", "11.09.2025, 18:00")
    assert (nomination.title.kk, nomination.responsible.kk) == ("Кандидаттарды ұсыну", "Хатшы")
    assert nomination.article.ru == "Конституционный закон о выборах, гл. 13-1"
    assert (plan.offsets, plan.polling_day.ru) == ("UTC+5", "12 октября 2025 года")


def test_what_is_not_certain_and_what_does_not_bind_is_said(world):
    check = lines_of(world.election)["Проверка соответствия требованиям"]
    assert [remark.ru for remark in check.remarks] == ["выведено из практики", "срок необязательный"]
    assert lines_of(world.election)["Голосование"].remarks == []


def test_it_names_every_resolution_that_adopted_an_entry_in_force(world):
    first = world.election.timetable_entries.first().decision
    assert [each.ru for each in calendar_plan(world.election).adopted_by] == [f"постановление от 27 августа 2025 года № {first.number}"]
    decision = moved(world, certificates=(moment("2025-09-16 18:00"), moment("2025-09-18 18:00")))
    plan = calendar_plan(world.election)
    assert [each.ru for each in plan.adopted_by] == [
        f"постановление от 27 августа 2025 года № {first.number}",
        f"постановление от 5 сентября 2025 года № {decision.number}",
    ]
    assert lines_of(world.election)["Удостоверения кандидатов"].due == "18.09.2025, 18:00"
    assert plan.head.made.iso == DECIDED.isoformat(timespec="seconds")


def test_the_public_and_the_desk_get_the_same_file(world, client):
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="calendar-plan-test-2025.pdf"'
    client.force_login(world.staff.clerk)
    printed = client.get(reverse("admin:commission_election_print", args=[world.election.pk, "calendar-plan"]))
    assert printed.content == answer.content
    assert "Кандидаттарды ұсыну" in text_of(answer.content) and "Выдвижение кандидатов" in text_of(answer.content)
    assert PAGE in client.get("/ru/elections/test-2025/timetable/").content.decode()


def test_without_a_timetable_there_is_nothing_to_print(world, client):
    world.election.timetable_entries.update(in_force=False)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/ru/elections/test-2025/timetable/").content.decode()
    client.force_login(world.staff.secretary)
    assert client.get(reverse("admin:commission_election_print", args=[world.election.pk, "calendar-plan"])).status_code == 404
    with pytest.raises(ValueError, match="no timetable"):
        calendar_plan(world.election)


def test_a_replayed_record_prints_days_without_hours_and_its_sources(world):
    recorder = world.staff.recorder
    appoint_as(world.home, recorder, Role.CHAIR)
    election = an_election(world.home, recorder, slug="replayed-2025", origin=Origin.REPLAYED)
    span = Span(None, moment("2025-10-14 00:00"), Precision.DAY, "press")
    adopt_timetable(election, actor=recorder, at=CALLED, vote=ALL_SEVEN, spans={"determination": span})
    line = lines_of(election)["Установление результатов"]
    assert (line.opens, line.due, line.article) == ("", "14.10.2025", None)
    assert [remark.ru for remark in line.remarks] == ["из прессы"]
    assert "НЕ ОФИЦИАЛЬНЫЙ ДОКУМЕНТ" in text_of(calendar_plan(election).pdf())
