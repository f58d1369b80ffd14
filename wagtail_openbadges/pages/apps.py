"""The page types, apart so that a site with page types of its own can leave them out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ..needed import CarefulMixin


class OpenBadgesPagesConfig(CarefulMixin, AppConfig):
    name = "wagtail_openbadges.pages"
    label = "openbadges_pages"
    verbose_name = _("Open badges: pages")
    default_auto_field = "django.db.models.BigAutoField"
