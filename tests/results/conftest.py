import pytest

from tests.results.counting import Night, a_commission, a_night, staff_of


@pytest.fixture
def night(db: None) -> Night:
    home = a_commission()
    return a_night(home, staff_of(home))
