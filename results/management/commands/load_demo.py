"""manage.py load_demo"""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commission import clock
from commission.models import Election
from commission.refused import Refused
from results.demo import accounts
from results.demo.invented import Invented
from results.replay.play import play
from results.replay.record import BrokenRecord, read_record


class Command(BaseCommand):
    help = "Fill an empty portal with the demonstration: the real Semey record, an invented election, an account a role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only with DEMO=on: its accounts have no place in production.")
        if Election.objects.exists():
            raise CommandError("There are elections already; the demonstration is loaded only into an empty portal.")
        password = os.environ.get("DEMO_PASSWORD", "")
        if len(password) < 12:
            raise CommandError("DEMO_PASSWORD is missing or shorter than 12 characters.")
        now = clock.now()
        record = settings.BASE_DIR / "data" / "semey-2025.json"
        try:
            with transaction.atomic():
                semey, _written = play(read_record(record))
                users = accounts.create(password)
                accounts.seat(users, semey.home, at=now)
                Invented(users, now=now).build()
        except BrokenRecord as broken:
            raise CommandError(f"The record {record} is refused whole: {broken}") from broken
        except Refused as refused:
            raise CommandError(f"The demonstration is refused whole, by {refused.code}: {refused}") from refused
        folder = settings.BASE_DIR / "var"
        folder.mkdir(exist_ok=True)
        (folder / "demo-accounts.json").write_text(json.dumps(accounts.listing(users), ensure_ascii=False, indent=1), encoding="utf-8")
        self.stdout.write("The demonstration is loaded.")
