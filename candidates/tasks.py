"""Work of the candidates' app in the background, each round once a minute; beat may be doubled, or away for days.

Receipts by e-mail: asked for when the papers were received, and again for all that did not go out. A mail server or a broker that is
down delays a receipt and loses none: what is due stands in the row itself (`mailed_at`).

Open and close: the steps that time takes. What is due is read from the rows and the timetable at each round, so that a round which
never came is made up for by the next; the step is recorded at the moment at which it is taken.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from kombu.exceptions import KombuError, OperationalError
from redis.exceptions import RedisError

from candidates.documents import receipt_of
from candidates.models import Nomination, Submission
from candidates.selectors import corrections_out_of_time, drafts_out_of_time, receipts_to_send
from candidates.services.filing import lapse
from candidates.services.handing_in import note_receipt_sent
from candidates.services.verification import close_correction
from candidates.states import State
from commission import clock
from commission.access import SYSTEM
from commission.refused import Refused

log = logging.getLogger("portal")
# A server that answers, but does not take this one letter: it is asked again after an hour, and the others go out meanwhile.
NOT_TAKEN = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
ASK_AGAIN_SECONDS = 60 * 60
# What was received in the last second of a term may still be on its way through the portal, and its right must not be taken away.
ON_ITS_WAY = timedelta(minutes=5)


def send_soon(nomination: Nomination) -> None:
    """Ask the worker for the receipt at once. Without a broker it goes out with the next round."""
    try:
        send_receipts.apply_async(kwargs={"nomination": nomination.pk}, retry=False, expires=60)
    except (KombuError, OperationalError, RedisError, OSError) as error:
        log.warning("the broker does not answer: %s", type(error).__name__)


@shared_task
def open_and_close() -> None:
    """Take the steps that only time takes, in the order in which they fell due: drafts lapse, corrections end.

    Each is a command of its own, judged by the window in force. A case that fails is logged and holds up no other.
    """
    ended = clock.now() - ON_ITS_WAY
    lapsing = [(due, pk, State.DRAFT, lapse) for due, pk in drafts_out_of_time(ended)]
    closing = [(due, pk, State.CORRECTION_REQUESTED, close_correction) for due, pk in corrections_out_of_time(ended)]
    for _due, pk, state, step in sorted([*lapsing, *closing], key=lambda each: each[:2]):
        try:
            move(pk, state, step)
        except Exception as error:
            log.error("nomination %s can't be moved: %s", pk, type(error).__name__)
            if not connection.is_usable():
                return  # the next round finds all of it again


def move(pk: int, state: State, step: Callable[..., Any]) -> bool:
    """Take one step. False where somebody else is at the case, or moved it before: a lock is waited for by nobody."""
    with transaction.atomic():
        rows = Nomination.objects.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("election__home")
        nomination = rows.filter(pk=pk, state=state).first()
        if nomination is None:
            return False
        try:
            step(nomination, actor=SYSTEM, at=clock.now())
        except Refused:
            return False  # a decision moved the term meanwhile
        return True


@shared_task
def send_receipts(nomination: int | None = None) -> None:
    """Send the receipts that are due, of one nomination or of all. Stops at a mail server that does not answer."""
    for number in receipts_to_send(nomination):
        if cache.get(_waits(number)):
            continue
        try:
            send_receipt(number)
        except NOT_TAKEN as error:
            # the class only: answers of mail servers hold addresses
            log.warning("a receipt was not taken by the mail server: %s", type(error).__name__)
            cache.set(_waits(number), 1, timeout=ASK_AGAIN_SECONDS)
        except (SMTPException, OSError) as error:
            log.warning("mail can't be sent: %s", type(error).__name__)
            return


def _waits(number: int) -> str:
    return f"receipt-not-taken:{number}"


def send_receipt(number: int) -> bool:
    """Send one receipt, once: its row stays locked until the letter is out and that is noted. False where somebody else has it."""
    with transaction.atomic():
        # not the nomination and not the log: nobody waits for the mail server but another sender of this very receipt
        row = Submission.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=number, mailed_at__isnull=True).first()
        if row is None:
            return False
        nomination = Nomination.objects.select_related("election__home", "applicant").get(pk=row.nomination_id)
        row.nomination = nomination
        message_of(row).send()
        try:
            note_receipt_sent(nomination, actor=SYSTEM, at=clock.now(), submission=row)
        except Refused:
            return False
        return True


def message_of(submission: Submission) -> EmailMultiAlternatives:
    """The letter, in the language of the account, with the receipt as a PDF. Nothing in it is secret: no number, no address."""
    nomination = submission.nomination
    applicant = nomination.applicant
    document = receipt_of(submission)
    pack = nomination.election.pack
    context: dict[str, Any] = {
        "submission": submission,
        "nomination": nomination,
        "election": nomination.election,
        "zone": nomination.election.zone,
        "page": settings.PUBLIC_ADDRESS + reverse("apply:case", args=[nomination.election.slug, nomination.number]) if applicant else "",
        "items": [{**item, "title": rule.title if (rule := pack.paper(item["code"])) else item["code"]} for item in submission.items],
    }
    with override(applicant.language if applicant else "kk"):
        subject = " ".join(render_to_string("mail/receipt/subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject, render_to_string("mail/receipt/body.txt", context), to=[applicant.email if applicant else nomination.email]
        )
        message.attach_alternative(render_to_string("mail/receipt/body.html", context), "text/html")
    message.attach(f"{submission.receipt}.pdf", document.pdf(), "application/pdf")
    return message
