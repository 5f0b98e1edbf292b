"""The desk's site: who gets in, what it registers, and its first page."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from commission import kept
from commission.access import Action

READING = ("GET", "HEAD", "OPTIONS")
# Pages of Django's own site that the desk has no use for: accounts are allauth's, nothing is picked or typed here.
LEFT_OUT = {"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}


class Desk(AdminSite):
    """Open to whoever the matrix lets in. Strangers who are signed in get a page that says so, never a second login."""

    site_title = _("Desk")
    site_header = _("The commission's desk")
    index_title = _("Desk")
    enable_nav_sidebar = False  # it needs a script to open
    _only: ClassVar["Desk | None"] = None

    def __new__(cls, *args: Any, **kwargs: Any) -> "Desk":
        # One portal, one desk. Django asks for the site by importing this package, whose lists ask for the site in turn:
        # a second instance would throw away what they registered on the first.
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __init__(self, name: str = "admin") -> None:
        if not hasattr(self, "_registry"):
            super().__init__(name)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what is built for the desk comes onto it: other apps register groups and sign-in secrets on any site."""
        from commission.admin.base import DeskModelAdmin

        if admin_class is not None and issubclass(admin_class, DeskModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        from commission.admin.scope import scope

        return bool(scope(request, Action.OPEN_DESK))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Sign in, then the right to the desk, then reading only, except in the views of steps."""
        guarded = super().admin_view(view, cacheable)

        @never_cache
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return kept.to_login(request)
            if not self.has_permission(request):
                return self.stranger(request)
            # only the steps of commission/admin/writing.py take what is sent
            if request.method not in READING and not (request.method == "POST" and getattr(view, "writes", False)):
                return HttpResponseNotAllowed(READING)
            return guarded(request, *args, **kwargs)

        return inner

    def get_urls(self) -> list[URLPattern | URLResolver]:
        kept = [each for each in super().get_urls() if getattr(each, "name", None) not in LEFT_OUT]
        return [
            path("login/", self.login, name="login"),
            path("logout/", self.logout, name="logout"),
            path("password_change/", self.password_change, name="password_change"),
            *kept,
        ]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))
        return redirect("admin:index") if self.has_permission(request) else self.stranger(request)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        # a form that was sent stays sent: the account pages end the session and ask nothing twice
        return HttpResponseRedirect(reverse("account_logout"), preserve_request=True)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")

    def stranger(self, request: HttpRequest) -> HttpResponse:
        return render(request, "admin/commission/stranger.html", status=403)

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """What is due, what waits for this person, how far the count is; the lists come below."""
        from commission.admin.panels import panels_for
        from commission.selectors import memberships_now

        panels = panels_for(request)
        return super().index(
            request,
            {
                "panels": panels,
                "cards": [card for each in panels for card in each.cards],
                "memberships": memberships_now(request.user).select_related("commission").order_by("commission_id", "pk"),
                **(extra_context or {}),
            },
        )

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> TemplateResponse:
        lists = self.get_app_list(request, app_label)
        title = lists[0]["name"] if lists else ""
        return super().app_index(request, app_label, {"title": title, **(extra_context or {})})
