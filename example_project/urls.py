"""The addresses of the example site."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from home.searching import search
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("openbadges/", include("wagtail_openbadges.urls")),
    path("", include("wagtail_openbadges.well_known")),
    path("recherche/", search, name="search"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
