"""Akims of cities of regional significance, as practised in 2025 (Constitutional Law “On elections”, chapter on akims).

The chapter's own text was not available: each row says how it is known. What is not certain shows as “to be confirmed”.
docs/rules.md shows the rows; docs/law.md says what the marks mean and where the sources lie.
"""

from datetime import date, time
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from commission.access import Role
from commission.law.terms import (
    Anchor,
    Certainty,
    CheckRule,
    Ground,
    LawPack,
    Limit,
    Moment,
    Paper,
    Period,
    Requirement,
    Share,
    Term,
)

V, OLD, PRACTICE = Certainty.VERIFIED, Certainty.OLD_EDITION, Certainty.PRACTICE
MEMORY, NOT_FOUND = Certainty.MEMORY, Certainty.NOT_FOUND
MIDNIGHT, SIX_PM, END_OF_DAY = time(0), time(18), time.max
SELF, PARTY, SUPERIOR_AKIM = "self", "party", "superior_akim"
ALL_WAYS = frozenset({SELF, PARTY, SUPERIOR_AKIM})


def after_call(days: int, at: time = MIDNIGHT) -> Moment:
    return Moment(Anchor.CALL, days, at)


def polling(days: int, at: time = MIDNIGHT, follows: str = "") -> Moment:
    return Moment(Anchor.POLLING_DAY, days, at, follows)


FULL_DAYS = _("“N days before” ran as N full days between the term and polling day, at 18:00, in 2023 and 2025")
SIGNATURE_DAYS = _("the days for the check were not found in the law; it lies between the end of nomination and that of registration")
REFUSAL_APPEAL, DECLARATIONS_CHECK = 7, 15  # days, of periods below and of the entries that follow from them

# A row of law stays on one line, as in a table of a law.
# fmt: off
TERMS = (
    Term("election_called", _("Election called"), None, after_call(0, END_OF_DAY), Role.CHAIR, "CL ch. 13-1", PRACTICE),
    Term("nomination", _("Nomination of candidates"), after_call(1), polling(-31, SIX_PM), Role.SECRETARY, "CL ch. 13-1", V, note=FULL_DAYS),
    Term("requirements_check", _("Check of the requirements"), polling(-31, SIX_PM), polling(-30, END_OF_DAY), Role.REGISTRAR, "CL ch. 13-1", PRACTICE, binding=False),
    Term("signature_check", _("Check of the signatures"), polling(-31, SIX_PM), polling(-26, SIX_PM), Role.REGISTRAR, "CL ch. 13-1", NOT_FOUND, binding=False, note=SIGNATURE_DAYS),
    Term("deposit", _("Deposits paid"), None, polling(-26, SIX_PM), Role.REGISTRAR, "CL art. 104(1)", PRACTICE, note=_("paid after the check of the requirements and before registration; by analogy with deputies")),
    Term("registration", _("Registration of candidates"), after_call(1), polling(-26, SIX_PM), Role.SECRETARY, "CL ch. 13-1", V, note=FULL_DAYS),
    Term("certificates", _("Certificates of the candidates"), polling(-26, SIX_PM), polling(-25, END_OF_DAY), Role.SECRETARY, "CL ch. 13-1", PRACTICE, binding=False),
    Term("appeals", _("Appeals against decisions on registration"), None, polling(-26 + REFUSAL_APPEAL, END_OF_DAY), Role.SECRETARY, "CL art. 49", PRACTICE, binding=False, note=_("for a decision of the last day of registration; every other term runs from its own decision")),
    Term("checks_after_registration", _("Checks after registration"), None, polling(-26 + DECLARATIONS_CHECK, END_OF_DAY), Role.REGISTRAR, "CL art. 104(1-1)", V, note=_("for a registration of the last day; how long the National Security Committee may take was not found in the law")),
    Term("campaign", _("Election campaign"), polling(-26, SIX_PM), polling(-1), Role.SECRETARY, "CL art. 27(2)", OLD),
    Term("withdrawal", _("Withdrawal of a candidate"), after_call(1), polling(-2, SIX_PM), Role.SECRETARY, "CL art. 105(1)", PRACTICE, note=_("by analogy with deputies; the hour is to be confirmed")),
    Term("cancellation", _("Cancellation of a registration by the commission"), after_call(1), polling(-2, SIX_PM), Role.SECRETARY, "CL art. 104", MEMORY),
    Term("voter_lists", _("Voter lists open for inspection"), polling(-15), polling(-1, END_OF_DAY), Role.SECRETARY, "CL art. 26(1)", OLD),
    Term("voter_lists_closed_stations", _("Voter lists of closed stations open for inspection"), polling(-5), polling(-1, END_OF_DAY), Role.SECRETARY, "CL art. 26(1)", OLD),
    Term("absentee_certificates", _("Absentee certificates"), polling(-15), polling(-1, SIX_PM), Role.SECRETARY, "CL art. 41", V),
    Term("ballots_delivered", _("Ballots delivered to the stations"), None, polling(-1, END_OF_DAY), Role.SECRETARY, "CL art. 37", OLD),
    Term("day_of_silence", _("Day of silence"), polling(-1), polling(0), Role.SECRETARY, "CL art. 27(2)", PRACTICE),
    Term("stations_open", _("Precinct commissions open the stations"), None, polling(0, time(6)), Role.SECRETARY, "CL art. 40(1)", OLD),
    Term("empty_box_check", _("Empty boxes shown and sealed"), None, polling(0, time(6, 30)), Role.SECRETARY, "CL art. 40(4)", OLD),
    Term("voting", _("Voting"), polling(0, time(7), "open"), polling(0, time(20), "close"), Role.SECRETARY, "CL art. 38", V),
    Term("home_vote_requests", _("Requests to vote outside the station"), None, polling(0, time(12)), Role.SECRETARY, "CL art. 41(6)", V),
    Term("counting", _("Counting of votes"), polling(0, time(20), "close"), polling(1, time(8)), Role.CLERK, "CL art. 43(1)", V),
    Term("protocols_received", _("Protocols of the stations received"), polling(0, time(20), "close"), polling(1, END_OF_DAY), Role.CLERK, "CL art. 94(1)", NOT_FOUND, note=_("an older edition says “at once”, by analogy with deputies; the hour was not found in the law")),
    Term("determination", _("Determination of the result"), polling(0, time(20), "close"), polling(3, END_OF_DAY), Role.CHAIR, "CL art. 44", V),
    Term("publication", _("Publication of the result"), polling(0, time(20), "close"), polling(4, END_OF_DAY), Role.SECRETARY, "CL art. 44(4)", OLD),
    Term("registration_of_elected", _("Registration of the elected akim"), polling(0, time(20), "close"), polling(7, END_OF_DAY), Role.CHAIR, "CL ch. 13-1", V),
    Term("deposit_refunds", _("Deposits paid back"), polling(0, time(20), "close"), polling(7, END_OF_DAY), Role.SECRETARY, "CL art. 104(1)", NOT_FOUND, binding=False, note=_("the term was not found in the law; by then it is known whose deposit goes back")),
)

PERIODS = (
    Period("nomination_extension", 3, "CL ch. 13-1", V),
    Period("correction", 2, "CL ch. 13-1", NOT_FOUND),
    Period("appeal_against_refusal", REFUSAL_APPEAL, "CL art. 49", PRACTICE),
    Period("appeal", 10, "CL art. 20", MEMORY),
    Period("complaint", 5, "CL art. 49", V),
    Period("authority_answer", 3, "CL art. 20(10)", V),
    Period("declarations_check", DECLARATIONS_CHECK, "CL art. 104(1-1)", V),
)

PAPERS = (
    Paper("application", _("Application to stand"), ALL_WAYS, "CL ch. 13-1", V),
    Paper("civil_service_papers", _("Papers for the check of the civil-service requirements"), ALL_WAYS, "CL ch. 13-1", V),
    Paper("deposit_receipt", _("Proof of the deposit"), ALL_WAYS, "CL art. 104(1)", PRACTICE, later=True),  # paid after the check of the requirements
    Paper("declaration_candidate", _("Certificate that the candidate filed the declaration of assets and liabilities"), ALL_WAYS, "CL ch. 13-1", V),
    Paper("declaration_spouse", _("Certificate that the spouse filed the declaration of assets and liabilities"), ALL_WAYS, "CL ch. 13-1", V, married=True),
    Paper("party_minutes", _("Extract of the minutes of the party body"), frozenset({PARTY}), "CL ch. 13-1", PRACTICE),
    Paper("superior_akim_act", _("Act of the superior akim"), frozenset({SUPERIOR_AKIM}), "CL ch. 13-1", NOT_FOUND),
    Paper("photo", _("Photograph"), ALL_WAYS, "CL ch. 13-1", NOT_FOUND, required=False),
)

_AGENCY = _("Agency for Civil Service Affairs")
_REVENUE = _("State revenue body")
_COMMISSION = _("The commission itself")
CHECKS = (
    CheckRule("identity", _("Identity and citizenship"), _("Migration and documentation service"), ALL_WAYS, 3, False, "CL art. 20(10)", V),
    CheckRule("age", _("Age of at least 25 on polling day"), _COMMISSION, ALL_WAYS, 3, False, "CL ch. 13-1", V, own=True),
    CheckRule("capacity", _("Legal capacity"), _("Court records"), ALL_WAYS, 3, False, "CL art. 4(3)", V),
    CheckRule("conviction", _("No unexpunged conviction"), _("Committee on Legal Statistics and Special Records"), ALL_WAYS, 3, False, "CL art. 4(4)", OLD),
    CheckRule("civil_service", _("Civil-service requirements"), _AGENCY, ALL_WAYS, 3, False, "CL ch. 13-1", V),
    CheckRule("deposit", _("Deposit received"), _COMMISSION, ALL_WAYS, 5, False, "CL art. 104(1)", PRACTICE, own=True),
    CheckRule("declarations", _("Declarations of candidate and spouse filed"), _REVENUE, ALL_WAYS, 4, False, "CL art. 104(1-1)", V),
    CheckRule("signatures", _("Signatures of at least one per cent of the voters"), _COMMISSION, frozenset({SELF}), 5, False, "CL ch. 13-1", V, own=True),
    CheckRule("terms_of_office", _("Not more than two consecutive terms"), _COMMISSION, ALL_WAYS, 3, False, "Law on local government art. 36-2", PRACTICE, own=True),
    CheckRule("declarations_true", _("Truth of the declarations"), _REVENUE, ALL_WAYS, DECLARATIONS_CHECK, True, "CL art. 104(1-1)", V),
    CheckRule("national_security", _("Check by the National Security Committee"), _("National Security Committee"), ALL_WAYS, 15, True, "CL ch. 13-1", NOT_FOUND),
)

# what may have failed behind a ground that speaks of more than one check
REQUIREMENTS = frozenset({"civil_service", "age", "identity", "capacity", "conviction", "terms_of_office"})
DECLARATIONS = frozenset({"declarations_true", "declarations"})
GROUNDS = (
    Ground("nomination_rules", _("The rules of nomination were broken"), "CL art. 104", MEMORY),
    Ground("papers_missing", _("A required paper is missing"), "CL art. 104", MEMORY, papers=frozenset(p.code for p in PAPERS)),
    Ground("requirements", _("A requirement for the office is not met"), "CL ch. 13-1", V, checks=REQUIREMENTS),
    Ground("signatures", _("Fewer valid signatures than required"), "CL ch. 13-1", PRACTICE, checks=frozenset({"signatures"})),
    Ground("deposit", _("The deposit was not paid in time"), "CL art. 104(1)", PRACTICE, checks=frozenset({"deposit"})),
    Ground("early_campaign", _("Campaigning before registration"), "CL art. 104", MEMORY, for_cancellation=True),
    Ground("false_declaration", _("The declaration of income or property is not true"), "CL art. 104(1-1)", OLD, for_cancellation=True, checks=DECLARATIONS),
    Ground("right_lost", _("The right to stand was lost"), "CL art. 104", MEMORY, for_refusal=False, for_cancellation=True),
    Ground("court_act", _("A court act that has entered into force"), "CL art. 104", MEMORY, for_refusal=False, for_cancellation=True),
    Ground("death", _("Death of the candidate"), "CL art. 104", MEMORY, for_cancellation=True, notice=False),
)

REQUIREMENTS_ASKED = (
    Requirement("citizen", _("Are you a citizen of Kazakhstan?"), ALL_WAYS, "CL ch. 13-1", V),
    Requirement("age", _("Will you be at least 25 years old on polling day?"), ALL_WAYS, "CL ch. 13-1", V),
    Requirement("capable", _("Do you have full legal capacity, and are you not held in prison by a court's sentence?"), ALL_WAYS, "CL art. 4(3)", V),
    Requirement("not_convicted", _("Are you free of a conviction that is not expunged?"), ALL_WAYS, "CL art. 4(4)", OLD),
    Requirement("civil_service", _("Do you meet the requirements for a civil servant of this post?"), ALL_WAYS, "CL ch. 13-1", V),
    Requirement("terms_of_office", _("Have you served fewer than two terms in a row in this office?"), ALL_WAYS, "Law on local government art. 36-2", PRACTICE),
    Requirement("party_member", _("Are you a member of the party that nominates you?"), frozenset({PARTY}), "CL ch. 13-1", V),
)

# fmt: on
PROTOCOL_LINES = (
    "voters_on_list",
    "ballots_received",
    "ballots_issued",
    "issued_at_station",
    "issued_outside",
    "issued_absentee",
    "ballots_cancelled",
    "ballots_spoiled",
    "ballots_lost",
    "ballots_unaccounted",
    "in_stationary_boxes",
    "in_portable_boxes",
    "ballots_in_boxes",
    "invalid",
    "valid",
)

REQUIRED_LINES = ("voters_on_list", "ballots_received", "ballots_issued", "ballots_in_boxes", "invalid", "valid")

PACK = LawPack(
    key="kz_akim_2025",
    title=_("Akims of cities of regional significance, rules of 2025"),
    valid_from=date(2025, 1, 1),
    act=_("Constitutional Law of the Republic of Kazakhstan of 28 September 1995 No. 2464 “On Elections in the Republic of Kazakhstan”"),
    doubt_from=date(2026, 7, 1),  # the Constitution of 2026 is in force; a new election law was not seen
    terms=TERMS,
    periods=PERIODS,
    papers=PAPERS,
    checks=CHECKS,
    grounds=GROUNDS,
    requirements=REQUIREMENTS_ASKED,
    proxies=Limit(3, "proxies of a candidate at one station", "CL art. 31", OLD),
    quorum=Share(Fraction(2, 3), "all members", "CL art. 20(4)", OLD),
    majority=Share(Fraction(1, 2), "all members", "CL art. 20(5)", OLD),
    signatures=Share(Fraction(1, 100), "all voters", "CL ch. 13-1", V),
    deposit_minimum_wages=5,
    deposit_tenge=425_000,
    deposit_certainty=MEMORY,
    deposit_returned_from=Share(Fraction(5, 100), "voters who took part", "CL art. 104(1)", V),
    ballot_reserve=Share(Fraction(1, 100), "all voters", "CL art. 37", V),
    official_share_base="valid",
    official_share_certainty=PRACTICE,
    minimum_age=25,
    minimum_candidates=2,
    term_years=4,
    protocol_lines=PROTOCOL_LINES,
    required_lines=REQUIRED_LINES,
)
