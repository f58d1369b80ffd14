"""The text of a news as it travels in feeds and letters: plain elements, whole addresses, no style."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..renditions import picture

if TYPE_CHECKING:
    from .mixins import NewsPageMixin

DROPPED = frozenset({"script", "style", "svg", "template", "iframe", "object", "form", "button"})
"""Elements that stay behind with all that they hold."""

VOID = frozenset({"br", "hr", "img", "wbr", "input", "source", "col", "embed", "track"})
"""Elements that hold nothing and have no end."""

KEPT = frozenset({"alt", "colspan", "datetime", "height", "href", "lang", "rowspan", "scope", "src", "start", "width"})
ADDRESSES = frozenset({"href", "src"})
HIDDEN = "openbadges-visually-hidden"


def portable(page: NewsPageMixin, request: HttpRequest, address: str) -> SafeString:
    """Return the summary, the picture and the text of a news.

    Args:
        page: the news.
        request: renders its blocks.
        address: of the page, which its links are completed with.
    """
    context = {"page": page, "picture": picture(page.image, page.alt)}
    return carried(render_to_string("wagtail_openbadges/agenda/news_portable.html", context, request), address)


def carried(html: str, address: str) -> SafeString:
    """Rewrite some HTML so that it can be read elsewhere."""
    writer = PortableWriter(address)
    writer.feed(html)
    writer.close()
    return mark_safe("".join(writer.parts).strip())  # noqa: S308 - every text and attribute was escaped again


class PortableWriter(HTMLParser):
    """Write again what it reads, without what only our pages can use."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.parts: list[str] = []
        self.dropped: list[str] = []
        """The elements that are open inside one that is dropped, and that one itself."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_dropped = self.dropped or tag in DROPPED or HIDDEN in values.get("class", "").split()
        if is_dropped:
            if tag not in VOID:
                self.dropped.append(tag)
            return
        kept = "".join(
            f' {name}="{escape(self._value(name, value))}"' for name, value in values.items() if name in KEPT
        )
        self.parts.append(f"<{tag}{kept}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.dropped:
            self.parts.append(f"</{tag}>")
        elif tag in self.dropped:
            while self.dropped.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            self.parts.append(escape(data, quote=False))

    def _value(self, name: str, value: str) -> str:
        """Complete an address; one that means nothing stays as it was written."""
        with suppress(ValueError):
            return urljoin(self.address, value) if name in ADDRESSES else value
        return value
