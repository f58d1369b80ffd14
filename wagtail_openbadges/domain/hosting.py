"""Our own documents as they answer on the web, read from the records.

The public views serve these, and verification on the site reads the same through a loader, so that the site never
asks itself over the network.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ..models import AchievementVersion, Assertion, Issuer, Reception, StatusList
from ..standard import v2, v3
from ..standard.errors import UnreachableError
from ..standard.keys import did_web_address
from ..standard.loading import Response
from .facts import achievement_facts, assertion_facts, issuer_facts, key_facts

# Offered awards are between the issuer and the person until the person takes them.
ASSERTIONS = Assertion.objects.exclude(reception=Reception.OFFERED).select_related(
    "achievement_version__achievement__issuer__organisation", "status_list__issuer"
)
VERSIONS = AchievementVersion.objects.filter(frozen_at__isnull=False).select_related(
    "achievement__issuer__organisation"
)
ISSUERS = Issuer.objects.select_related("organisation")


@dataclass(frozen=True)
class Hosted:
    """A JSON document and the HTTP status that it answers with."""

    document: dict[str, Any]
    status: int = 200

    @property
    def body(self) -> bytes:
        """The document as bytes."""
        return json.dumps(self.document, ensure_ascii=False).encode()


def issuer_document(issuer: Issuer) -> Hosted:
    """Describe an issuer in 2.0 (Open Badges 2.0, Profile)."""
    return Hosted(v2.issuer_document(issuer_facts(issuer)))


def did_document(issuer: Issuer) -> Hosted:
    """Describe an issuer as 3.0 profile and DID document in one (Open Badges 3.0, §B.1.13; DID Core 1.0, §5)."""
    return Hosted(v3.profile_document(issuer_facts(issuer), key_facts(issuer)))


def badge_class_document(version: AchievementVersion) -> Hosted:
    """Describe a frozen version in 2.0 (Open Badges 2.0, BadgeClass)."""
    return Hosted(v2.badge_class_document(achievement_facts(version), issuer_facts(version.achievement.issuer)))


def achievement_document(version: AchievementVersion) -> Hosted:
    """Describe a frozen version in 3.0 (Open Badges 3.0, §B.1.1)."""
    return Hosted(v3.achievement_document(achievement_facts(version), issuer_facts(version.achievement.issuer)))


def assertion_document(assertion: Assertion) -> Hosted:
    """Describe an award in 2.0: 410 with `revoked` once it is revoked (Open Badges 2.0, hosted verification)."""
    if assertion.is_revoked:
        return Hosted(v2.revoked_document(assertion.address, assertion.revocation_reason), status=410)
    return Hosted(v2.assertion_document(assertion_facts(assertion), achievement_facts(assertion.achievement_version)))


class RecordLoader:
    """Answer our own addresses from the records; any other address is unreachable."""

    _path = re.compile(r"/(issuers|achievements|assertions|status)/([0-9a-f-]{36})/(?:versions/(\d{1,9})/)?([\w.]*)$")

    def load(self, url: str) -> Response:
        """Answer one address as a GET without Accept would.

        Raises:
            UnreachableError: when the address is not one of ours.
        """
        answer = self._find(url)
        if answer is not None:
            return answer
        if any(url.startswith(base) for base in Issuer.objects.values_list("base_url", flat=True).distinct()):
            return Response(status=404)
        raise UnreachableError("address_unreachable", url=url)

    def _find(self, url: str) -> Response | None:
        match = self._path.search(url)
        if match is None:
            return None
        kind, identifier, number, name = match.groups()
        try:
            uuid = UUID(identifier)
        except ValueError:
            return None
        answer: Response | None = getattr(self, f"_{kind}")(url, uuid, number, name)
        return answer

    def _issuers(self, url: str, uuid: UUID, number: str | None, name: str) -> Response | None:
        issuer = ISSUERS.filter(uuid=uuid).first()
        if issuer is None:
            return None
        if url == issuer.address:
            return Response(body=issuer_document(issuer).body)
        if url in (did_web_address(issuer.did), f"{issuer.address}did.json"):
            return Response(body=did_document(issuer).body)
        return None

    def _achievements(self, url: str, uuid: UUID, number: str | None, name: str) -> Response | None:
        version = VERSIONS.filter(achievement__uuid=uuid, number=number or 0).first()
        if version is None:
            return None
        if url == version.address:
            return Response(body=badge_class_document(version).body)
        if url == f"{version.address}v3.json":
            return Response(body=achievement_document(version).body)
        if url == version.image_address:
            return Response(body=bytes(version.image))
        return None

    def _assertions(self, url: str, uuid: UUID, number: str | None, name: str) -> Response | None:
        assertion = ASSERTIONS.filter(uuid=uuid).first()
        if assertion is None:
            return None
        if url == assertion.address:
            hosted = assertion_document(assertion)
            return Response(status=hosted.status, body=hosted.body)
        if url == assertion.credential_address:
            return _signed(assertion.credential)
        return None

    def _status(self, url: str, uuid: UUID, number: str | None, name: str) -> Response | None:
        status_list = StatusList.objects.select_related("issuer").filter(uuid=uuid).first()
        if status_list is None or url != status_list.address:
            return None
        return _signed(status_list.signed)


def _signed(stored: bytes | memoryview[int] | None) -> Response:
    """Answer signed bytes; until a job has signed them, they are not ready, which is not the same as not there."""
    return Response(body=bytes(stored)) if stored else Response(status=503)
