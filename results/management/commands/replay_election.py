"""manage.py replay_election data/semey-2025.json"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commission.refused import Refused
from results.replay.play import play
from results.replay.record import BrokenRecord, read_record


class Command(BaseCommand):
    help = "Play the published record of an election through the portal's own services. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("record", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            election, written = play(read_record(options["record"]))
        except BrokenRecord as broken:
            raise CommandError(f"The record {options['record']} is refused whole: {broken}") from broken
        except Refused as refused:
            raise CommandError(f"The record {options['record']} is refused whole, by {refused.code}: {refused}") from refused
        said = "was replayed" if written else "is there already; nothing was changed"
        self.stdout.write(f"Election {election.slug} {said}.")
