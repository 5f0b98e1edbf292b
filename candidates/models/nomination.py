"""A nomination: one person who came forward at one election, as filed."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates import completeness
from candidates.workflow import LIVE, PUBLIC_LABELS, STAFF_LABELS, State
from commission import fields
from commission.access import Role
from commission.models import Commission, Decision, Election, Localized, Precision, Record, User


class Way(models.TextChoices):
    SELF = "self", _("Self-nomination")
    PARTY = "party", _("Nominated by a party")
    SUPERIOR_AKIM = "superior_akim", _("Nominated by the superior akim")


class Sex(models.TextChoices):
    WOMAN = "woman", _("woman")
    MAN = "man", _("man")


class Channel(models.TextChoices):
    PORTAL = "portal", _("through the portal")
    PAPER = "paper", _("on paper")


def _name(label: Any, length: int = 100) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True)


class Nomination(Record):
    """The case. The fields of the person are as filed and frozen by the submission's hash; the state moves by the table.

    Public: name, birth year, occupation, way, party membership, state, decision, grounds. Never public: the rest.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="nominations", verbose_name=_("election"))
    number = models.PositiveIntegerField(_("number"))
    applicant = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name=_("account"))
    state = models.CharField(_("state"), max_length=30, choices=[(s.value, STAFF_LABELS[s]) for s in State], default=State.DRAFT)
    way = models.CharField(_("way of nomination"), max_length=20, choices=Way)
    channel = models.CharField(_("handed in"), max_length=10, choices=Channel)

    name_published = models.BooleanField(_("the name was published"), default=True)
    family_name_kk = _name(_("family name (kk)"))
    family_name_ru = _name(_("family name (ru)"))
    family_name_en = _name(_("family name (Latin)"))
    given_name_kk = _name(_("given name (kk)"))
    given_name_ru = _name(_("given name (ru)"))
    given_name_en = _name(_("given name (Latin)"))
    patronymic_kk = _name(_("patronymic (kk)"))
    patronymic_ru = _name(_("patronymic (ru)"))
    patronymic_en = _name(_("patronymic (Latin)"))
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=5, choices=Sex, blank=True)
    citizenship = models.CharField(_("citizenship"), max_length=2, blank=True)
    iin_sealed = models.BinaryField(_("identity number"), blank=True, default=b"", editable=False)
    iin_hash = models.CharField(max_length=64, blank=True, editable=False)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    education = models.CharField(_("education"), max_length=300, blank=True)
    occupation_kk = _name(_("occupation (kk)"), 300)
    occupation_ru = _name(_("occupation (ru)"), 300)
    occupation_en = _name(_("occupation (en)"), 300)
    workplace = models.CharField(_("place of work"), max_length=300, blank=True)
    party_membership = models.CharField(_("party membership"), max_length=100, blank=True)
    married = models.BooleanField(_("married"), null=True, blank=True)
    convicted = models.BooleanField(_("ever convicted"), null=True, blank=True)
    convictions = models.TextField(_("convictions"), blank=True)
    party_kk = _name(_("nominating party (kk)"), 300)
    party_ru = _name(_("nominating party (ru)"), 300)
    party_en = _name(_("nominating party (en)"), 300)
    party_representative = models.CharField(_("representative of the party"), max_length=300, blank=True)

    declared_at = models.DateTimeField(_("declaration signed"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    precision = models.CharField(_("how exactly the moment is known"), max_length=10, choices=Precision, default=Precision.MOMENT)
    receipt = models.CharField(_("receipt"), max_length=40, blank=True)
    submission_sha256 = models.CharField(_("hash of the submission"), max_length=64, blank=True)
    correction_due_at = models.DateTimeField(_("correction due"), null=True, blank=True)
    concluded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verification concluded by")
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verification confirmed by")
    )
    sent_back_reason = models.TextField(_("reason for sending back"), blank=True)
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    registered_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="registered", verbose_name=_("registered by decision")
    )
    reinstated_at = models.DateTimeField(_("reinstated"), null=True, blank=True)
    certificate_number = models.CharField(_("certificate"), max_length=40, blank=True)
    certificate_issued_at = models.DateTimeField(_("certificate issued"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    departed_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departed",
        verbose_name=_("registration cancelled after leaving by decision"),
    )
    recalled = models.BooleanField(_("recalled by the party"), default=False)
    reason_for_leaving = models.TextField(_("reason for withdrawing"), blank=True)

    family_name = Localized()
    given_name = Localized()
    patronymic = Localized()
    occupation = Localized()
    party = Localized()

    AUDITED = (
        "election", "number", "applicant", "precision",
        "state", "way", "channel", "name_published", "declared_at", "received_at", "receipt", "submission_sha256",
        "correction_due_at", "concluded_by", "confirmed_by", "registered_at", "registered_by", "reinstated_at", "ended_at", "recalled",
        "departed_by", "certificate_number", "certificate_issued_at",
    )  # fmt: skip
    SEALED = (
        "family_name_kk", "family_name_ru", "family_name_en", "given_name_kk", "given_name_ru", "given_name_en",
        "patronymic_kk", "patronymic_ru", "patronymic_en", "birth_date", "birth_year", "sex", "citizenship", "iin_hash", "address",
        "phone", "email", "education", "occupation_kk", "occupation_ru", "occupation_en", "workplace", "party_membership",
        "married", "convicted", "convictions", "party_kk", "party_ru", "party_en", "party_representative", "sent_back_reason",
        "reason_for_leaving",
    )  # fmt: skip

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["election", "number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="nomination_number_once"),
            models.UniqueConstraint(
                fields=["election", "iin_hash"], condition=Q(state__in=sorted(LIVE)) & ~Q(iin_hash=""), name="one_live_nomination_a_person"
            ),
            models.UniqueConstraint(
                fields=["election", "applicant"],
                condition=Q(state__in=sorted(LIVE), applicant__isnull=False),
                name="one_live_nomination_an_account",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.LAPSED]) | Q(received_at__isnull=False), name="submitted_has_receipt_time"
            ),
            models.CheckConstraint(
                condition=Q(concluded_by__isnull=True) | Q(confirmed_by__isnull=True) | ~Q(concluded_by=models.F("confirmed_by")),
                name="verified_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.REGISTERED, State.CANCELLED]) | Q(registered_at__isnull=False),
                name="registered_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(registered_by__isnull=True) | Q(registered_at__isnull=False), name="registered_by_has_its_moment"
            ),
            # a registration is cancelled so only for somebody who was registered and left
            models.CheckConstraint(
                condition=Q(departed_by__isnull=True) | Q(state=State.WITHDRAWN, registered_at__isnull=False),
                name="departure_of_a_registered_person",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        """The public page. It is there from receipt on; a draft has none."""
        return reverse("public:candidate", args=[self.election.slug, self.number])

    @property
    def commission(self) -> Commission:
        return self.election.home

    def personal_roles(self, user: Any) -> set[Role]:
        """The roles that follow from the case itself."""
        if self.applicant_id == user.pk:
            return {Role.CANDIDATE}  # nobody is his own proxy
        roles = set()
        if self.proxies.filter(user_id=user.pk, registered_at__isnull=False, ended_at__isnull=True).exists():
            roles.add(Role.PROXY)
        return roles

    @property
    def full_name(self) -> str:
        """Given name and family name in the reader's language, or that the name was not published."""
        if not self.name_published:
            return str(_("Name not published (%(number)d)") % {"number": self.number})
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def ballot_name_kk(self) -> str:
        """Family name first, as the ballot prints it in the state language."""
        return " ".join(filter(None, (self.family_name_kk, self.given_name_kk, self.patronymic_kk)))

    @property
    def ballot_option(self) -> Any:
        """The line of the ballot in force that is this person's, struck out or not; none where no ballot holds it."""
        return self.ballot_lines.filter(replaced_by__isnull=True).first()

    @property
    def values(self) -> dict[str, Any]:
        """What the person filled in, by field, as `completeness` reads it."""
        return {name: getattr(self, name) for part in completeness.SECTIONS for name in part.fields}

    @property
    def fields_missing(self) -> tuple[Any, ...]:
        """The labels of the required fields that are still empty; a name of blanks is no name."""
        return tuple(self._meta.get_field(name).verbose_name for name in completeness.empty_of(self.way, self.values))

    @property
    def stage(self) -> State:
        return State(self.state)

    @property
    def staff_label(self) -> Any:
        return STAFF_LABELS[self.stage]

    @property
    def public_label(self) -> Any:
        return PUBLIC_LABELS[self.stage]

    @property
    def iin(self) -> str:
        """The identity number in clear, for those who may see personal data."""
        return fields.decrypt(self.iin_sealed)

    @iin.setter
    def iin(self, value: str) -> None:
        self.iin_sealed = fields.encrypt(value)
        self.iin_hash = fields.keyed_hash(value)
