from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        from candidates import reminding, resolutions
        from candidates.services import agenda, remaining, shortage, touching

        agenda.make_known()
        remaining.make_known()
        resolutions.make_known()
        reminding.make_known()
        shortage.make_known()
        touching.make_known()
