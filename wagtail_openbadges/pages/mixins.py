"""What a page type needs to be a badge, a list of badges or the page of an organisation.

They are abstract, for sites that have a base page of their own; `models` holds page types made from them. A badge page
type also needs children named `criteria`, `alignments`, `questions` and `support`, made from the bases in `rows`,
`authoring.questions` and `support`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import get_page_models
from wagtail.search import index

from ..authoring.following import follow_subclasses
from ..authoring.shown import ShownMixin
from ..domain.publishing import BadgeContent, publish_badge
from ..models import AchievementType, ClaimRule, EvidenceKind, Issuer, Opening, Organisation
from ..public import claiming
from . import display, listed, listing
from .forms import BadgePageForm
from .images import badge_image_url, read_image
from .panels import badge_panels, claim_panels
from .shown import OpeningPageMixin
from .written import Written, written_badge

OFFERED_RULES = [
    (rule.value, capfirst(rule.label)) for rule in (ClaimRule.DECLARED, ClaimRule.ONE_REVIEW, ClaimRule.NO_CLAIMS)
]


class BadgePageMixin(OpeningPageMixin, models.Model):
    """A badge: what it says, how it is obtained, and the way to its form."""

    description = models.TextField(
        _("what this badge says"),
        blank=True,
        max_length=1000,
        help_text=_(
            "Two or three sentences on what the person has done, knows or can do. They are written in the badge itself."
            " Needed to publish."
        ),
    )
    body = RichTextField(
        _("more about this badge"),
        blank=True,
        features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"],
        help_text=_("For this page only: why this badge exists, who may help, what one can do with it."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image of the badge"),
        help_text=_("A square drawing, best with a transparent background. Needed to publish."),
    )
    issuer = models.ForeignKey(
        Issuer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("issuer"),
        help_text=_(
            "The structure that gives this badge and signs it. It cannot change once somebody has asked for the badge"
            " or received it. Needed to publish."
        ),
    )
    achievement_type = models.CharField(
        _("kind of badge"),
        max_length=40,
        blank=True,
        choices=AchievementType.choices,
        help_text=_("Helps other sites to sort it."),
    )
    claim_rule = models.CharField(
        _("how people obtain it"), max_length=12, choices=OFFERED_RULES, default=ClaimRule.ONE_REVIEW
    )
    evidence_required = models.BooleanField(
        _("at least one piece of evidence is needed"),
        default=True,
        help_text=_("Untick it when the answers to your questions are enough."),
    )
    evidence_help = models.TextField(
        _("what you expect as evidence"),
        blank=True,
        max_length=1000,
        help_text=_(
            "For example: a photograph of the workshop, a certificate, a few lines from somebody who was there."
        ),
    )
    accepts_files = models.BooleanField(_("files: documents and photographs"), default=True)
    accepts_links = models.BooleanField(_("links to a page or a video"), default=True)
    accepts_texts = models.BooleanField(_("a text typed in the form"), default=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes that the form takes"), default=10, help_text=_("People see it before they begin.")
    )
    promised_days = models.PositiveSmallIntegerField(
        _("answer within how many days"),
        null=True,
        blank=True,
        help_text=_("People see it. Leave it empty to promise what the issuer usually promises."),
    )
    privacy_notice = models.TextField(
        _("privacy notice"),
        blank=True,
        help_text=_(
            "People read it before they give anything: who receives their data, what for, how long you keep them, and"
            " whom to write to. Needed to publish, unless nobody can ask for the badge here."
        ),
    )

    base_form_class = BadgePageForm
    fallback_template = "wagtail_openbadges/pages/badge_page.html"
    kept_routes = ("/claim/",)
    shown_with = ("locale", "image", "issuer")
    shown_previews = (*OpeningPageMixin.shown_previews, "badge")
    badge_panels = badge_panels
    claim_panels = claim_panels
    search_fields = [index.SearchField("description"), index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def delay_in_days(self) -> int:
        """The promised delay: this page's own, else the issuer's."""
        return self.promised_days or (self.issuer or Issuer()).promised_days

    @property
    def evidence_rules(self) -> dict[str, Any]:
        """What is expected as evidence, as records keep it."""
        kinds = {
            EvidenceKind.FILE: self.accepts_files,
            EvidenceKind.LINK: self.accepts_links,
            EvidenceKind.TEXT: self.accepts_texts,
        }
        return {
            "required": self.evidence_required,
            "help": self.evidence_help,
            "kinds": [kind.value for kind, accepted in kinds.items() if accepted],
        }

    def get_badge_tags(self) -> list[str]:
        """Return the words under which the badge is filed; a page type with tags answers them here."""
        return []

    def get_badge_content(self) -> BadgeContent:
        """Hand over what the page says, as the acts understand it."""
        return BadgeContent(
            translation_key=self.translation_key,
            page_id=self.pk,
            language=self.content_language,
            issuer_id=self.issuer_id,
            name=self.title,
            description=self.description,
            achievement_type=self.achievement_type,
            criteria=tuple(row.as_row() for row in self.criteria.all()),
            alignments=tuple(row.as_row() for row in self.alignments.all()),
            tags=tuple(self.get_badge_tags()),
            image=read_image(self.image),
            claim_rule=self.claim_rule,
            questions=tuple(row.as_row() for row in self.questions.all()),
            evidence_rules=self.evidence_rules,
            minutes=self.minutes,
            promised_days=self.delay_in_days,
            privacy_notice=self.privacy_notice,
        )

    def publish_to_records(self, *, by: Any = None) -> Opening | None:
        return publish_badge(self.get_badge_content(), by=by)

    def get_written(self) -> Written:
        return written_badge(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent() if self.pk else None
        if parent is not None and issubclass(parent.specific_class or object, BadgeIndexPageMixin):
            context["index"] = {"href": parent.get_url(request), "label": parent.title}
        return {**context, **display.badge_context(self, request)}

    @path("claim/", name="claim")
    def claim(self, request: HttpRequest) -> HttpResponse:
        """Show all that will be asked, then ask for the address."""
        return claiming.start(
            request,
            self.opening,
            page_url=self.get_url(request),
            language=self.content_language,
            image_url=badge_image_url(self.image),
        )

    @path("claim/confirm/<uuid:link>/", name="confirm")
    def confirm(self, request: HttpRequest, link: UUID) -> HttpResponse:
        """Ask for the code that was mailed."""
        return claiming.confirm(
            request, self.opening, link, page_url=self.get_url(request), language=self.content_language
        )

    def get_addresses(self, organisations: Iterable[Organisation], request: HttpRequest) -> dict[int, str]:
        """Return where some structures are presented in this page's language, as far as they are."""
        return OrganisationPageMixin.addresses_of(organisations, self.locale_id, request)


class BadgeIndexPageMixin(ShownMixin, models.Model):
    """A list of the badges below it."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "ol", "ul", "link"],
        help_text=_("What these badges are for, in a few lines."),
    )

    fallback_template = "wagtail_openbadges/pages/badge_index_page.html"
    index_panels = [FieldPanel("spoken_title"), FieldPanel("introduction")]
    per_page = 24

    class Meta:
        abstract = True

    def get_badge_pages(self) -> Any:
        """Return the pages that are listed."""
        return self.get_children().live().public().type(BadgePageMixin).order_by("title", "pk")

    def get_themes(self, pages: list[int]) -> dict[int, dict[str, str]]:
        """Return the themes under which the list can be filtered: their tags, unless a site has something better.

        Args:
            pages: primary keys of the pages that are listed.

        Returns:
            for each page that has themes, their names by their slugs.
        """
        return listed.themes_by_tags(pages, BadgePageMixin)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **listing.listing_context(self, request)}


class OrganisationPageMixin(ShownMixin, models.Model):
    """The page of an organisation; the organisation itself is edited among the records."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("Its name, logo and addresses are edited in the menu “Open badges”."),
    )
    presentation = RichTextField(
        _("presentation"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link"],
        help_text=_("Who you are, what you do, how people can reach you."),
    )

    fallback_template = "wagtail_openbadges/pages/organisation_page.html"
    shown_with = ("locale", "organisation")
    organisation_panels = [FieldPanel("spoken_title"), FieldPanel("organisation"), FieldPanel("presentation")]
    search_fields = [index.SearchField("presentation")]
    per_page = 24

    class Meta:
        abstract = True

    @staticmethod
    def pages_of(organisation_ids: Iterable[int], locale_id: int) -> dict[int, Any]:
        """Return the live page of each of some organisations in a language, of whatever page type."""
        found: dict[int, Any] = {}
        for model in get_page_models():
            if issubclass(model, OrganisationPageMixin):
                for page in model.objects.live().filter(organisation__in=set(organisation_ids), locale=locale_id):
                    found.setdefault(page.organisation_id, page)
        return found

    @staticmethod
    def page_of(organisation_id: int, locale_id: int) -> Any:
        """Return the live page of an organisation in a language, if there is one."""
        return OrganisationPageMixin.pages_of([organisation_id], locale_id).get(organisation_id)

    @staticmethod
    def addresses_of(organisations: Iterable[Organisation], locale_id: int, request: HttpRequest) -> dict[int, str]:
        """Return the address of the page of each of some structures that has one in a language."""
        keys = [organisation.pk for organisation in organisations]
        pages = OrganisationPageMixin.pages_of(keys, locale_id) if keys else {}
        return {key: page.get_url(request) or "" for key, page in pages.items()}

    def get_badge_pages(self) -> Any:
        """Return the pages of the badges that the organisation issues, in this page's language."""
        keys = listed.keys_of(issuer__organisation=self.organisation_id)
        pages = listed.public_pages(BadgePageMixin).filter(locale=self.locale_id)
        return pages.filter(translation_key__in=keys).order_by("title", "pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = display.page_of_cards(self.get_badge_pages(), request, per_page=self.per_page)
        organisation = display.organisation_context(self, request)
        return {**super().get_context(request, *args, **kwargs), **shown, **organisation}


follow_subclasses(BadgePageMixin)
