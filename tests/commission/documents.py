"""Full samples of the official documents, and how the tests read a finished file."""

from datetime import UTC, date, datetime
from typing import Any

import pypdfium2

from commission import pdf_documents as doc
from commission.pdf_documents import Both, Document, Head, Item, Receipt, Signatory, day, moment, resolution

ALMATY = "Asia/Almaty"
RECEIVED = datetime(2025, 9, 11, 12, 59, 58, tzinfo=UTC)
DUE = moment(datetime(2025, 9, 14, 13, 0, tzinfo=UTC), ALMATY)
SESSION_DAY = day(date(2025, 9, 12))
CHAIR = Signatory(Both("Төраға", "Председатель"), Both("Г. Қуанышева", "Г. Куанышева"))
SECRETARY = Signatory(Both("Хатшы", "Секретарь"), Both("А. Серікқызы", "А. Сериккызы"))
SIGNED = [CHAIR, SECRETARY]
PERSON = Both("Төлеуов Қаныш Әбдірахманұлы", "Тулеуов Каныш Абдрахманович")
OFFICE = Both("Семей қаласының әкімі", "аким города Семей")
ADDRESS = "https://portal.example/kk/elections/semey-2025/candidates/2/"


def law(number: str) -> Both:
    return Both(f"«Сайлау туралы» Конституциялық заң, {number}", f"Конституционный закон о выборах, {number}")


def head(**values: Any) -> Head:
    return Head(
        **{
            "commission": Both("Семей қаласының аумақтық сайлау комиссиясы", "Территориальная избирательная комиссия города Семей"),
            "place": Both("Семей қаласы", "город Семей"),
            "document": "D-2025-000117",
            "portal": "https://portal.example",
            "made": moment(datetime(2025, 9, 12, 5, 0, tzinfo=UTC), ALMATY, seconds=False),
            "origin": "live",
            "election": Both("2025 жылғы Семей қаласы әкімінің сайлауы", "Выборы акима города Семей 2025 года"),
            "address": Both("Семей қаласы, Интернационал көшесі, 8", "город Семей, улица Интернациональная, 8"),
            "phone": "+7 7222 00 00 00",
        }
        | values
    )


def items(count: int) -> list[Item]:
    title = Both("Әкім лауазымына кандидат болу туралы өтініш", "Заявление о согласии баллотироваться")
    return [Item(title=title, pages=number, sha256=f"{number:064x}") for number in range(1, count + 1)]


def receipt(**values: Any) -> Receipt:
    return Receipt(
        **{
            "head": head(),
            "number": "117",
            "person": PERSON,
            "way": Both("өзін-өзі ұсыну", "самовыдвижение"),
            "channel": Both("қағаз түрінде", "на бумаге"),
            "received": moment(RECEIVED, ALMATY),
            "items": items(7),
            "sha256": "9f" * 32,
            "next_steps": [
                Both("Комиссия құжаттарды тексереді.", "Комиссия проверит документы."),
                Both("Кемшілік табылса, Сізге хабарлама жіберіледі.", "Если будут замечания, вам направят уведомление."),
            ],
            "received_by": SECRETARY,
        }
        | values
    )


def failure(**values: Any) -> doc.Failure:
    return doc.Failure(
        **{
            "paper": Both("Сайлау жарнасының төленгенін растайтын құжат", "Документ об уплате избирательного взноса"),
            "what": Both("Төлем құжатында төлем мақсаты көрсетілмеген.", "В платёжном документе не указано назначение платежа."),
            "article": law("104(1)"),
            "remedy": Both("Мақсаты көрсетілген төлем құжатын тапсыру.", "Представить платёжный документ с указанием назначения."),
        }
        | values
    )


def notice(**values: Any) -> doc.CorrectionNotice:
    return doc.CorrectionNotice(
        **{
            "head": head(),
            "number": "31",
            "on": SESSION_DAY,
            "person": PERSON,
            "failures": [failure(), failure(paper=None, remedy=None)],
            "due": DUE,
            "how": [
                Both("Порталдағы жеке парақша арқылы.", "Через личную страницу на портале."),
                Both("Қағаз түрінде комиссияға.", "На бумаге в комиссию."),
            ],
            "signatories": SIGNED,
        }
        | values
    )


def letter(**values: Any) -> doc.AuthorityLetter:
    return doc.AuthorityLetter(
        **{
            "head": head(),
            "number": "08-115",
            "on": SESSION_DAY,
            "authority": Both("Мемлекеттік қызмет істері агенттігі", "Агентство по делам государственной службы"),
            "authority_address": Both("Астана қаласы, Абай даңғылы, 33а", "город Астана, проспект Абая, 33а"),
            "person": PERSON,
            "birth_date": day(date(1972, 3, 5)),
            "iin": "720305300016",
            "checks": [
                Both("Мемлекеттік қызметке қойылатын талаптарға сәйкестігі", "Соответствие требованиям к государственным служащим"),
                Both("Сыбайлас жемқорлық құқық бұзушылықтың болмауы", "Отсутствие коррупционных правонарушений"),
            ],
            "article": law("20(10)"),
            "due": DUE,
            "signatories": SIGNED,
        }
        | values
    )


def act(**values: Any) -> doc.Resolution:
    refusal = Both("Мемлекеттік қызмет талаптарына сәйкес келмеуі", "Несоответствие требованиям к государственным служащим")
    finding = Both("Агенттіктің 2025 жылғы 12 қыркүйектегі № 08-2/115 хаты.", "Письмо Агентства от 12 сентября 2025 года № 08-2/115.")
    few = Both("Жарамды қолдардың жеткіліксіздігі", "Недостаточное число действительных подписей")
    return doc.Resolution(
        **{
            "head": head(),
            "number": "14",
            "session": "9",
            "on": SESSION_DAY,
            "subject": Both("Кандидатты тіркеуден бас тарту туралы", "Об отказе в регистрации кандидата"),
            "tally": doc.Tally(total=7, present=6, in_favour=5, against=1, abstained=0),
            "reasoning": [
                Both(
                    "Комиссия кандидат ретінде ұсынылған Төлеуов Қаныш Әбдірахманұлының құжаттарын тексеру нәтижелерін қарады.",
                    "Комиссия рассмотрела результаты проверки документов выдвинутого кандидатом Тулеуова Каныша Абдрахмановича.",
                )
            ],
            "grounds": [
                doc.Because(ground=refusal, article=law("13-1"), finding=finding, notified=moment(RECEIVED, ALMATY)),
                doc.Because(ground=few, article=law("13-1")),
            ],
            "points": [
                Both("Төлеуов Қаныш Әбдірахманұлын кандидат ретінде тіркеуден бас тартылсын.", "Отказать Тулеуову К. А. в регистрации."),
                Both("Қаулы кандидатқа тапсырылсын және жариялансын.", "Вручить постановление кандидату и опубликовать его."),
            ],
            "recourse": doc.Recourse(
                bodies=[
                    Both("жоғары тұрған сайлау комиссиясы", "вышестоящая избирательная комиссия"),
                    Both("мамандандырылған ауданаралық әкімшілік сот", "специализированный межрайонный административный суд"),
                ],
                days=7,
                article=law("49"),
                until=day(date(2025, 9, 19)),
            ),
            "dissenters": [Both("Е. Оспанов", "Е. Оспанов")],
            "signatories": SIGNED,
        }
        | values
    )


def candidate_certificate(**values: Any) -> doc.CandidateCertificate:
    return doc.CandidateCertificate(
        **{
            "head": head(),
            "number": "3",
            "person": PERSON,
            "office": OFFICE,
            "polling_day": day(date(2025, 10, 12)),
            "issued": day(date(2025, 9, 17)),
            "registered_by": resolution("21", date(2025, 9, 16)),
            "address": ADDRESS,
            "signatory": CHAIR,
        }
        | values
    )


def proxy_certificate(**values: Any) -> doc.ProxyCertificate:
    return doc.ProxyCertificate(
        **{
            "head": head(),
            "number": "112",
            "person": Both("Сәрсенова Айгүл Ұлықбекқызы", "Сарсенова Айгуль Улыкбековна"),
            "candidate": PERSON,
            "issued": day(date(2025, 9, 20)),
            "signatory": CHAIR,
            "station": "245",
            "registered_by": resolution("24", date(2025, 9, 19)),
            "address": ADDRESS,
        }
        | values
    )


def non_acceptance(**values: Any) -> doc.NonAcceptance:
    return doc.NonAcceptance(
        **{
            "head": head(),
            "number": "2",
            "person": PERSON,
            "papers": Both("Өтініш және төрт қосымша", "Заявление и четыре приложения"),
            "received": moment(datetime(2025, 9, 11, 13, 0, 1, tzinfo=UTC), ALMATY),
            "term": Both("Кандидаттарды ұсыну", "Выдвижение кандидатов"),
            "ended": moment(datetime(2025, 9, 11, 13, 0, tzinfo=UTC), ALMATY),
            "article": law("13-1"),
            "ways_out": [
                Both("Комиссияның әрекетіне сотқа шағым жасау.", "Обжаловать действие комиссии в суд."),
                Both("Жоғары тұрған комиссияға шағым жасау.", "Обжаловать его в вышестоящую комиссию."),
            ],
            "noted_by": SECRETARY,
        }
        | values
    )


def ballot(count: int = 4, **values: Any) -> doc.Ballot:
    names = [
        doc.BallotLine(family_name=Both("Бекжасаров", "Бекжасаров"), given_names=Both("Айболат Серікұлы", "Айболат Серикович")),
        doc.BallotLine(family_name=Both("Қожанбаев", "Кожанбаев"), given_names=Both("Әділет Маратұлы", "Адлет Маратович")),
        doc.BallotLine(family_name=Both("Төлеуов", "Тулеуов"), given_names=Both("Қаныш Әбдірахманұлы", "Каныш Абдрахманович")),
        doc.BallotLine(family_name=Both("Шапатов", "Шапатов"), given_names=Both("Қанат", "Канат"), struck=True),
    ]
    lines = [names[index % len(names)] for index in range(count)]
    return doc.Ballot(**{"head": head(), "polling_day": day(date(2025, 10, 12)), "lines": lines} | values)


def strike_out(**values: Any) -> doc.StrikeOutInstruction:
    return doc.StrikeOutInstruction(
        **{
            "head": head(),
            "number": "5",
            "on": day(date(2025, 10, 7)),
            "candidate": Both("Шапатов Қанат", "Шапатов Канат"),
            "line": 4,
            "reason": Both("Кандидат өз кандидатурасын алып тастады.", "Кандидат снял свою кандидатуру."),
            "article": Both(
                "Орталық сайлау комиссиясының 2018 жылғы 19 қыркүйектегі № 16/209 қаулысы",
                "постановление Центральной избирательной комиссии от 19 сентября 2018 года № 16/209",
            ),
            "decision": resolution("31", date(2025, 10, 7)),
            "points": [Both("Орындалғаны туралы хабарлау.", "Сообщить об исполнении.")],
            "signatories": SIGNED,
        }
        | values
    )


APPLICANT = doc.Applicant(
    family_name_kk="Төлеуов",
    given_name_kk="Қаныш",
    patronymic_kk="Әбдірахманұлы",
    family_name_ru="Тулеуов",
    given_name_ru="Каныш",
    patronymic_ru="Абдрахманович",
    name_latin="Toleuov Qanysh",
    birth_date="05.03.1972",
    iin="720305300016",
    citizenship="Қазақстан",
)
WAYS = [Both("өзін-өзі ұсыну", "самовыдвижение"), Both("саяси партия ұсынған", "выдвижение политической партией")]
EFFECTS = [
    Both("Кандидатура қайтадан қойылмайды.", "Снятие кандидатуры окончательно."),
    Both("Сайлау жарнасы қайтарылмайды.", "Избирательный взнос не возвращается."),
]


def paper_form(**values: Any) -> doc.PaperForm:
    papers = [item.title for item in items(6)]
    confirmed = [Both("Көрсетілген мәліметтердің дұрыстығын растаймын.", "Подтверждаю достоверность указанных сведений.")]
    return doc.PaperForm(
        **{"head": head(), "office": OFFICE, "ways": WAYS, "papers": papers, "declaration": confirmed, "address": ""} | values
    )


def withdrawal_form(**values: Any) -> doc.WithdrawalForm:
    return doc.WithdrawalForm(**{"head": head(), "office": OFFICE, "article": law("105(1)"), "effects": EFFECTS, "address": ""} | values)


def sheet(**values: Any) -> doc.SignatureSheet:
    filled = {"numbers": ["12"], "candidate": PERSON, "office": OFFICE, "issued": day(date(2025, 9, 13)), "issued_by": SECRETARY}
    return doc.SignatureSheet(**{"head": head()} | filled | values)


def protocol(**values: Any) -> doc.SignatureProtocol:
    return doc.SignatureProtocol(
        **{
            "head": head(),
            "number": "4",
            "on": SESSION_DAY,
            "candidate": PERSON,
            "voters": 220761,
            "threshold": 2208,
            "article": law("13-1"),
            "sheets_issued": 130,
            "sheets_handed_in": 121,
            "handed_in": 2390,
            "checked": 2390,
            "valid": 2311,
            "invalid": [
                doc.Invalid(reason=Both("бір сайлаушы екі рет қол қойған", "один избиратель расписался дважды"), count=41),
                doc.Invalid(reason=Both("сайлаушының мәліметтері қате", "ошибка в сведениях об избирателе"), count=38),
            ],
            "signatories": SIGNED,
        }
        | values
    )


def minutes(**values: Any) -> doc.SessionMinutes:
    members = [Both(f"{initial}. Оспанов", f"{initial}. Оспанов") for initial in "АБВГДЕ"]
    votes = [doc.MemberVote(member=member, choice="for") for member in members[:5]]
    votes.append(doc.MemberVote(member=members[5], choice="against", dissent=True))
    refusal = Both("Кандидатты тіркеуден бас тарту туралы", "Об отказе в регистрации кандидата")
    text = Both("Бюллетень мәтінін бекіту туралы", "Об утверждении текста бюллетеня")
    member = Both("Мүше", "Член комиссии")
    return doc.SessionMinutes(
        **{
            "head": head(election=None),
            "number": "9",
            "opened": moment(RECEIVED, ALMATY),
            "closed": DUE,
            "members_total": 7,
            "present": [Signatory(member, name) for name in members],
            "absent": [Signatory(member, Both("Ж. Оспанов", "Ж. Оспанов"))],
            "matters": [
                doc.Matter(title=refusal, votes=votes, decision=resolution("14", date(2025, 9, 12))),
                doc.Matter(title=text, votes=votes[4:]),
            ],
            "audit_head": "c0de" * 16,
            "signatories": SIGNED,
        }
        | values
    )


def calendar_plan(**values: Any) -> doc.CalendarPlan:
    line = doc.PlanLine(
        title=Both("Кандидаттарды ұсыну", "Выдвижение кандидатов"),
        opens="28.08.2025, 00:00",
        due="11.09.2025, 18:00",
        responsible=Both("Хатшы", "Секретарь"),
        article=law("13-1"),
    )
    without_hour = doc.PlanLine(
        title=Both("Сайлау жарналарын қайтару", "Возврат избирательных взносов"),
        opens="",
        due="19.10.2025",
        responsible=Both("Хатшы", "Секретарь"),
        article=None,
        remarks=[Both("міндетті емес", "не обязательно")],
    )
    return doc.CalendarPlan(
        **{
            "head": head(),
            "adopted_by": [resolution("2", date(2025, 8, 27)), resolution("9", date(2025, 9, 5))],
            "polling_day": day(date(2025, 10, 12)),
            "offsets": "UTC+5",
            "lines": [line, without_hour],
        }
        | values
    )


SAMPLES: dict[str, Document] = {
    "receipt": receipt(),
    "supplement": receipt(kind="supplement", received_by=None),
    "correction_notice": notice(),
    "authority_letter": letter(),
    "resolution": act(),
    "draft_resolution": act(number="", session="", tally=None, dissenters=[]),
    "candidate_certificate": candidate_certificate(),
    "proxy_certificate": proxy_certificate(),
    "non_acceptance": non_acceptance(),
    "ballot": ballot(),
    "approved_ballot": ballot(20, approved=resolution("26", date(2025, 9, 17))),
    "strike_out_instruction": strike_out(),
    "paper_form": paper_form(),
    "filled_form": paper_form(applicant=APPLICANT, way=0, address=ADDRESS),
    "withdrawal_form": withdrawal_form(),
    "filled_withdrawal": withdrawal_form(applicant=APPLICANT, reason="Жеке себептер бойынша", address=ADDRESS),
    "signature_sheet": sheet(),
    "signature_protocol": protocol(),
    "session_minutes": minutes(),
    "calendar_plan": calendar_plan(),
}


def text_of(pdf: bytes) -> str:
    """All text of a file, its lines and runs of spaces joined, so that a wrapped sentence is found whole."""
    file = pypdfium2.PdfDocument(pdf)
    try:
        raw = " ".join(page.get_textpage().get_text_bounded() for page in file)
    finally:
        file.close()
    return " ".join(raw.replace("\u200b", "").replace("\ufffe", "").split())


def pages_of(pdf: bytes) -> int:
    file = pypdfium2.PdfDocument(pdf)
    try:
        return len(file)
    finally:
        file.close()
