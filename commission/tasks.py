"""Work of the ground floor that runs in the background."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache

from commission import clock
from commission.services import outbox, reminders

HEARTBEAT = "heartbeat:worker"


@shared_task
def heartbeat() -> None:
    """Says that beat, broker, worker and cache work together; `/healthz` reads it."""
    cache.set(HEARTBEAT, clock.now().timestamp(), timeout=60)


@shared_task
def plan_reminders() -> None:
    """One run of the plan; two at once do no harm."""
    reminders.plan(clock.now())


@shared_task
def send_messages() -> None:
    """One round of the outbox; as many at once as there are workers."""
    outbox.send_due()


@worker_ready.connect
def first_heartbeat(**_: Any) -> None:
    """Not to be called down for the first seconds, until beat's first round."""
    heartbeat.apply_async(expires=10)
