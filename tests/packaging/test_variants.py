"""Sites with models of their own: page types, images, users and, on Wagtail 8, the base page."""

from __future__ import annotations

import pytest

from tests.packaging.pasting import blocks_of, printed

pytestmark = pytest.mark.packaging

README = blocks_of("README.md")
OWN_PAGES = blocks_of("docs/how-to/install.md")["models.py"]
WITHOUT_PAGES = """
INSTALLED_APPS = [
    "house",
    *(app for app in INSTALLED_APPS if app not in ("wagtail_openbadges.pages", "wagtail_openbadges.agenda")),
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
OWN_IMAGE = '''
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class HouseImage(AbstractImage):
    """An image that may be anything but PNG."""

    credit = models.CharField(max_length=200, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "credit")

    def clean(self):
        if self.file.name.lower().endswith(".png"):
            raise ValidationError("No PNG here.")


class HouseRendition(AbstractRendition):
    image = models.ForeignKey(HouseImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_house_rendition")
        ]
'''
OWN_USER = '''
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class PersonManager(BaseUserManager):
    def create_superuser(self, email, password):
        person = self.model(email=email, is_superuser=True, is_staff=True)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who logs in with an address and has no other name."""

    email = models.EmailField(unique=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "email"
    objects = PersonManager()
'''
BASE_PAGE = '''
from wagtail.models import AbstractPage


class BasePage(AbstractPage):
    """The base page of this site: it has neither words for search engines nor a place in menus."""
'''
ABOVE_WAGTAIL = """
OURS = ["wagtail_openbadges", "base", "house"]
LEFT_OUT = ["home", "search", "wagtail_openbadges.pages", "wagtail_openbadges.agenda", *OURS]
INSTALLED_APPS = [*OURS, *(app for app in INSTALLED_APPS if app not in LEFT_OUT)]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAIL_PAGE_MODEL = "base.BasePage"
"""
PAGE_APPS = 'INSTALLED_APPS += ["wagtail_openbadges.pages", "wagtail_openbadges.agenda"]'


@pytest.fixture
def house(start_site):
    """Start a site with the blocks of the README and models of its own, each in an app."""

    def start(version, settings, **models):
        site = start_site(version)
        for app, text in models.items():
            site.write(f"{app}/models.py", text)
            site.write(f"{app}/migrations/__init__.py", "")
        site.paste("settings.py", README["settings.py"])
        site.paste("urls.py", README["urls.py"])
        site.paste_all(printed(site.check()))
        site.paste("settings.py", settings)
        return site

    return start


def migrated(site, *apps):
    site.manage("makemigrations", *apps, "--no-input", "--verbosity", "0")
    site.manage("migrate", "--verbosity", "0")
    # No model of ours changes because the site has models of its own.
    site.manage("makemigrations", "--check", "--dry-run")
    return site


def open_to_all(seen):
    """Say whether the page opened, somebody was given its badge, and the admin stands."""
    return (
        seen["faults"],
        seen["pages"]["en"]["status"],
        seen["pages"]["en"]["headings"],
        seen["claim"],
        seen["state"],
        seen["signed"],
        set(seen["admin"].values()),
    ) == ([], 200, ["Committed volunteer"], 200, "accepted", True, {200})


def test_site_with_page_types_of_its_own_builds_on_the_mixins(house):
    site = migrated(house("7.4", WITHOUT_PAGES, house=OWN_PAGES), "house")

    assert open_to_all(site.visit("badge", page="house.BadgePage"))
    assert site.found("--database", "default") == []


def test_site_with_users_without_a_name_and_images_that_are_no_png_is_told_and_works(house):
    settings = """
INSTALLED_APPS = ["people", "pictures", *INSTALLED_APPS]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg"]
WAGTAILIMAGES_IMAGE_MODEL = "pictures.HouseImage"
AUTH_USER_MODEL = "people.Person"
"""
    site = migrated(house("7.4", settings, people=OWN_USER, pictures=OWN_IMAGE), "people", "pictures")

    assert open_to_all(site.visit("badge", page="openbadges_pages.BadgePage", image="JPEG"))
    assert site.found("--database", "default") == ["W029"]


def test_site_with_a_base_page_of_its_own_builds_on_the_mixins(house):
    pages = OWN_PAGES.replace("from wagtail.models import Page", "from base.models import BasePage as Page")
    site = house("8.0", ABOVE_WAGTAIL, base=BASE_PAGE, house=pages)
    site.visit("base_page")
    migrated(site, "base", "house")

    assert open_to_all(site.visit("badge", page="house.BadgePage"))
    assert site.found("--database", "default") == []


def test_site_with_a_base_page_of_its_own_and_our_page_apps_is_told_to_leave_them_out(house):
    site = house("8.0", ABOVE_WAGTAIL + PAGE_APPS, base=BASE_PAGE, house="")

    assert site.found() == ["E019"]
