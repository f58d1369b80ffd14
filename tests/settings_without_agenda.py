"""The tests' site without our agenda app: its news and events are page types of its own."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "wagtail_openbadges.agenda"]
