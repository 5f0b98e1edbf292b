"""Addresses. The public's carry their language; the bare ones negotiate by redirect (LocaleMiddleware)."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from commission.views import errors, home, inbox, own_calendar
from commission.views.health import healthz
from commission.views.language import set_language
from commission.views.styleguide import styleguide

handler400, handler403, handler404, handler500 = errors.bad_request, errors.forbidden, errors.not_found, errors.server_error

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("apply/", include("candidates.urls")),
    path("me/", home.home_of_user, name="home_of_user"),
    path("me/calendar/", own_calendar.own_calendar_page, name="own_calendar"),
    path("calendars/<str:token>.ics", own_calendar.own_calendar_feed, name="own_calendar_feed"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox_read"),
    path("desk/", admin.site.urls),
    path("styleguide/", styleguide, name="styleguide"),
    *i18n_patterns(path("", include("results.urls"))),
]
