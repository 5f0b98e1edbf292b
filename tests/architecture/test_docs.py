"""The documents in docs/ are drawn from the tables that run; a changed table must redraw them."""

import pytest
from django.conf import settings

from results.described import DOCUMENTS, documents


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_says_what_runs(name):
    written = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    assert written == documents()[name], "run: manage.py write_docs"
