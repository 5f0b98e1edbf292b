"""Documents of a nomination as they are printed: forms for the counter, notes of non-acceptance, certificates of proxies.

Each takes the row and the moment of the request. What was received or issued prints the moment at which that was.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import effects
from candidates.declaration import DECLARATION
from candidates.documents import person_of
from candidates.models import Nomination, NonAcceptance, Proxy, Way
from candidates.selectors import public_address
from candidates.workflow import PUBLIC
from commission import letterhead
from commission.access import Role
from commission.letterhead import both, day_of, digits, law, words
from commission.models import Election
from commission.pdf_documents import Applicant, Both, PaperForm, ProxyCertificate, Signatory, WithdrawalForm, moment
from commission.pdf_documents import NonAcceptance as NonAcceptanceNote


def names(nomination: Nomination, language: str) -> tuple[str, ...]:
    return tuple(getattr(nomination, f"{part}_{language}") for part in ("family_name", "given_name", "patronymic"))


def blank_form(election: Election, at: datetime) -> PaperForm:
    """The application to stand, empty, with every paper that any way of nomination owes."""
    return _form(election, at, f"{election.slug.upper()}-F", Applicant(), None, [paper.title for paper in election.pack.papers])


def filled_form(nomination: Nomination, at: datetime) -> PaperForm:
    """The application with what the draft holds, to be read and signed."""
    titles = [paper.title for paper in nomination.election.pack.papers_of(nomination.way)]
    way = list(Way).index(Way(nomination.way))
    return _form(nomination.election, at, number_of(nomination, "F"), applicant(nomination), way, titles)


def _form(election: Election, at: datetime, number: str, who: Applicant, way: int | None, papers: list[Any]) -> PaperForm:
    return PaperForm(
        head=letterhead.head(election.home, document=number, made=at, election=election),
        address="",  # what is typed at the counter has no page on the portal
        office=words(election, "office"),
        ways=[both(each.label) for each in Way],
        papers=[both(title) for title in papers],
        declaration=declaration(),
        applicant=who,
        way=way,
    )


def declaration() -> list[Both]:
    """What the person confirms by signing: the words that the portal shows."""
    points = {statement.language: statement.points for statement in DECLARATION}
    return [Both(kazakh, russian) for kazakh, russian in zip(points["kk"], points["ru"], strict=True)]


def number_of(nomination: Nomination, letter: str) -> str:
    return f"{nomination.election.slug.upper()}-{nomination.number:04d}-{letter}"


def applicant(nomination: Nomination) -> Applicant:
    """The person as filed; for those who may see personal data."""
    family_kk, given_kk, patronymic_kk = names(nomination, "kk")
    family_ru, given_ru, patronymic_ru = names(nomination, "ru")
    return Applicant(
        family_name_kk=family_kk,
        given_name_kk=given_kk,
        patronymic_kk=patronymic_kk,
        family_name_ru=family_ru,
        given_name_ru=given_ru,
        patronymic_ru=patronymic_ru,
        name_latin=" ".join(filter(None, names(nomination, "en"))),
        birth_date=digits(nomination.birth_date),
        iin=nomination.iin,
        citizenship=nomination.citizenship,
        address=nomination.address,
        phone=nomination.phone,
        email=nomination.email,
        education=nomination.education,
        occupation=nomination.occupation_kk or nomination.occupation_ru,
        workplace=nomination.workplace,
        party=nomination.party_membership,
        convictions=nomination.convictions,
    )


def withdrawal_form(nomination: Nomination, at: datetime) -> WithdrawalForm:
    """The statement by which a candidate withdraws, to be signed."""
    election = nomination.election
    return WithdrawalForm(
        head=letterhead.head(election.home, document=number_of(nomination, "W"), made=at, election=election),
        address="",
        office=words(election, "office"),
        article=law(election.pack.term("withdrawal").article),
        effects=[both(sentence) for sentence in effects.WITHDRAWAL],
        applicant=applicant(nomination),
    )


def non_acceptance(row: NonAcceptance, at: datetime | None = None) -> NonAcceptanceNote:
    """Papers that came too late: when they came, when the term had ended, and what one may do."""
    election, entry = row.election, row.entry
    assert entry.due_at is not None
    ways_out = [
        _("The papers stay with you; the commission has not taken them."),
        _("You can appeal against the non-acceptance to the superior commission or to a court."),
        _("Only a decision of the commission can extend a term, for example where the portal could not be reached."),
    ]
    number = f"{election.slug.upper()}-N{row.number}"
    return NonAcceptanceNote(
        head=letterhead.head(election.home, document=number, made=row.brought_at, election=election),
        number=str(row.number),
        person=Both(row.person, row.person),
        papers=Both(row.papers, row.papers),
        received=moment(row.brought_at, election.zone),
        term=both(entry.term.title),
        ended=moment(entry.due_at, election.zone),
        article=law(entry.article),
        ways_out=[both(way) for way in ways_out],
        noted_by=Signatory(both(_("For the commission")), Both(str(row.noted_by), str(row.noted_by))),
    )


def proxy_certificate(proxy: Proxy, at: datetime | None = None) -> ProxyCertificate:
    """The card of a registered proxy; its code leads to the public page of the candidate."""
    nomination = proxy.nomination
    election = nomination.election
    assert proxy.registered_at is not None
    return ProxyCertificate(
        head=letterhead.head(election.home, document=proxy.certificate_number, made=proxy.registered_at, election=election),
        address=public_address(nomination) if nomination.stage in PUBLIC else "",
        number=proxy.certificate_number,
        person=Both(proxy.full_name, proxy.full_name),
        candidate=person_of(nomination),
        issued=day_of(proxy.registered_at, election.zone),
        signatory=letterhead.office(Role.CHAIR),
        station=str(proxy.station.number) if proxy.station else "",
    )
