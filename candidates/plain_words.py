"""What each status of a nomination means to somebody who has never read the law: one sentence, a tone, and the terms around it. Pure.

The page of a candidate says the sentence beside the status; the guide on the list of candidates explains every word of both.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.states import PUBLIC, PUBLIC_LABELS, State

# good, bad, wait, info or quiet: how the status is drawn; shape and word say the same as the colour.
TONES: dict[State, str] = {State.REGISTERED: "good", State.REFUSED: "bad", State.CANCELLED: "bad", State.WITHDRAWN: "quiet"}
MEANINGS: dict[State, Any] = {
    State.SUBMITTED: _("The commission has received the papers of this person and has not begun to check them."),
    State.UNDER_VERIFICATION: _("The commission and the authorities it asks are checking the papers. Nothing is decided yet."),
    State.CORRECTION_REQUESTED: _(
        "Something in the papers has to be corrected. The person was told what it is and until when. Nothing is decided yet."
    ),
    State.READY_FOR_DECISION: _("The check of the papers is over. The commission now decides whether to register this person."),
    State.REGISTERED: _("The commission has registered this person as a candidate, who stands for election."),
    State.REFUSED: _("The commission decided not to register this person, who therefore does not stand for election."),
    State.WITHDRAWN: _("This person withdrew and no longer stands for election."),
    State.CANCELLED: _("The commission had registered this person and later cancelled that. This person no longer stands for election."),
}
RECALLED = _("The party that had nominated this person took the nomination back. This person no longer stands for election.")


@dataclass(frozen=True)
class Term:
    """A word of these pages and what it means; a status also has its tone."""

    code: str
    word: Any
    meaning: Any
    tone: str = ""


STATUSES = tuple(Term(s.value, PUBLIC_LABELS[s], MEANINGS[s], TONES.get(s, "wait")) for s in State if s in PUBLIC)
TERMS = (
    Term(
        "came_forward",
        _("Came forward"),
        _("Handed in papers in order to stand, or was nominated. Only the registration by the commission makes a person a candidate."),
    ),
    Term("self", _("Self-nomination"), _("The person comes forward without a party, and needs signatures of voters.")),
    Term("party", _("Nominated by a party"), _("A registered party put forward one of its own members, and needs no signatures.")),
    Term(
        "superior_akim",
        _("Nominated by the superior akim"),
        _("Possible only where fewer than two people came forward in the other ways, so that voters have a choice."),
    ),
    Term(
        "ground",
        _("Ground"),
        _("Why a registration is refused or cancelled: an article of the law, and a recorded failure that the person was told of."),
    ),
    Term(
        "under_appeal",
        _("Under appeal"),
        _("A court or the superior commission was asked to undo the decision and has not answered yet."),
    ),
    Term("upheld", _("Appeal upheld"), _("The court or the superior commission agreed with the appeal: the decision is undone.")),
    Term("rejected", _("Appeal rejected"), _("The court or the superior commission did not agree with the appeal: the decision stays.")),
    Term("annulled", _("Annulled"), _("The superior commission undid a decision of the commission by a decision of its own.")),
    Term(
        "correction",
        _("Public correction"),
        _("A refusal or cancellation was undone. The notice that says so, and since when, stays on the page of the candidate for good."),
    ),
    Term(
        "struck_out",
        _("Struck out"),
        _("The person left when the ballot had been approved: the name is crossed out by hand on every ballot that was printed."),
    ),
    Term("against_all", _("Against all"), _("The last line of the ballot, for a voter who chooses none of the candidates.")),
)
