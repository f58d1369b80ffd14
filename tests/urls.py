"""The addresses of the tests' site, as the README tells an integrator to write them."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("openbadges/", include("wagtail_openbadges.urls")),
    path("", include("wagtail_openbadges.well_known")),
    path("", include(wagtail_urls)),
]
