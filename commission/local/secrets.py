"""Keys and the password of the demonstration: random, made once, kept in `var/secrets.json`, never in the repository."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from commission.local.folder import Unfit

# No letters that are easily taken for one another: the password is typed from the terminal.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def demo_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEY": lambda: secrets.token_hex(32),
    "AUDIT_KEY": lambda: secrets.token_hex(32),
    "DEMO_PASSWORD": demo_password,
    "VALKEY_PASSWORD": lambda: secrets.token_hex(16),
}


def kept_in(folder: Path) -> dict[str, str]:
    """The secrets of this folder; made where there are none yet."""
    path = folder / "secrets.json"
    way_out = f"Put it back, or delete {folder} to start afresh."
    if not path.exists() and (folder / "postgres").exists():
        raise Unfit(f"{path} is gone, and {folder / 'postgres'} can't be read without its keys. {way_out}")
    try:
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        kept = {name: str(known[name]) if name in known else make() for name, make in MAKERS.items()}
    except (ValueError, TypeError):
        raise Unfit(f"{path} is damaged, and it holds the keys of the data beside it. {way_out}") from None
    if kept != known:
        write(path, kept)
    return kept


def write(path: Path, content: dict[str, str]) -> None:
    """Written beside and switched, readable for the owner only from the first byte on."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    fresh.replace(path)
