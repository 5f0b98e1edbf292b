"""Nominations on the desk: the list, the case page with its steps, and what waits on the first page."""

from candidates.admin import agenda, appeals, ballot, certificates, late_papers, leaving, nominations, paper_door, verifying, waiting

__all__ = ["agenda", "appeals", "ballot", "certificates", "late_papers", "leaving", "nominations", "paper_door", "verifying", "waiting"]
