"""Django's and Wagtail's own settings, as far as we depend on them."""

import pytest
from django.middleware.locale import LocaleMiddleware

from tests.checks.reading import ids
from wagtail_openbadges.checks.site import (
    HANDLER,
    check_cache,
    check_images,
    check_language,
    check_limits,
    check_time,
    check_upload_order,
)

MEMORY = "django.core.files.uploadhandler.MemoryFileUploadHandler"


class OwnLocaleMiddleware(LocaleMiddleware):
    """The site's own way to find the language of a visitor."""


@pytest.mark.parametrize(("aware", "found"), [(True, []), (False, ["E020"])])
def test_time_without_zones_is_refused(settings, aware, found):
    settings.USE_TZ = aware

    assert ids(check_time()) == found


@pytest.mark.parametrize(
    ("translated", "languages", "middleware", "found"),
    [
        (True, True, ["django.middleware.locale.LocaleMiddleware"], []),
        (True, True, [f"{__name__}.OwnLocaleMiddleware"], []),
        (True, True, ["django.middleware.common.CommonMiddleware", "no.such.middleware"], ["W021"]),
        (True, True, [f"{__name__}.test_time_without_zones_is_refused"], ["W021"]),
        (True, False, [], []),
        (False, True, [], ["W022"]),
    ],
)
def test_language_of_the_reader_that_the_site_cannot_find_is_named(settings, translated, languages, middleware, found):
    settings.USE_I18N = translated
    settings.WAGTAIL_I18N_ENABLED = languages
    settings.MIDDLEWARE = middleware

    assert ids(check_language()) == found


@pytest.mark.parametrize(
    ("handlers", "found"), [([HANDLER, MEMORY], []), ([MEMORY, HANDLER], ["W023"]), ([MEMORY], [])]
)
def test_limit_for_strangers_that_stands_after_others_is_named(settings, handlers, found):
    settings.FILE_UPLOAD_HANDLERS = handlers

    assert ids(check_upload_order()) == found


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DATA_UPLOAD_MAX_NUMBER_FILES", 4, ["W025"]),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", 5, []),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", None, []),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 100, ["W025"]),
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", 65_536, ["W025"]),
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", None, []),
        ("DATA_UPLOAD_MAX_NUMBER_FILES", "100", ["E033"]),
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", "2621440", ["E033"]),
    ],
)
def test_limit_below_what_our_forms_send_is_named(settings, name, value, found):
    setattr(settings, name, value)

    assert ids(check_limits()) == found


def test_limits_beside_a_wrong_number_of_files_break_nothing(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAX_FILES": "five"}

    assert check_limits() == []


@pytest.mark.parametrize(
    ("caches", "found"),
    [
        ({"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}, []),
        ({"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}, ["W026"]),
        ({"default": {"BACKEND": "no.such.Cache"}}, []),
    ],
)
def test_cache_that_counts_nothing_is_named(settings, caches, found):
    settings.CACHES = caches

    messages = check_cache()
    # The cache is emptied after each test, and a broken one cannot be.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    assert ids(messages) == found


@pytest.mark.parametrize(
    ("extensions", "found"),
    [
        (["jpg", "PNG"], []),
        (["jpg", "jpeg"], ["W029"]),
        (["webp"], ["W029"]),
        (["svg", "gif"], ["E028"]),
        ([], ["E028"]),
    ],
)
def test_images_that_no_badge_can_have_are_named(settings, extensions, found):
    settings.WAGTAILIMAGES_EXTENSIONS = extensions

    assert ids(check_images()) == found


def test_images_that_wagtail_takes_by_itself_are_silent():
    assert check_images() == []
