"""The letters and papers of a case as documents: to the candidate, to authorities, and the sheets with their protocol.

Made from what is on record, whenever they are asked for; what the page of a step shows of a letter is made by the same function.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import completeness, signing
from candidates.documents import person_of
from candidates.models import AuthorityRequest, Channel, Deficiency, Fault, Nomination
from candidates.selectors import signature_count, voters_of
from commission import letterhead, timetable
from commission.access import Role
from commission.letterhead import both, day_of, law, words
from commission.pdf_documents import (
    AuthorityLetter,
    Both,
    CorrectionNotice,
    Failure,
    Invalid,
    SignatureProtocol,
    SignatureSheet,
    day,
    moment,
)
from commission.refused import Refused

ON_THE_PORTAL = (
    _("Sign in to the portal: what can be put right is open there, and only that."),
    _("Hand in the corrections with the button on the last page. You get a receipt at once."),
)
ON_PAPER = (_("Bring the corrected papers to the commission. You get a receipt at once."),)


def _head(nomination: Nomination, document: str, made: datetime) -> Any:
    return letterhead.head(nomination.commission, document=document, made=made, election=nomination.election)


# -- to the candidate


def correction_notice(nomination: Nomination, points: Sequence[Deficiency], at: datetime) -> CorrectionNotice:
    """The request for correction with these points, sent at `at`. The term is that of the rule set, counted from there."""
    election = nomination.election
    due = timetable.days_later(at, election.pack.period("correction").days, election.zone)
    earlier = {told for told in _told(nomination, curable=True) if told < at}
    number = f"{nomination.number}-{len(earlier) + 1}"
    how = ON_THE_PORTAL if nomination.channel == Channel.PORTAL else ON_PAPER
    return CorrectionNotice(
        head=_head(nomination, f"{election.slug.upper()}-K-{number}", at),
        number=number,
        on=day_of(at, election.zone),
        person=person_of(nomination),
        failures=[_failure(nomination, point) for point in points],
        due=moment(due, election.zone, seconds=False),
        how=[both(each) for each in how],
        signatories=[letterhead.office(Role.CHAIR)],
    )


def rounds(points: Iterable[Deficiency]) -> list[datetime]:
    """When the candidate was asked to correct something, oldest first. Each round is one notice, numbered from 1."""
    return sorted({point.notified_at for point in points if point.curable and point.notified_at})


def how_many_corrections(nomination: Nomination) -> int:
    return len(_told(nomination, curable=True))


def sent_correction(nomination: Nomination, at: datetime, number: int) -> CorrectionNotice:
    """The notice of one round, as it went out."""
    sent = sorted(_told(nomination, curable=True))[number - 1]
    return correction_notice(nomination, _points(nomination, curable=True, notified_at=sent), sent)


def notice_of_failures(nomination: Nomination, at: datetime) -> CorrectionNotice:
    """What can't be put right, and of which the candidate is told."""
    election = nomination.election
    points = _points(nomination, curable=False, notified_at__isnull=False)
    made = max(point.noted_at for point in points)
    number = f"{nomination.number}-N"
    return CorrectionNotice(
        head=_head(nomination, f"{election.slug.upper()}-N-{nomination.number}", made),
        number=number,
        on=day_of(made, election.zone),
        person=person_of(nomination),
        failures=[_failure(nomination, point) for point in points],
        due=None,
        how=[],
        signatories=[letterhead.office(Role.CHAIR)],
    )


def _points(nomination: Nomination, **which: Any) -> list[Deficiency]:
    return list(nomination.deficiencies.filter(**which).select_related("paper", "check_failed"))


def _told(nomination: Nomination, *, curable: bool) -> set[datetime]:
    return set(nomination.deficiencies.filter(curable=curable, notified_at__isnull=False).values_list("notified_at", flat=True))


def _failure(nomination: Nomination, point: Deficiency) -> Failure:
    """A point as it was noted; its words are the registrar's own, in each of the two languages."""
    about: Any = None
    if point.paper:
        point.paper.nomination = nomination
        about = point.paper.title
    elif point.check_failed:
        point.check_failed.nomination = nomination
        about = point.check_failed.title
    elif page := completeness.section(point.section):
        about = page.title
    if not point.curable:
        remedy = None
    elif point.paper:
        remedy = both(_("Hand in this paper anew."))
    elif point.section:
        remedy = both(_("Correct this page."))
    else:
        remedy = both(_("Put it right, and say how."))
    return Failure(
        what=words(point, "description"),
        article=law(point.article),
        paper=both(about) if about is not None else None,
        remedy=remedy,
    )


# -- to authorities


def authority_letter(row: AuthorityRequest, at: datetime) -> AuthorityLetter:
    """The letter to which this row belongs, with all that it asks. Raises Refused("iin_unreadable")."""
    nomination = row.nomination
    election = nomination.election
    rows = list(nomination.requests.filter(number=row.number).select_related("asked").order_by("pk"))
    for each in rows:
        each.asked.nomination = nomination
    try:
        iin = nomination.iin
    except ValueError:
        raise Refused("iin_unreadable", _("The identity number can't be read with the key of this portal.")) from None
    return AuthorityLetter(
        head=_head(nomination, f"{election.slug.upper()}-S-{row.number.replace('/', '-')}", row.sent_at),
        number=row.number,
        on=day_of(row.sent_at, election.zone),
        authority=both(rows[0].asked.authority),
        person=person_of(nomination),
        birth_date=day(nomination.birth_date) if nomination.birth_date else Both("–", "–"),
        iin=iin or "–",
        checks=[both(each.asked.title) for each in rows],
        article=law(election.pack.period("authority_answer").article),
        due=moment(min(each.due_at for each in rows), election.zone, seconds=False),
        signatories=[letterhead.office(Role.CHAIR)],
    )


# -- signatures


def signature_sheets(nomination: Nomination, at: datetime) -> SignatureSheet:
    """The sheets that are still out, blank, to print and hand over. One day stands on all: that of the last issue."""
    election = nomination.election
    out = list(nomination.signature_sheets.filter(handed_in_at__isnull=True).order_by("number"))
    issued = max(sheet.issued_at for sheet in out)
    return SignatureSheet(
        head=_head(nomination, f"{election.slug.upper()}-P-{nomination.number}", issued),
        numbers=[str(sheet.number) for sheet in out],
        candidate=person_of(nomination),
        office=words(election, "office"),
        issued=day_of(issued, election.zone),
        issued_by=letterhead.office(Role.SECRETARY),
    )


def signature_protocol(nomination: Nomination, at: datetime) -> SignatureProtocol:
    """The count of the signatures as it stands after the last check. Only where the threshold is known and something is checked."""
    election = nomination.election
    found: signing.Count = signature_count(nomination)
    checked = [sheet.checked_at for sheet in nomination.signature_sheets.filter(checked_at__isnull=False) if sheet.checked_at]
    last = max(checked)
    return SignatureProtocol(
        head=_head(nomination, f"{election.slug.upper()}-SP-{nomination.number}", last),
        number=f"{nomination.number}-SP",
        on=day_of(last, election.zone),
        candidate=person_of(nomination),
        voters=voters_of(election),
        threshold=found.needed or 0,
        article=law(election.pack.signatures.article),
        sheets_issued=found.issued,
        sheets_handed_in=found.sheets_handed_in,
        handed_in=found.handed_in,
        checked=found.checked,
        valid=found.valid,
        invalid=[Invalid(reason=both(Fault(code).label), count=count) for code, count in found.invalid.items()],
        signatories=[letterhead.office(Role.CHAIR), letterhead.office(Role.REGISTRAR)],
    )
