from results.models.outcome import Determination, Edition, EditionStatus
from results.models.protocol import Entry, Lines, Protocol, Version, VoteCount

__all__ = ["Determination", "Edition", "EditionStatus", "Entry", "Lines", "Protocol", "Version", "VoteCount"]
