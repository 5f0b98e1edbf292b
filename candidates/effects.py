"""What ending a candidacy brings about in this very case, said before it is taken."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.models import BallotOption, Nomination

FOR_GOOD = _("The candidacy ends for good. Who left can come forward again only while nomination is open.")
OFF_THE_BALLOT = _("The name leaves the ballot; on ballots that are printed already it is struck out.")
DEPOSIT_KEPT = _("The deposit is not returned: leaving the race is not among the grounds for it.")
DEPOSIT_BACK = _("The deposit is returned: the death of a candidate is among the grounds for it.")
NO_PROXIES = _("The candidate's proxies are proxies no longer.")

# As the form of withdrawal prints them, for whoever signs it.
WITHDRAWAL = (FOR_GOOD, OFF_THE_BALLOT, DEPOSIT_KEPT, NO_PROXIES)


def of_leaving(nomination: Nomination) -> list[Any]:
    """The effects of a withdrawal or a recall."""
    return [FOR_GOOD, ballot_effect(nomination), DEPOSIT_KEPT, proxies_effect(nomination)]


def of_death(nomination: Nomination) -> list[Any]:
    """What follows from a recorded death: nothing by itself, everything by the decision."""
    decision = (
        _("The commission cancels the registration by decision; the matter waits for its next session.")
        if nomination.registered_at
        else _("The commission refuses the registration by decision, once every check has a result: “not applicable” where none can come.")
    )
    return [decision, ballot_effect(nomination), DEPOSIT_BACK, proxies_effect(nomination)]


def ballot_effect(nomination: Nomination) -> Any:
    line = BallotOption.objects.filter(nomination=nomination, struck_out_at__isnull=True).order_by("-pk").first()
    if line is None:
        return _("No approved ballot names this person, so none changes.")
    return _(
        "Line %(line)d of the approved ballot is struck out, on printed ballots too: every precinct commission gets the instruction."
    ) % {"line": line.position}


def proxies_effect(nomination: Nomination) -> Any:
    count = nomination.proxies.filter(ended_at__isnull=True).count()
    return _("%(count)d proxies are proxies no longer.") % {"count": count} if count else _("There are no proxies to end.")


def of_reinstatement(nomination: Nomination) -> list[Any]:
    """What either target restores."""
    struck = BallotOption.objects.filter(nomination=nomination, struck_out_at__isnull=False).order_by("-pk").first()
    line = (
        _("Registered: line %(line)d of the approved ballot stands again; printed ballots on which it was struck out must be replaced.")
        % {"line": struck.position}
        if struck
        else _("Registered: the name comes onto the ballot when it is approved. An approved ballot without it must be approved anew first.")
    )
    return [
        line,
        _("Registered: the checks that follow a registration begin, where they had not begun."),
        _("Under verification: both people look at the case again, and the commission decides again."),
        _("Proxies whom the end of the candidacy ended are proxies again."),
        _("The public page says that the decision was undone, and keeps it readable."),
    ]
