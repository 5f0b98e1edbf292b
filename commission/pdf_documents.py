"""What each official document says: the contract between a caller and its template in `templates/pdf/`. Pure.

Every document is in Kazakh and Russian, Kazakh first; whatever a caller words comes as `Both`. Moments come formatted by `moment`
and `day`, articles already cited. `Receipt(...).pdf()` is the file; a missing value is a TypeError, found by the type checker.
"""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import ClassVar, Literal

from commission import clock, pdf
from commission.pdf import Verbatim, qr

Origin = Literal["live", "replayed", "invented"]

MONTHS_KK = ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан")
MONTHS_RU = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")
OF_MONTH_KK = ("дағы", "дағы", "дағы", "дегі", "дағы", "дағы", "дегі", "дағы", "тегі", "дағы", "дағы", "дағы")  # by vowel harmony


@dataclass(frozen=True)
class Both:
    """One text in both official languages."""

    kk: str
    ru: str


@dataclass(frozen=True)
class Moment(Both):
    """A moment as documents write it, with the instant itself for the file."""

    iso: str


def day(on: date) -> Both:
    """`2025 жылғы 12 қазан`, `12 октября 2025 года`: how official texts write a day, without cases that depend on the sentence."""
    return Both(f"{on.year} жылғы {on.day} {MONTHS_KK[on.month - 1]}", f"{on.day} {MONTHS_RU[on.month - 1]} {on.year} года")


def resolution(number: str, on: date) -> Both:
    """A resolution as others cite it: `2025 жылғы 16 қыркүйектегі № 21 қаулы`, `постановление от 16 сентября 2025 года № 21`."""
    written = day(on)
    return Both(f"{written.kk}{OF_MONTH_KK[on.month - 1]} № {number} қаулы", f"постановление от {written.ru} № {number}")


def moment(at: datetime, zone: str, *, seconds: bool = True) -> Moment:
    """A moment on the wall clock of the city, with its offset: the second decides whether papers came in time."""
    local = clock.local(at, zone)
    written, offset = day(local.date()), local.strftime("%z")
    hour = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    tail = f", {hour} (UTC{offset[:3]}:{offset[3:5]})"
    return Moment(written.kk + tail, written.ru + tail, at.isoformat(timespec="seconds"))


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands on every document: whose it is, which election, and where to check it."""

    commission: Both
    place: Both  # «Семей қаласы», «город Семей»
    document: str  # the number under which the portal keeps the document
    portal: str  # the portal's address
    made: Moment
    origin: Origin  # anything but "live" prints the band that says so: nothing illustrative may pass for real
    election: Both | None = None
    address: Both | None = None
    phone: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs, by office and by name: «Төраға», «Председатель»."""

    office: Both
    name: Both | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """One official document. `template` names its file in `templates/pdf/`."""

    template: ClassVar[str]
    head: Head

    def pdf(self) -> bytes:
        """The finished file; equal values give equal bytes. Raises BrokenTemplate."""
        return pdf.make(self.template, {each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True, kw_only=True)
class Coded(Document):
    """A document with a QR code of an address on it; without an address it has none."""

    address: str
    code: Verbatim | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.address:
            object.__setattr__(self, "code", qr(self.address))  # from the address itself, so that the two can't differ


@dataclass(frozen=True, kw_only=True)
class Item:
    """One paper handed in."""

    title: Both
    pages: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Receipt(Document):
    """Papers were received: what, from whom, when to the second. `kind` "supplement" answers a correction notice."""

    template: ClassVar[str] = "receipt"
    kind: Literal["submission", "supplement"] = "submission"
    number: str
    person: Both  # as filed
    way: Both  # how the person is nominated
    channel: Both  # «портал арқылы», «қағаз түрінде»
    received: Moment
    items: list[Item]
    sha256: str  # of the whole
    next_steps: list[Both]
    received_by: Signatory | None = None  # only papers handed over on paper are received by a hand


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One deficiency of a notice. Where it can't be cured, `remedy` is None and the notice says so."""

    what: Both
    article: Both
    paper: Both | None = None
    remedy: Both | None = None


@dataclass(frozen=True, kw_only=True)
class CorrectionNotice(Document):
    """What is wanting, item by item with its article, and until when and how it can be put right.

    Without `due` it is the notice of what can't be put right, on which the commission decides.
    """

    template: ClassVar[str] = "correction_notice"
    number: str
    on: Both
    person: Both
    failures: list[Failure]
    due: Moment | None
    how: list[Both]  # how to hand in
    signatories: list[Signatory]


@dataclass(frozen=True, kw_only=True)
class AuthorityLetter(Document):
    """A request to an authority. It needs birth date and IIN to answer; no other document carries them printed."""

    template: ClassVar[str] = "authority_letter"
    number: str
    on: Both
    authority: Both
    person: Both
    birth_date: Both
    iin: str
    checks: list[Both]
    article: Both  # what obliges it to answer
    due: Moment
    signatories: list[Signatory]
    authority_address: Both | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The vote of a session on one matter."""

    total: int
    present: int
    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True, kw_only=True)
class Because:
    """A ground of a decision, with the recorded failure behind it and when the candidate was told."""

    ground: Both
    article: Both
    finding: Both | None = None
    notified: Both | None = None


@dataclass(frozen=True, kw_only=True)
class Recourse:
    """Who hears an appeal, and within how many days by which article; `until` where the last moment is known."""

    bodies: list[Both]
    days: int
    article: Both
    until: Both | None = None


@dataclass(frozen=True, kw_only=True)
class Resolution(Document):
    """A resolution with its recorded grounds. Without a number it is a draft for the session, and says so."""

    template: ClassVar[str] = "resolution"
    subject: Both
    on: Both  # the day of the session
    points: list[Both]  # what is decided
    signatories: list[Signatory]
    number: str = ""
    session: str = ""
    tally: Tally | None = None  # None: a draft, or a record that never published its vote
    reasoning: list[Both] | tuple[()] = ()
    grounds: list[Because] | tuple[()] = ()
    recourse: Recourse | None = None
    dissenters: list[Both] | tuple[()] = ()  # whose separate opinions are attached
    annulled: Both | None = None  # the decision of the superior commission by which it was annulled
    abridged: bool = False  # the public copy: without reasons and findings, and it says so


@dataclass(frozen=True, kw_only=True)
class CandidateCertificate(Coded):
    """The card of a registered candidate, A5 across; its address is that of the public page."""

    template: ClassVar[str] = "candidate_certificate"
    number: str
    person: Both
    office: Both
    polling_day: Both
    issued: Both
    registered_by: Both
    signatory: Signatory


@dataclass(frozen=True, kw_only=True)
class ProxyCertificate(Coded):
    """The card of a candidate's proxy, in the same style. Without a station it holds for the whole constituency."""

    template: ClassVar[str] = "proxy_certificate"
    number: str
    person: Both
    candidate: Both
    issued: Both
    signatory: Signatory
    station: str = ""
    registered_by: Both | None = None


@dataclass(frozen=True, kw_only=True)
class NonAcceptance(Document):
    """Papers came too late and were not taken: when they came, when the term had ended, and what one may do."""

    template: ClassVar[str] = "non_acceptance"
    number: str
    person: Both  # who brought them
    papers: Both
    received: Moment
    term: Both
    ended: Moment
    article: Both
    ways_out: list[Both]
    noted_by: Signatory


@dataclass(frozen=True, kw_only=True)
class BallotLine:
    """A candidate's line: family name over given name and patronymic."""

    family_name: Both
    given_names: Both
    struck: bool = False


@dataclass(frozen=True, kw_only=True)
class Ballot(Document):
    """The text of the ballot, lines in the order given. A draft until `approved` names the decision."""

    template: ClassVar[str] = "ballot"
    polling_day: Both
    lines: list[BallotLine]
    approved: Both | None = None


@dataclass(frozen=True, kw_only=True)
class StrikeOutInstruction(Document):
    """Tells the precinct commissions which printed name to strike out, and how (`article` cites the rules for it)."""

    template: ClassVar[str] = "strike_out_instruction"
    number: str
    on: Both
    candidate: Both
    line: int  # on the ballot
    reason: Both
    article: Both
    signatories: list[Signatory]
    decision: Both | None = None
    points: list[Both] | tuple[()] = ()  # what else the commission orders


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """A person on a printed form; what is empty is left to write in by hand."""

    family_name_kk: str = ""
    given_name_kk: str = ""
    patronymic_kk: str = ""
    family_name_ru: str = ""
    given_name_ru: str = ""
    patronymic_ru: str = ""
    name_latin: str = ""
    birth_date: str = ""  # ДД.ММ.ГГГГ
    iin: str = ""
    citizenship: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    education: str = ""
    occupation: str = ""
    workplace: str = ""
    party: str = ""
    convictions: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperForm(Coded):
    """The application to stand, to fill in by hand; its address is that of the draft on the portal, where there is one."""

    template: ClassVar[str] = "paper_form"
    office: Both
    ways: list[Both]
    papers: list[Both]  # to be enclosed, each with a box to tick
    declaration: list[Both]  # what the person confirms by signing
    applicant: Applicant = Applicant()
    way: int | None = None  # which of `ways` is ticked, from 0


@dataclass(frozen=True, kw_only=True)
class WithdrawalForm(Coded):
    """The statement by which a candidate withdraws, with what it brings about."""

    template: ClassVar[str] = "withdrawal_form"
    office: Both
    article: Both
    effects: list[Both]
    applicant: Applicant = Applicant()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SignatureSheet(Document):
    """Blank numbered sheets for the signatures of voters, one a page."""

    template: ClassVar[str] = "signature_sheet"
    numbers: list[str]
    candidate: Both
    office: Both
    issued: Both
    issued_by: Signatory
    lines: int = 20


@dataclass(frozen=True, kw_only=True)
class Invalid:
    """Signatures that do not count, for one reason."""

    reason: Both
    count: int


@dataclass(frozen=True, kw_only=True)
class SignatureProtocol(Document):
    """The count of a candidate's signatures. The result follows from `valid` and `threshold`."""

    template: ClassVar[str] = "signature_protocol"
    number: str
    on: Both
    candidate: Both
    voters: int
    threshold: int
    article: Both
    sheets_issued: int
    sheets_handed_in: int
    handed_in: int
    checked: int
    valid: int
    invalid: list[Invalid]
    signatories: list[Signatory]


@dataclass(frozen=True, kw_only=True)
class MemberVote:
    """How one member voted, in the open."""

    member: Both
    choice: Literal["for", "against", "abstained"]
    dissent: bool = False  # a separate opinion is attached


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One matter of the agenda: its vote by name, and the decision where there was a majority."""

    title: Both
    votes: list[MemberVote]
    decision: Both | None = None
    taken_off: bool = False  # nobody voted on it: it waits for a later session


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """The separate opinion of a member on a matter, by its number on the agenda."""

    matter: int
    member: Both
    text: str


@dataclass(frozen=True, kw_only=True)
class SessionMinutes(Document):
    """The minutes of a session, with the end of the audit log at its close, so that paper and portal prove each other."""

    template: ClassVar[str] = "session_minutes"
    number: str
    opened: Moment
    closed: Moment
    members_total: int
    present: list[Signatory]
    matters: list[Matter]
    audit_head: str
    signatories: list[Signatory]
    absent: list[Signatory] | tuple[()] = ()
    opinions: list[Opinion] | tuple[()] = ()


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One entry of a calendar plan; moments as `11.09.2025, 18:00` on the wall of the city, a day alone where no hour is known."""

    title: Both
    opens: str  # empty for a plain deadline
    due: str
    responsible: Both
    article: Both | None  # None where a published record departs from the rule
    remarks: list[Both] | tuple[()] = ()  # not binding, to be confirmed


@dataclass(frozen=True, kw_only=True)
class CalendarPlan(Document):
    """The calendar plan in force, as the annex of the resolutions that adopted it."""

    template: ClassVar[str] = "calendar_plan"
    adopted_by: list[Both]  # the resolutions, the oldest first
    polling_day: Both
    offsets: str  # of the city's clock in the plan: `UTC+5`
    lines: list[PlanLine]
