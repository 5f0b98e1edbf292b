"""Nominations on the desk: the list, the case page with its steps, and what waits on the first page."""

from candidates.admin import (
    agenda,
    appeals,
    ballot,
    certificates,
    deposits,
    documents,
    late_papers,
    leaving,
    letters,
    nominations,
    paper_door,
    proxies,
    sheets,
    verifying,
    waiting,
)

__all__ = [
    "agenda",
    "appeals",
    "ballot",
    "certificates",
    "deposits",
    "documents",
    "late_papers",
    "leaving",
    "letters",
    "nominations",
    "paper_door",
    "proxies",
    "sheets",
    "verifying",
    "waiting",
]
