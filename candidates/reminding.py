"""Who owes something in a nomination and until when, and when the work on the nominations of an election is done."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from candidates.models import AuthorityRequest, Nomination
from candidates.services.remaining import TO_DECIDE, TO_VERIFY
from candidates.states import BEFORE_THE_END, State
from commission.access import Role
from commission.models import Election, Offset
from commission.services import debts
from commission.services.debts import BEFORE, Debt, Horizon

CORRECTION, ANSWER = "correction", "authority_answer"  # as the rule set calls the two periods


def drafts(horizon: Horizon) -> Iterator[Debt]:
    """Whoever has begun and not handed in, until nomination ends. What lapses then is told by the page of the draft itself."""
    ending = {election for election, code in horizon.entries if code == "nomination"}
    for row in _of_accounts(ending).filter(state=State.DRAFT):
        entry = horizon.entries[row.election_id, "nomination"]
        yield Debt(
            election=entry.election,
            code=entry.code,
            due_at=entry.due_at,
            recipient_id=row.applicant_id,
            offsets=BEFORE,
            title=_("Handing in your papers"),
            article=entry.article,
            to_do=_("Your papers are begun and not handed in. Complete them and hand them in; after the term they can't be taken."),
            page=_case(horizon, row),
            **_matter(row),
        )


def corrections(horizon: Horizon) -> Iterator[Debt]:
    """Whoever was asked to correct papers, until the term of the correction."""
    for row in _of_accounts(set(horizon.elections)).filter(
        state=State.CORRECTION_REQUESTED, correction_due_at__gte=horizon.first, correction_due_at__lte=horizon.last
    ):
        election = horizon.elections[row.election_id]
        yield Debt(
            election=election,
            code=CORRECTION,
            due_at=row.correction_due_at,
            recipient_id=row.applicant_id,
            offsets=BEFORE,
            title=_("Correcting your papers"),
            article=election.pack.period(CORRECTION).article,
            to_do=_("Answer each point of the commission's notice and hand the corrected papers in."),
            page=_case(horizon, row),
            **_matter(row),
        )


def unanswered(horizon: Horizon) -> Iterator[Debt]:
    """The registrars, who follow up what an authority has not answered; one reminder a letter, however many checks it asks."""
    asked = AuthorityRequest.objects.filter(
        nomination__election__in=list(horizon.elections),
        nomination__state__in=sorted(BEFORE_THE_END),
        replied_at__isnull=True,
        due_at__gte=horizon.first,
        due_at__lte=horizon.last,
    )
    letters = {(row.nomination_id, row.number, row.due_at): row for row in asked.select_related("nomination").order_by("-pk")}
    for row in letters.values():
        election = horizon.elections[row.nomination.election_id]
        for person in horizon.holding(election, Role.REGISTRAR, Role.SECRETARY):
            yield Debt(
                election=election,
                code=ANSWER,
                due_at=row.due_at,
                recipient_id=person,
                offsets=(*BEFORE, Offset.PASSED),
                title=format_lazy(_("Answer of an authority, letter {number}"), number=row.number),
                article=election.pack.period(ANSWER).article,
                to_do=_("Record the answer, or ask the authority where it stays."),
                page=("admin:candidates_nomination_change", (row.nomination_id,)),
                **_matter(row),
            )


def _of_accounts(elections: set[int]) -> Any:
    """Nominations of people with an account: whoever filed on paper is told by the commission. What a letter needs, and no more."""
    rows = Nomination.objects.filter(election__in=elections).exclude(Q(applicant__isnull=True) | Q(applicant__is_active=False))
    return rows.only("election_id", "number", "applicant_id", "correction_due_at").order_by("pk")


def _case(horizon: Horizon, row: Nomination) -> tuple[str, tuple[Any, ...]]:
    return "apply:case", (horizon.elections[row.election_id].slug, row.number)


def _matter(row: Any) -> dict[str, Any]:
    return {"matter_type": row._meta.label_lower, "matter_id": row.pk}


def _none_left(**which: Any) -> debts.Done:
    """Done where no such nomination is left."""

    def done(elections: list[Election]) -> set[int]:
        left = Nomination.objects.filter(election__in=elections, **which).values_list("election_id", flat=True).distinct()
        return {election.pk for election in elections} - set(left.order_by())

    return done


def make_known() -> None:
    """Called once, when the app is ready."""
    debts.add(drafts)
    debts.add(corrections)
    debts.add(unanswered)
    debts.done_when("requirements_check", _none_left(state__in=TO_VERIFY))
    debts.done_when("registration", _none_left(state__in=TO_DECIDE))
    debts.done_when("certificates", _none_left(state=State.REGISTERED, certificate_issued_at__isnull=True))
