"""A file that the portal keeps: where it lies and what was found in it. Its bytes never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models.base import Record
from commission.models.commission import Commission


class MediaType(models.TextChoices):
    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


class StoredFile(Record):
    """One file in private storage, under a random key. `title` is what the person's own name for it was; never used to serve it."""

    home = models.ForeignKey(Commission, models.PROTECT, related_name="files", verbose_name=_("commission"))
    key = models.CharField(_("key in the store"), max_length=120, unique=True)
    media_type = models.CharField(_("kind of file"), max_length=20, choices=MediaType)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    title = models.CharField(_("name given by the person"), max_length=255, blank=True)

    AUDITED = ("home", "key", "media_type", "size", "pages", "sha256")
    SEALED = ("title",)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def commission(self) -> Commission:
        return self.home
