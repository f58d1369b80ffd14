"""What a page type needs to be a list of calls, the hub of a call, or one of its rounds.

They are abstract, for sites that have a base page of their own; `models` holds page types made from them. A hub also
needs children named `carriers` and `territories`; a round `criteria`, `documents`, `steps`, `support`, `answers` and
`questions`, made from the bases in `rows` and `authoring.questions`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.search import index

from ...authoring.clocks import site_zone
from ...authoring.following import follow_subclasses
from ...authoring.shown import ShownMixin, source_of
from ...domain.rounds import RoundContent, publish_round
from ...models import Achievement, Call, EvidenceKind, Issuer, Opening
from ...public import asking, claiming, subscribing
from ..shown import OpeningPageMixin
from ..written import Written
from . import calendar, display, feeds, leading, listing, open_data, rounds
from .below import ListedRound, rounds_below
from .forms import CallPageForm, RoundPageForm
from .panels import apply_panels, call_panels, date_panels, index_panels, results_panels, round_panels, support_panels

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class Public(models.TextChoices):
    """Whom a call is for: the words of the open-data schema."""

    ASSOCIATIONS = "associations", _("associations")
    PEOPLE = "particuliers", _("individuals")
    PROFESSIONALS = "professionnels", _("professionals and companies")
    PUBLIC_SECTOR = "secteur public", _("public bodies")


class HelpType(models.TextChoices):
    """What a call offers: words of the open-data schema."""

    FUNDING = "financement", _("funding")
    SUPPORT = "accompagnement", _("support")
    INFORMATION = "information", _("information")
    TRAINING = "formation", _("training")
    NETWORK = "mise en réseau", _("networking")


class CallIndexPageMixin(ShownMixin, RoutablePageMixin, models.Model):
    """A list of the calls below it."""

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "italic", "ol", "ul", "link"],
        help_text=_("What these calls are for, in a few lines."),
    )

    fallback_template = "wagtail_openbadges/pages/call_index_page.html"
    index_panels = index_panels
    kept_routes = ("/feed-atom/", "/deadlines-ics/", "/calls-csv/", "/calls-json/")
    search_fields = [index.SearchField("introduction")]
    per_page = 24

    class Meta:
        abstract = True

    def get_rounds(self, *, now: datetime) -> list[ListedRound]:
        """Return the rounds that the list, its feeds and its open data are made of."""
        return rounds_below(self, round_type=RoundPageMixin, call_type=CallPageMixin, now=now)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rounds = self.get_rounds(now=timezone.now())
        shown = listing.listing_context(self, rounds, request, publics=dict(Public.choices), per_page=self.per_page)
        return {
            **super().get_context(request, *args, **kwargs),
            **shown,
            "follow": listing.follow_links(self, request),
            "left_out": open_data.left_out(self._open_data(request)) if self._is_edited_by(request) else [],
        }

    @path("feed-atom/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Answer the Atom feed; Wagtail's addresses hold no dot."""
        return feeds.atom(self, self.get_rounds(now=timezone.now()), request)

    @path("deadlines-ics/", name="deadlines")
    def deadlines(self, request: HttpRequest) -> HttpResponse:
        """Answer the closings as a calendar."""
        now = timezone.now()
        return calendar.deadlines(self, self.get_rounds(now=now), request, now=now)

    @path("calls-csv/", name="csv")
    def export_csv(self, request: HttpRequest) -> HttpResponse:
        """Answer the open data as a table."""
        return open_data.as_csv(self._open_data(request))

    @path("calls-json/", name="json")
    def export_json(self, request: HttpRequest) -> HttpResponse:
        """Answer the open data for programs."""
        return open_data.as_json(self._open_data(request))

    def _open_data(self, request: HttpRequest) -> list[open_data.Row]:
        rounds = self.get_rounds(now=timezone.now())
        return open_data.rows_of(self, rounds, request, round_type=RoundPageMixin, call_type=CallPageMixin)

    def _is_edited_by(self, request: HttpRequest) -> bool:
        """Say whether the reader is an editor of this page, who is told what the open data leaves out."""
        user = getattr(request, "user", None)
        return bool(user and user.is_authenticated and self.permissions_for_user(user).can_edit())


class CallPageMixin(ShownMixin, RoutablePageMixin, models.Model):
    """The hub of a call: it stays, its rounds come and go below it."""

    promise = models.CharField(
        _("promise"),
        max_length=180,
        blank=True,
        help_text=_(
            "What the call brings, in one sentence of 6 to 15 words that begins with a verb: “Develop your project…”"
        ),
    )
    presentation = RichTextField(
        _("presentation"),
        blank=True,
        features=FEATURES,
        help_text=_("What the call is about, whatever the round. Each round says its own dates and conditions."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    recurrence = models.CharField(
        _("how often it comes back"), max_length=200, blank=True, help_text=_("For example: every year, in spring.")
    )
    publics = models.JSONField(_("whom it is for"), default=list, blank=True)
    help_types = models.JSONField(_("what it offers"), default=list, blank=True)

    base_form_class = CallPageForm
    fallback_template = "wagtail_openbadges/pages/call_page.html"
    call_panels = call_panels
    lists_to_choose_from = {"publics": Public.choices, "help_types": HelpType.choices}
    kept_routes = ("/apply/", "/subscribe/")
    search_fields = [index.SearchField("promise"), index.SearchField("presentation")]

    class Meta:
        abstract = True

    @property
    def call(self) -> Call | None:
        """The record of this page's translation group; an alias has that of its source."""
        return Call.objects.filter(translation_key=source_of(self).translation_key).first()

    def get_call_tags(self) -> list[str]:
        """Return the themes of the call; a page type with tags answers them here."""
        return []

    def get_publics_display(self) -> list[str]:
        """Name those whom the call is for."""
        return [str(label) for value, label in Public.choices if value in self.publics]

    def get_help_types_display(self) -> list[str]:
        """Name what the call offers."""
        return [str(label) for value, label in HelpType.choices if value in self.help_types]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        parent = self.get_parent() if self.pk else None
        if parent is not None and issubclass(parent.specific_class or object, CallIndexPageMixin):
            context["index"] = {"href": parent.get_url(request), "label": parent.title}
        return {**context, **display.call_context(self, request)}

    @path("apply/", name="apply")
    def apply(self, request: HttpRequest) -> HttpResponse:
        """Lead to the form of the current round, whichever it is by now."""
        return leading.to_current_round(request, self)

    @path("subscribe/", name="subscribe")
    def subscribe(self, request: HttpRequest) -> HttpResponse:
        """Take the address of somebody who wants to be told about the next round."""
        return subscribing.subscribe_view(
            request, self.call, page_url=self.get_url(request), language=self.locale.language_code
        )


class RoundPageMixin(OpeningPageMixin, models.Model):
    """One round of a call: its dates, its conditions, and the way to its form."""

    number = models.PositiveSmallIntegerField(
        _("number of the round"),
        default=1,
        help_text=_("It counts the rounds of the call and begins references: AMI2-0042."),
    )
    change_note = RichTextField(
        _("what changed since the last round"), blank=True, features=["bold", "italic", "ol", "ul", "link"]
    )
    issuer = models.ForeignKey(
        Issuer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("structure that receives and decides"),
        help_text=_(
            "Its reviewers read the applications. It cannot change once somebody has applied. Needed to publish."
        ),
    )
    zone_name = models.CharField(
        _("time zone of the dates"),
        max_length=64,
        default=site_zone,
        help_text=_("The dates below are on the clock of this place, wherever you are yourself."),
    )
    opens = models.CharField(_("opens"), max_length=16, blank=True)
    closes = models.CharField(_("closes"), max_length=16, blank=True)
    editable_until = models.CharField(
        _("a deposit can be replaced until"),
        max_length=16,
        blank=True,
        help_text=_("Leave it empty when people may correct what they deposited until the closing."),
    )
    results_on = models.DateField(_("results expected on"), null=True, blank=True)
    who = RichTextField(_("who may answer"), blank=True, features=FEATURES)
    offered = RichTextField(_("what is offered"), blank=True, features=FEATURES)
    regulation = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("regulation (file)"),
    )
    results = RichTextField(_("results"), blank=True, features=FEATURES)
    elsewhere_url = models.URLField(
        _("address where one applies, elsewhere"),
        max_length=500,
        blank=True,
        help_text=_("Only when applications are taken on another site. This page, its dates and its support stay."),
    )
    accepts_files = models.BooleanField(_("people may add further documents"), default=True)
    evidence_help = models.TextField(_("which further documents are useful"), blank=True, max_length=1000)
    minutes = models.PositiveSmallIntegerField(
        _("minutes that the form takes"), default=60, help_text=_("People see it before they begin.")
    )
    promised_days = models.PositiveSmallIntegerField(
        _("answer within how many days"),
        null=True,
        blank=True,
        help_text=_(
            "Used when no date of results is given. Leave it empty to promise what the structure usually promises."
        ),
    )
    ceiling = models.PositiveSmallIntegerField(
        _("applications of one person at most"),
        null=True,
        blank=True,
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Leave it empty when one person may deposit as many as she wants."),
    )
    awards = models.ForeignKey(
        Achievement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("badge that acceptance gives"),
        help_text=_("Only a badge of the structure that decides."),
    )
    privacy_notice = models.TextField(
        _("privacy notice"),
        blank=True,
        help_text=_(
            "People read it before they give anything: who receives their data, what for, how long you keep them, and"
            " whom to write to. Needed to publish, unless applications are taken elsewhere."
        ),
    )

    base_form_class = RoundPageForm
    fallback_template = "wagtail_openbadges/pages/round_page.html"
    round_panels = round_panels
    date_panels = date_panels
    apply_panels = apply_panels
    support_panels = support_panels
    results_panels = results_panels
    kept_routes = ("/apply/", "/ask/")
    search_fields = [index.SearchField("who"), index.SearchField("offered")]

    class Meta:
        abstract = True

    @property
    def hub(self) -> Any:
        """The page of the call that this round belongs to."""
        return self.get_parent().specific

    @property
    def delay_in_days(self) -> int:
        """The promised delay: this round's own, else the structure's."""
        return self.promised_days or (self.issuer or Issuer()).promised_days

    @property
    def evidence_rules(self) -> dict[str, Any]:
        """Which further documents are taken, as records keep it."""
        kinds = [EvidenceKind.FILE.value] if self.accepts_files else []
        return {"required": False, "help": self.evidence_help, "kinds": kinds}

    def get_round_content(self) -> RoundContent:
        """Hand over what the page says, as the acts understand it."""
        hub = source_of(self.hub)
        return RoundContent(
            translation_key=self.translation_key,
            page_id=self.pk,
            language=self.content_language,
            call_key=hub.translation_key,
            call_page_id=hub.pk,
            number=self.number,
            title=f"{hub.title} · {self.title}",
            issuer_id=self.issuer_id,
            zone_name=self.zone_name,
            opens=self.opens,
            closes=self.closes,
            editable_until=self.editable_until,
            results_on=self.results_on,
            questions=tuple(row.as_row() for row in self.questions.all()),
            criteria=tuple(row.as_row() for row in self.criteria.all()),
            evidence_rules=self.evidence_rules,
            minutes=self.minutes,
            promised_days=self.delay_in_days,
            ceiling=self.ceiling or None,
            elsewhere_url=self.elsewhere_url,
            awards_id=self.awards_id,
            privacy_notice=self.privacy_notice,
        )

    def publish_to_records(self, *, by: Any = None) -> Opening | None:
        return publish_round(self.get_round_content(), by=by)

    def get_written(self) -> Written:
        return rounds.written_round(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **display.round_context(self, request)}

    @path("apply/", name="apply")
    def apply(self, request: HttpRequest) -> HttpResponse:
        """Show all that will be asked, then ask for the address."""
        return claiming.start(
            request,
            self.opening,
            page_url=self.get_url(request),
            language=self.content_language,
            route="apply",
            documents=[{"text": row.text, "help": row.help_text} for row in self.documents.all()],
        )

    @path("apply/confirm/<uuid:link>/", name="confirm")
    def confirm(self, request: HttpRequest, link: UUID) -> HttpResponse:
        """Ask for the code that was mailed."""
        return claiming.confirm(
            request, self.opening, link, page_url=self.get_url(request), language=self.content_language, route="apply"
        )

    @path("ask/", name="ask")
    def ask(self, request: HttpRequest) -> HttpResponse:
        """Take a question to the carrier, in private."""
        return asking.ask_view(request, self.opening, page_url=self.get_url(request), language=self.content_language)

    @path("ask/confirm/<uuid:link>/", name="confirm_ask")
    def confirm_ask(self, request: HttpRequest, link: UUID) -> HttpResponse:
        """Ask for the code that was mailed to somebody with a question."""
        return asking.confirm_view(
            request, self.opening, link, page_url=self.get_url(request), language=self.content_language
        )


follow_subclasses(RoundPageMixin, moves=True)
