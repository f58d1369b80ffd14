"""What search engines read about a news, in the words of schema.org."""

from __future__ import annotations

from typing import Any

from ...authoring.json_ld import filled


def news(
    *,
    headline: str,
    description: str,
    url: str,
    image: str,
    language: str,
    published: str,
    modified: str,
    author: dict[str, Any],
    publisher: str,
    topics: list[str],
) -> dict[str, Any]:
    """Describe a news; what is empty is left out.

    Args:
        headline: its title.
        description: in two or three sentences.
        url: of the page.
        image: address of a picture.
        language: its code.
        published: the day that readers see, in ISO form.
        modified: the instant of its last publication, in ISO form.
        author: `name`, and `is_person` unless a structure wrote it.
        publisher: name of the structure that publishes it.
        topics: their names.
    """
    kind = "Person" if author["is_person"] else "Organization"
    return filled(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": headline,
            "description": description,
            "mainEntityOfPage": url,
            "image": image,
            "inLanguage": language,
            "datePublished": published,
            "dateModified": modified,
            "author": author["name"] and {"@type": kind, "name": author["name"]},
            "publisher": publisher and {"@type": "Organization", "name": publisher},
            "keywords": topics,
        }
    )
