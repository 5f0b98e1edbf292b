"""Invented casework: letters under way, sheets with signers, a deposit that a second person has yet to confirm."""

from datetime import date, datetime

from candidates.models import Nomination
from candidates.services import deposits, requests, signatures
from candidates.signing import Signer
from commission.models import User
from results.demo.people import iin

SHEETS, SIGNATURES = 10, 20


def paid(nomination: Nomination, users: dict[str, User], *, at: datetime) -> None:
    """The deposit came in, and two people saw it."""
    recorded(nomination, users, at=at)
    deposits.confirm_deposit(nomination, actor=users["deputy"], at=at)


def recorded(nomination: Nomination, users: dict[str, User], *, at: datetime) -> None:
    deposits.record_deposit(
        nomination, actor=users["secretary"], at=at, amount=nomination.election.pack.deposit_tenge, paid_on=at.date(),
        reference=f"PO-{nomination.number:04d}",
    )  # fmt: skip


def begun(nomination: Nomination, users: dict[str, User], *, asked: datetime, answered: datetime) -> None:
    """Two authorities were asked and one answered; most sheets came back, two of them are checked; one voter signed twice."""
    registrar = users["registrar"]
    requests.send_request(nomination, actor=registrar, at=asked, codes=["conviction"])
    requests.send_request(nomination, actor=registrar, at=asked, codes=["civil_service"])
    number = nomination.requests.order_by("pk").values_list("number", flat=True)[0]
    requests.record_reply(
        nomination, actor=users["secretary"], at=answered, number=number, reference="7-31/2", words="Соттылығы жоқ / судимости нет"
    )
    signatures.issue_sheets(nomination, actor=registrar, at=asked, count=SHEETS)
    signatures.receive_sheets(nomination, actor=registrar, at=answered, counts=dict.fromkeys(range(1, SHEETS), SIGNATURES))
    signers = [Signer(sheet, line, voter(20 * sheet + line)) for sheet in (1, 2, 3) for line in range(1, SIGNATURES + 1)]
    signatures.enter_signers(nomination, actor=registrar, at=answered, signers=[*signers[:-1], Signer(3, SIGNATURES, voter(21))])
    for sheet, faults in ((1, {7: "no_date"}), (2, {3: "wrong_data", 11: "not_a_voter"})):
        signatures.check_sheet(nomination, actor=registrar, at=answered, sheet=sheet, faults=faults)
    recorded(nomination, users, at=answered)


def voter(serial: int) -> str:
    """The well-formed number of nobody."""
    return iin(date(1950 + serial % 50, 1 + serial % 12, 1 + serial % 28), woman=bool(serial % 2), serial=serial)
