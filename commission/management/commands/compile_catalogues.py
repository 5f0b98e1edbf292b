from typing import Any

from django.core.management.base import BaseCommand

from commission.local.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues whose .po is newer than its .mo, without GNU gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(str(path))
