"""Protocols, determinations and editions on the desk, and how far the count is."""

from results.admin import counting, outcome, protocols

__all__ = ["counting", "outcome", "protocols"]
