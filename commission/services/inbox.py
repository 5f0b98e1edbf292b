"""The inbox of a person on the portal: the messages of the outbox, readable also where no mail arrives."""

from datetime import datetime

from commission.models import User
from commission.selectors import messages_of


def mark_read(user: User, *, at: datetime) -> int:
    """Note that the person has seen all messages up to this moment; how many were new. What comes later stays unread.

    No command and no event: whether somebody has read a letter decides nothing, and is nobody's business but the reader's.
    """
    return messages_of(user).filter(read_at__isnull=True, queued_at__lte=at).update(read_at=at)
