"""manage.py createsuperuser: there is none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not for this portal: nobody stands above the roles. Use found_commission."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(argv[:2])  # whatever options Django's own command knows, the answer is the same

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "This portal has no superuser: every right comes from a role in a commission. "
            "Found the commission and name its administrator with: manage.py found_commission --help"
        )
