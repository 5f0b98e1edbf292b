from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CommissionConfig(AppConfig):
    name = "commission"
    verbose_name = _("Commission")

    def ready(self) -> None:
        from commission import checks  # noqa: F401  # registers the system checks
        from commission.services import annulment, extending, officers, work

        annulment.make_known()
        extending.make_known()
        officers.make_known()
        work.make_known()


class DeskConfig(AdminConfig):
    default_site = "commission.admin.site.Desk"
