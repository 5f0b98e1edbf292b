"""Work of the ground floor that runs in the background."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache

from commission import clock

HEARTBEAT = "heartbeat:worker"


@shared_task
def heartbeat() -> None:
    """Says that beat, broker, worker and cache work together; `/healthz` reads it."""
    cache.set(HEARTBEAT, clock.now().timestamp(), timeout=60)


@worker_ready.connect
def first_heartbeat(**_: Any) -> None:
    """Not to be called down for the first seconds, until beat's first round."""
    heartbeat.apply_async(expires=10)
