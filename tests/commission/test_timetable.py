"""Wall time and instants, and the calendars of elections that took place, to the minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from commission import clock, phases, timetable
from commission.law import pack, pack_for

ZONE = "Asia/Almaty"
SEMEY = timetable.Dates(called_on=date(2025, 8, 27), polling_day=date(2025, 10, 12), zone=ZONE)
PILOT = timetable.Dates(called_on=date(2023, 9, 15), polling_day=date(2023, 11, 5), zone=ZONE)
END = "23:59:59.999999"


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2025, 10, 12), time(7), datetime(2025, 10, 12, 2, 0, tzinfo=UTC)),  # UTC+5
        (date(2023, 11, 5), time(18), datetime(2023, 11, 5, 12, 0, tzinfo=UTC)),  # UTC+6
        (date(2024, 2, 29), time(23, 59), datetime(2024, 2, 29, 17, 59, tzinfo=UTC)),  # the last minute but of UTC+6
        (date(2024, 3, 1), time(0), datetime(2024, 2, 29, 19, 0, tzinfo=UTC)),  # 00:00 came with UTC+5
    ],
)
def test_the_wall_clock_of_the_city_gives_the_instant(day, hour, utc):
    assert clock.at_local(day, hour, ZONE) == utc
    assert clock.local(utc, ZONE).time() == hour
    assert clock.local_date(utc, ZONE) == day


def test_the_hour_that_came_twice_is_its_first_one():
    """On 29 February 2024 the clocks went back from 24:00 to 23:00: a term that ends at 23:30 ends at the first 23:30."""
    assert clock.at_local(date(2024, 2, 29), time(23, 30), ZONE) == datetime(2024, 2, 29, 17, 30, tzinfo=UTC)


def test_now_is_an_instant_in_utc(time_machine):
    time_machine.move_to(datetime(2025, 9, 11, 13, 0, 0, 1, tzinfo=UTC), tick=False)
    assert clock.now() == datetime(2025, 9, 11, 13, 0, 0, 1, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)


GOLDEN = [
    # Semey, called on 27 August 2025 for 12 October 2025
    (SEMEY, "election_called", None, f"2025-08-27 {END}"),
    (SEMEY, "nomination", "2025-08-28 00:00", "2025-09-11 18:00"),
    (SEMEY, "requirements_check", "2025-09-11 18:00", f"2025-09-12 {END}"),
    (SEMEY, "signature_check", "2025-09-11 18:00", "2025-09-16 18:00"),
    (SEMEY, "deposit", None, "2025-09-16 18:00"),
    (SEMEY, "registration", "2025-08-28 00:00", "2025-09-16 18:00"),
    (SEMEY, "certificates", "2025-09-16 18:00", f"2025-09-17 {END}"),
    (SEMEY, "appeals", None, f"2025-09-23 {END}"),
    (SEMEY, "checks_after_registration", None, f"2025-10-01 {END}"),
    (SEMEY, "campaign", "2025-09-16 18:00", "2025-10-11 00:00"),
    (SEMEY, "withdrawal", "2025-08-28 00:00", "2025-10-10 18:00"),
    (SEMEY, "cancellation", "2025-08-28 00:00", "2025-10-10 18:00"),
    (SEMEY, "voter_lists", "2025-09-27 00:00", f"2025-10-11 {END}"),
    (SEMEY, "voter_lists_closed_stations", "2025-10-07 00:00", f"2025-10-11 {END}"),
    (SEMEY, "absentee_certificates", "2025-09-27 00:00", "2025-10-11 18:00"),
    (SEMEY, "ballots_delivered", None, f"2025-10-11 {END}"),
    (SEMEY, "day_of_silence", "2025-10-11 00:00", "2025-10-12 00:00"),
    (SEMEY, "stations_open", None, "2025-10-12 06:00"),
    (SEMEY, "empty_box_check", None, "2025-10-12 06:30"),
    (SEMEY, "voting", "2025-10-12 07:00", "2025-10-12 20:00"),
    (SEMEY, "home_vote_requests", None, "2025-10-12 12:00"),
    (SEMEY, "counting", "2025-10-12 20:00", "2025-10-13 08:00"),
    (SEMEY, "protocols_received", "2025-10-12 20:00", f"2025-10-13 {END}"),
    (SEMEY, "determination", "2025-10-12 20:00", f"2025-10-15 {END}"),
    (SEMEY, "publication", "2025-10-12 20:00", f"2025-10-16 {END}"),
    (SEMEY, "registration_of_elected", "2025-10-12 20:00", f"2025-10-19 {END}"),
    (SEMEY, "deposit_refunds", "2025-10-12 20:00", f"2025-10-19 {END}"),
    # the pilot of 5 November 2023
    (PILOT, "nomination", "2023-09-16 00:00", "2023-10-05 18:00"),
    (PILOT, "registration", "2023-09-16 00:00", "2023-10-10 18:00"),
    (PILOT, "campaign", "2023-10-10 18:00", "2023-11-04 00:00"),
    (PILOT, "voting", "2023-11-05 07:00", "2023-11-05 20:00"),
    (PILOT, "counting", "2023-11-05 20:00", "2023-11-06 08:00"),
    (PILOT, "registration_of_elected", "2023-11-05 20:00", f"2023-11-12 {END}"),
]


@pytest.mark.parametrize(("dates", "code", "starts", "due"), GOLDEN, ids=[f"{g[0].polling_day}-{g[1]}" for g in GOLDEN])
def test_the_plan_is_the_calendar_that_was_executed(dates, code, starts, due):
    entry = {p.code: p for p in timetable.plan(pack_for(dates.polling_day), dates)}[code]

    def wall(instant):
        return instant and clock.local(instant, ZONE).replace(tzinfo=None)

    assert (wall(entry.starts_at), wall(entry.due_at)) == (starts and datetime.fromisoformat(starts), datetime.fromisoformat(due))


def test_every_row_of_the_rule_set_stands_in_the_golden_calendar_of_semey():
    golden = [code for dates, code, _starts, _due in GOLDEN if dates is SEMEY]
    assert sorted(p.code for p in timetable.plan(pack("kz_akim_2025"), SEMEY)) == sorted(golden)


def test_thirty_full_days_lie_between_the_end_of_nomination_and_polling_day():
    for dates in (SEMEY, PILOT):
        plan = {p.code: p for p in timetable.plan(pack_for(dates.polling_day), dates)}
        between = {
            code: (dates.polling_day - clock.local_date(plan[code].due_at, ZONE)).days - 1 for code in ("nomination", "registration")
        }
        assert between == {"nomination": 30, "registration": 25}


@pytest.mark.parametrize(("code", "period"), [("appeals", "appeal_against_refusal"), ("checks_after_registration", "declarations_check")])
def test_what_follows_a_decision_on_registration_is_planned_for_the_last_one(code, period):
    rules = pack("kz_akim_2025")
    plan = {p.code: p for p in timetable.plan(rules, SEMEY)}
    assert plan[code].due_at == timetable.days_later(plan["registration"].due_at, rules.period(period).days, ZONE)


def test_polling_hours_of_the_election_move_what_hangs_on_them():
    dates = timetable.Dates(SEMEY.called_on, SEMEY.polling_day, ZONE, polls_open=time(8), polls_close=time(21))
    plan = {p.code: p for p in timetable.plan(pack("kz_akim_2025"), dates)}
    assert [clock.local(t, ZONE).time() for t in (plan["voting"].starts_at, plan["voting"].due_at)] == [time(8), time(21)]
    assert clock.local(plan["counting"].starts_at, ZONE).time() == time(21)


def test_days_later_is_the_last_microsecond_of_that_day_in_the_city():
    late = datetime(2025, 9, 3, 19, 30, tzinfo=UTC)  # 4 September 00:30 in Semey
    assert timetable.days_later(late, 2, ZONE) == datetime(2025, 9, 6, 18, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "due", "state"),
    [
        (-2, -1, "past"),
        (-1, 0, "running"),
        (0, 1, "running"),
        (1, 2, "next"),
        (None, -1, "past"),
        (None, 0, "next"),
        (None, 1, "next"),
        (-1, None, "running"),
    ],
)
def test_both_ends_belong_to_a_term(starts, due, state):
    now = datetime(2025, 9, 11, 13, 0, tzinfo=UTC)
    moments = [n if n is None else now + timedelta(microseconds=n) for n in (starts, due)]
    assert phases.state_of(*moments, now) == state


def test_the_way_of_an_election_shows_what_is_done_and_what_runs():
    entries = {p.code: p for p in timetable.plan(pack("kz_akim_2025"), SEMEY)}
    on_polling_day = clock.at_local(SEMEY.polling_day, time(12), ZONE)
    states = {s["code"]: s["state"] for s in phases.way(entries, on_polling_day, concluded=set())}
    assert states == {
        "nomination": "done",
        "registration": "done",
        "campaign": "done",
        "voting": "now",
        "determination": "",
        "registration_of_elected": "",
    }
    two_days_later = clock.at_local(date(2025, 10, 14), time(12), ZONE)
    states = {s["code"]: s["state"] for s in phases.way(entries, two_days_later, concluded={"determination"})}
    assert (states["voting"], states["determination"], states["registration_of_elected"]) == ("done", "done", "now")
