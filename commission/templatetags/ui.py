"""Components: `{% ui "status" nomination %}` renders `templates/ui/status.html` with the argument as `it`."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commission import kept
from commission.selectors import unread_of

register = template.Library()


@register.simple_tag
def ui(component: str, it: Any = None, **more: Any) -> SafeString:
    """Render one component. It knows only what it is given: no request, no user."""
    return get_template(f"ui/{component}.html").render({"it": it, **more})


@register.simple_tag(takes_context=True)
def typist(context: Any) -> SafeString:
    """The hidden field of a form whose texts shall outlive an ended session; stands beside the CSRF token."""
    return format_html('<input type="hidden" name="{}" value="{}">', kept.FIELD, kept.typist(context["request"]))


@register.simple_tag
def unread_messages(user: Any) -> int:
    """How many messages of whoever is signed in are unread; none for nobody."""
    return unread_of(user) if getattr(user, "is_authenticated", False) else 0


@register.filter
def placed(buttons: Any, place: str) -> list[Any]:
    """Of the buttons of a page those that stand in this section; none where the section is no place."""
    return [button for button in buttons or () if place and button.place == place]
