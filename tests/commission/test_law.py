"""The law as data: which rule set, which numbers, and that every row says where it comes from."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from commission.access import Role
from commission.law import PACKS, NoRules, pack, pack_for
from commission.law.terms import CERTAINTY_LABELS, Certainty, Share

EVERY_PACK = pytest.mark.parametrize("rules", PACKS.values(), ids=PACKS)
WAYS = ("self", "party", "superior_akim")


@pytest.mark.parametrize(
    ("polling_day", "key"),
    [
        (date(2023, 1, 1), "kz_akim_2023"),
        (date(2023, 11, 5), "kz_akim_2023"),
        (date(2024, 12, 31), "kz_akim_2023"),
        (date(2025, 1, 1), "kz_akim_2025"),
        (date(2025, 10, 12), "kz_akim_2025"),
        (date(2031, 3, 2), "kz_akim_2025"),
    ],
)
def test_the_polling_day_chooses_the_rule_set(polling_day, key):
    assert pack_for(polling_day).key == key
    assert pack(key) is pack_for(polling_day)


@pytest.mark.parametrize("polling_day", [date(2022, 12, 31), date(2021, 7, 25), date(1, 1, 1)])
def test_a_day_before_the_first_rule_set_has_no_rules(polling_day):
    with pytest.raises(NoRules):
        pack_for(polling_day)


def test_an_unknown_key_has_no_rules():
    with pytest.raises(NoRules):
        pack("kz_akim_1995")


@pytest.mark.parametrize(
    ("voters", "needed"),
    [
        (220_761, 2_208),  # Semey 2025: 2,207.61
        (11_827_277, 118_273),  # the president's election, as the CEC rounded it
        (100, 1),
        (101, 2),
        (99, 1),
        (1, 1),
        (0, 0),
        (220_800, 2_208),
    ],
)
def test_signatures_are_one_percent_of_the_voters_rounded_up(voters, needed):
    assert pack("kz_akim_2025").signatures_needed(voters) == needed


def test_what_the_law_counts_in_shares_and_money():
    rules, pilot = pack("kz_akim_2025"), pack("kz_akim_2023")
    assert (rules.quorum.value, rules.quorum.of) == (Fraction(2, 3), "all members")
    assert (rules.majority.value, rules.majority.of) == (Fraction(1, 2), "all members")
    assert (rules.deposit_returned_from.value, rules.deposit_returned_from.of) == (Fraction(5, 100), "voters who took part")
    assert rules.ballot_reserve.value == Fraction(1, 100)
    assert (rules.deposit_minimum_wages, pilot.deposit_tenge, rules.deposit_tenge) == (5, 350_000, 425_000)
    assert (pilot.deposit_certainty, rules.deposit_certainty) == (Certainty.VERIFIED, Certainty.MEMORY)
    assert (rules.minimum_age, rules.minimum_candidates, rules.term_years) == (25, 2, 4)
    assert {p.code: p.days for p in rules.periods} == {
        "nomination_extension": 3,
        "correction": 2,
        "appeal_against_refusal": 7,
        "appeal": 10,
        "complaint": 5,
        "authority_answer": 3,
        "declarations_check": 15,
    }


def test_what_nobody_has_read_in_the_law_is_marked_so():
    """Only what a source of the project says word for word may stand as verified (docs/law.md, section 16)."""
    rules = pack("kz_akim_2025")
    assert rules.period("correction").certainty is Certainty.NOT_FOUND
    assert rules.period("appeal").certainty is Certainty.MEMORY
    assert rules.term("withdrawal").certainty is Certainty.PRACTICE
    assert rules.check("national_security").certainty is Certainty.NOT_FOUND
    assert {g.code for g in rules.grounds if g.certainty is Certainty.VERIFIED} == {"requirements"}
    with translation.override("en"):
        unsure = {c for c in Certainty if "to be confirmed" in str(CERTAINTY_LABELS[c])}
    assert unsure == {Certainty.MEMORY, Certainty.NOT_FOUND}


@EVERY_PACK
def test_every_row_has_an_article_and_a_certainty(rules):
    shares = [value for value in vars(rules).values() if isinstance(value, Share)]
    rows = [*rules.terms, *rules.periods, *rules.papers, *rules.checks, *rules.grounds, *rules.requirements, rules.proxies, *shares]
    assert len(shares) == 5
    assert [row for row in rows if not row.article.strip() or row.certainty not in Certainty] == []


@EVERY_PACK
def test_codes_are_unique(rules):
    for rows in (rules.terms, rules.periods, rules.papers, rules.checks, rules.grounds):
        codes = [row.code for row in rows]
        assert sorted(set(codes)) == sorted(codes)


@EVERY_PACK
def test_every_term_is_owed_by_somebody_and_has_an_end(rules):
    assert [t.code for t in rules.terms if t.due is None] == []
    assert {t.role for t in rules.terms} == {Role.CHAIR, Role.SECRETARY, Role.REGISTRAR, Role.CLERK}


# The calendar plan of an election, from the call to the last deposit.
PLAN = [
    "election_called", "nomination", "requirements_check", "signature_check", "deposit", "registration", "certificates", "appeals",
    "checks_after_registration", "campaign", "withdrawal", "cancellation", "voter_lists", "voter_lists_closed_stations",
    "absentee_certificates", "ballots_delivered", "day_of_silence", "stations_open", "empty_box_check", "voting", "home_vote_requests",
    "counting", "protocols_received", "determination", "publication", "registration_of_elected", "deposit_refunds",
]  # fmt: skip


@EVERY_PACK
def test_the_calendar_plan_is_whole(rules):
    assert [term.code for term in rules.terms] == PLAN


@EVERY_PACK
def test_an_entry_whose_moment_stands_in_no_source_says_what_is_missing(rules):
    unsure = [term for term in rules.terms if term.certainty is Certainty.NOT_FOUND]
    assert [term.code for term in unsure] == ["signature_check", "protocols_received", "deposit_refunds"]
    with translation.override("en"):
        assert [term.code for term in unsure if "not found in the law" not in str(term.note)] == []


@EVERY_PACK
def test_a_ground_serves_a_refusal_or_a_cancellation(rules):
    assert [g.code for g in rules.grounds if not (g.for_refusal or g.for_cancellation)] == []
    assert [g.code for g in rules.grounds if g.for_cancellation] == [
        "early_campaign",
        "false_declaration",
        "right_lost",
        "court_act",
        "death",
    ]
    assert [g.code for g in rules.grounds if not g.for_refusal] == ["right_lost", "court_act"]
    assert [g.code for g in rules.grounds if not g.notice] == ["death"]
    assert (rules.ground("requirements").code, rules.ground("unspecified")) == ("requirements", None)


@pytest.mark.parametrize(
    ("way", "papers"),
    [
        ("self", []),
        ("party", ["party_minutes"]),
        ("superior_akim", ["superior_akim_act"]),
    ],
)
def test_each_way_owes_its_own_papers(way, papers):
    everybody = ["application", "civil_service_papers", "deposit_receipt", "declaration_candidate", "declaration_spouse"]
    assert [p.code for p in pack("kz_akim_2025").papers_of(way)] == [*everybody, *papers, "photo"]


@pytest.mark.parametrize("way", WAYS)
def test_only_a_self_nominee_needs_signatures(way):
    before = [c.code for c in pack("kz_akim_2025").checks_of(way, after_registration=False)]
    after = [c.code for c in pack("kz_akim_2025").checks_of(way, after_registration=True)]
    assert ("signatures" in before) == (way == "self")
    assert [c for c in before if c != "signatures"] == [
        "identity", "age", "capacity", "conviction", "civil_service", "deposit", "declarations", "terms_of_office",
    ]  # fmt: skip
    assert after == ["declarations_true", "national_security"]
