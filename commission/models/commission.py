"""A commission of the election system."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models.base import Localized, Record


class Level(models.TextChoices):
    CENTRAL = "central", _("Central election commission")
    REGIONAL = "regional", _("Regional election commission")
    TERRITORIAL = "territorial", _("Territorial election commission")
    PRECINCT = "precinct", _("Precinct election commission")


class Commission(Record):
    """Who decides. A member of one commission never sees another's cases; the one above watches (CL art. 10, 12)."""

    slug = models.SlugField(_("address name"), unique=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=300)
    name_ru = models.CharField(_("name in Russian"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name=_("superior commission")
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="Asia/Almaty")
    seats = models.PositiveSmallIntegerField(_("members by law"), default=7, validators=[MinValueValidator(3), MaxValueValidator(30)])
    chair_kk = models.CharField(_("chair, in Kazakh"), max_length=200, blank=True)
    chair_ru = models.CharField(_("chair, in Russian"), max_length=200, blank=True)
    chair_en = models.CharField(_("chair, in English"), max_length=200, blank=True)
    address_kk = models.CharField(_("address in Kazakh"), max_length=300, blank=True)
    address_ru = models.CharField(_("address in Russian"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    name = Localized()
    chair = Localized()

    AUDITED = ("slug", "name_kk", "name_ru", "name_en", "level", "parent", "time_zone", "seats")
    SEALED = ("chair_kk", "chair_ru", "chair_en", "address_kk", "address_ru", "phone")

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")

    def __str__(self) -> str:
        return str(self.name)

    @property
    def commission(self) -> "Commission":
        """A commission is its own home: the write wrapper asks every subject for one."""
        return self
