"""Questions that an editor would otherwise write again and again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def mission_questions() -> list[dict[str, Any]]:
    """Return the questions of a mission sheet in the language in force, as the fields of question rows."""
    mission, learning = _("Your mission"), _("What you take from it")
    rows = [
        (_("What was your mission?"), _("In a few words, for example: welcoming people."), "singleline", True, mission),
        (_("When was it?"), _("From when to when, and how often."), "singleline", True, mission),
        (_("Where was it?"), _("The association, the place and the town."), "singleline", True, mission),
        (_("What did you do?"), _("Your activities, as you would tell a friend."), "multiline", True, learning),
        (_("What were you responsible for?"), _("What others could count on you for."), "multiline", False, learning),
        (_("What did you learn?"), _("What you can do now that you could not do before."), "multiline", True, learning),
    ]
    return [
        {"label": label, "help_text": help_text, "field_type": field_type, "required": required, "section": section}
        for label, help_text, field_type, required, section in rows
    ]
