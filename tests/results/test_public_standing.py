"""How sure a figure is: official only once the commission has decided, real only where something is real."""

from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import gettext

from commission.models import Election, Origin
from results.models import EditionStatus
from results.services.outcome import determine_result, publish_edition
from tests.results.counting import ALL_SEVEN, NIGHT, Night
from tests.results.pages import LANGUAGES, Element, get

pytestmark = pytest.mark.django_db
S = EditionStatus


def page(night: Night, section: str = "results/", language: str = "en") -> Element:
    return get(f"/{language}/elections/{night.election.slug}/{section}").page


def publish(night: Night, status: str) -> None:
    publish_edition(night.election, actor=night.staff["secretary"], at=NIGHT, status=status)


def notices(shown: Element) -> dict[str, str]:
    """Title and whole text of every notice that has a title."""
    found = [n for n in shown.all("div", class_="notice") if n.all("p", class_="notice-title")]
    return {n.one("p", class_="notice-title").words: n.words for n in found}


def official_marks(shown: Element) -> int:
    return len(shown.all("span", class_="standing-official"))


def one_station(night: Night) -> None:
    night.accept([night.definitive(night.stations[0])])
    publish(night, S.UNOFFICIAL_PARTIAL)


def all_stations(night: Night) -> None:
    night.count_all()
    publish(night, S.UNOFFICIAL_COMPLETE)


def certified(night: Night) -> None:
    night.count_all()
    determine_result(night.election, actor=night.staff["chair"], at=NIGHT, vote=ALL_SEVEN)
    publish(night, S.CERTIFIED)


# -- official


@pytest.mark.parametrize("section", ["", "results/"])
@pytest.mark.parametrize(
    ("reached", "title", "counted"),
    [
        (one_station, "Unofficial, not all stations", "1 of 3 stations"),
        (all_stations, "Unofficial, all stations", "3 of 3 stations, 0 annulled"),
    ],
)
def test_an_unofficial_edition_says_so_and_on_how_many_stations_it_stands(
    night: Night, reached: Callable[[Night], None], title: str, counted: str, section: str
) -> None:
    reached(night)
    shown = page(night, section)
    assert counted in notices(shown)[title]
    words = shown.one("main").words
    assert words.index(counted) < words.index("Turnout")
    assert official_marks(shown) == 0
    assert "official" not in words.replace("unofficial", "").replace("Unofficial", "")


def test_the_figures_of_an_unofficial_edition_are_called_unofficial(night: Night) -> None:
    one_station(night)
    tables = [t for t in page(night).all("table") if t.one("caption").attributes["id"] in ("votes-table", "lines")]
    sources = [row.children[-1].words for table in tables for row in table.one("tbody").all("tr")]
    assert set(sources) == {"unofficial"}
    assert len(sources) == 3 + 7


def test_the_figures_of_a_certified_edition_are_official_without_a_notice(night: Night) -> None:
    certified(night)
    shown = page(night)
    assert official_marks(shown) == 3 + 7
    assert notices(shown) == {}


@pytest.mark.parametrize("section", ["", "results/"])
def test_a_pre_election_edition_shows_no_figure_of_a_count(night: Night, section: str) -> None:
    publish(night, S.PRE_ELECTION)
    shown = page(night, section)
    assert "holds the ballot and no votes" in notices(shown)["Before the election"]
    assert "Turnout" not in shown.one("main").words
    assert official_marks(shown) == 0
    assert shown.all("table") == []


# -- invented and real


@pytest.fixture
def invented(night: Night) -> Night:
    """The whole election and each of its figures is made up."""
    Election.objects.filter(pk=night.election.pk).update(origin=Origin.INVENTED)
    night.election.refresh_from_db()
    night.count_all()
    night.election.polling_stations.update(illustrative=True)
    night.election.protocols.update(illustrative=True)
    for number in (1, 2):
        night.election.meeting_venues.create(number=number, illustrative=True)
        night.election.poster_places.create(number=number, illustrative=True)
    publish(night, S.UNOFFICIAL_COMPLETE)
    return night


ONLY_OF_A_RECORD = [
    "Illustrative, totals are real",
    "illustrative, totals are real",
    "Illustrative per station, totals are real",
    "voters per station are illustrative",
    "Figures of single stations were never published. The real totals are divided over the stations by a fixed rule, "
    "so that every sum closes; they say nothing about any real station.",
    "Addresses and voters of the single stations were never published. "
    "The voters of the city are divided over the stations by a fixed rule.",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", ["results/", "stations/"])
def test_nothing_of_an_invented_election_is_called_real_or_unpublished(invented: Night, section: str, language: str) -> None:
    words = page(invented, section, language).one("main").words
    with translation.override(language):
        assert [text for text in ONLY_OF_A_RECORD if gettext(text) in words] == []


@pytest.mark.parametrize(("section", "caption"), [("results/", "station-table"), ("stations/", "stations")])
def test_an_invented_election_says_that_the_totals_are_invented_too(invented: Night, section: str, caption: str) -> None:
    shown = page(invented, section)
    assert "the totals too" in notices(shown)["Invented"]
    (found,) = [c.words for c in shown.all("caption") if c.attributes.get("id") == caption]
    assert found.endswith("(invented)")


def test_places_that_were_invented_have_no_address_rather_than_an_unpublished_one(invented: Night) -> None:
    words = page(invented, "stations/").one("main").words
    assert "2 rooms for meetings with voters; no address has been entered." in words
    assert "2 places for printed campaign material; no address has been entered." in words
    assert "not published" not in words


def test_a_figure_of_the_commission_s_own_carries_no_mark(night: Night) -> None:
    certified(night)
    (turnout,) = [b for b in page(night).all("div", class_="bignum") if b.one("p", class_="bignum-label").words == "Turnout"]
    assert turnout.all("span", class_="standing") == []
