"""What every model of the portal shares: names in three languages, audited fields, and no deletion."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commission.fields import keyed_hash

LANGUAGES = ("kk", "ru", "en")


class Localized:
    """Reads `name_kk`, `name_ru` or `name_en` by the reader's language, else the first that is filled.

    `words.name` in a template, one column a language in the database: titles and names are official per language.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        wanted = (get_language() or "kk")[:2]
        for language in (wanted, *(other for other in LANGUAGES if other != wanted)):
            if value := getattr(instance, f"{self.name}_{language}", ""):
                return value
        return ""


class Precision(models.TextChoices):
    """How exactly a past moment is known. Only a replayed record has other values than MOMENT."""

    MOMENT = "moment", _("to the minute")
    DAY = "day", _("the day is known, the hour was not published")
    UNKNOWN = "unknown", _("the day was not published")


class NothingIsDeleted(models.QuerySet):
    """Rows of record stay; what ends gets a state or a successor."""

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never deleted.")


class Record(models.Model):
    """A row of record. Every change of its audited fields stands in the log, so that one made behind the portal shows.

    `AUDITED` fields stand there as they are and are never personal. `SEALED` fields stand there only as a keyed hash:
    names, addresses, free text.
    """

    AUDITED: tuple[str, ...] = ()
    SEALED: tuple[str, ...] = ()
    commission: Any  # the commission whose case this row belongs to; every subject of a write has one

    objects = NothingIsDeleted.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} rows are never deleted.")

    def snapshot(self) -> dict[str, Any]:
        """The audited fields as JSON values, for the event that records their change."""
        plain = {name: _plain(getattr(self, self._meta.get_field(name).attname)) for name in self.AUDITED}
        return plain | {f"{name}#": keyed_hash(_words(getattr(self, name))) for name in self.SEALED}

    def contradictions(self) -> Iterable[str]:
        """What the row says against itself, e.g. a document that does not match its hash; nothing for most rows."""
        return ()


def _words(value: Any) -> str:
    # “no” is an answer, and another one than none at all
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "astimezone"):
        from commission import clock

        return value.astimezone(clock.UTC).isoformat(timespec="microseconds")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, dict | list) else str(value)
