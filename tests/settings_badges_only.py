"""A site that gives badges and has neither news nor events, nor page types of its own."""

from pathlib import Path

from tests.settings_without_agenda import *  # noqa: F403
from tests.settings_without_agenda import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "tests.testapp"]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "testapp" / "templates"]}]
