"""Our addresses: included once, outside every language, before Wagtail's, and where BASE_URL says."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.urls import clear_url_caches, include, path, set_script_prefix
from wagtail import urls as wagtail_urls

from tests.checks.reading import ids
from wagtail_openbadges.checks.addresses import HINT_URLS, check_urls

OURS = path("openbadges/", include("wagtail_openbadges.urls"))
WELL_KNOWN = path("", include("wagtail_openbadges.well_known"))
PAGES = path("", include(wagtail_urls))


@pytest.fixture
def addresses(settings):
    """Let the site have these addresses."""

    def have(*patterns):
        settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": patterns})
        clear_url_caches()

    yield have
    clear_url_caches()


def test_addresses_as_the_readme_has_them_are_silent(addresses):
    addresses(OURS, WELL_KNOWN, *i18n_patterns(PAGES))

    assert check_urls() == []


def test_addresses_under_a_namespace_of_the_site_are_silent(addresses):
    addresses(path("openbadges/", include("wagtail_openbadges.urls", namespace="badges")), WELL_KNOWN, PAGES)

    assert check_urls() == []


@pytest.mark.parametrize("patterns", [(), (OURS, PAGES), (WELL_KNOWN, PAGES)])
def test_addresses_that_are_missing_are_refused_with_the_lines_to_paste(addresses, patterns):
    addresses(*patterns)

    (message,) = check_urls()

    assert (ids([message]), message.hint) == (["E008"], HINT_URLS)


def test_addresses_elsewhere_than_base_url_says_are_refused(addresses):
    addresses(path("badges/", include("wagtail_openbadges.urls")), WELL_KNOWN)

    assert ids(check_urls()) == ["E009"]


def test_base_url_that_is_no_address_breaks_nothing_here(addresses, settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "BASE_URL": "https://[broken/openbadges/"}
    addresses(OURS, WELL_KNOWN)

    assert ids(check_urls()) == ["E009"]


@pytest.mark.parametrize("has_prefix", [True, False])
def test_addresses_that_change_with_the_language_are_refused(addresses, has_prefix):
    addresses(*i18n_patterns(OURS, PAGES, prefix_default_language=has_prefix), WELL_KNOWN)

    assert ids(check_urls()) == ["E014"]


def test_addresses_that_change_with_the_language_deep_inside_are_refused(addresses):
    addresses(*i18n_patterns(path("en/", include([OURS]))), WELL_KNOWN)

    assert ids(check_urls()) == ["E014"]


def test_addresses_that_are_included_twice_are_refused(addresses):
    addresses(path("badges/", include("wagtail_openbadges.urls")), OURS, WELL_KNOWN)

    assert ids(check_urls()) == ["E013"]


def test_keys_that_are_not_at_the_root_are_named(addresses):
    addresses(OURS, path("openbadges-keys/", include("wagtail_openbadges.well_known")))

    assert ids(check_urls()) == ["W015"]


@pytest.mark.parametrize(
    ("patterns", "found"),
    [((PAGES, OURS, WELL_KNOWN), ["E016"]), ((OURS, path("<path:all>", lambda request: None), WELL_KNOWN), ["E016"])],
)
def test_addresses_that_another_include_catches_are_refused(addresses, patterns, found):
    addresses(*patterns)

    assert ids(check_urls()) == found


def test_addresses_below_a_prefix_of_the_server_are_silent(addresses, settings):
    settings.FORCE_SCRIPT_NAME = "/app"
    settings.WAGTAIL_OPENBADGES = {
        **settings.WAGTAIL_OPENBADGES,
        "BASE_URL": "https://badges.example.org/app/openbadges/",
    }
    addresses(OURS, WELL_KNOWN)
    set_script_prefix("/app/")
    try:
        messages = check_urls()
    finally:
        set_script_prefix("/")

    assert messages == []
