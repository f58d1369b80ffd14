"""What search engines read about a badge or a call, in the words of schema.org."""

from __future__ import annotations

from typing import Any

from ..authoring.json_ld import filled


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
    return filled(
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
            "publisher": issuer and filled({"@type": "Organization", "name": issuer, "url": issuer_url}),
        }
    )


def call(
    *,
    name: str,
    description: str,
    url: str,
    image: str,
    funders: list[dict[str, str]],
    sponsors: list[dict[str, str]],
    action: dict[str, Any] | None,
) -> dict[str, Any]:
    """Describe a call or one of its rounds; what is empty is left out.

    Args:
        name: of the call, with its round when it is one.
        description: in a sentence.
        url: of the page.
        image: address of a picture.
        funders: structures that give money, with `name` and `url`.
        sponsors: those that carry the call otherwise, with `name` and `url`.
        action: how one applies now: `target`, and `startTime` and `endTime` in ISO form; None when one cannot.
    """
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "Grant",
            "name": name,
            "description": description,
            "url": url,
            "image": image,
            "funder": _organisations(funders),
            "sponsor": _organisations(sponsors),
            "potentialAction": action and filled({"@type": "ApplyAction", **action}),
        }
    )


def _organisations(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [filled({"@type": "Organization", "name": row["name"], "url": row["url"]}) for row in rows]
