"""Files that come in: inspected before the case is locked, stored inside the running command."""

from dataclasses import dataclass
from typing import Any

from commission import files
from commission.command import frame
from commission.models import Commission, StoredFile


@dataclass(frozen=True)
class Incoming:
    """A file that was inspected and found good. `title` is the person's own name for it; the portal never serves it by that."""

    content: Any
    found: files.Inspected
    title: str = ""


def take_in(upload: Any) -> Incoming:
    """Inspect an uploaded file, outside any lock: it may take a moment. Raises Refused("file_…") with the reason."""
    return Incoming(upload, files.inspect(upload), str(getattr(upload, "name", "") or "")[:255])


def store(home: Commission, incoming: Incoming) -> StoredFile:
    """Keep the file, inside a running command; its row belongs into the command's event."""
    frame()  # refuses a write outside a service
    found = incoming.found
    return StoredFile.objects.create(
        home=home,
        key=files.keep(incoming.content, found),
        media_type=found.media_type,
        size=found.size,
        pages=found.pages,
        sha256=found.sha256,
        title=incoming.title.replace("\x00", ""),
    )
