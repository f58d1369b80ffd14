"""What search engines read about a badge, in the words of schema.org."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(document: dict[str, Any]) -> SafeString:
    """Write a document as a data block: Django's `json_script` cannot give it this media type."""
    text = json.dumps(document, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - just escaped


def badge(
    *,
    name: str,
    description: str,
    url: str,
    image: str,
    language: str,
    issuer: str,
    issuer_url: str,
    criteria: list[str],
) -> dict[str, Any]:
    """Describe a badge; what is empty is left out."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "EducationalOccupationalCredential",
            "name": name,
            "description": description,
            "url": url,
            "image": image,
            "inLanguage": language,
            "credentialCategory": "badge",
            "competencyRequired": criteria,
            "publisher": issuer and _filled({"@type": "Organization", "name": issuer, "url": issuer_url}),
        }
    )


def _filled(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value}
