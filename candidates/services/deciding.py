"""What the commission decides on a nomination: register, refuse, cancel, also after somebody left; and what undoes it: reinstatement.

Each is one decision of the members (quorum, majority) and one step of the table, in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import CheckResult, Deficiency, Nomination
from candidates.models import Ground as GroundRow
from candidates.services.ballot import put_back
from candidates.services.ending import end_of_candidacy, proxies_again
from candidates.services.steps import check, one_live_nomination_a_person, take
from candidates.services.verification import start_checks
from candidates.workflow import State
from commission.access import Action
from commission.command import command, done, may_record_as_published
from commission.law.terms import Ground as LawGround
from commission.models import Decision, DecisionKind, Precision
from commission.refused import Refused
from commission.services.decisions import NO_WORDS, Text, Vote, take_decision

# Subjects of the decisions. The number of the nomination stands for the person: some names were never published.
REGISTRATION = Text(
    "№ %d ұсынылған тұлғаны кандидат ретінде тіркеу туралы",
    "О регистрации кандидата (выдвижение № %d)",
    "Registration of a candidate (nomination %d)",
)
REFUSAL = Text(
    "№ %d ұсынылған тұлғаны тіркеуден бас тарту туралы",
    "Об отказе в регистрации (выдвижение № %d)",
    "Refusal of registration (nomination %d)",
)
CANCELLATION = Text(
    "№ %d кандидатты тіркеу туралы шешімнің күшін жою туралы",
    "Об отмене решения о регистрации (выдвижение № %d)",
    "Cancellation of a registration (nomination %d)",
)

DEPARTURE = Text(
    "№ %d кандидаттың шығуына байланысты оны тіркеу туралы шешімнің күшін жою туралы",
    "Об отмене решения о регистрации в связи с выбытием кандидата (выдвижение № %d)",
    "Cancellation of the registration of a candidate who left (nomination %d)",
)


@dataclass(frozen=True)
class Because:
    """One ground: its code in the rule set and the notified failure it rests on; `stated` quotes a published record."""

    code: str
    failure: Deficiency | None
    stated: Text = NO_WORDS


@command(Action.REGISTER)
def register(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    reasoning: Text = NO_WORDS,
    dissent: str = "",
    precision: Precision = Precision.MOMENT,
) -> Nomination:
    """Register the candidate by decision. Effects: the checks that follow registration start.

    Raises Refused("deposit_missing"), Refused("checks_failed"), Refused("window_closed") after registration ended,
    Refused("ballot_approved") where the ballot was approved without this person, and as `take_decision` does.
    """
    waived = frozenset({"deposit", "no_check_failed"}) if may_record_as_published(nomination) else frozenset()
    step = check(nomination, "register", actor=actor, at=at, waived=waived)
    decision = _decide(
        nomination,
        DecisionKind.REGISTER,
        actor=actor,
        at=at,
        vote=vote,
        precision=precision,
        reasoning=reasoning,
        dissent=dissent,
        text=REGISTRATION,
    )
    nomination.registered_at, nomination.registered_by = at, decision
    changed = [*start_checks(nomination, at=at, after_registration=True), *put_back(nomination)]
    return take(nomination, step, changed=changed, decision=decision.pk)


@command(Action.REFUSE)
def refuse(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    grounds: Sequence[Because],
    reasoning: Text = NO_WORDS,
    dissent: str = "",
    precision: Precision = Precision.MOMENT,
) -> Nomination:
    """Refuse the registration. Every ground must point to a recorded, notified failure with its article.

    The failure must still stand at `at`, and be of the kind that the ground speaks of.

    Raises Refused("no_ground"), Refused("ground_unknown"), Refused("ground_without_notified_failure").
    Only a recorder replaying a published record may leave a ground unspecified; the page then says so.
    """
    as_published = may_record_as_published(nomination)
    step = check(
        nomination, "refuse", actor=actor, at=at, **_ground_facts(nomination, grounds, at, for_cancellation=False, waive=as_published)
    )
    decision = _decide(
        nomination,
        DecisionKind.REFUSE,
        actor=actor,
        at=at,
        vote=vote,
        precision=precision,
        reasoning=reasoning,
        dissent=dissent,
        text=REFUSAL,
    )
    rows = _write_grounds(nomination, decision, grounds)
    nomination.ended_at = at
    changed = [*rows, *end_of_candidacy(nomination, at=at)]
    return take(nomination, step, changed=changed, decision=decision.pk, codes=[g.code for g in rows])


@command(Action.CANCEL)
def cancel(
    nomination: Nomination,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    grounds: Sequence[Because],
    reasoning: Text = NO_WORDS,
    dissent: str = "",
) -> Nomination:
    """Cancel a registration; the name leaves the ballot. Grounds as for a refusal, from the list for cancellation.

    Raises Refused("window_closed") after the last moment for a cancellation, and as `refuse` does.
    """
    step = check(nomination, "cancel", actor=actor, at=at, **_ground_facts(nomination, grounds, at, for_cancellation=True, waive=False))
    decision = _decide(
        nomination,
        DecisionKind.CANCEL,
        actor=actor,
        at=at,
        vote=vote,
        precision=Precision.MOMENT,
        reasoning=reasoning,
        dissent=dissent,
        text=CANCELLATION,
    )
    rows = _write_grounds(nomination, decision, grounds)
    nomination.ended_at = at
    changed = [*rows, *end_of_candidacy(nomination, at=at)]
    return take(nomination, step, changed=changed, decision=decision.pk, codes=[g.code for g in rows])


@command(Action.CANCEL)
def cancel_after_leaving(
    nomination: Nomination, *, actor: Any, at: datetime, vote: Vote | None, reasoning: Text = NO_WORDS, dissent: str = ""
) -> Nomination:
    """Take note that a registered candidate withdrew or was recalled, and cancel the decision that registered him.

    The candidacy ended when the statement was received; the decision moves no state, and has no term of its own: what it orders
    came about already. Raises Refused as `check_departure` does. Source: CL art. 105(3), by analogy.
    """
    check_departure(nomination, at)
    nomination.departed_by = _decide(
        nomination,
        DecisionKind.DEPARTURE,
        actor=actor,
        at=at,
        vote=vote,
        precision=Precision.MOMENT,
        reasoning=reasoning,
        dissent=dissent,
        text=DEPARTURE,
    )
    nomination.save(update_fields=["departed_by"])
    done("nomination.departure_decided", changed=[nomination], decision=nomination.departed_by.pk)
    return nomination


def check_departure(nomination: Nomination, at: datetime) -> None:
    """Could `cancel_after_leaving` be taken at `at`? A decision that was annulled has to be taken again.

    Raises Refused("not_left"), Refused("decided_already"), Refused("before_leaving").
    """
    if nomination.stage is not State.WITHDRAWN or nomination.registered_at is None or nomination.ended_at is None:
        raise Refused(
            "not_left",
            _("No registered candidate left in this case."),
            article="CL art. 105(3)",
            way_out=_("A registration is cancelled so only after a withdrawal or a recall."),
        )
    if nomination.departed_by is not None and nomination.departed_by.annulled_by_id is None:
        raise Refused("decided_already", _("The commission has cancelled this registration already."))
    if at < nomination.ended_at:
        raise Refused(
            "before_leaving",
            _("At that moment the candidate had not left yet."),
            way_out=_("Decide on it at a session after the statement was received."),
        )


@command(Action.REINSTATE)
def reinstate(nomination: Nomination, *, actor: Any, at: datetime, target: State) -> Nomination:
    """Carry out an upheld appeal: back onto the ballot (REGISTERED) or back into verification.

    The proxies whom the end of the candidacy ended are proxies again. Effects of REGISTERED: the name comes back to its line of
    the ballot, and the checks that follow registration start.
    Raises Refused("no_upheld_appeal"), Refused("second_nomination") where the person has come forward again since,
    Refused("ballot_approved") where the person would be registered beside an approved ballot that has no line for him.
    """
    step = check(nomination, "reinstate", actor=actor, at=at, target=target)
    nomination.ended_at, nomination.reinstated_at = None, at
    changed = proxies_again(nomination)
    if target is State.REGISTERED:
        nomination.registered_at = nomination.registered_at or at
        changed += [*start_checks(nomination, at=at, after_registration=True), *put_back(nomination)]
    else:
        nomination.concluded_by = nomination.confirmed_by = None
    with one_live_nomination_a_person(nomination):
        return take(nomination, step, changed=changed)


def about(text: Text, nomination: Nomination) -> Text:
    """The subject of a decision on this nomination."""
    return Text(text.kk % nomination.number, text.ru % nomination.number, text.en % nomination.number)


def _decide(
    nomination: Nomination,
    kind: DecisionKind,
    *,
    actor: Any,
    at: datetime,
    vote: Vote | None,
    text: Text,
    precision: Precision,
    reasoning: Text,
    dissent: str,
) -> Decision:
    return take_decision(
        nomination.commission,
        actor=actor,
        at=at,
        kind=kind,
        election=nomination.election,
        text=about(text, nomination),
        vote=vote,
        precision=precision,
        reasoning=reasoning,
        dissent=dissent,
    )


def check_grounds(nomination: Nomination, *, name: str, grounds: Sequence[Because], actor: Any, at: datetime) -> None:
    """Could this refusal or cancellation be taken at `at`? Raises Refused as `refuse` and `cancel` do, and writes nothing."""
    check(nomination, name, actor=actor, at=at, **_ground_facts(nomination, grounds, at, for_cancellation=name == "cancel", waive=False))


def _ground_facts(
    nomination: Nomination, grounds: Sequence[Because], at: datetime, *, for_cancellation: bool, waive: bool
) -> dict[str, Any]:
    pack = nomination.election.pack
    # as they are on record, not as they were handed over
    recorded = {failure.pk: failure for failure in nomination.deficiencies.select_related("check_failed", "paper")}
    unlawful = without = 0
    for because in grounds:
        ground = pack.ground(because.code)
        if ground is None or not (ground.for_cancellation if for_cancellation else ground.for_refusal):
            unlawful += 1
        failure = recorded.get(because.failure.pk) if because.failure else None
        if failure is None or not stands(failure, at, notice=ground is None or ground.notice) or (ground and not belongs(failure, ground)):
            without += 1
    return {
        "grounds": len(grounds),
        "grounds_unlawful": unlawful,
        "grounds_without_failure": without,
        "waived": frozenset({"lawful_grounds"}) if waive else frozenset(),
    }


def stands(failure: Deficiency, at: datetime, *, notice: bool) -> bool:
    """Was the candidate told of it by `at` (where anybody could be told), and has it not been cured since?

    What the check found goes before what was answered: an answer alone cures no failed check, and nothing rests on a check
    whose result was corrected.
    """
    if notice and (failure.notified_at is None or failure.notified_at > at):
        return False
    if failure.check_failed is not None:
        return bool(failure.check_failed.result == CheckResult.FAILED)
    return not failure.curable or failure.answered_at is None


def belongs(failure: Deficiency, ground: LawGround) -> bool:
    """Is this failure of the kind that the ground speaks of? A missing signature refuses nobody for an unpaid deposit.

    What nobody need be told of rests on a record made for it alone: it must be no way around telling of another failure.
    """
    if not ground.notice and failure.ground != ground.code:
        return False
    return ground.may_rest_on(
        check=failure.check_failed.code if failure.check_failed else "", paper=failure.paper.code if failure.paper else ""
    )


def _write_grounds(nomination: Nomination, decision: Decision, grounds: Sequence[Because]) -> list[GroundRow]:
    # the article as it is on record, not as it was handed over
    articles = dict(nomination.deficiencies.values_list("pk", "article"))
    return [
        GroundRow.objects.create(
            nomination=nomination,
            decision=decision,
            code=because.code,
            article=articles[because.failure.pk] if because.failure else "",
            deficiency=because.failure,
            as_published=because.failure is None,
            stated_kk=because.stated.kk,
            stated_ru=because.stated.ru,
            stated_en=because.stated.en,
        )
        for because in grounds
    ]
