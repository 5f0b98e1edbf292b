"""What people set on their own account. No case and no figure depends on it, so the audit does not carry it."""

from django.db.models import F

from commission.models import User


def choose_language(user: User, language: str) -> None:
    """The language of the desk, of mail and of messages for this person."""
    user.language = language
    user.save(update_fields=["language"])


def renew_calendar(user: User) -> None:
    """A new private address for this person's calendar: who knows the old one reads nothing any more."""
    User.objects.filter(pk=user.pk).update(calendar_number=F("calendar_number") + 1)
    user.refresh_from_db(fields=["calendar_number"])
