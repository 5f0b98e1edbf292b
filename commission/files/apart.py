"""Runs the reader on a file, one at a time in each worker, and turns its answer into a value or a refusal."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from commission.files.reader import limits
from commission.files.sentences import refused

log = logging.getLogger("portal")
READER = Path(__file__).parent / "reader"
# One at a time: four threads with a reader each would need more memory than a small server has.
turn = threading.BoundedSemaphore(1)


def inspect_apart(file: BinaryIO, media_type: str) -> int:
    """The number of pages; raises Refused."""
    return int(json.loads(read_apart(file, "inspect", media_type))["pages"])


def draw_apart(file: BinaryIO, media_type: str, page: int, width: int) -> bytes:
    """The page as PNG; raises Refused."""
    return read_apart(file, "draw", media_type, str(page), str(width))


def read_apart(file: BinaryIO, *task: str) -> bytes:
    """What the reader printed. `file` is one of the disk, for the reader gets it as it stands, and not through a pipe."""
    file.seek(0)
    if not turn.acquire(timeout=limits.WAITING_PATIENCE):
        raise refused("file_busy")
    try:
        reader = subprocess.run(
            # -I: no variable and no folder of the caller changes what is imported
            [sys.executable, "-I", str(READER), *task],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries complain there of every byte, and quote it
            timeout=limits.READER_PATIENCE,
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refused("file_too_complex") from None
    finally:
        turn.release()
    if reader.returncode == 0:
        return reader.stdout
    if reader.returncode == 3:
        unfit = json.loads(reader.stdout)
        raise refused(*unfit["codes"], **unfit["facts"])
    # ended by a limit, or broken by the file
    log.warning("the reader of papers ended with %d at: %s", reader.returncode, " ".join(task))
    raise refused("file_too_complex")
