"""The environment, read with types: what is missing or misspelt is said in one sentence, all at once.

No Django and no project import here, so that settings can use it before anything else exists.
"""

import os
import re
from pathlib import Path

# a scheme and a host, with a port at most: a path is the portal's own
ADDRESS = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?/?", re.IGNORECASE)


class Environment:
    """Reads variables and collects what is wrong with them until `complain` is called."""

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        self.variables = dict(os.environ) if variables is None else variables
        self.problems: list[str] = []

    def flag(self, name: str, *, default: bool) -> bool:
        """`on` or `off`; anything else is a problem, because a misspelt security switch must not pass."""
        value = self.variables.get(name, "").strip().lower()
        if value in ("", "on", "off"):
            return default if not value else value == "on"
        self.problems.append(f"{name} must be on or off, not “{value}”.")
        return default

    def text(self, name: str, *, default: str = "") -> str:
        return self.variables.get(name, "").strip() or default

    def number(self, name: str, *, default: int) -> int:
        """A whole number; anything else is a problem."""
        value = self.text(name, default=str(default))
        if value.isdigit():
            return int(value)
        self.problems.append(f"{name} must be a whole number, not “{value}”.")
        return default

    def words(self, name: str, *, default: str = "") -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.text(name, default=default).split(",") if word.strip()]

    def address(self, name: str, *, default: str, tls: bool) -> str:
        """The address of a site without a path, e.g. `https://portal.example`. With `tls` it must begin with https."""
        value = self.text(name, default=default)
        found = ADDRESS.fullmatch(value)
        if not value:
            self.problems.append(f"{name} is missing (the address that people type, such as https://portal.example).")
        elif not found:
            self.problems.append(f"{name} must look like https://portal.example, without a path, not “{value}”.")
        elif tls and found[1].lower() != "https":
            self.problems.append(f"{name} must begin with https:// while BEHIND_TLS is on, not “{value}”.")
        else:
            return value.rstrip("/").lower()
        return ""

    def required(self, name: str, *, why: str, otherwise: str | None = None, secret: bool = False) -> str:
        """A value that must be there. `otherwise` is what a DEBUG start may use instead.

        A secret may also come from a file named by NAME_FILE, as container platforms hand secrets over.
        """
        value = self.variables.get(name, "").strip()
        path = self.variables.get(f"{name}_FILE", "").strip()
        if secret and not value and path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except OSError:
                self.problems.append(f"{name}_FILE names a file that can't be read.")
                return otherwise or ""
        if value:
            return value
        if otherwise is not None:
            return otherwise
        self.problems.append(f"{name} is missing ({why}).")
        return ""

    def complain(self) -> str:
        """Everything that is wrong as one text; empty where nothing is."""
        return " ".join(self.problems)
