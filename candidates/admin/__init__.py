"""Nominations on the desk: the list, the case page, and what waits on the first page."""

from candidates.admin import nominations, waiting

__all__ = ["nominations", "waiting"]
