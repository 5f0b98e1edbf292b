"""Commissions and who holds which role in them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commission.access import SYSTEM, Action, Role, can
from commission.command import command, done
from commission.models import Commission, Membership, User
from commission.refused import Refused
from commission.selectors import roles_of


def found_commission(*, actor: Any, at: datetime, **fields: Any) -> Commission:
    """Enter a commission into the portal. Raises ValidationError for a field that does not fit."""
    with transaction.atomic():
        home = Commission(**fields)
        home.full_clean()
        home.save()
        _record_founding(home, actor=actor, at=at)
    return home


@command(Action.FOUND_COMMISSION)
def _record_founding(home: Commission, *, actor: Any, at: datetime) -> None:
    above = home.parent
    if actor is not SYSTEM and not (above and can(roles_of(actor, above), Action.TAKE_DECISION)):
        raise Refused("role", _("Only who records the decisions of the superior commission can record this."), status=403)
    done("commission.founded", changed=[home])


@command(Action.APPOINT)
def appoint(home: Commission, *, actor: Any, at: datetime, user: User, role: Role) -> Membership:
    """Give a person a role in a commission from `at` on.

    Raises Refused("own_role"): nobody gives a role to himself, or the administrator could make himself chair.
    Raises Refused("held_already").
    """
    if user.pk == getattr(actor, "pk", None):
        raise Refused("own_role", _("Nobody can appoint themselves."), way_out=_("Another administrator can."))
    if Membership.objects.filter(user=user, commission=home, role=role, until__isnull=True).exists():
        raise Refused("held_already", _("This person holds that role already."))
    membership = Membership.objects.create(user=user, commission=home, role=role, since=at, appointed_by_id=getattr(actor, "pk", None))
    done("membership.appointed", changed=[membership], role=role.value)
    return membership


@command(Action.DISMISS)
def dismiss(home: Commission, *, actor: Any, at: datetime, membership: Membership) -> Membership:
    """End a role at `at`; the row stays. Raises Refused("foreign_row"), Refused("not_held"), Refused("not_begun")."""
    held: Membership | None = home.memberships.select_for_update().filter(pk=membership.pk).first()
    if held is None:
        raise Refused("foreign_row", _("This role belongs to another commission."), status=404)
    if held.until is not None:
        raise Refused("not_held", _("This role has ended already."))
    if at <= held.since:
        raise Refused("not_begun", _("A role can't end before it began."), way_out=_("Choose a later moment."))
    held.until = at
    held.save(update_fields=["until"])
    done("membership.dismissed", changed=[held], role=held.role)
    return held
