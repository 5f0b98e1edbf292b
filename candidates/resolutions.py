"""What decisions on nominations and on the ballot order, in the two official languages, made from the recorded rows."""

from collections.abc import Sequence

from candidates.ballot_text import ballot_rows
from candidates.documents import person_of
from candidates.models import Nomination
from candidates.selectors import appeal_ends, nomination_of
from candidates.services import ballot, drafting
from candidates.services.deciding import Because as Ground
from commission import clock
from commission.letterhead import both, day_of, law, words
from commission.models import Decision, DecisionKind, Election
from commission.pdf_documents import Because, Both, Recourse, moment
from commission.pdf_documents import resolution as cited
from commission.refused import Refused
from commission.resolutions import PUBLISH, Source, Told, tell

BODIES = [
    Both("жоғары тұрған сайлау комиссиясы", "вышестоящая избирательная комиссия"),
    Both("сот", "суд"),
]
COPY = Both("Қаулының көшірмесі осы тұлғаға тапсырылсын.", "Вручить этому лицу копию постановления.")
OFF_THE_BALLOT = Both(
    "Кандидаттың тегі бюллетеньнен алынсын, ал басылған бюллетеньдерде сызып тасталсын.",
    "Исключить фамилию кандидата из бюллетеня, а в отпечатанных бюллетенях вычеркнуть её.",
)


def _nomination(source: Source) -> Nomination:
    found = nomination_of(source.decision) if source.decision else source.item and source.item.matter
    assert isinstance(found, Nomination)
    return found


def registration(source: Source) -> Told:
    nomination = _nomination(source)
    who = person_of(nomination)
    return Told(
        [
            Both(
                f"№ {nomination.number} болып ұсынылған тұлға кандидат ретінде тіркелсін: {who.kk}.",
                f"Зарегистрировать кандидатом лицо, выдвинутое под № {nomination.number}: {who.ru}.",
            ),
            Both("Кандидатқа куәлік берілсін.", "Выдать кандидату удостоверение."),
            PUBLISH,
        ]
    )


def refusal(source: Source) -> Told:
    nomination = _nomination(source)
    who = person_of(nomination)
    return Told(
        [
            Both(
                f"№ {nomination.number} болып ұсынылған тұлғаны тіркеуден бас тартылсын: {who.kk}.",
                f"Отказать в регистрации лицу, выдвинутому под № {nomination.number}: {who.ru}.",
            ),
            COPY,
            PUBLISH,
        ],
        grounds_of(source, nomination),
        recourse(source, nomination),
    )


def cancellation(source: Source) -> Told:
    nomination = _nomination(source)
    who = person_of(nomination)
    return Told(
        [
            Both(
                f"№ {nomination.number} кандидатты тіркеу туралы шешімнің күші жойылсын: {who.kk}.",
                f"Отменить решение о регистрации кандидата, выдвинутого под № {nomination.number}: {who.ru}.",
            ),
            OFF_THE_BALLOT,
            COPY,
            PUBLISH,
        ],
        grounds_of(source, nomination),
        recourse(source, nomination),
    )


def departure(source: Source) -> Told:
    """Note is taken of what was received, and the decision that registered the person is cancelled."""
    nomination = _nomination(source)
    who, article, registered = person_of(nomination), law("CL art. 105(3)"), nomination.registered_by
    words = ("кері шақырылуы", "отзыв") if nomination.recalled else ("өз кандидатурасын алып тастауы", "снятие кандидатуры")
    number = cited(registered.number, clock.local_date(registered.adopted_at, nomination.election.zone)) if registered else Both("", "")
    return Told(
        [
            Both(
                f"№ {nomination.number} кандидаттың {words[0]} назарға алынсын: {who.kk}.",
                f"Принять к сведению {words[1]} кандидата, выдвинутого под № {nomination.number}: {who.ru}.",
            ),
            Both(
                f"Оны тіркеу туралы шешімнің күші жойылсын ({'; '.join(filter(None, (number.kk, article.kk)))}).",
                f"Отменить решение о его регистрации ({'; '.join(filter(None, (number.ru, article.ru)))}).",
            ),
            OFF_THE_BALLOT,
            COPY,
            PUBLISH,
        ]
    )


def ballot_text(source: Source) -> Told:
    """The lines in their order: as approved, else as they would be if the commission approved them at its session."""
    election = source.decision.election if source.decision else source.item and source.item.matter
    assert isinstance(election, Election)
    rows = ballot_rows(_standing(source, election))
    lines = [" ".join(filter(None, (row.family_name.kk, row.given_names.kk))) for row in rows]
    lines_ru = [" ".join(filter(None, (row.family_name.ru, row.given_names.ru))) for row in rows]
    numbered, numbered_ru = ("; ".join(f"{n}) {line}" for n, line in enumerate(each, start=1)) for each in (lines, lines_ru))
    return Told(
        [
            Both(
                "Сайлау бюллетенінің мәтіні қазақ және орыс тілдерінде бекітілсін (қосымша).",
                "Утвердить текст избирательного бюллетеня на казахском и русском языках (приложение).",
            ),
            Both(
                f"Бюллетеньде мынадай жолдар осы ретпен тұрсын: {numbered}.",
                f"Расположить в бюллетене строки в таком порядке: {numbered_ru}.",
            ),
            PUBLISH,
        ]
    )


def _standing(source: Source, election: Election) -> Sequence[Nomination]:
    if source.decision:
        options = source.decision.ballot_options.select_related("nomination").order_by("position")
        return [option.nomination for option in options if option.nomination]
    assert source.item is not None
    try:
        return ballot.lines_of(election, list(election.nominations.order_by("pk")), source.item.session.convened_for)
    except Refused:
        return []


# -- grounds and appeal


def grounds_of(source: Source, nomination: Nomination) -> list[Because]:
    """The recorded grounds with the failure behind each; of a draft those that are chosen so far."""
    if source.decision:
        rows = source.decision.grounds.select_related("deficiency").order_by("pk")
        grounds = [Ground(row.code, row.deficiency) for row in rows]
    else:
        grounds = drafting.grounds_in(source.draft, nomination)
    return [_because(nomination, ground) for ground in grounds if ground.failure is not None]


def _because(nomination: Nomination, ground: Ground) -> Because:
    rule, failure = nomination.election.pack.ground(ground.code), ground.failure
    assert failure is not None
    return Because(
        ground=both(rule.title) if rule else Both(ground.code, ground.code),
        article=law(failure.article),
        finding=words(failure, "description"),
        notified=moment(failure.notified_at, nomination.election.zone, seconds=False) if failure.notified_at else None,
    )


def recourse(source: Source, nomination: Nomination) -> Recourse:
    """Who hears an appeal and within how many days; the last day once it is known when the decision was served."""
    period = nomination.election.pack.period("appeal_against_refusal")
    return Recourse(bodies=BODIES, days=period.days, article=law(period.article), until=_last_day(source.decision, nomination))


def _last_day(decision: Decision | None, nomination: Nomination) -> Both | None:
    if decision is None or decision.served_at is None:
        return None
    return day_of(appeal_ends(nomination.election, decision), nomination.election.zone)


def make_known() -> None:
    """Called once, when the app is ready."""
    tell(DecisionKind.REGISTER, registration)
    tell(DecisionKind.REFUSE, refusal)
    tell(DecisionKind.CANCEL, cancellation)
    tell(DecisionKind.DEPARTURE, departure)
    tell(DecisionKind.BALLOT, ballot_text)
