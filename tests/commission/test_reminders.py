"""The plan: who is reminded of what and when, and who is not."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import AuthorityRequest, Nomination
from candidates.services import handing_in
from candidates.workflow import State
from commission.access import Role
from commission.models import Election, Membership, Offset, OutgoingMessage, Reminder, Tick
from commission.services.debts import moment_of
from commission.services.elections import adopt_timetable
from tests.commission.reminding import minute, planned, rows
from tests.factories import ALL_SEVEN, CORRECTION_ASKED, ZONE, a_draft, an_election, holding, moment, nomination_in

NOMINATION_BEGINS, NOMINATION_ENDS = moment("2025-08-28 00:00"), moment("2025-09-11 18:00")
A_MINUTE = timedelta(seconds=60)


@pytest.fixture(autouse=True)
def mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def minutes(*moments):
    """The portal works in these minutes, and in none between them."""
    for each in moments:
        minute(moment(each))


def of(code, person):
    return rows(code=code, recipient=person)


def move_nomination(world, *, at, due):
    spans = {"nomination": (NOMINATION_BEGINS, due)}
    adopt_timetable(world.election, actor=world.staff.chair, at=at, vote=ALL_SEVEN, spans=spans)


# -- when


def test_each_offset_is_planned_a_day_ahead_and_sent_at_its_moment(world):
    secretary = world.staff.secretary
    minutes("2025-09-03 17:59")
    assert of("nomination", secretary) == []
    minutes("2025-09-03 18:00", "2025-09-04 17:59")
    assert of("nomination", secretary) == [("week", "planned", "")]
    minutes("2025-09-04 18:00", "2025-09-08 18:00", "2025-09-10 18:00", "2025-09-11 14:59")
    assert of("nomination", secretary) == [("week", "done", ""), ("three_days", "done", ""), ("day", "done", ""), ("hours", "planned", "")]
    week = Reminder.objects.get(code="nomination", recipient=secretary, offset="week")
    assert (week.send_at, week.due_at) == (moment("2025-09-04 18:00"), NOMINATION_ENDS)
    assert of("nomination", world.staff.registrar) == []


@pytest.mark.parametrize(
    ("offset", "due", "expected"),
    [
        (Offset.WEEK, "2024-03-05 18:00+05:00", "2024-02-27 18:00+06:00"),  # the same hour on the wall, 169 hours before
        (Offset.THREE_DAYS, "2024-03-02 18:00+05:00", "2024-02-28 19:00+06:00"),
        (Offset.DAY, "2024-03-01 12:00+05:00", "2024-02-29 13:00+06:00"),  # a leap day, and the night of the change
        (Offset.HOURS, "2024-03-01 01:00+05:00", "2024-02-29 23:00+06:00"),
        (Offset.WEEK, "2024-03-07 00:00+05:00", "2024-02-29 00:00+06:00"),
        (Offset.WEEK, "2028-03-07 23:59:59.999999+05:00", "2028-02-29 23:59:59.999999+05:00"),
        (Offset.PASSED, "2024-03-01 00:00+05:00", "2024-03-01 00:00+05:00"),
        (Offset.TO_CHAIR, "2028-02-28 00:00+05:00", "2028-02-29 00:00+05:00"),
    ],
)
def test_moments_across_the_change_of_zone_and_the_leap_day(offset, due, expected):
    assert moment_of(offset, datetime.fromisoformat(due), ZONE) == datetime.fromisoformat(expected)


def test_a_letter_shows_the_hour_of_the_citys_wall_before_and_after_the_change_of_zone(world):
    Election.objects.update(rules="gone")  # no rule set is needed to name the moment
    for due, shown in (("2024-02-29 18:00", "29 February 2024, 18:00 (UTC+6)"), ("2024-03-01 18:00", "1 March 2024, 18:00 (UTC+5)")):
        end = moment(due)
        world.election.timetable_entries.filter(code="nomination").update(starts_at=None, due_at=end)
        Membership.objects.update(since=moment("2024-01-01 00:00"))
        minute(end - timedelta(hours=72) - A_MINUTE)
        minute(end - timedelta(hours=72))
        assert shown in OutgoingMessage.objects.filter(recipient=world.staff.secretary).first().text


def test_a_deadline_at_midnight(world):
    minutes("2025-09-11 23:58")
    nomination_in(State.SUBMITTED, world)
    minutes("2025-09-11 23:59", "2025-09-12 00:00")
    assert of("requirements_check", world.staff.registrar)[:2] == [("three_days", "done", ""), ("day", "done", "")]


def test_the_clock_steps_back_five_minutes(world):
    minutes("2025-09-10 17:58", "2025-09-10 18:01", "2025-09-10 17:56", "2025-09-10 18:00", "2025-09-10 18:02")
    assert of("nomination", world.staff.secretary) == [("three_days", "done", ""), ("day", "done", ""), ("hours", "planned", "")]
    assert [letter.subject for letter in mail.outbox if letter.to == [world.staff.secretary.email]].count(
        "Nomination of candidates: until 11 September 2025, 18:00"
    ) == 2
    assert Tick.objects.get(job="reminders").ran_at == moment("2025-09-10 18:02")


# -- once


def test_the_key_holds_the_due_time_and_stands_once(world):
    minutes("2025-09-10 18:00", "2025-09-10 18:00", "2025-09-10 18:01")
    keys = Reminder.objects.values_list("election", "code", "matter_type", "matter_id", "offset", "recipient", "due_at")
    assert len(keys) == len(set(keys)) > 0
    row = Reminder.objects.first()
    row.pk, row._state.adding = None, True
    Reminder.objects.bulk_create([row], ignore_conflicts=True)  # matter_id is empty in both, and they are still one
    assert Reminder.objects.count() == len(set(keys))


def test_all_that_one_person_is_told_in_a_run_is_one_message(world):
    minutes("2025-10-08 17:59", "2025-10-08 18:00")
    (message,) = OutgoingMessage.objects.filter(recipient=world.staff.secretary, queued_at=moment("2025-10-08 17:59"))
    assert message.subject == f"{message.reminders.count()} terms of the timetable"
    assert message.reminders.count() > 5
    assert all(row.code in {entry.code for entry in world.election.timetable_entries.all()} for row in message.reminders.all())


def test_after_an_outage_only_the_last_one_comes_and_says_how_late(world):
    minutes("2025-09-03 10:00", "2025-09-04 17:00")  # then nothing runs for a week
    minutes("2025-09-11 10:00")
    secretary = world.staff.secretary
    assert of("nomination", secretary) == [("week", "withheld", "overtaken"), ("day", "done", ""), ("hours", "planned", "")]
    message = OutgoingMessage.objects.get(recipient=secretary, reminders__code="nomination", reminders__offset="day")
    assert "This reminder is late: it should have come on 10 September 2025, 18:00" in message.text


def test_beat_that_stopped_across_a_deadline_tells_of_it_once(world):
    nomination_in(State.UNDER_VERIFICATION, world)
    minutes("2025-09-12 20:00", "2025-09-13 09:00", "2025-09-13 09:01")
    registrar = world.staff.registrar
    assert of("requirements_check", registrar) == [("day", "done", ""), ("hours", "withheld", "overtaken"), ("passed", "done", "")]
    message = OutgoingMessage.objects.get(reminders__code="requirements_check", reminders__offset="passed")
    assert message.subject == "Term passed: Check of the requirements"
    assert "The term ended: 12 September 2025, 23:59 (UTC+5)" in message.text
    assert "it should have come on 12 September 2025, 23:59" in message.text


def test_one_that_still_waits_for_the_mail_server_is_overtaken_by_the_next(world):
    planned(moment("2025-09-08 18:00"))
    minutes("2025-09-10 18:00")
    assert of("nomination", world.staff.secretary)[:2] == [("three_days", "withheld", "overtaken"), ("day", "done", "")]
    assert OutgoingMessage.objects.filter(state="sent", reminders__offset="three_days", reminders__state="done").count() == 0


# -- to whom


def test_nobody_is_reminded_of_what_is_done(world):
    minutes("2025-09-15 17:59", "2025-09-15 18:00")
    assert of("registration", world.staff.secretary) == []  # no nomination waits for a decision
    nomination_in(State.READY_FOR_DECISION, world)
    minutes("2025-09-15 18:01")
    assert of("registration", world.staff.secretary)[:2] == [("day", "done", ""), ("hours", "planned", "")]


def test_work_done_meanwhile_withholds_what_was_planned_at_its_moment(world):
    nomination = nomination_in(State.READY_FOR_DECISION, world)
    minutes("2025-09-16 10:00")
    Nomination.objects.filter(pk=nomination.pk).update(state=State.WITHDRAWN)
    minutes("2025-09-16 14:59")
    assert of("registration", world.staff.secretary)[-2] == ("hours", "planned", "")  # it may be owed again until then
    minutes("2025-09-16 15:00")
    assert of("registration", world.staff.secretary)[-2] == ("hours", "withheld", "not_owed")
    Nomination.objects.filter(pk=nomination.pk).update(state=State.READY_FOR_DECISION)
    minutes("2025-09-16 15:10")
    assert of("registration", world.staff.secretary)[-2:] == [("hours", "done", ""), ("passed", "planned", "")]


def test_a_moved_deadline_withholds_the_old_and_plans_the_new(world):
    minutes("2025-09-11 10:00")
    move_nomination(world, at=moment("2025-09-11 11:00"), due=moment("2025-09-14 18:00"))
    minutes("2025-09-11 11:01")
    mine = {"code": "nomination", "recipient": world.staff.secretary}
    assert rows(**mine, due_at=NOMINATION_ENDS) == [("day", "done", ""), ("hours", "withheld", "moved")]
    assert rows(**mine, due_at=moment("2025-09-14 18:00")) == [("week", "done", ""), ("three_days", "planned", "")]


def test_a_deadline_moved_there_and_back_is_reminded_of_once(world):
    minutes("2025-09-11 10:00")
    for at, due in (("2025-09-11 11:00", moment("2025-09-14 18:00")), ("2025-09-11 12:00", NOMINATION_ENDS)):
        move_nomination(world, at=moment(at), due=due)
        minute(moment(at) + A_MINUTE)
    minutes("2025-09-11 15:00", "2025-09-11 15:01")
    mine = {"code": "nomination", "recipient": world.staff.secretary}
    assert rows(**mine, due_at=NOMINATION_ENDS) == [("day", "done", ""), ("hours", "done", "")]
    assert rows(**mine, due_at=moment("2025-09-14 18:00")) == [("week", "done", ""), ("three_days", "withheld", "moved")]


def test_an_entry_whose_start_alone_moves_is_not_reminded_of_again(world):
    minutes("2025-09-10 18:00")
    spans = {"nomination": (moment("2025-08-29 00:00"), NOMINATION_ENDS)}
    adopt_timetable(world.election, actor=world.staff.chair, at=moment("2025-09-10 19:00"), vote=ALL_SEVEN, spans=spans)
    minutes("2025-09-10 19:01")
    assert of("nomination", world.staff.secretary) == [("day", "done", ""), ("hours", "planned", "")]


def test_overdue_work_goes_to_the_responsible_then_the_secretary_then_the_chair(world):
    nomination_in(State.UNDER_VERIFICATION, world)
    staff, told = world.staff, []
    end = moment("2025-09-12 23:59:59.999999")
    for hours, offset, person in ((0, "passed", staff.registrar), (3, "to_secretary", staff.secretary), (24, "to_chair", staff.chair)):
        minute(end + timedelta(hours=hours) - A_MINUTE)
        minute(end + timedelta(hours=hours))
        told.append((offset, person.pk))
        late = Reminder.objects.filter(code="requirements_check", state="done", offset__in=["passed", "to_secretary", "to_chair"])
        assert list(late.order_by("send_at").values_list("offset", "recipient")) == told


def test_work_that_the_portal_can_not_judge_is_not_called_overdue(world):
    minutes("2025-10-11 23:00", "2025-10-12 00:00", "2025-10-12 03:00", "2025-10-13 00:00")
    assert {offset for offset, _state, _reason in rows(code="voter_lists")} == {"hours"}


def test_where_nobody_holds_the_role_the_secretary_stands_in(world):
    nomination_in(State.SUBMITTED, world)
    Membership.objects.filter(role=Role.REGISTRAR).update(until=moment("2025-09-01 00:00"))
    minutes("2025-09-11 23:59", "2025-09-12 00:00")
    assert of("requirements_check", world.staff.secretary)[:2] == [("three_days", "done", ""), ("day", "done", "")]


def test_whoever_left_the_role_is_not_reminded_and_whoever_came_is(world):
    successor = holding(world.home, Role.SECRETARY, name="successor")
    Membership.objects.filter(user=world.staff.secretary).update(until=moment("2025-09-10 17:30"))
    minutes("2025-09-10 17:00", "2025-09-10 18:00")
    minutes("2025-09-11 15:00")
    gone = [("three_days", "done", ""), ("day", "withheld", "not_owed"), ("hours", "withheld", "not_owed")]
    assert of("nomination", world.staff.secretary) == gone
    assert of("nomination", successor) == [("three_days", "done", ""), ("day", "done", ""), ("hours", "done", "")]


def test_what_begins_to_be_owed_late_is_told_at_once_and_is_not_called_late(world):
    minutes("2025-09-09 10:00")
    a_draft(world, at=moment("2025-09-09 10:01"), applicant=world.candidate)
    minutes("2025-09-09 10:02")
    assert of("nomination", world.candidate) == [("three_days", "done", "")]
    message = OutgoingMessage.objects.get(recipient=world.candidate)
    assert message.subject == "Handing in your papers: until 11 September 2025, 18:00"
    assert "late" not in message.text


def test_a_term_that_was_over_before_the_first_run_is_nobodys_reminder(world):
    nomination_in(State.READY_FOR_DECISION, world)
    minutes("2025-09-20 10:00", "2025-09-20 10:01")
    assert rows(code__in=["nomination", "requirements_check", "registration"]) == []


def test_a_candidate_who_handed_in_is_not_reminded(world):
    draft = a_draft(world, applicant=world.candidate)
    minutes("2025-09-10 17:00")
    handing_in.submit(draft, actor=world.candidate, at=moment("2025-09-10 17:30"), declared=True)
    minutes("2025-09-10 18:00", "2025-09-11 15:00")
    gone = [("three_days", "done", ""), ("day", "withheld", "not_owed"), ("hours", "withheld", "not_owed")]
    assert of("nomination", world.candidate) == gone


def test_a_correction_is_told_at_once_and_again_before_its_end(world):
    minute(CORRECTION_ASKED - A_MINUTE)
    nomination = nomination_in(State.CORRECTION_REQUESTED, world, applicant=world.candidate)
    minute(CORRECTION_ASKED + A_MINUTE)
    minutes("2025-09-05 00:00")
    assert of("correction", world.candidate) == [("three_days", "done", ""), ("day", "done", ""), ("hours", "planned", "")]
    row = Reminder.objects.filter(code="correction").first()
    assert (row.matter_type, row.matter_id, row.due_at) == ("candidates.nomination", nomination.pk, nomination.correction_due_at)


def test_the_registrar_follows_up_an_authority_that_does_not_answer(world):
    nomination = nomination_in(State.UNDER_VERIFICATION, world)
    given = {"number": "7-1", "sent_at": moment("2025-09-02 10:00"), "sent_by": world.staff.registrar, "due_at": moment("2025-09-05 18:00")}
    for check in nomination.checks.all()[:2]:  # one letter, two checks
        AuthorityRequest.objects.create(nomination=nomination, asked=check, **given)
    minutes("2025-09-05 15:00", "2025-09-05 17:00", "2025-09-05 18:00")
    assert of("authority_answer", world.staff.registrar) == [("hours", "done", ""), ("passed", "done", "")]
    assert of("authority_answer", world.staff.secretary) == []
    (message,) = OutgoingMessage.objects.filter(recipient=world.staff.registrar, reminders__offset="hours")
    assert message.subject == "Answer of an authority, letter 7-1: until 5 September 2025, 18:00"


def test_a_replayed_record_reminds_nobody(world):
    Election.objects.update(origin="replayed")
    minutes("2025-09-10 17:00", "2025-09-10 18:00")
    assert rows() == []


def test_an_election_without_a_rule_set_does_not_stop_the_others(world):
    other = an_election(world.home, world.staff.chair, slug="other-2025")
    Election.objects.filter(pk=other.pk).update(rules="gone")
    minutes("2025-09-10 17:59", "2025-09-10 18:00")
    for election in (other, world.election):
        assert rows(code="nomination", election=election)[:2] == [("three_days", "done", ""), ("day", "done", "")]


# -- how


def test_a_run_asks_as_often_for_ten_elections_as_for_one(world):
    def asked(at):
        with CaptureQueriesContext(connection) as captured:
            planned(moment(at))
        return len(captured)

    planned(moment("2025-09-10 17:59"))
    one = asked("2025-09-10 18:00")
    for number in range(9):
        an_election(world.home, world.staff.chair, slug=f"more-{number}")
    Reminder.objects.update(state="withheld", reason="moved", message=None)
    ten = asked("2025-09-10 18:01")
    assert Reminder.objects.filter(code="nomination", state="queued").count() == 10
    assert ten <= one + 1  # what was withheld is taken up again in one more


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Nomination of candidates: until 11 September 2025, 18:00"),
        ("xx", "Кандидаттарды ұсыну"),  # a language that the portal does not speak
        ("ru", "Выдвижение кандидатов"),
    ],
)
def test_a_letter_speaks_the_language_of_its_reader(world, language, subject):
    type(world.staff.secretary).objects.filter(pk=world.staff.secretary.pk).update(language=language)
    minutes("2025-09-10 17:59")
    minutes("2025-09-10 18:00")
    message = OutgoingMessage.objects.get(reminders__code="nomination", reminders__offset="day")
    assert subject in message.subject and "UTC+5" in message.text and "/desk/" in message.html


def test_no_personal_data_stands_in_a_letter(world):
    nomination = nomination_in(State.CORRECTION_REQUESTED, world, applicant=world.candidate)
    minutes("2025-09-03 10:01", "2025-09-05 00:00")
    private = [nomination.family_name_ru, nomination.family_name_kk, nomination.iin, nomination.phone, world.candidate.email]
    letters = [message.subject + message.text + message.html for message in OutgoingMessage.objects.all()]
    assert len(letters) > 2
    assert [word for word in [*private, world.candidate.full_name] for letter in letters if word in letter] == []
