"""Protocols, determinations and editions on the desk, how far the count is, and what becomes of the deposits."""

from results.admin import counting, deposits, outcome, protocols

__all__ = ["counting", "deposits", "outcome", "protocols"]
