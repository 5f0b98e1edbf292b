"""In which commissions the person of a request may do what; asked once a request, however many lists the page shows."""

from django.http import HttpRequest

from commission.access import Action
from commission.selectors import commissions_where


def scope(request: HttpRequest, action: Action) -> list[int]:
    """The ids of the commissions, those below a watched one included; none for whoever is not signed in."""
    if not (request.user.is_authenticated and request.user.is_active):
        return []
    known: dict[Action, list[int]] = request.__dict__.setdefault("desk_scope", {})
    if action not in known:
        known[action] = commissions_where(request.user, action)
    return known[action]
