"""The identity number: its check digit, its date of birth, and what is no number at all."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candidates.iin import check_digit, is_well_formed

DAYS = st.dates(date(1800, 1, 1), date(2099, 12, 31))


@st.composite
def numbers(draw) -> tuple[str, date]:
    """A well-formed number and the day of birth that it tells."""
    born = draw(DAYS)
    century = 2 * (born.year // 100 - 18) + draw(st.sampled_from([1, 2]))
    eleven = f"{born:%y%m%d}{century}{draw(st.integers(0, 9999)):04d}"
    assume(check_digit(eleven))
    return eleven + check_digit(eleven), born


@given(numbers())
def test_a_number_with_its_check_digit_is_well_formed_and_tells_one_day_of_birth(number):
    iin, born = number
    assert is_well_formed(iin)
    assert is_well_formed(iin, born)


@given(numbers(), DAYS)
def test_a_number_fits_no_other_day_of_birth(number, other):
    iin, born = number
    assert is_well_formed(iin, other) is (other == born)


@given(numbers(), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_unless_the_second_weights_were_used(number, place, step):
    """The first weights notice every single wrong digit, for 11 is a prime; only numbers of the second pass may slip through."""
    iin, _born = number
    wrong = iin[:place] + str((int(iin[place]) + step) % 10) + iin[place + 1 :]
    first_pass = all(sum(int(d) * w for d, w in zip(n[:11], range(1, 12), strict=True)) % 11 < 10 for n in (iin, wrong))
    if first_pass and place != 10:  # the eleventh digit has the weight 11
        assert not is_well_formed(wrong)


@given(st.text(max_size=14))
def test_nothing_else_is_a_number_and_nothing_breaks(text):
    if is_well_formed(text):
        assert (len(text), text.isascii(), text.isdigit()) == (12, True, True)


# worked by hand: first pass; second pass (the first leaves 10); no check digit in either pass
@pytest.mark.parametrize(("eleven", "digit"), [("80010139999", "7"), ("80010130070", "6"), ("80010130072", "")])
def test_the_check_digit_takes_two_passes(eleven, digit):
    assert check_digit(eleven) == digit


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "8001013999",
        "8001013999977",
        "800101399993",
        "80010139999x",
        "８０００１０１３９９９９７",
        " 80010139999",
        "801301399990",
        "800101799999",
    ],
)
def test_what_is_no_number(bad):
    assert not is_well_formed(bad)


def test_a_seventh_digit_of_zero_tells_no_century():
    iin = "80010100001"
    iin += check_digit(iin)
    assert [is_well_formed(iin, date(year, 1, 1)) for year in (1880, 1980, 2080)] == [False, True, True]
