"""The addresses of a site that serves documents."""

from django.urls import include, path
from wagtail.documents import urls as wagtaildocs_urls

from tests.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("documents/", include(wagtaildocs_urls)), *site_urlpatterns]
