"""Choosing the language on pages whose address does not name one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import LANGUAGE_QUERY_PARAMETER
from django.views.i18n import set_language as keep_in_cookie

from commission.services.accounts import choose_language


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie, and with the account of who is signed in, so that mail speaks it too."""
    wanted = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    if request.user.is_authenticated and wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        choose_language(request.user, wanted)
    return keep_in_cookie(request)
