"""Vectors that the W3C and 1EdTech publish, and samples of the world.

They are no part of this project: OPENBADGES_VECTORS names the folder that holds them. Without it, this module is not
collected (see conftest.py).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wagtail_openbadges.standard.canonical import parse_json
from wagtail_openbadges.standard.contexts import VENDORED, Contexts
from wagtail_openbadges.standard.errors import OpenBadgesError, ProofError
from wagtail_openbadges.standard.keys import public_key_of
from wagtail_openbadges.standard.multibase import decode
from wagtail_openbadges.standard.proofs import document_hash, proof_hash, proofs_of, verify_proof

CONTEXTS = {
    "https://www.w3.org/ns/credentials/examples/v2": "credentials-examples-v2.jsonld",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-context-3.0.2.json",
}
# Some samples carry a second proof in the words of this context, which the folder does not hold. The proof that we
# read does not cover them, so the context stands empty.
EMPTY = {"https://w3id.org/security/suites/ed25519-2020/v1": {"@context": {}}}


def pytest_generate_tests(metafunc):
    folder = Path(os.environ["OPENBADGES_VECTORS"])
    vectors = [vector | {"folder": folder} for vector in json.loads((folder / "vectors.json").read_text())]
    samples = json.loads((folder / "samples/manifest.json").read_text())["cases"]
    cases = {
        "rdfc": [vector for vector in vectors if "documentHash" in vector and "jcs" not in vector["name"]],
        "jcs": [vector for vector in vectors if "jcs" in vector["name"]],
        "entry": [vector for vector in vectors if "file" in vector],
        "sample": [
            sample | {"folder": folder, "name": sample["file"]} for sample in samples if "jcs" not in sample["file"]
        ],
    }
    kind = next(kind for kind in cases if kind in metafunc.fixturenames)
    metafunc.parametrize(kind, cases[kind], ids=[case["name"] for case in cases[kind]])


def read(case, member):
    return parse_json((case["folder"] / case[member]).read_bytes())


def contexts_of(case):
    published = {url: json.loads((case["folder"] / "contexts" / file).read_text()) for url, file in CONTEXTS.items()}
    return Contexts({**VENDORED, **EMPTY, **published})


def key_named_by(method):
    """Take the key from the DID itself, or from the fragment: all that the level "signature" asks for."""
    return public_key_of(method.removeprefix("did:key:").rpartition("#")[2])


def verify_first_supported(document, contexts):
    refusals = []
    for proof in proofs_of(document):
        try:
            key = key_named_by(str(proof.get("verificationMethod")))
            verify_proof(document, public_key=key, proof=proof, contexts=contexts)
        except OpenBadgesError as refusal:
            refusals.append(refusal.code)
        else:
            return []
    return refusals


def test_published_vector_has_our_hashes_and_our_signature_check(rdfc):
    if "guide" in rdfc:
        guide = read(rdfc, "guide")
        document, proof = guide["credential"], guide["proof"]
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(rdfc["publicKeyHex"]))
    else:
        document, (proof,) = read(rdfc, "document"), proofs_of(read(rdfc, "signed"))
        key = public_key_of(rdfc["publicKeyMultibase"])
    contexts = contexts_of(rdfc)

    verify_proof(document, public_key=key, proof=proof, contexts=contexts)

    assert document_hash(document, contexts=contexts) == rdfc["documentHash"]
    assert proof_hash(proof, context=document["@context"], contexts=contexts) == rdfc["proofHash"]
    assert decode(proof["proofValue"]).hex() == rdfc["signatureHex"]


def test_published_vector_of_another_suite_is_refused_by_its_name(jcs):
    document = read(jcs, "signed")
    key = public_key_of(jcs["publicKeyMultibase"])

    with pytest.raises(ProofError) as refused:
        verify_proof(document, public_key=key, proof=document["proof"], contexts=contexts_of(jcs))

    assert (refused.value.code, refused.value.params) == ("proof_suite_unsupported", {"cryptosuite": "eddsa-jcs-2022"})


def test_published_entry_is_judged_as_published(entry):
    refusals = verify_first_supported(read(entry, "file"), contexts_of(entry))

    assert bool(refusals) == (entry["signature"] == "invalid"), refusals


def test_sample_of_the_world_is_judged_as_expected(sample):
    refusals = verify_first_supported(read(sample, "file"), contexts_of(sample))

    assert bool(refusals) == (sample["expect"] == "reject"), refusals
