"""Catalogues, migrations and, into an empty database, the demonstration: one process, because starting Django takes time."""

import os
import sys

import django
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection

from commission.local.catalogues import compile_catalogues


def prepare() -> None:
    compile_catalogues()
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as reason:
        sys.exit(f"PostgreSQL does not let the portal in: {str(reason).strip()}. Check DATABASE_URL and the server behind it.")
    call_command("migrate", verbosity=0, interactive=False)
    if "load_demo" in get_commands() and not apps.get_model("commission", "Election").objects.exists():
        call_command("load_demo", verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
    prepare()
