"""The timetable as a picture: every entry where it lies, today and polling day marked, every word inside."""

import itertools
import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from commission import gantt as drawing
from commission.access import Role
from commission.gantt import gantt
from commission.models import Origin, Precision
from commission.selectors import timetable_of
from commission.services.elections import Span, adopt_timetable
from tests.candidates.applying import at
from tests.factories import ALL_SEVEN, DECIDED, POLLING_DAY, ZONE, an_election, appoint_as, moment

NOON = moment("2025-09-11 12:00")
PAGE = "/en/elections/test-2025/timetable/"


def picture(election, now=NOON, **more):
    return gantt(timetable_of(election), **{"polling_date": election.polling_date, "zone": ZONE, "now": now, **more})


def bars(election, now=NOON):
    return {bar.label: bar for bar in picture(election, now).bars}


def test_every_entry_in_force_is_drawn_once_in_the_order_of_the_table(world):
    with translation.override("en"):
        drawn = [bar.label for bar in picture(world.election).bars]
        assert drawn == [entry.title for entry in timetable_of(world.election)]
    ys = [bar.y for bar in picture(world.election).bars]
    assert {after - before for before, after in itertools.pairwise(ys)} == {drawing.ROW}


def test_a_day_is_as_long_everywhere_and_a_bar_goes_from_start_to_end(world):
    with translation.override("en"):
        found = bars(world.election)
    shown = picture(world.election)
    day = shown.polling_width
    nomination = found["Nomination of candidates"]
    # 28 August 00:00 to 11 September 18:00 is 14 days and three quarters
    assert abs(nomination.width - 14.75 * (drawing.WIDTH - 2 * drawing.MARGIN) / 56) <= 1
    # polling day is 45 days after the first day of nomination
    assert abs(shown.polling_x - nomination.x - 45 * (drawing.WIDTH - 2 * drawing.MARGIN) / 56) <= 1
    assert abs(day - (drawing.WIDTH - 2 * drawing.MARGIN) / 56) <= 1
    assert found["Voting"].x > shown.polling_x
    assert found["Voting"].x + found["Voting"].width < shown.polling_x + day


def test_a_plain_deadline_is_a_mark(world):
    with translation.override("en"):
        found = bars(world.election)
        plain = {entry.title for entry in timetable_of(world.election) if entry.starts_at is None}
    assert {label for label, bar in found.items() if not bar.width} == plain


def test_the_scale_is_of_weeks_that_begin_on_a_monday(world):
    shown = picture(world.election)
    assert [week.day for week in shown.weeks] == [date(2025, 8, 25) + timedelta(weeks=n) for n in range(8)]
    assert (shown.first, shown.last) == (date(2025, 8, 27), date(2025, 10, 19))


def test_over_a_long_plan_only_so_many_dates_are_named_as_have_room(world):
    entries = timetable_of(world.election)
    entries[0].due_at -= timedelta(days=300)
    shown = gantt(entries, polling_date=POLLING_DAY, zone=ZONE, now=NOON)
    named = [week.x for week in shown.weeks if week.named]
    assert min(after - before for before, after in itertools.pairwise(named)) >= drawing.NARROWEST


@pytest.mark.parametrize(
    ("now", "marked"), [("2025-08-01 12:00", False), ("2025-08-25 00:00", True), ("2025-10-19 23:59", True), ("2025-10-20 00:00", False)]
)
def test_today_is_marked_where_the_plan_runs(world, now, marked):
    assert (picture(world.election, moment(now)).today_x is not None) == marked


def test_states_and_binding_are_those_of_the_entries(world):
    with translation.override("en"):
        found = bars(world.election)
    assert (found["Nomination of candidates"].state, found["Election called"].state, found["Voting"].state) == ("running", "past", "next")
    assert (found["Check of the signatures"].binding, found["Voting"].binding) == (False, True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_word_leaves_the_drawing(world, language):
    with translation.override(language):
        for bar in picture(world.election).bars:
            length = len(bar.label) * drawing.LETTER
            left = bar.words_x if bar.anchor == "start" else bar.words_x - length
            assert left >= 0 and left + length <= drawing.WIDTH, bar.label


def test_an_entry_without_an_hour_is_the_whole_day(world):
    recorder = world.staff.recorder
    appoint_as(world.home, recorder, Role.CHAIR)
    election = an_election(world.home, recorder, slug="replayed-2025", origin=Origin.REPLAYED)
    day = moment("2025-10-14 00:00")
    adopt_timetable(election, actor=recorder, at=DECIDED, vote=ALL_SEVEN, spans={"determination": Span(None, day, Precision.DAY, "press")})
    with translation.override("en"):
        bar = bars(election)["Determination of the result"]
    assert abs(bar.width - picture(election).polling_width) <= 1


def test_without_entries_there_is_no_picture(world):
    assert gantt([], polling_date=POLLING_DAY, zone=ZONE, now=NOON) is None


def test_the_public_page_shows_the_picture_and_the_table_side_by_side(world, client):
    with at(NOON):
        page = client.get(PAGE).content.decode()
    drawn = page[page.index("<svg viewBox") : page.index("</svg>", page.index("<svg viewBox"))]
    assert drawn.count('class="gantt-word"') == len(timetable_of(world.election)) == page.count('<th scope="row">')
    assert '<desc id="gantt-desc">27 entries from 27 August 2025 to 19 October 2025' in drawn
    assert "gantt-today" in drawn and "gantt-polling" in drawn
    assert re.search(r'<div class="table-box" role="region" aria-labelledby="gantt-name" tabindex="0">\s*<svg', page)
    assert " style=" not in page


def test_a_thousand_in_the_drawing_has_no_separator(world, client):
    page = client.get("/ru/elections/test-2025/timetable/").content.decode()
    assert re.search(r'viewBox="0 0 960 1\d{3}"', page)
