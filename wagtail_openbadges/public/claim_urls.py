"""The addresses of access links, of files and of what their holders take away."""

from __future__ import annotations

from django.urls import path

from . import access, depositing, drafting, proving, replacing, subscribing, tracking

FILE = "submissions/<uuid:uuid>/"

urlpatterns = [
    path("links/<str:token>/", access.link, name="link"),
    path("links/<str:token>/fresh/", access.link_fresh, name="link_fresh"),
    path(FILE, tracking.submission, name="submission"),
    path(f"{FILE}link/", access.submission_link, name="submission_link"),
    path(f"{FILE}edit/", drafting.edit, name="submission_edit"),
    path(f"{FILE}check/", depositing.check, name="submission_check"),
    path(f"{FILE}replace/", replacing.replace, name="submission_replace"),
    path(f"{FILE}proof/", proving.proof, name="submission_proof"),
    path(f"{FILE}deposit.json", proving.deposited, name="submission_deposited"),
    path(f"{FILE}withdraw/", tracking.withdraw, name="submission_withdraw"),
    path(f"{FILE}evidence/<uuid:evidence_uuid>/", tracking.evidence, name="submission_evidence"),
    path("awards/<uuid:uuid>/", tracking.award, name="award"),
    path("awards/<uuid:uuid>/link/", access.award_link, name="award_link"),
    path("subscriptions/<str:token>/", subscribing.subscription, name="subscription"),
    path("device/forget/", access.forget_device, name="forget_device"),
]
