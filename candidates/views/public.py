"""The public pages of those who came forward: the list with its guide and its data, and a page for each."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from candidates.ballot_text import ballot_rows
from candidates.plain_words import STATUSES, TERMS
from candidates.presentation import Shown, show, shown_of
from candidates.selectors import public_ballot, public_nominations
from candidates.table import COLUMNS
from candidates.views.open_data import files
from candidates.workflow import State
from commission.models import Election
from commission.views.public import election_page

GROUPS = (
    ("registered", (State.REGISTERED,)),
    ("under_way", (State.SUBMITTED, State.UNDER_VERIFICATION, State.CORRECTION_REQUESTED, State.READY_FOR_DECISION)),
    ("left", (State.WITHDRAWN, State.CANCELLED)),
    ("refused", (State.REFUSED,)),
)


@election_page("candidates")
def candidates(request: HttpRequest, election: Election) -> dict[str, Any]:
    titles = {
        "registered": _("Registered candidates"),
        "under_way": _("Papers are being checked"),
        "left": _("No longer standing"),
        "refused": _("Registration refused"),
    }
    shown = shown_of(election)
    groups = []
    for code, states in GROUPS:
        cards = [each for each in shown if each.stage in states]
        if cards:
            groups.append({"code": code, "title": titles[code], "cards": cards})
    present = {each.stage.value for each in shown}
    return {
        "groups": groups,
        "count": len(shown),
        "counts": [(term, sum(1 for each in shown if each.stage == term.code)) for term in STATUSES if term.code in present],
        "ballot": ballot(shown),
        "statuses": STATUSES,
        "terms": TERMS,
        "files": files(election),
        "licence": settings.OPEN_DATA_LICENCE[0],
        "columns": COLUMNS,
    }


def ballot(shown: list[Shown]) -> dict[str, Any] | None:
    """The approved ballot as voters get it; nothing before the approval."""
    lines = sorted(((each.line, each.nomination) for each in shown if each.line), key=lambda pair: pair[0].position)
    if not lines:
        return None
    struck_out = {nomination.number for line, nomination in lines if line.struck_out_at}
    return {"rows": ballot_rows((nomination for _line, nomination in lines), struck_out), "decision": lines[0][0].decision}


@election_page("candidates", template="candidate")
def candidate(request: HttpRequest, election: Election, number: int) -> dict[str, Any]:
    nomination = public_nominations(election).filter(number=number).first()
    if nomination is None:
        raise Http404
    line = next((line for line in public_ballot(election) if line.nomination_id == nomination.pk), None)
    return {"shown": show(nomination, election, line)}
