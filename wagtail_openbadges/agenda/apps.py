"""News and events, apart so that a site can leave them out or have page types of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ..needed import CarefulMixin


class OpenBadgesAgendaConfig(CarefulMixin, AppConfig):
    name = "wagtail_openbadges.agenda"
    label = "openbadges_agenda"
    verbose_name = _("Open badges: agenda")
    default_auto_field = "django.db.models.BigAutoField"
