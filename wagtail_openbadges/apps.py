"""The app: where handlers of jobs are registered and checks are loaded."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenBadgesConfig(AppConfig):
    name = "wagtail_openbadges"
    label = "wagtail_openbadges"
    verbose_name = _("Open badges")
    default_auto_field = "django.db.models.BigAutoField"
