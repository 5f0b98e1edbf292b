"""The pilot of 5 November 2023: akims of districts and cities of regional significance, under the same chapter.

What differs from the rules of 2025 stands here; the rest is the same rows.
"""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from commission.law import kz_akim_2025
from commission.law.terms import Certainty

PACK = replace(
    kz_akim_2025.PACK,
    key="kz_akim_2023",
    title=_("Akims of districts and cities of regional significance, pilot of 2023"),
    valid_from=date(2023, 1, 1),
    doubt_from=None,
    deposit_tenge=350_000,
    deposit_certainty=Certainty.VERIFIED,
)
