"""`/healthz`: is the portal well? For load balancers and process managers; no session, no cookie, never an exception."""

from collections.abc import Callable

import psycopg
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from commission import clock
from commission.tasks import HEARTBEAT

FRESH = 30  # seconds; the worker writes its heartbeat every five


def database() -> bool:
    """A connection of its own: the shared ones may wait a minute for an answer, this one gives up after two seconds."""
    parameters = connection.get_connection_params() | {"connect_timeout": 2, "options": "-c statement_timeout=2000"}
    with psycopg.connect(**parameters) as own:
        return own.execute("SELECT 1").fetchone() is not None


def reachable() -> bool:
    cache.get(HEARTBEAT)
    return True


def worker() -> bool:
    return clock.now().timestamp() - float(cache.get(HEARTBEAT, default=0)) < FRESH


def state(check: Callable[[], bool]) -> str:
    try:
        return "up" if check() else "down"
    except Exception:  # whatever goes wrong inside a part means that the part is down
        return "down"


def healthz(request: HttpRequest) -> JsonResponse:
    states = {"database": state(database), "cache": state(reachable), "worker": state(worker)}
    answer = JsonResponse(states, status=200 if set(states.values()) == {"up"} else 503)
    answer["Cache-Control"] = "no-store"
    # A 503 is an answer here and no fault of the program: Django would log each as one.
    answer._has_been_logged = True
    return answer
