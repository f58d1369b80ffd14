"""What a page type needs to be an event, or a list of events.

They are abstract, for sites that have a base page of their own; `agenda.models` holds page types made from them. An
event also needs children named `occurrences`, `questions` and `related`, made from the bases in `rows` and `related`,
and may have a field `tags`: its topics.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ...authoring import following
from ...authoring.clocks import site_zone
from ...authoring.shown import ShownMixin, source_of
from ...domain.gatherings import GatheringContent, carry_gathering, close_gathering, publish_gathering
from ...models import Gathering, GatheringStatus, Issuer, Organisation, RegistrationWay
from ...public import registering
from ..blocks import BodyBlock
from ..pictures import PictureMixin
from . import calendars, display, listing, months
from .forms import EventPageForm
from .panels import after_panels, event_panels, index_panels, place_panels, registration_panels


class EventFormat(models.TextChoices):
    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")
    BOTH = "both", _("on site and online")


class Public(models.TextChoices):
    """Whom an event is for."""

    EVERYBODY = "everybody", _("everybody")
    VOLUNTEERS = "volunteers", _("volunteers")
    PROJECT_LEADS = "project_leads", _("project leads")
    ASSOCIATIONS = "associations", _("associations")
    PROFESSIONALS = "professionals", _("professionals and companies")
    PUBLIC_BODIES = "public_bodies", _("public bodies")
    YOUNG_PEOPLE = "young_people", _("young people")
    FAMILIES = "families", _("families")


class Accessibility(models.TextChoices):
    """What a place or a meeting offers to those who need it."""

    STEP_FREE = "step_free", _("step-free access")
    TOILETS = "toilets", _("accessible toilets")
    PARKING = "parking", _("reserved parking space")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    SIGN_LANGUAGE = "sign_language", _("sign language (LSF)")
    CAPTIONS = "captions", _("live captions")
    EASY_LANGUAGE = "easy_language", _("easy to read and understand")
    QUIET_ROOM = "quiet_room", _("quiet room")
    ASSISTANCE_DOGS = "assistance_dogs", _("assistance dogs welcome")
    CHILDCARE = "childcare", _("children are looked after")


class EventIndexPageMixin(ShownMixin, RoutablePageMixin, models.Model):
    """A list of the events below it: those to come, those that are over, and the months."""

    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"], help_text=_("In a few lines.")
    )

    fallback_template = "wagtail_openbadges/agenda/event_index_page.html"
    month_template = "wagtail_openbadges/agenda/event_month.html"
    index_panels = index_panels
    kept_routes = ("/events-ics/",)
    search_fields = [index.SearchField("introduction")]
    per_page = 12
    lists_of_choices = {"publics": Public.choices}

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **listing.index_context(self, request)}

    @path("<int:year>/<int:month>/", name="month")
    def month(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        """Show a month as a calendar; a month that does not exist is not found."""
        # The context of the page is that of the list, which a month does not show.
        context = {**super().get_context(request), **months.month_context(self, request, year, month)}
        return TemplateResponse(request, self.month_template, context)

    @path("events-ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Answer the events as a calendar, of one topic when the request names one; addresses hold no dot."""
        return calendars.of_index(self, request)


class EventPageMixin(ShownMixin, RoutablePageMixin, PictureMixin, models.Model):
    """An event: when, where, for whom, and the way to register."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("What happens there, in two or three sentences. Lists and calendars show them."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=GatheringStatus,
        default=GatheringStatus.PLANNED,
        help_text=_("Those who registered are told by mail ten minutes after you publish a change."),
    )
    status_note = models.CharField(
        _("what to say about it"),
        max_length=300,
        blank=True,
        help_text=_("For example why it is cancelled, or where it takes place now."),
    )
    zone_name = models.CharField(
        _("time zone of the dates"),
        max_length=64,
        default=site_zone,
        help_text=_("The dates below are on the clock of this place, wherever you are yourself."),
    )
    event_format = models.CharField(_("format"), max_length=12, choices=EventFormat, default=EventFormat.ON_SITE)
    place_name = models.CharField(_("name of the place"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True, help_text=_("People filter the agenda by it."))
    access_notes = models.TextField(
        _("how to get there"),
        max_length=1000,
        blank=True,
        help_text=_("Public transport, entrance, floor, what to bring. It is in the mails too."),
    )
    online_url = models.URLField(
        _("address of the meeting online"),
        max_length=500,
        blank=True,
        help_text=_("With registration here, only those who have a seat receive it. Otherwise the page shows it."),
    )
    accessibility = models.JSONField(_("accessibility"), default=list, blank=True)
    organiser = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("organiser, a structure of this site"),
    )
    organiser_name = models.CharField(_("organiser, somebody else"), max_length=200, blank=True)
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("An e-mail address or a telephone number for questions.")
    )
    publics = models.JSONField(_("whom it is for"), default=list, blank=True)
    is_free = models.BooleanField(_("free of charge"), default=True)
    price = models.CharField(_("price"), max_length=120, blank=True, help_text=_("For example: €5, free for members."))
    registration = models.CharField(
        _("registration"), max_length=12, choices=RegistrationWay, default=RegistrationWay.NONE
    )
    elsewhere_url = models.URLField(_("address where one registers, elsewhere"), max_length=500, blank=True)
    issuer = models.ForeignKey(
        Issuer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("structure that receives the registrations"),
        help_text=_("Its people see who registered. Needed when one registers here."),
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Leave it empty when there is room for everybody.")
    )
    seats_at_most = models.PositiveSmallIntegerField(
        _("seats that one person may take"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("More than 1 when people may bring somebody."),
    )
    has_waiting_list = models.BooleanField(_("waiting list when it is full"), default=True)
    reply_hours = models.PositiveSmallIntegerField(
        _("hours to take a seat that became free"),
        default=48,
        validators=[MinValueValidator(1)],
        help_text=_("After that it is offered to the next person."),
    )
    registration_closes = models.CharField(
        _("registration closes"),
        max_length=16,
        blank=True,
        help_text=_("Leave it empty to let people register until the event begins."),
    )
    asks_food = models.BooleanField(_("ask about food: allergies, diets"), default=False)
    asks_access = models.BooleanField(_("ask about accessibility"), default=False)
    privacy_notice = models.TextField(
        _("privacy notice"),
        blank=True,
        help_text=_(
            "People read it before they register: who receives their data, what for, how long you keep them, and whom"
            " to write to. Needed when one registers here."
        ),
    )
    report = StreamField(
        BodyBlock(),
        verbose_name=_("afterwards: report and photographs"),
        blank=True,
        help_text=_("It is shown first once the event is over."),
    )

    base_form_class = EventPageForm
    fallback_template = "wagtail_openbadges/agenda/event_page.html"
    event_panels = event_panels
    place_panels = place_panels
    registration_panels = registration_panels
    after_panels = after_panels
    lists_to_choose_from = {"publics": Public.choices, "accessibility": Accessibility.choices}
    kept_routes = ("/event-ics/", "/register/")
    shown_with = ("locale", "image", "organiser", "issuer")
    search_fields = [
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("place_name"),
        index.SearchField("town"),
    ]

    class Meta:
        abstract = True

    @property
    def gathering(self) -> Gathering | None:
        """The record of this page's translation group; an alias has that of its source."""
        return Gathering.objects.filter(translation_key=source_of(self).translation_key).first()

    @property
    def address(self) -> str:
        """Where it is, on one line; empty when nothing is known."""
        return ", ".join(filter(None, [self.street, " ".join(filter(None, [self.postcode, self.town]))]))

    def get_agenda(self) -> Any:
        """Return the list of events above the page, if it is in one."""
        parent = self.get_parent() if self.pk else None
        is_agenda = parent is not None and issubclass(parent.specific_class or object, EventIndexPageMixin)
        return parent if is_agenda else None

    def get_topics(self) -> dict[str, str]:
        """Return the names of the topics by their slugs; a page type with tags answers them here."""
        return {}

    def get_gathering_content(self) -> GatheringContent:
        """Hand over what the page says, as the acts understand it."""
        return GatheringContent(
            translation_key=self.translation_key,
            page_id=self.pk,
            language=self.content_language,
            title=self.title,
            zone_name=self.zone_name,
            dates=tuple(row.as_date() for row in self.occurrences.all()),
            status=self.status,
            status_note=self.status_note,
            place=self.place_name if self.event_format != "online" else "",
            address=self.address if self.event_format != "online" else "",
            online_url=self.online_url if self.event_format != "on_site" else "",
            practical=self.access_notes,
            registration=self.registration,
            issuer_id=self.issuer_id,
            elsewhere_url=self.elsewhere_url,
            registration_closes=self.registration_closes,
            capacity=self.capacity,
            seats_at_most=self.seats_at_most,
            has_waiting_list=self.has_waiting_list,
            reply_hours=self.reply_hours,
            asks_food=self.asks_food,
            asks_access=self.asks_access,
            questions=tuple(row.as_row() for row in self.questions.all()),
            privacy_notice=self.privacy_notice,
        )

    def publish_to_records(self, *, by: Any = None) -> Gathering:
        return publish_gathering(self.get_gathering_content(), by=by)

    def carry_records(self) -> None:
        """Be the page of the event. What it says may be older than what the other language said last."""
        gathering = self.gathering
        if gathering is not None:
            carry_gathering(gathering, page_id=self.pk)
        else:
            self.publish_to_records()

    @classmethod
    def close_records(cls, translation_key: UUID) -> None:
        gathering = Gathering.objects.filter(translation_key=translation_key).first()
        if gathering is not None:
            close_gathering(gathering)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **display.event_context(self, request)}

    @path("event-ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """Answer the event as a file for calendars; addresses hold no dot."""
        return calendars.of_event(self, request)

    @path("register/", name="register")
    def register(self, request: HttpRequest) -> HttpResponse:
        """Take the address of somebody who wants to come, then what the organiser must know."""
        return registering.start(
            request, self.gathering, page_url=self.get_url(request), language=self.content_language
        )

    @path("register/confirm/<uuid:link>/", name="confirm")
    def confirm(self, request: HttpRequest, link: UUID) -> HttpResponse:
        """Ask for the code that was mailed."""
        return registering.confirm(
            request, self.gathering, link, page_url=self.get_url(request), language=self.content_language
        )


following.follow_subclasses(EventPageMixin)
