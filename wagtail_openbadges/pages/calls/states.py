"""Where a round stands at an instant, in words: the same on its page, on its hub and on cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...domain.admission import closed_reason
from ...models import Opening, OpeningVersion
from ...templatetags.openbadges_tags import moment

CLOSING_SOON = timedelta(days=14)

LABELS = {
    "open": gettext_lazy("Open"),
    "closing_soon": gettext_lazy("Closing soon"),
    "opening_soon": gettext_lazy("Opening soon"),
    "closed": gettext_lazy("Closed"),
    "archived": gettext_lazy("Archived"),
    "preparing": gettext_lazy("In preparation"),
}


@dataclass(frozen=True, kw_only=True)
class RoundState:
    """A key of `LABELS`, and what people read: a sentence with the date that counts now, and how long is left."""

    key: str
    sentence: str
    time_left: str = ""

    @property
    def label(self) -> str:
        """The state in one or two words."""
        return str(LABELS[self.key])

    @property
    def is_open(self) -> bool:
        """Whether one can apply, here or elsewhere."""
        return self.key in ("open", "closing_soon")

    @property
    def is_past(self) -> bool:
        """Whether one could apply and no longer can."""
        return self.key in ("closed", "archived")


def state_of(opening: Opening | None, form: OpeningVersion | None, *, now: datetime) -> RoundState:
    """Say where a round stands.

    Args:
        opening: of the round; None when it never had one.
        form: the newest form of the opening.
        now: the instant, aware.
    """
    if opening is None or form is None:
        return _preparing()
    reason = closed_reason(opening, now=now, version=form)
    if reason in (None, "elsewhere"):
        return _open(form, now)
    if reason == "not_open_yet":
        return RoundState(key="opening_soon", sentence=_("Opens on %(moment)s.") % {"moment": _opening(form)})
    if reason == "closed":
        return RoundState(key="closed", sentence=_("Closed since %(moment)s.") % {"moment": _closing(form)})
    if reason == "archived":
        return RoundState(key="archived", sentence=_("This round is archived. Its page stays here to be read."))
    return _preparing()


def _open(form: OpeningVersion, now: datetime) -> RoundState:
    if form.closes_at is None:
        return RoundState(key="open", sentence=_("Open, with no closing date."))
    sentence = _("Open until %(moment)s.") % {"moment": _closing(form)}
    left = form.closes_at - now
    if left > CLOSING_SOON:
        return RoundState(key="open", sentence=sentence)
    days = left.days
    words = ngettext("%(count)s day left", "%(count)s days left", days) if days else _("less than one day left")
    return RoundState(key="closing_soon", sentence=sentence, time_left=words % {"count": days})


def _preparing() -> RoundState:
    sentence = _("This round is not open yet. Come back later, or write to the structure.")
    return RoundState(key="preparing", sentence=sentence)


def _opening(form: OpeningVersion) -> str:
    return moment(form.opens_at, form.zone_name)


def _closing(form: OpeningVersion) -> str:
    return moment(form.closes_at, form.zone_name)
