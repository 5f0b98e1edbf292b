#!/usr/bin/env python3
"""Django's command line, with the portal's settings."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as reason:
        # a setting that is missing is a sentence for the operator, not a traceback
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
