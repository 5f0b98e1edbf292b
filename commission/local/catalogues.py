"""Compiles the message catalogues with Babel, so that no machine needs GNU gettext to show Kazakh or Russian."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

COMMISSION = Path(__file__).resolve().parent.parent
LOCALES = (COMMISSION / "locale", COMMISSION / "locale_packages")


def compile_catalogues(*folders: Path) -> list[Path]:
    """Every .po that is newer than its .mo. Fuzzy entries are left out: a guess must not pass for a translation."""
    compiled = []
    for source in sorted(source for folder in folders or LOCALES for source in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, catalogue, use_fuzzy=False)
        fresh.replace(target)
        compiled.append(target)
    return compiled
