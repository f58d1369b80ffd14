"""A site whose badge pages are two addresses: enough to claim through, with no page class in the way."""

from __future__ import annotations

import io
import re

from django.shortcuts import get_object_or_404
from django.test import Client
from django.urls import path
from PIL import Image

from tests.factories import make_issuer, make_link, make_opening
from tests.urls import urlpatterns as site_urlpatterns
from wagtail_openbadges.domain import access
from wagtail_openbadges.models import AccessLink, Opening, Submission
from wagtail_openbadges.public import claiming

ADDRESS = "lea@example.org"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def start(request, opening):
    return claiming.start(
        request, Opening.objects.filter(uuid=opening).first(), page_url=f"/badges/{opening}/", language="en"
    )


def confirm(request, opening, link):
    found = get_object_or_404(Opening, uuid=opening)
    return claiming.confirm(request, found, link, page_url=f"/badges/{opening}/", language="en")


urlpatterns = [
    path("badges/<uuid:opening>/claim/", start),
    path("badges/<uuid:opening>/claim/confirm/<uuid:link>/", confirm),
    *site_urlpatterns,
]


def question(uid: str, field_type: str = "singleline", **said) -> dict:
    return {
        "uid": uid,
        "label": f"Question {uid}",
        "help": "",
        "field_type": field_type,
        "required": True,
        "choices": [],
        "default": "",
        "section": "",
        **said,
    }


def english_opening(**changes) -> Opening:
    """Return an opening whose pages speak English, so that tests read as their pages do."""
    said = {
        "language": "en",
        "name": "Committed volunteer",
        "questions": (question("mission", "multiline"),),
        "privacy_notice": "Only the structure reads your answers.",
    }
    issuer = changes.pop("issuer", None) or make_issuer()
    return make_opening(issuer, **{**said, **changes})


def claim_url(opening: Opening) -> str:
    return f"/badges/{opening.uuid}/claim/"


def confirm_url(link: AccessLink) -> str:
    return f"{claim_url(link.opening)}confirm/{link.uuid}/"


def link_url(link: AccessLink) -> str:
    return f"/openbadges/links/{access.token_of(link)}/"


def stranger() -> Client:
    return Client(headers={"accept-language": "en"})


class Meanwhile:
    """Let something happen between the moment when a request has read its file and the one when it writes."""

    def __init__(self, act):
        self.act = act
        self.happened = False

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and not self.happened:
            self.happened = True
            self.act()
        return execute(sql, params, many, context)


def claimant(opening: Opening, address: str = ADDRESS) -> tuple[Client, Submission]:
    """Return a device that followed the link of its address, and the draft that this opened."""
    client = stranger()
    link = make_link(opening, address=address)
    AccessLink.objects.filter(pk=link.pk).update(language="en")
    client.post(link_url(link))
    return client, Submission.objects.get(opening=opening, holder__email=address)


def file_url(submission: Submission, page: str = "") -> str:
    return f"/openbadges/submissions/{submission.uuid}/{page}"


def photo(size: tuple[int, int] = (40, 30), file_format: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, file_format)
    return out.getvalue()


def text_of(response) -> str:
    """Return what a person reads of a page, on one line."""
    content = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    content = re.sub(r"<[^>]+>", " ", content)
    return re.sub(r"\s+", " ", content).replace("&#x27;", "'").replace("&amp;", "&").strip()


def errors_of(response) -> list[str]:
    """Return the lines of the error summary."""
    found = re.search(r'class="openbadges-error-summary".*?</ul>', response.content.decode(), flags=re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found.group(0), flags=re.DOTALL) if found else []
    return [re.sub(r"<[^>]+>", "", line).strip().replace("&#x27;", "'") for line in lines]
