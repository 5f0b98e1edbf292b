"""Full samples of the official documents, and how the tests read a finished file."""

from datetime import UTC, date, datetime
from typing import Any

import pypdfium2

from commission.pdf_documents import Both, Document, Head, Item, Receipt, Signatory, day, moment

ALMATY = "Asia/Almaty"
RECEIVED = datetime(2025, 9, 11, 12, 59, 58, tzinfo=UTC)
CHAIR = Signatory(Both("Төраға", "Председатель"), Both("Г. Қуанышева", "Г. Куанышева"))
SECRETARY = Signatory(Both("Хатшы", "Секретарь"), Both("А. Серікқызы", "А. Сериккызы"))
PERSON = Both("Төлеуов Қаныш Әбдірахманұлы", "Тулеуов Каныш Абдрахманович")


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
                Both("Кемшілік табылса, Сізге хабарлама жіберіледі.", "Если найдутся недостатки, вам направят уведомление."),
            ],
            "received_by": SECRETARY,
        }
        | values
    )


SAMPLES: dict[str, Document] = {"receipt": receipt()}


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


__all__ = ["ALMATY", "CHAIR", "SAMPLES", "SECRETARY", "date", "day", "head", "items", "moment", "pages_of", "receipt", "text_of"]
