"""The documents and images that backpacks, wallets and verifiers read, at addresses that never change."""

from __future__ import annotations

import io
import json
from typing import Any, TypeVar
from uuid import UUID

import segno
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

from ..domain import hosting
from ..models import AchievementVersion, Assertion, KeyState, SigningKey, StatusList
from ..standard.baking import bake_png
from ..standard.keys import jwk_of
from .errors import GoneError, MissingError, NotReadyError
from .negotiation import CREDENTIAL, MINUTES, MONTH, document, prefers_page, public_document, vary_on_accept
from .showcase import issuer_page, version_page

PNG = "image/png"
DID_DOCUMENT = "application/did+json"
AWARDS = hosting.ASSERTIONS.defer(
    "achievement_version__achievement__issuer__organisation__logo", "status_list__bits", "status_list__signed"
)
KEYS = SigningKey.objects.filter(algorithm=SigningKey.Algorithm.ED25519).order_by("pk")

M = TypeVar("M", bound=Model)


def found(rows: QuerySet[M], code: str, **lookup: Any) -> M:
    """Return the row that an address names.

    Raises:
        MissingError: there is none; `code` says what is missing.
    """
    row = rows.filter(**lookup).first()
    if row is None:
        raise MissingError(code)
    return row


def found_award(uuid: UUID, rows: QuerySet[Assertion] = AWARDS) -> Assertion:
    """Return the award that an address names, its image and its credential aside."""
    return found(rows, "assertion_unknown", uuid=uuid)


@public_document
def issuer(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the 2.0 Profile of an issuer, or its page."""
    row = found(hosting.ISSUERS, "issuer_unknown", uuid=uuid)
    if prefers_page(request):
        return vary_on_accept(issuer_page(request, row))
    return vary_on_accept(document(request, hosting.issuer_document(row).body))


@public_document
def issuer_image(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the logo of an issuer."""
    logo = bytes(found(hosting.ISSUERS, "issuer_unknown", uuid=uuid).organisation.logo)
    if not logo:
        raise MissingError("issuer_without_image")
    return document(request, logo, content_type=PNG)


@public_document
def issuer_did(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the DID document of an issuer, which is its 3.0 Profile too."""
    row = found(hosting.ISSUERS, "issuer_unknown", uuid=uuid)
    return document(request, hosting.did_document(row).body, content_type=DID_DOCUMENT)


@public_document
def key(request: HttpRequest, uuid: UUID, kid: str) -> HttpResponseBase:
    """Answer one key of an issuer as a JWK; retired keys stay for ever, compromised ones are gone."""
    row = found(KEYS, "key_unknown", issuer__uuid=uuid, kid=kid)
    if row.state == KeyState.COMPROMISED:
        raise GoneError("key_compromised")
    return document(request, _json(jwk_of(row.public_part, kid=row.kid)))


@public_document
def jwks(request: HttpRequest) -> HttpResponseBase:
    """Answer all the keys of this site that a signature may rest on."""
    trusted = KEYS.exclude(state=KeyState.COMPROMISED)
    return document(request, _json({"keys": [jwk_of(row.public_part, kid=row.kid) for row in trusted]}))


@public_document
def achievement_version(request: HttpRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Answer the 2.0 BadgeClass of a frozen version, or its page."""
    row = _version(uuid, number)
    if prefers_page(request):
        return vary_on_accept(version_page(request, row))
    return vary_on_accept(document(request, hosting.badge_class_document(row).body, headers=_in(row)))


@public_document
def achievement_version_v3(request: HttpRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Answer a frozen version as a 3.0 Achievement."""
    row = _version(uuid, number)
    return document(request, hosting.achievement_document(row).body, headers=_in(row))


@public_document
def achievement_version_image(request: HttpRequest, uuid: UUID, number: int) -> HttpResponseBase:
    """Answer the image of a frozen version, which never changes."""
    row = _version(uuid, number, hosting.VERSIONS)
    return document(request, bytes(row.image), content_type=PNG, max_age=MONTH, last_modified=row.frozen_at)


@public_document
def assertion(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the 2.0 Assertion of an award, with 410 once it is revoked; people go to the verification page."""
    if prefers_page(request):
        return vary_on_accept(HttpResponseRedirect(reverse("openbadges:assertion_verify", args=[uuid])))
    row = found_award(uuid, AWARDS.defer("credential", "achievement_version__image"))
    hosted = hosting.assertion_document(row)
    headers = {"Content-Language": row.achievement_version.language}
    return vary_on_accept(document(request, hosted.body, status=hosted.status, max_age=MINUTES, headers=headers))


@public_document
def credential(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the signed 3.0 credential, byte for byte as it was signed."""
    return document(request, _signed(found_award(uuid)), content_type=CREDENTIAL)


@public_document
def badge_png(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the image of the badge with the 2.0 and the 3.0 badge inside, as a file to keep."""
    row = found_award(uuid)
    version = row.achievement_version
    baked = bake_png(bytes(version.image), v2=row.address, v3=_signed(row).decode())
    headers = {"Content-Disposition": content_disposition_header(True, f"{file_name(version.name)}.png")}
    return document(request, baked, content_type=PNG, headers=headers)


@public_document
def qr(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer the address of the verification page as a drawing that telephones read."""
    row = found_award(uuid, AWARDS.defer("credential", "achievement_version__image"))
    drawing = io.BytesIO()
    segno.make_qr(row.verify_address).save(drawing, kind="svg", scale=8, dark="#000", light="#fff")
    return document(request, drawing.getvalue(), content_type="image/svg+xml", max_age=MONTH)


@public_document
def status(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer a status list as it was last signed: a job signs it after each change, never a reader."""
    row = found(StatusList.objects.defer("bits"), "status_list_unknown", uuid=uuid)
    if not row.signed:
        raise _not_signed_yet()
    return document(request, bytes(row.signed), content_type=CREDENTIAL, max_age=MINUTES, last_modified=row.signed_at)


def file_name(name: str) -> str:
    """Turn the name of a badge into one that every computer takes: transliterated, because slugify drops œ."""
    return slugify(string_to_ascii(name))[:80] or "badge"


def _version(uuid: UUID, number: int, rows: QuerySet[AchievementVersion] | None = None) -> AchievementVersion:
    rows = hosting.VERSIONS.defer("image") if rows is None else rows
    return found(rows, "achievement_unknown", achievement__uuid=uuid, number=number)


def _in(version: AchievementVersion) -> dict[str, str]:
    return {"Content-Language": version.language}


def _signed(award: Assertion) -> bytes:
    if not award.is_signed:
        raise _not_signed_yet()
    return bytes(award.credential)


def _not_signed_yet() -> NotReadyError:
    return NotReadyError("not_signed_yet", headers={"Retry-After": "60"})


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
