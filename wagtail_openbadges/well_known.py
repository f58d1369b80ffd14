"""Addresses that the standards want at the root of the site."""

from __future__ import annotations

from django.urls import path

from .public import documents

urlpatterns = [
    path(".well-known/jwks.json", documents.jwks, name="openbadges_jwks"),
]
