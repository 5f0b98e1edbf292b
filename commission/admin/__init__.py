"""The desk: what the commission's staff read. It only reads; every write is a service's."""

from commission.admin import (
    accounts,
    agenda,
    annulling,
    audit,
    commissions,
    deadlines,
    decisions,
    elections,
    outages,
    replanning,
    sessions,
)

__all__ = [
    "accounts",
    "agenda",
    "annulling",
    "audit",
    "commissions",
    "deadlines",
    "decisions",
    "elections",
    "outages",
    "replanning",
    "sessions",
]
