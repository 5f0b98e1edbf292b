"""Prints the table as the portal answers now. usage: .venv/bin/python -m tests.addresses"""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

if __name__ == "__main__":
    sys.exit(pytest.main(["-q", "-n", "0", "-s", "-p", "no:cacheprovider", str(HERE / "printing.py"), "-o", "python_files=printing.py"]))
