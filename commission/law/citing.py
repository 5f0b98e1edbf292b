"""Articles as readers of the three languages cite them. Rows of the law keep one spelling: `CL art. 20(4)`. Pure."""

import re

from django.utils.translation import gettext as _

_ARTICLE = re.compile(r"^(CL|Law on local government) (art\.|ch\.) (.+)$")


def cite(article: str) -> str:
    """`CL art. 20(4)` in the reader's language; a spelling that is not of the rows stays as it is."""
    found = _ARTICLE.match(str(article))
    if not found:
        return str(article)
    law, part, number = found.groups()
    if law == "CL":
        form = (
            _("Constitutional Law on elections, art. %(number)s")
            if part == "art."
            else _("Constitutional Law on elections, ch. %(number)s")
        )
    else:
        form = _("Law on local government, art. %(number)s")
    return form % {"number": number}
