"""One registration: what the person said, what happened to it, and giving the seat back in her name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain import policy, registering
from ..domain.errors import RegistrationError
from ..domain.gatherings import text_of
from ..models import ALIVE, Registration
from ..public.answers import readable
from .access import RoleRequiredMixin
from .attendance import address_of, name_of
from .gatherings import undelivered


def registration_url(registration: Registration) -> str:
    return reverse("openbadges_registrations:inspect", args=[registration.pk])


class RegistrationMixin(RoleRequiredMixin, WagtailAdminTemplateMixin):
    """Give a view the one registration that it is about, if its user may see it; anything else is not found."""

    header_icon = "date"

    @cached_property
    def registration(self) -> Registration:
        registrations = policy.registrations_for(self.request.user).select_related("gathering", "holder")
        return get_object_or_404(registrations, pk=self.kwargs["pk"])

    @cached_property
    def event_title(self) -> str:
        text = text_of(self.registration.gathering, get_language() or "")
        return text.title if text is not None else ""

    @property
    def event_url(self) -> str:
        return reverse("openbadges_registrations:event", args=[self.registration.gathering_id])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_registrations:index"), "label": _("Registrations")},
            {"url": self.event_url, "label": self.event_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            registration=self.registration,
            name=name_of(self.registration),
            address=address_of(self.registration),
            event_title=self.event_title,
            event_url=self.event_url,
            is_alive=self.registration.state in ALIVE,
            **kwargs,
        )


class RegistrationView(RegistrationMixin, TemplateView):
    """Everything that is kept of one registration. Looking changes nothing."""

    template_name = "wagtail_openbadges/admin/registration.html"

    def get_page_title(self):
        return str(name_of(self.registration))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration = self.registration
        return super().get_context_data(
            answers=[(answer["label"], readable(answer)) for answer in registration.answers],
            events=registration.events.select_related("actor"),
            is_undelivered=registration.uuid in undelivered(),
            **kwargs,
        )


class CancelView(RegistrationMixin, TemplateView):
    """Ask once more, then give the seat to whoever waits; the person is told."""

    template_name = "wagtail_openbadges/admin/registration_cancel.html"
    page_title = gettext_lazy("Cancel a registration")
    header_icon = "warning"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.registration.state not in ALIVE:
            return self.ended()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            registering.cancel_registration(self.registration, by=request.user)
        except RegistrationError:
            return self.ended()
        if address_of(self.registration):
            messages.success(request, _("The registration is cancelled, and the person is told."))
        else:
            messages.success(request, _("The registration is cancelled."))
        return redirect(self.event_url)

    def ended(self) -> HttpResponse:
        messages.warning(self.request, _("This registration had ended already: nothing was changed."))
        return redirect(registration_url(self.registration))
