"""Public addresses outside the page tree: include them under a prefix, never under `i18n_patterns`."""

from __future__ import annotations

from django.urls import include, path, re_path

from .public import claim_urls, documents, negotiation, registration_urls, verification, verifier

app_name = "openbadges"

issuer_patterns = [
    path("", documents.issuer, name="issuer"),
    path("image.png", documents.issuer_image, name="issuer_image"),
    path("did.json", documents.issuer_did, name="issuer_did"),
    path("keys/<slug:kid>", documents.key, name="key"),
]

achievement_version_patterns = [
    path("", documents.achievement_version, name="achievement_version"),
    path("v3.json", documents.achievement_version_v3, name="achievement_version_v3"),
    path("image.png", documents.achievement_version_image, name="achievement_version_image"),
]

assertion_patterns = [
    path("", documents.assertion, name="assertion"),
    path("verify/", verification.assertion_verify, name="assertion_verify"),
    path("credential.json", documents.credential, name="credential"),
    path("badge.png", documents.badge_png, name="badge_png"),
    path("qr.svg", documents.qr, name="qr"),
]

urlpatterns = [
    path("issuers/<uuid:uuid>/", include(issuer_patterns)),
    path("achievements/<uuid:uuid>/versions/<int:number>/", include(achievement_version_patterns)),
    path("assertions/<uuid:uuid>/", include(assertion_patterns)),
    path("status/<uuid:uuid>/", documents.status, name="status"),
    path("verify/", verifier.verifier, name="verifier"),
    *claim_urls.urlpatterns,
    *registration_urls.urlpatterns,
    # Last. Addresses without slash or suffix are left to Django, which adds the slash that was forgotten.
    re_path(r"[\s\S]*(?:/|\.\w+|/keys/[^/]*)$", negotiation.unknown_address),
]
