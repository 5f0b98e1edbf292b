"""Makes `.venv` and fills it, only when something changed. Run by the machine's own Python, so: standard library only.

usage: python3 -I commission/local/setup.py run|test
`run` installs what the portal and its embedded servers need; `test` adds the tests and linters below the mark in
requirements-local.txt. Leaving those out halves the time until the portal is up on a fresh clone.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
FILES = (ROOT / "requirements.txt", ROOT / "requirements-local.txt")
MARK = "# --- tests and linters ---"


def wanted(purpose: str) -> list[str]:
    """The arguments for pip: whole files, or for `run` the lines of requirements-local.txt above the mark."""
    if purpose == "test":
        return ["-r", str(FILES[1])]
    above = FILES[1].read_text(encoding="utf-8").partition(MARK)[0]
    lines = [line.partition("#")[0].strip() for line in above.splitlines()]
    return ["-r", str(FILES[0]), *(line for line in lines if line and not line.startswith("-r"))]


def fingerprint() -> str:
    content = b"".join(path.read_bytes() for path in FILES) + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def installed() -> dict[str, str] | None:
    """What the stamp says is there; nothing where the environment is missing or broken."""
    works = PYTHON.exists() and subprocess.run([str(PYTHON), "-c", ""], capture_output=True).returncode == 0
    if not works:
        return None
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def make_venv() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            "Python's venv module does not work here, so .venv can't be made. "
            "On Debian and Ubuntu install it with: apt-get install python3-venv\n" + made.stdout + made.stderr
        )


def install(purpose: str) -> None:
    # A restrictive umask would hide the PostgreSQL in .venv from the account that it runs under where we are root.
    os.umask(0o022)
    quiet = ["-qq", "--progress-bar", "off", "--no-input", "--disable-pip-version-check"]
    if subprocess.run([str(PYTHON), "-m", "pip", "install", *quiet, *wanted(purpose)]).returncode:
        sys.exit("The packages could not be installed; pip says why above. Check the package index and run the command again.")


def main() -> None:
    purpose = sys.argv[1]
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second start waits until the first has installed
        there, now = installed(), fingerprint()
        if there is not None and there.get(purpose) == now:
            return
        print("Installing packages into .venv (only when the requirements changed) …", flush=True)
        if there is None:
            make_venv()
        STAMP.unlink(missing_ok=True)
        install(purpose)
        done = {"run": now, "test": now} if purpose == "test" else {"run": now}
        STAMP.write_text(json.dumps(done), encoding="utf-8")


if __name__ == "__main__":
    main()
