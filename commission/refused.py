"""A write that the rules don't allow. Not an error of the program: a sentence for a person."""

from typing import Any


class Refused(Exception):
    """Carries what happened, the article or rule behind it, and the way out, all translatable.

    `code` is stable and for tests and programs; `reason` and `way_out` are for people; `status` is the HTTP status:
    409 for state and deadline, 403 for a role, 404 for what is not the reader's business.
    """

    def __init__(self, code: str, reason: Any, *, article: str = "", way_out: Any = "", status: int = 409) -> None:
        super().__init__(code)
        self.code, self.reason, self.article, self.way_out, self.status = code, reason, article, way_out, status

    def __str__(self) -> str:
        article = f" ({self.article})" if self.article else ""
        way_out = f" {self.way_out}" if self.way_out else ""
        return f"{self.reason}{article}{way_out}"
