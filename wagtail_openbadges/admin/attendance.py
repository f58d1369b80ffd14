"""The people of an event as a table that leaves the admin, and as a sheet of paper at the door."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.coreutils import string_to_ascii

from ..domain.gatherings import text_of
from ..intake.cells import safe_cell
from ..models import SEATED, Gathering, GatheringStatus, Registration, RegistrationState
from ..public.answers import readable
from .gatherings import GatheringMixin, when
from .spreadsheets import SafeExportMixin

ERASED = pgettext_lazy("registration", "erased")
"""What stands for the name of somebody who was erased."""

ANSWER = "answer:"
OFF = (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED)
"""Of which events the sheet says so: nobody comes on that day."""


def name_of(registration: Registration) -> Any:
    """Return the name of somebody who registered, or the word for one who was erased."""
    return ERASED if registration.erased_at else registration.name


def address_of(registration: Registration) -> str:
    """Return the address of somebody who registered, as far as it is kept."""
    holder = registration.holder
    return (holder.email or "") if holder is not None else ""


def questions_of(gathering: Gathering) -> dict[str, str]:
    """Return the label of each question that was asked or answered, as the reader knows it.

    A question that was taken off the page meanwhile keeps its answers, and the label that people read.
    """
    first = text_of(gathering, get_language() or "")
    texts = sorted(gathering.texts.all(), key=lambda text: (text != first, text.pk))
    labels: dict[str, str] = {}
    for text in texts:
        for question in text.questions:
            labels.setdefault(question["uid"], question["label"])
    for answers in gathering.registrations.order_by("pk").values_list("answers", flat=True):
        for answer in answers:
            labels.setdefault(answer["uid"], answer["label"])
    return labels


def needs_kept(gathering: Gathering) -> list[str]:
    """Return the columns of needs that still hold something."""
    kept = gathering.registrations.filter(needs_erased_at=None)
    return [name for name in ("food", "access") if kept.exclude(**{name: ""}).exists()]


class PeopleExportMixin(SafeExportMixin):
    """Write the registrations of one event as a table: a column for each question, needs only while they are kept."""

    @cached_property
    def questions(self) -> dict[str, str]:
        return questions_of(self.gathering)

    @cached_property
    def list_export(self) -> list[str]:
        if not self.is_export:
            return ["name"]
        said = ["name", "address", "seats", "state", "created_at", "waiting_since", "offered_until", "ended_at"]
        return [*said, *(f"{ANSWER}{uid}" for uid in self.questions), *needs_kept(self.gathering)]

    def get_filename(self) -> str:
        return f"registrations-{slugify(string_to_ascii(self.gathering.title))[:80] or self.gathering.pk}"

    def get_heading(self, queryset: Any, field: str) -> Any:
        if field.startswith(ANSWER):
            return safe_cell(self.questions[field.removeprefix(ANSWER)])
        if field == "address":
            return _("E-mail address")
        return super().get_heading(queryset, field)

    def to_row_dict(self, item: Registration) -> dict[str, Any]:
        given = {answer["uid"]: ", ".join(readable(answer)) for answer in item.answers}
        known = {
            "name": str(name_of(item)),
            "address": address_of(item),
            "state": capfirst(item.get_state_display()),
            **{f"{ANSWER}{uid}": given.get(uid, "") for uid in self.questions},
        }
        row = {field: known[field] if field in known else getattr(item, field) for field in self.list_export}
        return {field: safe_cell(value) for field, value in row.items()}


@dataclass(frozen=True)
class Line:
    """One line of the sheet: `is_offered` when the person has not said yet that she takes the seat."""

    name: Any
    seats: int
    needs: list[str]
    is_offered: bool


def _place_of(registration: Registration) -> tuple[bool, str, int]:
    """Return where somebody stands in the order of names: without accents nor capitals, the erased at the end."""
    letters = unicodedata.normalize("NFKD", registration.name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return (not registration.name, plain, registration.pk)


class SheetView(GatheringMixin, TemplateView):
    """The people who have a seat, on paper: to be signed at the door."""

    template_name = "wagtail_openbadges/admin/registrations_sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seated = sorted(self.gathering.registrations.filter(state__in=SEATED), key=_place_of)
        lines = [
            Line(
                name=name_of(registration),
                seats=registration.seats,
                needs=[said for said in (registration.food, registration.access) if said],
                is_offered=registration.state == RegistrationState.OFFERED,
            )
            for registration in seated
        ]
        return super().get_context_data(
            gathering=self.gathering,
            gathering_url=self.gathering_url,
            text=text_of(self.gathering, get_language() or ""),
            when=when(self.gathering, now=self.now),
            warning=self.gathering.get_status_display() if self.gathering.status in OFF else "",
            lines=lines,
            seats=sum(line.seats for line in lines),
            has_needs=any(line.needs for line in lines),
            **kwargs,
        )
