from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CommissionConfig(AppConfig):
    name = "commission"

    def ready(self) -> None:
        from commission import checks  # noqa: F401  # registers the system checks


class DeskConfig(AdminConfig):
    default_site = "commission.admin.site.Desk"
