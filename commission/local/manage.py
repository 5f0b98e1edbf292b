"""Django's command line on the servers and keys of the portal that `make run` started from this folder."""

import json
import os
import sys

from commission.local.run import ROOT


def main() -> None:
    try:
        environment = json.loads((ROOT / "var" / "run" / "environment.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        sys.exit("The portal does not run from this folder. Start it with: make run")
    os.execve(sys.executable, [sys.executable, "manage.py", *sys.argv[1:]], os.environ | environment)  # noqa: S606


if __name__ == "__main__":
    main()
