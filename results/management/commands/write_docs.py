"""manage.py write_docs"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from results.described import documents


class Command(BaseCommand):
    help = "Write the documents that are made from the running tables into docs/."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, text in documents().items():
            (settings.BASE_DIR / "docs" / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name}")
