"""What publishing the draft of a badge would do, told to its editor in words: in her editor, and before it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from ..domain.versions import Effect, Foresight, Reliance, foresee
from ..public import wording
from .differences import described
from .images import badge_image_url


class VersionPanel(Panel):
    """Tell the editor what publishing the draft, as it was last saved, would do to the badge."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/pages/versions/panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            draft = self.saved_draft()
            foresight = foresee(draft.get_badge_content())
            return {
                **super().get_context_data(parent_context),
                **told(draft, foresight),
                "faults": [wording.sentence(fault, {}) for fault in foresight.faults],
                "status": "warning" if foresight.faults or foresight.makes_another_version else "info",
                "may_publish": self.instance.permissions_for_user(self.request.user).can_publish(),
            }

        def saved_draft(self) -> Any:
            """Return the draft as it was last saved: a form with errors has written into the page that it shows."""
            if not self.form.is_bound:
                return self.instance
            return type(self.instance)._default_manager.get(pk=self.instance.pk).get_latest_revision_as_object()


def told(draft: Any, foresight: Foresight) -> dict[str, Any]:
    """Return what templates tell of publishing a draft."""
    return {
        "foresight": foresight,
        "headline": headline(foresight),
        "consequences": consequences(foresight),
        "badge_changes": described(foresight.badge_changes),
        "form_changes": described(foresight.form_changes),
        "language": draft.content_language,
        "scheduled_at": scheduled_at(draft),
        **_pictures(draft, foresight),
    }


def scheduled_at(draft: Any) -> datetime | None:
    """Return when a draft is set to be published, if that is later than now."""
    return draft.go_live_at if draft.go_live_at and draft.go_live_at > timezone.now() else None


def headline(foresight: Foresight) -> str:
    """Say in one sentence what publishing does."""
    number = {"number": foresight.number}
    if foresight.effect is Effect.SHUT:
        return _("Something is missing in this draft. If it were published like this, nobody could ask for the badge:")
    if foresight.effect is Effect.FIRST and foresight.number != 1:
        return _("Publishing this draft makes version %(number)s of this badge, the first in this language.") % number
    if foresight.effect in (Effect.FIRST, Effect.NEW):
        return _("Publishing this draft makes version %(number)s of this badge.") % number
    if foresight.effect is Effect.IN_PLACE:
        return _("Publishing this draft changes version %(number)s of this badge itself.") % number
    if foresight.makes_form:
        return _("Publishing this draft changes the form. The badge itself stays version %(number)s.") % number
    return _("Publishing this draft changes nothing in the badge. It stays version %(number)s.") % number


def consequences(foresight: Foresight) -> list[str]:
    """Say what publishing means for those who rely on what people read now, one sentence each."""
    said = []
    if foresight.effect in (Effect.FIRST, Effect.IN_PLACE):
        said.append(_("You can change it freely until somebody has deposited a claim or received the badge."))
    if foresight.kept and foresight.effect is Effect.NEW:
        said += _what_keeps(foresight.kept.number, foresight.reliance)
    elif foresight.makes_form and foresight.reliance.files_in_language:
        said.append(_files_keep_their_form(foresight.reliance.files_in_language))
    if foresight.makes_form and foresight.reliance.drafts:
        said.append(_drafts_move(foresight.reliance.drafts))
    return said


def _what_keeps(kept: int, reliance: Reliance) -> list[str]:
    """Say what holds to the version before, and to those before it."""
    said = []
    if reliance.badges:
        said.append(_badges_keep(reliance.badges, kept))
    if reliance.files:
        said.append(_files_keep(reliance.files, kept))
    if reliance.earlier:
        said.append(_earlier_files_keep(reliance.earlier, kept))
    return said or [_("Version %(kept)s is kept as it is, at its address.") % {"kept": kept}]


def _badges_keep(count: int, kept: int) -> str:
    said = ngettext(
        "The badge that was awarded keeps version %(kept)s.",
        "The %(count)s badges awarded keep version %(kept)s.",
        count,
    )
    return said % {"count": count, "kept": kept}


def _files_keep(count: int, kept: int) -> str:
    said = ngettext(
        "The file that waits for an answer keeps version %(kept)s and its form: it is judged on what its holder read.",
        "The %(count)s files that wait for an answer keep version %(kept)s and their form: they are judged on what"
        " their holders read.",
        count,
    )
    return said % {"count": count, "kept": kept}


def _earlier_files_keep(count: int, kept: int) -> str:
    said = ngettext(
        "The file that has been waiting since before version %(kept)s keeps what its holder read, too.",
        "The %(count)s files that have been waiting since before version %(kept)s keep what their holders read, too.",
        count,
    )
    return said % {"count": count, "kept": kept}


def _files_keep_their_form(count: int) -> str:
    said = ngettext(
        "The file that waits for an answer keeps the form that it was deposited with.",
        "The %(count)s files that wait for an answer keep the form that they were deposited with.",
        count,
    )
    return said % {"count": count}


def _drafts_move(count: int) -> str:
    said = ngettext(
        "The person who has begun a claim goes on with the new form, and is told what changed.",
        "The %(count)s people who have begun a claim go on with the new form, and are told what changed.",
        count,
    )
    return said % {"count": count}


def _pictures(draft: Any, foresight: Foresight) -> dict[str, str]:
    """Return the addresses of the image before and after, when it changes and both can be shown."""
    kept = foresight.kept
    if kept is None or not any(change.field == "image" for change in foresight.badge_changes):
        return {}
    address = reverse("openbadges:achievement_version_image", args=[kept.achievement.uuid, kept.number])
    return {
        # An image is published with its version once that is frozen, not before.
        "picture_before": address if kept.is_frozen else "",
        "picture_after": badge_image_url(draft.image),
    }
