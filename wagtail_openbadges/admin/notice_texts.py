"""The words of an issuer's mails: all of them in a list, and one screen to word a mail and see it before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.coreutils import get_content_languages

from ..domain import policy, rewording
from ..domain.rewording import MailWords, faults_of
from ..models import Issuer, NoticeText
from ..notices.letters import EVENT
from ..notices.placeholders import PLACEHOLDERS
from ..notices.presenter import Mail, rehearse
from ..notices.rewordable import FAMILIES, MAILS, Rewordable
from ..notices.texts import example_values, our_words, own_words
from ..public.wording import sentence
from .access import RoleRequiredMixin

TITLE = gettext_lazy("Texts of the mails")

HEADINGS = {
    "badge": gettext_lazy("Mails about badges"),
    "call": gettext_lazy("Mails about calls"),
    EVENT: gettext_lazy("Mails about events"),
}

EMPTY = {"required": lazy(sentence, str)("words_empty", {})}

OURS, OWN, BROKEN = "ours", "own", "broken"
STATES = {
    OURS: pgettext_lazy("text of a mail", "our words"),
    OWN: pgettext_lazy("text of a mail", "your words"),
    BROKEN: pgettext_lazy("text of a mail", "your words, which cannot be sent"),
}


@dataclass(frozen=True)
class Version:
    """A mail in one language of the site, in the list."""

    language: str
    name: str
    state: str
    url: str

    @property
    def label(self) -> Any:
        return STATES[self.state]


@dataclass(frozen=True)
class Row:
    """A mail in the list."""

    mail: Rewordable
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class KnownPlaceholder:
    """What a text may name, with what it stands for in the preview."""

    written: str
    meaning: Any
    example: str
    is_sentence: bool
    is_needed: bool


def issuers_for(user: Any) -> QuerySet[Issuer]:
    """Return the issuers whose mails a user may word."""
    return policy.issuers_managed_by(user).select_related("organisation").defer("organisation__logo")


class IssuersView(RoleRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The issuers whose mails a user may word; with one alone, its mails at once."""

    role = "is_manager"
    template_name = "wagtail_openbadges/admin/notice_texts/issuers.html"
    page_title = TITLE
    header_icon = "mail"

    @cached_property
    def issuers(self) -> list[Issuer]:
        return list(issuers_for(self.request.user).annotate(own=Count("notice_texts", distinct=True)))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if len(self.issuers) == 1:
            return redirect("openbadges_texts:list", self.issuers[0].pk)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(issuers=self.issuers, **kwargs)


class TextsMixin(RoleRequiredMixin, WagtailAdminTemplateMixin):
    """Give a view the one issuer that it is about, if its user manages it; anything else is not found."""

    role = "is_manager"
    header_icon = "mail"

    @cached_property
    def issuer(self) -> Issuer:
        return get_object_or_404(issuers_for(self.request.user), pk=self.kwargs["pk"])

    @property
    def list_url(self) -> str:
        return reverse("openbadges_texts:list", args=[self.issuer.pk])

    def trail(self, *last: Any) -> list[dict[str, Any]]:
        """Return the way from the admin's front page to a screen of the issuer's mails."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_texts:index"), "label": TITLE},
            {"url": self.list_url if last else "", "label": str(self.issuer)},
            *({"url": "", "label": label} for label in last),
        ]


class TextsView(TextsMixin, TemplateView):
    """Every mail that an issuer may word, in each language of the site."""

    template_name = "wagtail_openbadges/admin/notice_texts/list.html"
    page_title = TITLE

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = self.states()
        groups = [(HEADINGS[family], [self.row(mail, states) for mail in mails]) for family, mails in FAMILIES.items()]
        return super().get_context_data(
            issuer=self.issuer,
            groups=groups,
            own=len(states),
            broken=list(states.values()).count(BROKEN),
            **kwargs,
        )

    def states(self) -> dict[tuple[str, str], str]:
        """Say of the mails that have words of their own whether these can be sent."""
        texts = NoticeText.objects.filter(issuer=self.issuer, language__in=get_content_languages(), kind__in=MAILS)
        found = {}
        for text in texts.order_by("pk"):
            faults = faults_of(MailWords(text.subject, text.body), MAILS[text.kind].grammar)
            found[text.kind, text.language] = BROKEN if faults else OWN
        return found

    def row(self, mail: Rewordable, states: dict[tuple[str, str], str]) -> Row:
        return Row(
            mail,
            tuple(
                Version(
                    language=language,
                    name=name,
                    state=states.get((mail.kind, language), OURS),
                    url=reverse("openbadges_texts:edit", args=[self.issuer.pk, mail.kind, language]),
                )
                for language, name in get_content_languages().items()
            ),
        )


class TextForm(forms.Form):
    """The subject and the text; what is wrong with them is said by the act's own rules."""

    subject = forms.CharField(label=gettext_lazy("Subject"), error_messages=EMPTY)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Leave an empty line between two paragraphs."),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=EMPTY,
    )

    def __init__(self, *args: Any, mail: Rewordable, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mail = mail
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    @property
    def words(self) -> MailWords:
        return MailWords(self.cleaned_data.get("subject", ""), self.cleaned_data.get("body", "")).tidy

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        faults = faults_of(self.words, self.mail.grammar)
        for fault in [fault for fault in faults if fault.member in said]:
            self.add_error(fault.member, sentence(fault.error.code, fault.error.params))
        return said


class TextMixin(TextsMixin):
    """Give a view the one mail that it is about, in one language of the site."""

    @cached_property
    def mail(self) -> Rewordable:
        if self.kwargs["kind"] not in MAILS or self.language not in get_content_languages():
            raise Http404
        return MAILS[self.kwargs["kind"]]

    @property
    def language(self) -> str:
        return self.kwargs["language"]

    @property
    def about(self) -> dict[str, str]:
        """What the acts need to find the text."""
        return {"kind": self.mail.kind, "language": self.language}

    @property
    def edit_url(self) -> str:
        return reverse("openbadges_texts:edit", args=[self.issuer.pk, self.mail.kind, self.language])

    @cached_property
    def ours(self) -> MailWords:
        with translation.override(self.language):
            return our_words(self.mail)

    @cached_property
    def own(self) -> MailWords | None:
        return own_words(self.mail, self.issuer, self.language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {
            "issuer": self.issuer,
            "mail": self.mail,
            "language": self.language,
            "language_name": get_content_languages()[self.language],
            "own": self.own,
            "ours": self.ours,
            "list_url": self.list_url,
            "edit_url": self.edit_url,
        }
        return super().get_context_data(**kwargs | about)


class TextView(TextMixin, FormView):
    """Word a mail, see it, keep it. What is previewed is not kept yet."""

    template_name = "wagtail_openbadges/admin/notice_texts/text.html"
    form_class = TextForm

    def get_page_title(self) -> Any:
        return self.mail.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail(self.mail.title)

    def get_initial(self) -> dict[str, Any]:
        words = self.own or self.ours
        return {"subject": words.subject, "body": words.body}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"mail": self.mail, "language": self.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        faults = faults_of(self.own, self.mail.grammar) if self.own else []
        if self.request.method == "GET" and not faults:
            kwargs["preview"] = self.preview(self.own or self.ours)
        return super().get_context_data(
            placeholders=self.placeholders(),
            faults=[sentence(fault.error.code, fault.error.params) for fault in faults],
            restore_url=reverse("openbadges_texts:restore", args=[self.issuer.pk, self.mail.kind, self.language]),
            **kwargs,
        )

    def form_valid(self, form: TextForm) -> HttpResponse:
        if "preview" in self.request.POST:
            preview = self.preview(form.words)
            return self.render_to_response(self.get_context_data(form=form, preview=preview, is_tried=True))
        if form.words == self.ours:
            rewording.restore(self.issuer, by=self.request.user, **self.about)
            messages.success(self.request, _("These are our own words, so this mail follows them from now on."))
        else:
            rewording.reword(
                self.issuer, words=form.words, grammar=self.mail.grammar, by=self.request.user, **self.about
            )
            messages.success(self.request, _("Your words are kept. The next mail has them."))
        return redirect(self.edit_url)

    def form_invalid(self, form: TextForm) -> HttpResponse:
        messages.validation_error(self.request, _("Nothing was kept."), form)
        return super().form_invalid(form)

    def preview(self, words: MailWords) -> Mail:
        return rehearse(self.mail, issuer=self.issuer, language=self.language, words=words)

    def placeholders(self) -> list[KnownPlaceholder]:
        """Return what the text may name, in the order in which it matters."""
        examples = example_values(self.mail, self.issuer, self.language)
        return [
            KnownPlaceholder(
                written=f"{{{name}}}",
                meaning=PLACEHOLDERS[name].meaning,
                example=examples[name],
                is_sentence=PLACEHOLDERS[name].is_sentence,
                is_needed=name in self.mail.needed,
            )
            for name in self.mail.names
        ]


class RestoreView(TextMixin, TemplateView):
    """Ask before the words of an issuer are thrown away."""

    template_name = "wagtail_openbadges/admin/notice_texts/restore.html"
    page_title = gettext_lazy("Restore our words")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.trail(self.mail.title, self.page_title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.own is None:
            return redirect(self.edit_url)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rewording.restore(self.issuer, by=request.user, **self.about)
        messages.success(request, _("This mail has our words again."))
        return redirect(self.edit_url)


class NoticeTextViewSet(ViewSet):
    """The addresses of the texts of mails."""

    name = "openbadges_texts"
    url_prefix = "openbadges/mail-texts"
    icon = "mail"

    def get_urlpatterns(self):
        one = "<int:pk>/<str:kind>/<str:language>/"
        return [
            path("", IssuersView.as_view(), name="index"),
            path("<int:pk>/", TextsView.as_view(), name="list"),
            path(one, TextView.as_view(), name="edit"),
            path(f"{one}restore/", RestoreView.as_view(), name="restore"),
        ]
