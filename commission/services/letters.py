"""The letter of a message: subject, text and page, in the language of the reader, with times on the wall of the city.

Nothing personal stands in it: what a term is called, until when it runs, by which article, what there is to do, and where. A letter
passes through machines of others, and a screen shows its subject to whoever stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from commission.models import OutgoingMessage, Reminder
from commission.services.debts import Debt

LATE = timedelta(seconds=600)  # a reminder that comes so long after its moment says so
LANGUAGE = "kk"  # of an account that names none of the portal's languages


@dataclass(frozen=True)
class Line:
    """One reminder of a letter."""

    debt: Debt
    over: bool
    meant_for: datetime | None  # the moment at which it should have come, where it is late
    address: str


def write(message: OutgoingMessage, reminders: Sequence[tuple[Reminder, Debt]], now: datetime) -> None:
    """Write subject and texts into the message, as the reader should find them at this moment. Saves nothing."""
    known = {code for code, _name in settings.LANGUAGES}
    message.language = message.recipient.language if message.recipient.language in known else LANGUAGE
    with override(message.language):
        lines = [_line(row, debt, now) for row, debt in sorted(reminders, key=lambda each: (each[0].due_at, each[0].pk))]
        context: dict[str, Any] = {"lines": lines, "first": lines[0], "inbox": settings.PUBLIC_ADDRESS + reverse("inbox")}
        # a subject is one line, however the template or a title breaks it
        message.subject = " ".join(render_to_string("mail/reminder/subject.txt", context).split())[:300]
        message.text = render_to_string("mail/reminder/body.txt", context)
        message.html = render_to_string("mail/reminder/body.html", context)


def _line(reminder: Reminder, debt: Debt, now: datetime) -> Line:
    name, arguments = debt.page
    late = now - reminder.send_at > LATE
    return Line(debt, debt.due_at < now, reminder.send_at if late else None, settings.PUBLIC_ADDRESS + reverse(name, args=arguments))
