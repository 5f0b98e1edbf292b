"""The desk: what the commission's staff read. It only reads; every write is a service's."""

from commission.admin import accounts, audit, commissions, deadlines, decisions, elections, outages

__all__ = ["accounts", "audit", "commissions", "deadlines", "decisions", "elections", "outages"]
