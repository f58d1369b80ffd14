"""The judges: our own verifier and other people's, each behind one function from cases to verdicts."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openbadges_bakery
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob2.verifier import OB2Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3Verifier

from tests.standard.issued import Web, as_json
from wagtail_openbadges.standard.contexts import VENDORED
from wagtail_openbadges.standard.instants import format_instant
from wagtail_openbadges.standard.loading import Response
from wagtail_openbadges.standard.report import Outcome, Verdict
from wagtail_openbadges.standard.verification import verify

SCRIPTS = Path(__file__).parent / "node"
CONTEXTS = {url: Response(body=as_json(dict(document))) for url, document in VENDORED.items()}
NODE_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is laid before a judge: a document or image, what the web answers, the instant, whose it should be."""

    name: str
    data: bytes
    documents: Mapping[str, Response]
    now: datetime
    recipient: str = ""

    def as_json_line(self) -> str:
        answers = {**CONTEXTS, **self.documents}
        return json.dumps(
            {
                "variant": self.name,
                "document": self.data.decode(),
                "documents": {
                    url: {"status": each.status, "body": each.body.decode()} for url, each in answers.items()
                },
                "now": format_instant(self.now),
            }
        )


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a judge said: accepted or not, and in its own words why not."""

    accepted: bool
    reason: str


def ours(case: Case) -> Ruling:
    recipient = f"email:{case.recipient}" if case.recipient else None
    report = verify(case.data, load=Web(dict(case.documents)), now=case.now, recipient=recipient)
    reasons = [row.code for row in report.checks if row.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    known = [code for code in reasons if code != "not_reached"]
    return Ruling(accepted=report.verdict is Verdict.VALID, reason=", ".join(dict.fromkeys(known)))


def openbadgeslib_signed(case: Case) -> Ruling:
    """Judge a 3.0 credential, but neither its status nor its recipient.

    The library reads status lists only as JWT, and compares an address with the subject's id, never with its hash.
    """
    return _ruling(lambda: OB3LdpVerifier().verify(case.data, download=_download(case), check_status=False))


def openbadgeslib_hosted(case: Case) -> Ruling:
    """Judge a hosted 2.0 Assertion."""
    verifier = OB2Verifier(download=_download(case))
    return _ruling(lambda: verifier.verify_hosted(case.data.decode(), expected_recipient=case.recipient or None))


def openbadgeslib_image(case: Case) -> Ruling:
    """Judge both badges of an image, each un-baked by the library itself."""

    def judge() -> None:
        hosted = _download(case)(OB2Verifier.extract_token_from_png(case.data))
        OB2Verifier(download=_download(case)).verify_hosted(hosted.decode())
        signed = OB3Verifier.extract_token_from_png(case.data)
        OB3LdpVerifier().verify(signed, download=_download(case), check_status=False)

    return _ruling(judge)


def bakery(case: Case) -> Ruling:
    """Un-bake the 2.0 badge of an image and find an address that answers; the library judges nothing else."""
    try:
        address = openbadges_bakery.unbake(io.BytesIO(case.data))
    except Exception as error:  # noqa: BLE001 - the PNG reader that it uses has errors of many kinds
        return Ruling(accepted=False, reason=type(error).__name__)
    return Ruling(accepted=address in case.documents, reason="" if address in case.documents else "no address")


def digitalbazaar(cases: Iterable[Case]) -> dict[str, Ruling]:
    """Judge 3.0 credentials with Digital Bazaar's libraries, all in one process."""
    return _node("digitalbazaar.mjs", "\n".join(case.as_json_line() for case in cases))


def verifier_core(cases: Iterable[Case]) -> dict[str, Ruling]:
    """Judge 3.0 credentials with the DCC's verifier, one process each: it remembers DID documents."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = pool.map(lambda case: _node("verifier-core.mjs", case.as_json_line()), cases)
        return {name: ruling for answer in answers for name, ruling in answer.items()}


def one_by_one(judge: Callable[[Case], Ruling]) -> Callable[[Iterable[Case]], dict[str, Ruling]]:
    """Let a judge of one case judge many."""
    return lambda cases: {case.name: judge(case) for case in cases}


# Which judges can read which kind of thing at all.
JUDGES = {
    "signed": {
        "ours": one_by_one(ours),
        "digitalbazaar": digitalbazaar,
        "verifier-core": verifier_core,
        "openbadgeslib": one_by_one(openbadgeslib_signed),
    },
    "hosted": {"ours": one_by_one(ours), "openbadgeslib": one_by_one(openbadgeslib_hosted)},
    "image": {
        "ours": one_by_one(ours),
        "openbadgeslib": one_by_one(openbadgeslib_image),
        "openbadges-bakery": one_by_one(bakery),
    },
}


def _download(case: Case) -> Callable[[str], bytes]:
    def download(url: str) -> bytes:
        response = case.documents.get(url)
        if response is None or response.status != 200:
            raise OSError(f"{url} does not answer")
        return response.body

    return download


def _ruling(judge: Callable[[], object]) -> Ruling:
    try:
        judge()
    except (LibOpenBadgesException, OSError) as error:
        return Ruling(accepted=False, reason=str(error))
    return Ruling(accepted=True, reason="")


def _node(script: str, lines: str) -> dict[str, Ruling]:
    run = subprocess.run(
        ["node", SCRIPTS / script], input=lines, capture_output=True, text=True, check=True, timeout=NODE_SECONDS
    )
    verdicts = [json.loads(line) for line in run.stdout.splitlines()]
    return {each["variant"]: Ruling(accepted=each["accepted"], reason=each["reason"]) for each in verdicts}
