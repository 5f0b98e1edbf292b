from results.models.outcome import FINAL, Determination, Edition, EditionStatus
from results.models.protocol import Entry, Lines, Protocol, Version, VoteCount

__all__ = ["FINAL", "Determination", "Edition", "EditionStatus", "Entry", "Lines", "Protocol", "Version", "VoteCount"]
