"""Verification: from whatever somebody hands in to one report; never a traceback, never “valid” in doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeGuard

from .baking import SIGNATURE, unbake_png
from .contexts import CREDENTIALS_V2, OPEN_BADGES_2
from .credential_checks import check_credential
from .errors import OpenBadgesError, VerificationError
from .hosted_checks import check_hosted, revocation_in, withdrawn
from .keys import did_web_address
from .loading import Loader, Memory, fetch, parse_object, site_of
from .members import listed
from .recipients import asked_address
from .report import (
    Check,
    Findings,
    Report,
    VerifiedFacts,
    attempt,
    not_reached,
    passed,
    refused,
)

WEB_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
JWS: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", re.ASCII)
# Documents that the standards know and that we do not judge yet, by a context or a type, with their name for people.
NOT_YET: Final = {
    "https://www.w3.org/2018/credentials/v1": "Verifiable Credentials 1.1",
    "https://w3id.org/openbadges/v1": "Open Badges 1.1",
    "EndorsementCredential": "EndorsementCredential",
    "EnvelopedVerifiableCredential": "EnvelopedVerifiableCredential",
    "VerifiablePresentation": "VerifiablePresentation",
}


def verify(data: bytes | str, *, load: Loader, now: datetime, recipient: str | None = None) -> Report:
    """Verify a badge: an image, a document or an address.

    Args:
        data: a PNG file, JSON, or an http(s) address, as bytes or text.
        load: reads the addresses that the badge leads to; each is asked once.
        now: the aware instant at which the badge must hold.
        recipient: `email:…` or `emailAddress:…` to compare with the badge's recipient.

    Returns:
        The report; an image with a 2.0 and a 3.0 badge gives one in which both must hold.

    Raises:
        AddressError: `recipient` is no such text.
    """
    judge = _Judge(loader=Memory(load), now=now, recipient=None if recipient is None else asked_address(recipient))
    kind = _kind_of(data)
    try:
        findings = judge.judge(data)
    except OpenBadgesError as error:
        findings = Findings((refused("input", error),))
    return Report(input=kind, checks=findings.checks, facts=findings.facts)


@dataclass(frozen=True, kw_only=True)
class _Judge:
    """One verification: who reads the web, when, and for whom."""

    loader: Loader
    now: datetime
    recipient: str | None

    def judge(self, data: bytes | str, *, inside_image: bool = False) -> Findings:
        """Judge an image, an address or a document; an image inside an image or behind its address is none."""
        if not inside_image and _is_png(data):
            return self.judge_image(data)
        text = _text_of(data)
        if not WEB_ADDRESS.fullmatch(text):
            return self.judge_text(text)
        response = fetch(self.loader, text)
        if response.status == 410:
            return withdrawn(revocation_in(response.body))
        if not inside_image and _is_png(response.body):
            return self.judge_image(response.body)
        return self.judge_text(_text_of(response.body))

    def judge_image(self, png: bytes) -> Findings:
        baked = unbake_png(png)
        texts = {part: text for part, text in (("2.0", baked.v2), ("3.0", baked.v3)) if text is not None}
        if not texts:
            raise VerificationError("image_without_badge")
        findings = [self.judge_part(part, text) for part, text in texts.items()]
        if len(findings) == 1:
            return findings[0]
        hosted, signed = findings
        agreement = attempt("parts", partial(_agreement, hosted.facts, signed.facts))
        return Findings((*hosted.checks, *signed.checks, agreement), signed.facts)

    def judge_part(self, part: str, text: str) -> Findings:
        try:
            findings = self.judge(text, inside_image=True)
        except OpenBadgesError as error:
            findings = Findings((refused("input", error),))
        return findings._replace(checks=tuple(replace(row, part=part) for row in findings.checks))

    def judge_text(self, text: str) -> Findings:
        if JWS.fullmatch(text):
            raise VerificationError("not_supported_yet", what="JWT")
        if text.startswith("<") and "<svg" in text:
            raise VerificationError("not_supported_yet", what="SVG")
        if not text.startswith("{"):
            raise VerificationError("input_not_badge")
        return self.judge_document(parse_object(text))

    def judge_document(self, document: Mapping[str, Any]) -> Findings:
        contexts = listed(document.get("@context"))
        for name in (*contexts, *listed(document.get("type"))):
            if isinstance(name, str) and name in NOT_YET:
                raise VerificationError("not_supported_yet", what=NOT_YET[name])
        if OPEN_BADGES_2 in contexts:
            return check_hosted(document, loader=self.loader, now=self.now, recipient=self.recipient)
        if CREDENTIALS_V2 in contexts:
            return check_credential(document, loader=self.loader, now=self.now, recipient=self.recipient)
        raise VerificationError("input_not_badge")


def _agreement(hosted: VerifiedFacts, signed: VerifiedFacts) -> Check:
    """Check that the two badges of one image name the same achievement, and issuers of the same site.

    Each issuer chooses its own name and the address of its achievement; its site it cannot choose.
    """
    if not (hosted.issuer_id and signed.issuer_id):
        return not_reached("parts")
    same_site = site_of(hosted.issuer_id) == site_of(did_web_address(signed.issuer_id))
    if not same_site or hosted.achievement_name != signed.achievement_name:
        raise VerificationError("parts_differ")
    return passed("parts", "parts_agree")


def _is_png(data: bytes | str) -> TypeGuard[bytes]:
    return isinstance(data, bytes) and data.startswith(SIGNATURE)


def _text_of(data: bytes | str) -> str:
    try:
        return (data.decode("utf-8-sig") if isinstance(data, bytes) else data).strip()
    except UnicodeDecodeError as error:
        raise VerificationError("input_not_badge") from error


def _kind_of(data: bytes | str) -> str:
    """Name what was handed in: its address, or the kind of file."""
    if _is_png(data):
        return "PNG"
    try:
        text = _text_of(data)
    except VerificationError:
        return "file"
    if WEB_ADDRESS.fullmatch(text):
        return text
    return "JSON" if text.startswith("{") else "text"
