"""The draft of a decision on a nomination, made from what is on record: which failures can carry which ground, and the reasons in words.

The words are the two official languages', as they will stand in the resolution; the secretary reads and changes them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import override

from candidates.models import CheckResult, Deficiency, Nomination
from candidates.services.deciding import Because, belongs, stands
from commission.law.citing import cite
from commission.law.terms import Ground as LawGround
from commission.models import DecisionKind
from commission.pdf_documents import moment
from commission.refused import Refused
from commission.services.decisions import NO_WORDS, Text
from commission.services.matters import Draft

KK, RU = "kk", "ru"


@dataclass(frozen=True)
class Carrying:
    """A failure that the candidate was told of and that still stands, with the grounds it may carry; the most specific comes first."""

    failure: Deficiency
    grounds: tuple[LawGround, ...]


def draft_grounds(nomination: Nomination, *, at: datetime, for_cancellation: bool) -> list[Carrying]:
    """Every failure on which a refusal (or cancellation) at `at` may rest."""
    grounds = [g for g in nomination.election.pack.grounds if (g.for_cancellation if for_cancellation else g.for_refusal)]
    grounds.sort(key=lambda g: not (g.checks or g.papers))  # a ground that names what failed goes before one that fits everything
    found = []
    for failure in nomination.deficiencies.select_related("check_failed", "paper").order_by("pk"):
        fitting = tuple(g for g in grounds if belongs(failure, g) and stands(failure, at, notice=g.notice))
        if fitting:
            found.append(Carrying(failure, fitting))
    return found


def proposed_grounds(nomination: Nomination, *, at: datetime, for_cancellation: bool) -> list[Because]:
    """The first proposal: every failure that can carry a ground, on the one for which it was noted, else on the most specific one;
    a death is nobody's first guess where none was recorded.
    """
    found = draft_grounds(nomination, at=at, for_cancellation=for_cancellation)
    guesses = [(each.failure, _first_guess(each)) for each in found]
    return [Because(ground.code, failure) for failure, ground in guesses if ground]


def _first_guess(carrying: Carrying) -> LawGround | None:
    noted_for = carrying.failure.ground
    return next((ground for ground in carrying.grounds if (ground.code == noted_for if noted_for else ground.notice)), None)


def proposed_reasoning(nomination: Nomination, kind: DecisionKind, grounds: Sequence[Because]) -> Text:
    """The reasons in Kazakh and in Russian: item by item with its article for a refusal or a cancellation, else what was checked or
    received."""
    if kind == DecisionKind.REGISTER:
        return _checked(nomination)
    if kind == DecisionKind.DEPARTURE:
        return _left(nomination)
    return Text(*("\n".join(_items(nomination, grounds, language)) for language in (KK, RU)))


def _items(nomination: Nomination, grounds: Sequence[Because], language: str) -> Iterable[str]:
    words = {
        KK: ("Негізі: {article}.", "Анықталды: {what}", "Тұлғаға {told} хабарланды."),
        RU: ("Основание: {article}.", "Установлено: {what}", "Лицо уведомлено: {told}."),
    }[language]
    for number, because in enumerate(grounds, start=1):
        ground, failure = nomination.election.pack.ground(because.code), because.failure
        if ground is None or failure is None:
            continue
        told = getattr(moment(failure.notified_at, nomination.election.zone, seconds=False), language) if failure.notified_at else ""
        what = getattr(failure, f"description_{language}").strip()
        with override(language):
            sentences = [f"{number}. {ground.title}.", words[0].format(article=cite(failure.article))]
        sentences.append(words[1].format(what=what if what.endswith(".") else f"{what}."))
        if told:
            sentences.append(words[2].format(told=told))
        yield " ".join(sentences)


def _checked(nomination: Nomination) -> Text:
    passed = list(nomination.checks.filter(after_registration=False, result=CheckResult.PASSED).order_by("pk"))
    if not passed:
        return NO_WORDS
    listed = {}
    for language in (KK, RU):
        with override(language):
            listed[language] = "; ".join(f"{check.title} ({check.reference})" if check.reference else str(check.title) for check in passed)
    return Text(f"Тексерулердің нәтижесі оң: {listed[KK]}.", f"Результаты проверок положительные: {listed[RU]}.")


def _left(nomination: Nomination) -> Text:
    """Which statement was received when: what the decision takes note of."""
    if nomination.ended_at is None:
        return NO_WORDS
    at = moment(nomination.ended_at, nomination.election.zone, seconds=False)
    if nomination.recalled:
        return Text(
            f"Ұсынған саяси партияның кандидатты кері шақырып алу туралы шешімі {at.kk} келіп түсті.",
            f"Решение выдвинувшей политической партии об отзыве кандидата поступило {at.ru}.",
        )
    return Text(
        f"Кандидаттың өз кандидатурасын алып тастау туралы өтініші {at.kk} келіп түсті.",
        f"Заявление кандидата о снятии своей кандидатуры поступило {at.ru}.",
    )


# -- as the agenda keeps it


def as_draft(grounds: Sequence[Because] = (), reasoning: Text = NO_WORDS) -> Draft:
    draft: dict[str, Any] = {"reasoning": {KK: reasoning.kk, RU: reasoning.ru}}
    if grounds:
        draft["grounds"] = [{"code": g.code, "failure": g.failure.pk if g.failure else None} for g in grounds]
    return draft


def grounds_in(draft: Draft, nomination: Nomination) -> list[Because]:
    """The grounds of a draft with the failures as they are on record; a failure of another case is none."""
    recorded = {failure.pk: failure for failure in nomination.deficiencies.all()}
    return [Because(each["code"], recorded.get(each["failure"])) for each in draft.get("grounds", [])]


def reasoning_in(draft: Draft) -> Text:
    words = draft.get("reasoning", {})
    return Text(words.get(KK, ""), words.get(RU, ""))


def why_not(refused: Refused) -> str:
    """A refusal in one line, for a list of matters that are not ready yet."""
    return f"{refused.reason} ({cite(refused.article)})" if refused.article else str(refused.reason)
