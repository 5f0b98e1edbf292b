from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        from candidates import reminding, resolutions
        from candidates.services import agenda, shortage

        agenda.make_known()
        resolutions.make_known()
        reminding.make_known()
        shortage.make_known()
