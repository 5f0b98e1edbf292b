"""The ground of an election: where people vote, where candidates meet them, where posters hang."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Commission, Election, Localized, Record


class StationKind(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class VenueKind(models.TextChoices):
    CULTURAL_CENTRE = "cultural_centre", _("cultural centre")
    SCHOOL = "school", _("school")
    LIBRARY = "library", _("library")
    OTHER = "other", _("other")


class Place(Record):
    """What the three kinds of place share: an election, a number, an address that may not be published."""

    election = models.ForeignKey(Election, models.PROTECT, verbose_name=_("election"))
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    name_kk = models.CharField(_("name in Kazakh"), max_length=300, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    address_kk = models.CharField(_("address in Kazakh"), max_length=300, blank=True)
    address_ru = models.CharField(_("address in Russian"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("illustrative"), default=False)

    name = Localized()
    address = Localized()

    class Meta:
        abstract = True

    @property
    def commission(self) -> Commission:
        return self.election.home


class PollingStation(Place):
    """A precinct. Open: by residence. Closed: hospitals, detention, units (CL art. 24)."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="polling_stations", verbose_name=_("election"))
    kind = models.CharField(_("kind"), max_length=10, choices=StationKind)
    voters_on_list = models.PositiveIntegerField(_("voters on the list"), null=True, blank=True)
    precinct = models.ForeignKey(
        Commission, models.PROTECT, null=True, blank=True, related_name="polling_stations", verbose_name=_("precinct commission")
    )

    AUDITED = (
        "election", "number", "kind", "name_kk", "name_ru", "name_en", "address_kk", "address_ru",
        "voters_on_list", "illustrative", "precinct",
    )  # fmt: skip

    class Meta:
        verbose_name = _("polling station")
        verbose_name_plural = _("polling stations")
        ordering = ["election", "number"]
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="station_number_once")]

    def __str__(self) -> str:
        return str(_("Polling station No. %(number)d") % {"number": self.number})


class MeetingVenue(Place):
    """A room for meetings with voters, given on contract on equal terms (CL art. 28)."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="meeting_venues", verbose_name=_("election"))
    kind = models.CharField(_("kind"), max_length=20, choices=VenueKind, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)

    AUDITED = ("election", "number", "kind", "name_kk", "name_ru", "name_en", "address_kk", "address_ru", "capacity", "illustrative")

    class Meta:
        verbose_name = _("meeting venue")
        verbose_name_plural = _("meeting venues")
        ordering = ["election", "number"]
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="venue_number_once")]

    def __str__(self) -> str:
        return self.name or str(_("Meeting venue No. %(number)d") % {"number": self.number})


class PosterPlace(Place):
    """A place for printed campaign material, set by the akimat together with the commission (CL art. 28(6))."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="poster_places", verbose_name=_("election"))

    AUDITED = ("election", "number", "name_kk", "name_ru", "name_en", "address_kk", "address_ru", "illustrative")

    class Meta:
        verbose_name = _("poster place")
        verbose_name_plural = _("poster places")
        ordering = ["election", "number"]
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="poster_place_number_once")]

    def __str__(self) -> str:
        return self.name or str(_("Poster place No. %(number)d") % {"number": self.number})
