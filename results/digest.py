"""The hash of a published document. Pure: models and the publication both use it."""

import hashlib
import json
from typing import Any


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the document in its one canonical spelling."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
