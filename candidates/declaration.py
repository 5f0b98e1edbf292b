"""What a person declares when the papers are handed in, in the three languages. Shown whole, confirmed once. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """One text in one language; `language` is its code, `name` what the language calls itself."""

    language: str
    name: str
    points: tuple[str, ...]


DECLARATION: tuple[Statement, ...] = (
    Statement(
        "kk",
        "Қазақша",
        (
            "Мен әкім лауазымына кандидат болуға келісемін.",
            "Мен толтырған мәліметтер мен тапсырған құжаттардың шындыққа сәйкес келетінін және толық екенін растаймын.",
            "Көрінеу жалған мәліметтер тіркеуден бас тартуға немесе тіркеуді жоюға негіз болуы мүмкін екенін білемін.",
            "Комиссияның осы мәліметтерді тексеруіне және ол үшін уәкілетті органдарға сұрау салуына келісемін.",
            "Аты-жөнім, туған жылым, кәсібім, ұсынылу тәсілім және партиялылығым жарияланатынын білемін.",
        ),
    ),
    Statement(
        "ru",
        "Русский",
        (
            "Я согласен (согласна) быть кандидатом на должность акима.",
            "Я подтверждаю, что внесённые мной сведения и представленные документы достоверны и полны.",
            "Мне известно, что заведомо ложные сведения могут стать основанием для отказа в регистрации или её отмены.",
            "Я согласен (согласна) на проверку этих сведений комиссией и на её запросы в уполномоченные органы.",
            "Мне известно, что публикуются мои имя, год рождения, род занятий, способ выдвижения и партийность.",
        ),
    ),
    Statement(
        "en",
        "English",
        (
            "I agree to stand as a candidate for the office of akim.",
            "I confirm that what I filled in and the papers that I handed in are true and complete.",
            "I know that knowingly false information may be a ground to refuse the registration or to cancel it.",
            "I agree that the commission checks this information and asks the competent authorities about it.",
            "I know that my name, year of birth, occupation, way of nomination and party membership are published.",
        ),
    ),
)


def declaration(reading: str) -> tuple[Statement, list[Statement]]:
    """The text in the reader's language, and the others."""
    first = next((text for text in DECLARATION if text.language == reading), DECLARATION[0])
    return first, [text for text in DECLARATION if text is not first]
