"""The form of a registration: who comes, how many, the editor's questions, and what people need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import conf
from ..domain.registering import Wish, most_seats, seats_left
from ..models import Gathering, GatheringText, Registration
from .answers import read_questions
from .forms import ClaimForm, QuestionFormBuilder, initial_from, kept_apart
from .gatherings import is_full, seats_in_words

LONGEST_NEED = 1_000
MOST_BUTTONS = 6
"""More numbers of seats than this are a list to choose from."""


class RegistrationForm(ClaimForm):
    """What one event asks of those who come. Made by `registration_form_class`."""

    def clean_name(self) -> str:
        """Keep a name on one line: lists and mails rely on it."""
        return " ".join(self.cleaned_data["name"].split())

    def wish(self, registration: Registration | None = None) -> Wish:
        """Give what was said, as acts understand it; what is no longer asked stays as it was said.

        Args:
            registration: the one that is changed, if any.
        """
        said = self.cleaned_data
        apart = kept_apart(self.questions, registration.answers) if registration else []
        return Wish(
            name=said["name"],
            seats=said.get("seats", registration.seats if registration else 1),
            answers=[*self.answers(), *apart],
            food=said.get("food", registration.food if registration else ""),
            access=said.get("access", registration.access if registration else ""),
        )


def registration_form_class(
    gathering: Gathering, text: GatheringText, *, seats: int = 1, says_left: bool = False
) -> type[RegistrationForm]:
    """Build the form of an event from its rules and from its questions in one language.

    Args:
        gathering: the event.
        text: what it says in the language of the page.
        seats: that the person has already: an editor may have allowed more when she took them.
        says_left: whether the seats that are left stand beside their choice.
    """
    asked = read_questions(text.questions)
    fields: dict[str, Any] = {"questions": asked, "name": _name()}
    most = max(most_seats(gathering), seats)
    if most > 1:
        fields["seats"] = _seats(most, _left_in_words(gathering, most) if says_left else "")
    fields |= QuestionFormBuilder(asked).formfields
    if gathering.asks_food:
        fields["food"] = _need(_("Food: allergies, diets"))
    if gathering.asks_access:
        fields["access"] = _need(_("What you need to take part: accessibility"))
    return type("RegistrationForm", (RegistrationForm,), fields)


def initial_of(form_class: type[RegistrationForm], registration: Registration) -> dict[str, Any]:
    """Give what somebody said as the values of the form."""
    return initial_from(form_class.questions, registration.answers) | {
        "name": registration.name,
        "seats": registration.seats,
        "food": registration.food,
        "access": registration.access,
    }


def _name() -> forms.Field:
    return forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )


def _left_in_words(gathering: Gathering, most: int) -> str:
    """Say which seats are left, and what becomes of whoever asks for more of them."""
    said = seats_in_words(gathering)
    left = seats_left(gathering)
    if not gathering.has_waiting_list or is_full(gathering) or left is None or left >= most:
        return said
    return _("%(left)s. If you choose more, you are put on the waiting list for all of them.") % {"left": said}


def _seats(most: int, left: str) -> forms.Field:
    choices = [
        (number, ngettext("%(count)s seat", "%(count)s seats", number) % {"count": number})
        for number in range(1, most + 1)
    ]
    return forms.TypedChoiceField(
        label=_("How many seats, yours among them"),
        coerce=int,
        choices=choices,
        initial=1,
        help_text=left,
        widget=forms.RadioSelect if most <= MOST_BUTTONS else forms.Select,
        error_messages={
            "required": _("Choose how many seats you take."),
            "invalid_choice": _("Choose how many seats you take."),
        },
    )


def _need(label: str) -> forms.Field:
    days = conf.current().needs_days
    said = ngettext(
        "Only if you want to. It is erased %(count)s day after the event.",
        "Only if you want to. It is erased %(count)s days after the event.",
        days,
    )
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_NEED,
        help_text=said % {"count": days},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
