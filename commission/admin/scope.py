"""In which commissions the person of a request may do what; asked once a request, however many lists the page shows."""

from django.http import HttpRequest

from commission.access import Action, Role, can
from commission.selectors import roles_by_commission


def scope(request: HttpRequest, action: Action) -> list[int]:
    """The ids of the commissions, those below a watched one included; none for whoever is not signed in."""
    if not (request.user.is_authenticated and request.user.is_active):
        return []
    known: dict[int, frozenset[Role]] | None = getattr(request, "desk_roles", None)
    if known is None:
        known = request.desk_roles = roles_by_commission(request.user)
    return sorted(pk for pk, roles in known.items() if can(roles, action))
