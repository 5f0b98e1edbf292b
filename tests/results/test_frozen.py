"""Nothing is counted before the polls close, and nothing moves after the result is determined."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from commission.refused import Refused
from results.models import Edition, EditionStatus, Entry, Protocol
from results.services import protocols
from results.services.outcome import determine_result, publish_edition
from results.voting import voting_over
from stations.models import PollingStation
from stations.services.places import add_stations
from tests.results.counting import ALL_SEVEN, CLOSED, NIGHT, VOTES, Night, lines_for

pytestmark = pytest.mark.django_db
S = EditionStatus
MOMENT = timedelta(microseconds=1)
OPENED = CLOSED - timedelta(hours=13)


def refusal(step: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        step()
    return refused.value.code


def publish(night: Night, status: str, at: datetime = NIGHT) -> Edition:
    return publish_edition(night.election, actor=night.staff["secretary"], at=at, status=status)


def correct(night: Night, protocol: Protocol, *votes: int) -> None:
    """A new version of the protocol stands instead of the old one."""
    old = protocol.versions.get(current=True)
    old.current = False
    old.save(update_fields=["current"])
    new = protocol.versions.create(number=old.number + 1, **lines_for(votes))
    for option, count in zip(night.options, votes, strict=True):
        new.vote_counts.create(option=option, votes=count)


def determined(night: Night) -> list[Protocol]:
    rows = night.count_all()
    determine_result(night.election, actor=night.staff["chair"], at=NIGHT, vote=ALL_SEVEN)
    return rows


# -- before the polls close


@pytest.mark.parametrize(("at", "over"), [(CLOSED - timedelta(days=1), False), (CLOSED, False), (CLOSED + MOMENT, True), (NIGHT, True)])
def test_voting_is_over_the_moment_after_the_polls_close(night: Night, at: datetime, over: bool) -> None:
    assert voting_over(night.election, at) is over


def test_without_a_plan_that_says_when_the_polls_close_voting_is_never_over(night: Night) -> None:
    night.election.timetable_entries.filter(code="voting").update(in_force=False)
    assert not voting_over(night.election, NIGHT)
    assert refusal(lambda: night.receive(night.stations[0])) == "voting_not_over"


@pytest.mark.parametrize("at", [OPENED, CLOSED])
def test_no_protocol_is_received_before_the_polls_close(night: Night, at: datetime) -> None:
    clerk, station = night.staff["clerk"], night.stations[0]
    assert refusal(lambda: protocols.receive_protocol(station, actor=clerk, at=at)) == "voting_not_over"
    assert Protocol.objects.count() == 0
    assert protocols.receive_protocol(station, actor=clerk, at=CLOSED + MOMENT).received_at == CLOSED + MOMENT


@pytest.mark.parametrize("at", [OPENED, CLOSED])
def test_no_protocol_is_typed_before_the_polls_close(night: Night, at: datetime) -> None:
    protocol, votes = night.receive(night.stations[0]), {o.pk: n for o, n in zip(night.options, VOTES, strict=True)}
    clerk, lines = night.staff["clerk"], lines_for(VOTES)
    assert refusal(lambda: protocols.enter_protocol(protocol, actor=clerk, at=at, lines=lines, votes=votes)) == "voting_not_over"
    assert (protocol.state, Entry.objects.count()) == ("received", 0)


@pytest.mark.parametrize("at", [OPENED, CLOSED])
def test_no_protocol_is_accepted_before_the_polls_close(night: Night, at: datetime) -> None:
    rows, secretary = [night.definitive(night.stations[0])], night.staff["secretary"]
    step = lambda: protocols.accept_protocols(night.election, actor=secretary, at=at, protocols=rows, vote=ALL_SEVEN)  # noqa: E731
    assert refusal(step) == "voting_not_over"
    assert Protocol.objects.get().state == "definitive"


@pytest.mark.parametrize("status", [s for s in S if s != S.PRE_ELECTION])
def test_only_a_pre_election_edition_is_published_before_the_polls_close(night: Night, status: str) -> None:
    assert refusal(lambda: publish(night, status, CLOSED)) == "voting_not_over"
    assert publish(night, S.PRE_ELECTION, CLOSED).number == 1


def test_a_pre_election_edition_holds_the_ballot_and_no_count_whatever_the_tables_say(night: Night) -> None:
    night.count_all()
    document = publish(night, S.PRE_ELECTION).document
    assert (document["protocols"], document["lines"], document["bases"]) == ([], {}, {"valid": None, "took_part": None})
    assert document["stations"] == {"total": 3, "accepted": 0, "annulled": 0}
    assert [(o["position"], o["votes"]) for o in document["options"]] == [(1, None), (2, None), (3, None)]


# -- once voting has begun


@pytest.mark.parametrize("at", [OPENED, NIGHT])
def test_no_polling_station_is_added_once_voting_has_begun(night: Night, at: datetime) -> None:
    rows = [{"number": 9, "kind": "open", "voters_on_list": 5}]
    secretary = night.staff["secretary"]
    assert refusal(lambda: add_stations(night.election, actor=secretary, at=at, rows=rows)) == "voting_begun"
    assert PollingStation.objects.count() == 3
    assert len(add_stations(night.election, actor=secretary, at=OPENED - MOMENT, rows=rows)) == 1


def test_without_a_plan_stations_are_still_added(night: Night) -> None:
    night.election.timetable_entries.filter(code="voting").update(in_force=False)
    assert len(add_stations(night.election, actor=night.staff["secretary"], at=NIGHT, rows=[{"number": 9, "kind": "open"}])) == 1


# -- after the determination


def test_a_certified_edition_shows_what_was_determined_and_nothing_else(night: Night) -> None:
    rows = determined(night)
    correct(night, rows[0], 290, 210, 80)
    assert refusal(lambda: publish(night, S.CERTIFIED)) == "totals_moved"
    correct(night, rows[0], *VOTES)
    assert [o["votes"] for o in publish(night, S.CERTIFIED).document["options"]] == [900, 600, 240]


def test_a_second_certified_edition_says_something_new_or_is_refused(night: Night) -> None:
    determined(night)
    publish(night, S.CERTIFIED)
    assert refusal(lambda: publish(night, S.CERTIFIED, NIGHT + timedelta(days=1))) == "nothing_new"
    assert Edition.objects.count() == 1


def test_a_correction_shows_other_figures_than_the_edition_before(night: Night) -> None:
    rows = determined(night)
    publish(night, S.CERTIFIED)
    assert refusal(lambda: publish(night, S.CORRECTION)) == "nothing_to_correct"
    correct(night, rows[0], 290, 210, 80)
    assert [o["votes"] for o in publish(night, S.CORRECTION).document["options"]] == [890, 610, 240]
    assert refusal(lambda: publish(night, S.CORRECTION)) == "nothing_to_correct"
    assert [e.status for e in Edition.objects.order_by("number")] == [S.CERTIFIED, S.CORRECTION]


def test_a_figure_of_one_station_is_a_correction_though_the_totals_stay(night: Night) -> None:
    rows = determined(night)
    publish(night, S.CERTIFIED)
    correct(night, rows[0], 290, 210, 80)
    correct(night, rows[1], 310, 190, 80)
    document = publish(night, S.CORRECTION).document
    assert [o["votes"] for o in document["options"]] == [900, 600, 240]
    assert [p["votes"] for p in document["protocols"]] == [[290, 210, 80], [310, 190, 80], [300, 200, 80]]
