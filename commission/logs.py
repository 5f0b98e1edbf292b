"""Log lines without what people typed: a traceback keeps its places and the kinds of its errors, and loses their messages.

A database error quotes the row that did not fit, and a parser quotes the text it could not read. Neither belongs into a log.
"""

import logging
import traceback
from types import TracebackType


class Sober(logging.Formatter):
    def formatException(  # the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where it happened and what kind of error it was, the causes first."""
        parts: list[str] = []
        error: BaseException | None = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            parts.append("".join(traceback.format_tb(error.__traceback__)) + f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(["Traceback", *reversed(parts)])
