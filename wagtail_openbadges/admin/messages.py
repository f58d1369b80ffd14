"""Writing to those who registered for an event: a form, the mail as each reads it, the act, and what was sent."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain import announcing
from ..domain.errors import MessageError
from ..models import Audience, Gathering, GatheringMessage, Holder, JobState, OutboxJob, Registration
from ..notices.presenter import Mail, present
from ..public.wording import sentence
from .gatherings import GatheringMixin

MOST_SHOWN = 50
NOT_SHOWN = "…"
"""What stands in a preview for the name and the address of each reader."""

EMPTY = {"required": lazy(sentence, str)("message_empty", {})}


class MessageForm(forms.Form):
    """To whom, and what. `uuid` is drawn with the preview, so that the same preview sends once."""

    audience = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect, initial=Audience.REGISTERED)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=150, error_messages=EMPTY)
    text = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Each person receives a mail of their own; nobody sees who else receives it."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
        error_messages=EMPTY,
    )
    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counts = {audience: announcing.audience_of(gathering, audience).count() for audience in Audience}
        self.fields["audience"].choices = [
            (audience.value, f"{capfirst(audience.label)}\u00a0({self.counts[audience]})") for audience in Audience
        ]

    @property
    def count(self) -> int:
        """How many people the message goes to."""
        return self.counts[Audience(self.cleaned_data["audience"])]

    def clean_audience(self) -> str:
        audience = self.cleaned_data["audience"]
        if not self.counts[Audience(audience)]:
            raise forms.ValidationError(sentence("nobody_registered", {}), code="nobody_registered")
        return audience


@dataclass(frozen=True)
class Sent:
    """A message that was sent; `mails` is 0 until the first of them is under way."""

    message: GatheringMessage
    mails: int


def sent_to(gathering: Gathering) -> list[Sent]:
    """Return the newest messages to those who registered, each with the number of its mails."""
    newest = list(gathering.messages.select_related("sent_by")[:MOST_SHOWN])
    if not newest:
        return []
    jobs = OutboxJob.objects.filter(
        # The index of what is due leads past the jobs that are older than all of them.
        state__in=JobState.values,
        run_after__gte=newest[-1].sent_at,
        kind="mail",
        payload__notice="message",
        payload__message__in=[message.pk for message in newest],
    )
    mails = dict(jobs.order_by().values_list("payload__message").annotate(Count("pk")))
    return [Sent(message, mails.get(message.pk, 0)) for message in newest]


class MessagesView(GatheringMixin, WagtailAdminTemplateMixin, FormView):
    """Write, read the mail as each reader will, send. Going back from the preview loses nothing."""

    template_name = "wagtail_openbadges/admin/gathering_messages.html"
    page_title = gettext_lazy("Messages")
    header_icon = "mail"
    form_class = MessageForm

    def get_breadcrumbs_items(self):
        return self.trail(self.page_title)

    @property
    def messages_url(self) -> str:
        return reverse("openbadges_registrations:messages", args=[self.kwargs["pk"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"gathering": self.gathering}
        if "change" in self.request.POST:
            # What was typed comes back as a proposal: nothing of it is an error yet.
            typed = {name: self.request.POST.get(name, "") for name in ("audience", "subject", "text")}
            kwargs = {"initial": typed, "gathering": self.gathering}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            gathering=self.gathering,
            gathering_url=self.gathering_url,
            sent=sent_to(self.gathering),
            **kwargs,
        )

    def form_valid(self, form: MessageForm) -> HttpResponse:
        said = form.cleaned_data
        if "confirm" not in self.request.POST or said["uuid"] is None:
            mails = self.mails(said)
            return self.render_to_response(self.get_context_data(form=form, mails=mails, uuid=uuid4(), said=said))
        try:
            announcing.send_message(self.gathering, by=self.request.user, **said)
        except MessageError as error:
            form.add_error(None, sentence(error.code, error.params))
            return self.form_invalid(form)
        done = ngettext(
            "The message is on its way to %(count)s person.",
            "The message is on its way to %(count)s people.",
            form.count,
        )
        messages.success(self.request, done % {"count": form.count})
        return redirect(self.messages_url)

    def form_invalid(self, form: MessageForm) -> HttpResponse:
        if "change" not in self.request.POST:
            messages.validation_error(self.request, _("Nothing was sent."), form)
        return super().form_invalid(form)

    def mails(self, said: dict[str, Any]) -> dict[str, Mail]:
        """Return the mail in each language that somebody reads it in, with nobody's name."""
        message = GatheringMessage(gathering=self.gathering, subject=said["subject"], text=said["text"])
        readers = announcing.audience_of(self.gathering, said["audience"]).select_related("gathering__issuer")
        shown: dict[str, Registration] = {}
        for language in readers.order_by("language").values_list("language", flat=True).distinct():
            reader = copy(readers.filter(language=language).order_by("pk")[0])
            reader.name, reader.holder = NOT_SHOWN, Holder(email=NOT_SHOWN)
            shown[language] = reader
        return {
            language: present("message", registration=reader, gathering_message=message, language=language)
            for language, reader in shown.items()
        }
