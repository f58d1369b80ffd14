"""The step before a publication that makes a new version of what people rely on: shown, then confirmed."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Revision

from ..authoring.screens import screen
from ..domain.publishing import current_achievement_version
from ..domain.versions import Foresight, foresee
from ..templatetags.openbadges_tags import date_and_time
from .mixins import BadgePageMixin
from .versions import scheduled_at, told

logger = logging.getLogger(__name__)


def ask_before_publishing(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer a publication by what it changes for those who rely on the badge; the draft is saved already.

    A publication must not fail for what we would have liked to say first.
    """
    if not isinstance(page, BadgePageMixin):
        return None
    try:
        with transaction.atomic():
            foresight = foresee(page.get_badge_content())
            if not foresight.makes_another_version:
                return None
            return _confirmation(request, page, page.get_latest_revision(), foresight).render()
    except Exception:
        logger.exception("What publishing page %s would do could not be shown", page.pk)
        return None


def publish_version(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publish the draft that was shown; one that changed since, or that leads elsewhere by now, is shown anew."""
    page = get_object_or_404(swapper.load_model("wagtailcore", "Page"), pk=page_id).specific
    if not isinstance(page, BadgePageMixin) or page.alias_of_id:
        raise Http404
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    revision = page.get_latest_revision()
    if request.method != "POST" or revision is None:
        return _back_to_editor(request, page)
    lock = page.get_lock()
    if lock is not None and lock.for_user(request.user):
        messages.error(request, _("This page is locked: nothing is published."))
        return _back_to_editor(request, page)
    draft = revision.as_object()
    foresight = foresee(draft.get_badge_content())
    if request.POST.get("shown") != _shown(revision, foresight):
        return _shown_anew(request, draft, revision, foresight)
    return _publish(request, draft, revision, foresight)


def _shown(revision: Revision, foresight: Foresight) -> str:
    """Name what is shown: the draft, which an editor's browser saves into the same revision, and what it follows."""
    form = foresight.form.pk if foresight.form else ""
    return f"{_saved(revision)}|{foresight.number}|{form}"


def _saved(revision: Revision) -> str:
    return f"{revision.pk}|{revision.created_at.isoformat()}"


def _confirmation(
    request: HttpRequest,
    draft: Any,
    revision: Revision,
    foresight: Foresight,
    *,
    status: int = 200,
    what_changed_meanwhile: str = "",
    is_checked: bool = True,
) -> TemplateResponse:
    return screen(
        request,
        "wagtail_openbadges/pages/versions/confirm.html",
        title=_("This makes version %(number)s") % {"number": foresight.number},
        icon="warning",
        parent=draft.get_parent(),
        status=status,
        draft=draft,
        shown=_shown(revision, foresight),
        next=get_valid_next_url_from_request(request),
        what_changed_meanwhile=what_changed_meanwhile,
        is_checked=is_checked,
        **told(draft, foresight),
    )


def _shown_anew(request: HttpRequest, draft: Any, revision: Revision, foresight: Foresight) -> HttpResponse:
    """Show what publishing would do now; a draft that somebody saved meanwhile was not checked by the editor's form."""
    if not foresight.makes_another_version:
        messages.warning(
            request,
            _("This changed meanwhile, so nothing is published. Look at the draft, then press “Publish” again."),
        )
        return _back_to_editor(request, draft)
    if request.POST.get("shown", "").startswith(f"{_saved(revision)}|"):
        said = _("The badge was published again meanwhile, so nothing is published now. Here is the difference today.")
        return _confirmation(request, draft, revision, foresight, status=409, what_changed_meanwhile=said)
    said = _(
        "The draft was saved again meanwhile, so nothing is published. Here is what it changes now. To publish it, go"
        " back to editing and press “Publish” there."
    )
    return _confirmation(request, draft, revision, foresight, status=409, what_changed_meanwhile=said, is_checked=False)


def _publish(request: HttpRequest, draft: Any, revision: Revision, foresight: Foresight) -> HttpResponse:
    """Publish as Wagtail's editor does, with all that others hook into it."""
    answer = _answer_of_hooks("before_publish_page", request, draft)
    if answer is not None:
        return answer
    PublishPageRevisionAction(revision, user=request.user).execute()
    page = type(draft)._default_manager.get(pk=draft.pk)
    answer = _answer_of_hooks("after_publish_page", request, page)
    if answer is None:
        _say_what_was_done(request, page, foresight, scheduled_at(draft))
        answer = _answer_of_hooks("after_edit_page", request, page)
    next_url = get_valid_next_url_from_request(request)
    return answer or redirect(next_url or reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


def _answer_of_hooks(name: str, request: HttpRequest, page: Any) -> HttpResponse | None:
    """Return the first answer of what is hooked in beside us."""
    others = (hook for hook in hooks.get_hooks(name) if hook is not ask_before_publishing)
    answers = (hook(request, page) for hook in others)
    return next((answer for answer in answers if hasattr(answer, "status_code")), None)


def _say_what_was_done(request: HttpRequest, page: Any, foresight: Foresight, scheduled: datetime | None) -> None:
    """Say whether the badge has its new version: an image may turn out to be unreadable only when it is drawn."""
    said = {"title": page.get_admin_display_title(), "number": foresight.number}
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
    if scheduled is not None:
        said["date"] = date_and_time(scheduled)
        text = _("“%(title)s” is set to be published on %(date)s. It makes version %(number)s then.") % said
        messages.success(request, text, buttons=[edit])
        return
    opening = page.opening
    if opening.faults:
        text = _("“%(title)s” is published, but its badge could not follow. Open the page: it says why.") % said
        messages.warning(request, text, buttons=[edit])
        return
    said["number"] = current_achievement_version(opening.achievement, page.content_language).number
    text = _("“%(title)s” is published. Its badge is at version %(number)s now.") % said
    see = [messages.button(page.url, _("View live"))] if page.url else []
    messages.success(request, text, buttons=[*see, edit])


def _back_to_editor(request: HttpRequest, page: Any) -> HttpResponse:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    next_url = get_valid_next_url_from_request(request)
    return redirect(f"{url}?{urlencode({'next': next_url})}" if next_url else url)
