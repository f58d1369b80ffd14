"""The tests' site with image and user models of its own."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.accounts", "tests.swapped", *INSTALLED_APPS]
AUTH_USER_MODEL = "accounts.OwnUser"
WAGTAILIMAGES_IMAGE_MODEL = "swapped.OwnImage"
