"""What every template may know without asking."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from commission import clock


def portal(request: HttpRequest) -> dict[str, Any]:
    """The portal's name, whether this is a demonstration, and the moment the page was made."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "demo": settings.DEMO,
        "staff_mfa": settings.STAFF_MFA,
        "page_made_at": getattr(request, "received_at", None) or clock.now(),
    }
