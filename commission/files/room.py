"""A full disk, said in a sentence: nothing is taken then, and nothing stays half written."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from commission.files.sentences import refused

log = logging.getLogger("portal")
FULL = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: OSError) -> bool:
    return error.errno in FULL


@contextmanager
def room() -> Iterator[None]:
    """Raises Refused("no_room") where what is written finds no room on the disk; every other failure passes."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        log.error("the disk is full")
        raise refused("no_room") from error
