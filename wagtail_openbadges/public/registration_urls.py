"""The addresses of registrations for events."""

from __future__ import annotations

from django.urls import path

from . import access, registrations

REGISTRATION = "registrations/<uuid:uuid>/"

urlpatterns = [
    path(REGISTRATION, registrations.registration, name="registration"),
    path(f"{REGISTRATION}link/", access.registration_link, name="registration_link"),
    path(f"{REGISTRATION}edit/", registrations.edit, name="registration_edit"),
    path(f"{REGISTRATION}cancel/", registrations.cancel, name="registration_cancel"),
    path(f"{REGISTRATION}take/", registrations.take, name="registration_take"),
]
