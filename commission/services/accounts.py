"""What people set on their own account. No case and no figure depends on it, so the audit does not carry it."""

from commission.models import User


def choose_language(user: User, language: str) -> None:
    """The language of the desk, of mail and of messages for this person."""
    user.language = language
    user.save(update_fields=["language"])
