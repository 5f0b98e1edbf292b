"""Signature sheets: the count against the law's threshold, the reading of a paste, and the same hand on two lines."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from candidates.iin import fault
from candidates.models import Signature
from candidates.selectors import repeated_signers, signature_count, signers_shared_with
from candidates.services.signatures import check_sheet, enter_signers, issue_sheets, receive_sheets
from candidates.signing import Sheet, Signer, as_ranges, count, read_lines, read_signers, repeated
from candidates.workflow import State
from commission.fields import keyed_hash
from commission.models import AuditEvent
from results.demo.people import iin
from stations.services.places import add_stations
from tests.factories import CALLED, CHECKED, CONCLUDED, NOMINATION_ENDS, TAKEN, events_of, moment, nomination_in, refused

AFTER_REGISTRATION = moment("2025-09-16 18:00:00.000001")


def number(serial):
    """The well-formed identity number of an invented voter."""
    return iin(date(1950 + serial // 9000, 1 + serial % 12, 1 + serial % 28), woman=bool(serial % 2), serial=serial % 9000)


@pytest.fixture
def case(world):
    return nomination_in(State.UNDER_VERIFICATION, world)


@pytest.fixture
def sheets(world, case):
    """Three sheets, of which the first two came back with 20 and 10 signatures."""
    issue_sheets(case, actor=world.staff.registrar, at=TAKEN, count=3)
    return receive_sheets(case, actor=world.staff.registrar, at=CHECKED, counts={1: 20, 2: 10})


def enter(case, world, *signers):
    return enter_signers(case, actor=world.staff.registrar, at=CHECKED, signers=[Signer(*signer) for signer in signers])


# -- pure


def test_the_count_reads_only_checked_sheets():
    found = count([Sheet(1, 20, True, {3: "no_date", 4: "duplicate", 5: "no_date"}), Sheet(2, 10), Sheet(3)], needed=17)
    assert (found.issued, found.sheets_handed_in, found.sheets_checked) == (3, 2, 1)
    assert (found.handed_in, found.checked, found.valid, found.invalid) == (30, 20, 17, {"no_date": 2, "duplicate": 1})
    assert (found.complete, found.enough) == (False, True)
    assert count([Sheet(1, 20, True, {3: "no_date"})], needed=20).enough is False
    assert count([], needed=None).enough is None


def test_a_paste_is_read_with_semicolon_comma_and_tab():
    a, b, c = number(1), number(2), number(3)
    assert read_signers(f"line;iin\n1;{a}\n2, {b}\r\n\n3\t{c};\n", sheet=7) == ([Signer(7, 1, a), Signer(7, 2, b), Signer(7, 3, c)], [])
    assert read_signers(f'"4";"1";"{a}"\n5;1;{b}') == ([Signer(4, 1, a), Signer(5, 1, b)], [])


def test_every_row_that_cannot_be_read_is_named_with_its_reason():
    a = number(1)
    wrong_digit = a[:-1] + str((int(a[-1]) + 1) % 10)
    rows = [f"1;{a}", "2", f"x;{a}", f"0;{a}", f"1;{number(2)}", f"5;{wrong_digit}", "6;123", "7;991332300010"]
    _signers, misread = read_signers("\n".join(rows), sheet=1)
    assert [(m.row, m.code) for m in misread] == [
        (2, "columns"), (3, "number"), (4, "number"), (5, "twice"), (6, "digit"), (7, "length"), (8, "date"),
    ]  # fmt: skip
    assert fault(wrong_digit) == "digit"


def test_the_first_of_two_lines_with_one_signer_counts():
    assert repeated([(2, 1, "a"), (1, 9, "a"), (1, 3, "b"), (3, 1, "a")]) == {(2, 1), (3, 1)}


@given(st.sets(st.integers(1, 400)))
def test_ranges_of_lines_are_read_as_they_are_written(lines):
    assert read_lines(as_ranges(lines)) == lines


@pytest.mark.parametrize("text", ["x", "3-", "7-3", "0", "1;x", "-4", "1.5"])
def test_what_is_no_range_of_lines(text):
    assert read_lines(text) is None


# -- issued and handed in


@pytest.mark.django_db
def test_the_numbers_of_sheets_go_on(world, case):
    first = issue_sheets(case, actor=world.staff.registrar, at=TAKEN, count=2)
    second = issue_sheets(case, actor=world.staff.secretary, at=CHECKED, count=1)
    assert [row.number for row in (*first, *second)] == [1, 2, 3]
    assert events_of(case)[-2:] == ["nomination.sheets_issued"] * 2
    other = nomination_in(State.UNDER_VERIFICATION, world)
    assert [row.number for row in issue_sheets(other, actor=world.staff.registrar, at=CHECKED, count=1)] == [1]


@pytest.mark.django_db
def test_sheets_go_out_and_come_back_until_registration_ends_and_not_a_moment_later(world, case):
    common = {"actor": world.staff.registrar}
    issue_sheets(case, at=moment("2025-09-16 18:00"), count=2, **common)
    receive_sheets(case, at=moment("2025-09-16 18:00"), counts={1: 5}, **common)
    assert refused("window_closed", issue_sheets, case, at=AFTER_REGISTRATION, count=1, **common).article == "CL ch. 13-1"
    refused("window_closed", receive_sheets, case, at=AFTER_REGISTRATION, counts={2: 5}, **common)


@pytest.mark.django_db
def test_what_is_not_handed_in(world, case, sheets):
    common = {"actor": world.staff.registrar, "at": CONCLUDED}
    refused("no_sheet", receive_sheets, case, counts={}, **common)
    refused("unknown_sheet", receive_sheets, case, counts={4: 1}, **common)
    refused("handed_in_already", receive_sheets, case, counts={1: 20, 3: 1}, **common)
    refused("bad_count", receive_sheets, case, counts={3: -1}, **common)
    refused("bad_count", issue_sheets, case, count=0, **common)
    assert [row.signatures for row in case.signature_sheets.all()] == [20, 10, None]


@pytest.mark.django_db
def test_a_party_s_nominee_needs_no_signatures(world):
    case = nomination_in(State.UNDER_VERIFICATION, world, way="party")
    refused("no_signatures_asked", issue_sheets, case, actor=world.staff.registrar, at=TAKEN, count=1)


# -- checked


@pytest.mark.django_db
def test_only_a_keyed_hash_of_a_signer_is_kept_and_nothing_of_him_in_the_log(world, case, sheets):
    enter(case, world, (1, 1, number(1)))
    row = case.signatures.get()
    assert (row.sheet.number, row.line, row.signer_hash, row.fault) == (1, 1, keyed_hash(number(1)), "")
    event = AuditEvent.objects.get(subject_id=case.pk, kind="nomination.signatures_entered")
    assert number(1) not in str(event.data) and row.signer_hash not in str(event.data)
    enter(case, world, (1, 1, number(2)))
    assert case.signatures.get().signer_hash == keyed_hash(number(2))


@pytest.mark.django_db
def test_a_sheet_is_checked_with_its_faults_and_may_be_checked_again(world, case, sheets):
    enter(case, world, (1, 3, number(1)))
    common = {"actor": world.staff.registrar, "sheet": 1}
    check_sheet(case, at=CHECKED, faults={3: "no_date", 7: "wrong_data"}, **common)
    assert dict(case.signatures.values_list("line", "fault")) == {3: "no_date", 7: "wrong_data"}
    row = check_sheet(case, at=CONCLUDED, faults={7: "not_a_voter", 9: "no_date"}, **common)
    assert dict(case.signatures.values_list("line", "fault")) == {3: "", 7: "not_a_voter", 9: "no_date"}
    assert (row.checked_at, row.checked_by) == (CONCLUDED, world.staff.registrar)
    found = signature_count(case)
    assert (found.checked, found.valid, found.invalid) == (20, 18, {"not_a_voter": 1, "no_date": 1})


@pytest.mark.django_db
def test_what_is_not_checked(world, case, sheets):
    common = {"actor": world.staff.registrar, "at": CHECKED}
    refused("not_handed_in", check_sheet, case, sheet=3, faults={}, **common)
    refused("unknown_sheet", check_sheet, case, sheet=9, faults={}, **common)
    refused("unknown_line", check_sheet, case, sheet=1, faults={21: "no_date"}, **common)
    refused("unknown_fault", check_sheet, case, sheet=1, faults={2: "ugly"}, **common)
    refused("no_signer", enter_signers, case, signers=[], **common)
    refused("unknown_line", enter_signers, case, signers=[Signer(2, 11, number(1))], **common)
    refused("not_handed_in", enter_signers, case, signers=[Signer(3, 1, number(1))], **common)
    assert Signature.objects.count() == 0


@pytest.mark.django_db
def test_the_threshold_is_one_per_cent_of_all_voters_rounded_up(world, case, sheets):
    assert signature_count(case).needed is None
    rows = [{"number": n, "kind": "open", "voters_on_list": voters} for n, voters in ((1, 1200), (2, 1501))]
    add_stations(world.election, actor=world.staff.secretary, at=CALLED, rows=rows)
    assert signature_count(case).needed == 28
    check_sheet(case, actor=world.staff.registrar, at=CHECKED, sheet=1, faults={})
    assert signature_count(case).enough is False
    check_sheet(case, actor=world.staff.registrar, at=CHECKED, sheet=2, faults={1: "no_date", 2: "no_date"})
    assert (signature_count(case).valid, signature_count(case).enough) == (28, True)


@pytest.mark.django_db
def test_the_same_hand_is_found_on_the_own_sheets_and_on_those_of_another_candidate(world, case, sheets):
    enter(case, world, (1, 1, number(1)), (1, 2, number(2)), (2, 1, number(1)), (2, 5, number(3)))
    assert repeated_signers(case) == {(2, 1)}
    other = nomination_in(State.UNDER_VERIFICATION, world)
    issue_sheets(other, actor=world.staff.registrar, at=TAKEN, count=1)
    receive_sheets(other, actor=world.staff.registrar, at=CHECKED, counts={1: 9})
    enter(other, world, (1, 1, number(2)), (1, 2, number(3)), (1, 3, number(4)))
    assert signers_shared_with(case) == {other.number: 2}
    assert signers_shared_with(other) == {case.number: 2}
    assert signature_count(case).invalid == {}, "shown, and never invalid by itself"


@pytest.mark.django_db
@pytest.mark.slow
def test_2208_signers_in_one_paste_take_a_moment_and_as_many_queries_as_a_few(world, case):
    issue_sheets(case, actor=world.staff.registrar, at=TAKEN, count=111)
    receive_sheets(case, actor=world.staff.registrar, at=CHECKED, counts=dict.fromkeys(range(1, 112), 20))
    text = "\n".join(f"{1 + n // 20};{1 + n % 20};{number(n)}" for n in range(2208))

    def queries(text):
        with CaptureQueriesContext(connection) as captured:
            signers, misread = read_signers(text)
            assert misread == []
            enter_signers(case, actor=world.staff.registrar, at=CHECKED, signers=signers)
        return len(captured)

    few = queries("\n".join(text.splitlines()[-3:]))
    began = time.perf_counter()
    assert queries("\n".join(text.splitlines()[:2000])) <= few + 2
    assert time.perf_counter() - began < 10, "some seconds on a busy machine, one on a quiet one"
    assert case.signatures.count() == 2003


def test_the_moments_of_this_file_lie_in_the_window():
    assert TAKEN < CHECKED < CONCLUDED < NOMINATION_ENDS < AFTER_REGISTRATION
