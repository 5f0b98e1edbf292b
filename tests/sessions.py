"""Sessions without a sign-in page: for many people at once, and for tests that are about something else."""

from typing import Any

TOKEN = "0123456789abcdef" * 2  # of the check for forgery: the cookie and the field hold the same


def cookies_of(user: Any) -> dict[str, str]:
    """The cookies of a browser in which this person signed in a moment ago."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from commission.accounts import SEEN

    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0], SEEN: []})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN}


def as_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
