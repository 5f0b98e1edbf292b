"""Deploy-time checks that tell the operator what is wrong before a voter does."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Warning, register


@register()
def portal(app_configs: Any, **options: Any) -> list[Any]:
    found: list[Any] = []
    if not settings.DEMO and not settings.DEBUG and settings.EMAIL_HOST == "localhost":
        found.append(Warning("Mail goes to localhost.", hint="Set EMAIL_HOST, EMAIL_PORT and EMAIL_HOST_USER.", id="portal.W001"))
    if not settings.STAFF_MFA and not settings.DEMO:
        found.append(Error("The second factor of the staff is off.", hint="Remove STAFF_MFA=off.", id="portal.E001"))
    return found
