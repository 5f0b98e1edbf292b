"""manage.py found_commission SLUG --name-kk … --name-ru … --administrator EMAIL: how an empty portal gets its first people."""

from argparse import ArgumentParser
from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from commission import clock
from commission.access import SYSTEM, Role
from commission.models import Commission, Level, User
from commission.services.commissions import appoint, found_commission


class Command(BaseCommand):
    help = "Found a commission and appoint its administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the commission's name in addresses: small letters, digits, hyphens")
        parser.add_argument("--level", choices=Level.values, default=Level.TERRITORIAL.value)
        parser.add_argument("--name-kk", required=True, help="name in Kazakh")
        parser.add_argument("--name-ru", required=True, help="name in Russian")
        parser.add_argument("--name-en", default="", help="name in English")
        parser.add_argument("--seats", type=int, default=7, help="members by law (7)")
        parser.add_argument("--zone", default="Asia/Almaty", help="time zone, by which its terms end (Asia/Almaty)")
        parser.add_argument("--parent", help="the superior commission (its address name), which must exist")
        parser.add_argument("--administrator", required=True, metavar="EMAIL", help="e-mail address of the administrator")

    def handle(self, *args: Any, slug: str, administrator: str, parent: str | None, zone: str, **options: Any) -> None:
        email = administrator.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{administrator}” is no e-mail address.") from None
        if zone not in available_timezones():
            raise CommandError(f"“{zone}” is no time zone; they look like Asia/Almaty.")
        above = Commission.objects.filter(slug=parent).first() if parent else None
        if parent and above is None:
            raise CommandError(f"There is no commission “{parent}” to stand above this one; found it first.")
        if Commission.objects.filter(slug=slug).exists():
            raise CommandError(f"The commission “{slug}” exists already; nothing was changed.")
        fields = {name: options[name] for name in ("level", "name_kk", "name_ru", "name_en", "seats")}
        at = clock.now()
        try:
            with transaction.atomic():
                home = found_commission(actor=SYSTEM, at=at, slug=slug, parent=above, time_zone=zone, **fields)
                user, is_new = account_of(email)
                appoint(home, actor=SYSTEM, at=at, user=user, role=Role.ADMINISTRATOR)
        except ValidationError as error:
            wrong = " ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
            raise CommandError(f"The commission can't be founded. {wrong}") from None
        self.stdout.write(f"The commission “{slug}” is founded; {email} is its administrator.")
        if is_new:
            self.stdout.write("The account has no password yet: its owner sets one through “Forgot your password?” on the sign-in page.")


def account_of(email: str) -> tuple[User, bool]:
    """The account with this address and whether it is new. A stranger may have taken an address that he never confirmed."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user, True
    if not user.is_active:
        raise CommandError(f"The account {email} is closed; name another administrator.")
    if not EmailAddress.objects.filter(user=user, email=email, verified=True).exists():
        raise CommandError(f"The account {email} exists, but its owner has not confirmed the address; that must happen first.")
    return user, False
