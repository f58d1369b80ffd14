from __future__ import annotations

from copy import deepcopy
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from tests.standard.issued import ACHIEVEMENT, ASSERTION, ISSUER
from wagtail_openbadges.standard import v3
from wagtail_openbadges.standard.canonical import canonicalise
from wagtail_openbadges.standard.contexts import CREDENTIALS_V2, OPEN_BADGES_2, OPEN_BADGES_3, VENDORED, Contexts
from wagtail_openbadges.standard.errors import CanonicalError, ContextError, OpenBadgesError

CREDENTIAL = v3.credential(ASSERTION, ACHIEVEMENT, ISSUER)
BOTH = [CREDENTIALS_V2, OPEN_BADGES_3]
XSD = "http://www.w3.org/2001/XMLSchema#"


def vendored(url, _options):
    return {"contentType": None, "contextUrl": None, "documentUrl": url, "document": dict(VENDORED[url])}


def canonical_by_pyld(document):
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": vendored}
    return jsonld.normalize(document, options)


def refusal_of(document, contexts=VENDORED):
    with pytest.raises(OpenBadgesError) as refused:
        canonicalise(document, contexts=contexts)
    return refused.value.code


ENDORSEMENT = {
    "@context": BOTH,
    "id": "https://other.example/endorsements/1",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "did:web:other.example", "type": ["Profile"], "name": "Autre"},
    "validFrom": "2026-03-01T09:30:00Z",
    "credentialSubject": {
        "id": CREDENTIAL["id"],
        "type": ["EndorsementSubject"],
        "endorsementComment": "We read it and we recognise it.",
    },
    "proof": [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-03-01T09:30:00Z",
            "verificationMethod": "did:web:other.example#key",
            "proofPurpose": "assertionMethod",
            "proofValue": "z2",
        }
    ],
}


@pytest.mark.parametrize(
    "document",
    [
        CREDENTIAL,
        CREDENTIAL | {"endorsement": [ENDORSEMENT]},
        CREDENTIAL | {"awardedDate": "2026-03-01T09:30:00Z", "evidence": [], "description": None},
        CREDENTIAL | {"name": {"@value": "Accueil", "@language": "FR"}},
        CREDENTIAL | {"validUntil": {"@value": "2028-03-01T09:30:00Z", "@type": f"{XSD}dateTime"}},
        {
            "@context": BOTH,
            "id": "urn:example:1",
            "type": ["ResultDescription"],
            "allowedValue": ["A", "B", "B"],
            "valueMax": 20,
            # Old pyld pads negative exponents; the next test compares those with what JSON-LD asks.
            "valueMin": 2.5,
        },
        {"@context": BOTH, "id": "urn:example:1", "type": ["AchievementSubject"], "creditsEarned": 1.5, "role": True},
        {
            "@context": BOTH,
            "id": "_:a",
            "type": ["Profile"],
            "parentOrg": {"id": "_:b", "parentOrg": "_:a", "type": "Profile"},
        },
        {"@context": BOTH, "id": "urn:example:1", "type": ["ResultDescription"], "allowedValue": []},
    ],
    ids=[
        "ours",
        "endorsed",
        "odd date",
        "language",
        "value object",
        "lists and numbers",
        "float and boolean",
        "labelled blank nodes",
        "empty list",
    ],
)
def test_document_has_the_form_that_pyld_gives_it(document):
    assert canonicalise(document) == canonical_by_pyld(document)


@pytest.mark.parametrize(
    ("number", "literal"),
    [
        (3, f'"3"^^<{XSD}integer>'),
        (3.0, f'"3"^^<{XSD}integer>'),
        (0.5, f'"5.0E-1"^^<{XSD}double>'),
        (-0.5, f'"-5.0E-1"^^<{XSD}double>'),
        (123.456, f'"1.23456E2"^^<{XSD}double>'),
        ({"@value": 42, "@type": f"{XSD}double"}, f'"4.2E1"^^<{XSD}double>'),
        ({"@value": 42, "@type": f"{XSD}short"}, f'"42"^^<{XSD}short>'),
        ({"@value": "42", "@type": f"{XSD}string"}, '"42"'),
        (True, f'"true"^^<{XSD}boolean>'),
        (False, f'"false"^^<{XSD}boolean>'),
    ],
)
def test_number_is_written_as_json_ld_asks(number, literal):
    document = {"@context": BOTH, "id": "urn:example:1", "type": ["AchievementSubject"], "term": number}

    line = canonicalise(document).splitlines()[-1]

    assert line == f"<urn:example:1> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#term> {literal} ."


def changed(**members):
    return CREDENTIAL | members


def subject(**members):
    document = deepcopy(CREDENTIAL)
    document["credentialSubject"] |= members
    return document


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([CREDENTIAL], "json_not_object"),
        ({"id": "urn:example:1"}, "context_missing"),
        (changed(**{"@context": "https://example.org/context"}), "context_unknown"),
        (changed(**{"@context": [*CREDENTIAL["@context"], {"grade": "https://example.org/grade"}]}), "context_inline"),
        (changed(**{"@context": None}), "context_inline"),
        (subject(**{"@context": {"@vocab": "https://example.org/"}}), "context_inline"),
        (changed(**{"@context": [CREDENTIALS_V2] * 101}), "json_too_many_values"),
        (changed(grade="A"), "term_undefined"),
        (subject(**{"": "A"}), "term_undefined"),
        (changed(type=[*CREDENTIAL["type"], "Grade"]), "term_undefined"),
        (changed(type=[*CREDENTIAL["type"], "@grade"]), "term_undefined"),
        (changed(**{"@context": [CREDENTIALS_V2]}), "term_undefined"),
        (changed(**{"https://schema.org/name": "Other"}), "term_not_plain"),
        (changed(**{"https://www.w3.org/2018/credentials#validUntil": "2030-01-01T00:00:00Z"}), "term_not_plain"),
        (changed(**{"@id": "urn:example:1"}), "keyword_refused"),
        (changed(**{"@graph": []}), "keyword_refused"),
        (changed(**{"@included": [{"id": "urn:example:2"}]}), "keyword_refused"),
        (changed(**{"@reverse": {}}), "keyword_refused"),
        (changed(**{"@anything": 1}), "keyword_refused"),
        (changed(name={"@value": "A", "@direction": "ltr"}), "keyword_refused"),
        (changed(evidence={"@list": []}), "keyword_refused"),
        (changed(name={"@language": "fr"}), "keyword_refused"),
        (changed(name={"@value": "A", "@language": "fr"} | {"type": "Image"}), "json_ld_invalid"),
        (changed(name={"@value": ["A"]}), "json_ld_invalid"),
        (changed(name={"@value": "A", "@language": "fr . <urn:b>"}), "language_invalid"),
        (changed(name={"@value": "A", "@type": "Text"}), "iri_relative"),
        (changed(name={"@value": "A", "@type": "https://example.org/<Text>"}), "iri_relative"),
        (changed(name={"@value": {"a": 1}, "@type": "@json"}), "json_ld_invalid"),
        (changed(id="assertions/42"), "iri_relative"),
        (changed(id=""), "iri_relative"),
        (changed(id="@me"), "iri_relative"),
        (changed(id="https://example.org/a b"), "iri_relative"),
        (changed(id="https://example.org/<a>"), "iri_relative"),
        (changed(id="relative-reference:///a"), "iri_relative"),
        (changed(id=7), "json_ld_invalid"),
        (changed(issuer="//example.org/"), "iri_relative"),
        (changed(issuer="@me"), "iri_relative"),
        (changed(name="a\x00b"), "text_control_character"),
        (changed(name="a\x0bb"), "text_control_character"),
        (changed(name="a\x7fb"), "text_control_character"),
        (changed(name="a\ud800b"), "text_surrogate"),
        (changed(name=nan), "json_number"),
        (changed(name=2**53), "json_number"),
        (changed(name=b"bytes"), "json_not_a_value"),
        (changed(name={1: "a"}), "json_not_a_value"),
        (changed(name=["a"] * 4_001), "json_too_many_values"),
        (changed(name=["a" * 1_000_000] * 3), "json_too_large"),
        ({"@context": BOTH, "id": "urn:example:1"}, "graph_empty"),
        ({"@context": BOTH}, "graph_empty"),
        (changed(proof=42), "json_ld_invalid"),
        (changed(proof="urn:example:proof"), "json_ld_invalid"),
        (changed(proof={}), "json_ld_invalid"),
    ],
)
def test_document_that_would_lose_a_word_is_refused_by_name(document, code):
    assert refusal_of(document) == code


@pytest.mark.parametrize("credits", [0, 7, 2.5, -3, 2**53 - 1])
def test_number_that_every_reader_reads_alike_is_written_as_pyld_writes_it(credits):
    subject = CREDENTIAL["credentialSubject"]
    document = CREDENTIAL | {
        "credentialSubject": subject | {"achievement": subject["achievement"] | {"creditsAvailable": credits}}
    }

    statements = canonicalise(document)

    assert "#creditsAvailable>" in statements
    assert statements == canonical_by_pyld(document)


def test_document_nested_without_end_is_refused():
    document = {"id": "urn:example:1"}
    for _ in range(40):
        document = {"type": ["Profile"], "parentOrg": document}

    assert refusal_of(CREDENTIAL | {"issuer": document}) == "json_too_deep"


def test_end_date_moved_to_another_description_of_the_credential_is_refused():
    hidden = {name: value for name, value in CREDENTIAL.items() if name != "validUntil"}
    service = {"id": CREDENTIAL["id"], "type": ["1EdTechCredentialRefresh", "VerifiableCredential"]}
    honest = CREDENTIAL | {"refreshService": service}
    forged = hidden | {"refreshService": service | {"validUntil": CREDENTIAL["validUntil"]}}

    # Without our rule the two have the same canonical form: the signature of one would serve the other.
    assert canonical_by_pyld(forged) == canonical_by_pyld(honest) == canonicalise(honest)
    assert refusal_of(forged) == "subject_described_twice"


def test_word_that_a_context_maps_to_nothing_signable_is_refused():
    odd = Contexts(
        {
            "https://example.org/blank": {"@context": {"grade": "_:grade"}},
            "https://example.org/index": {"@context": {"grade": "@index"}},
            "https://example.org/null": {"@context": {"grade": None}},
        }
    )

    codes = {url: refusal_of({"@context": url, "grade": "A"}, contexts=odd) for url in odd}

    assert codes == dict.fromkeys(odd, "term_undefined")


def test_same_url_in_another_set_of_contexts_has_its_own_meaning():
    url = "https://example.org/context"
    sets = [Contexts({url: {"@context": {"grade": f"https://example.org/{name}"}}}) for name in ("one", "two")]

    texts = [canonicalise({"@context": url, "grade": "A"}, contexts=contexts) for contexts in sets]

    assert texts == [f'_:c14n0 <https://example.org/{name}> "A" .\n' for name in ("one", "two")]


def test_document_of_2_0_is_read_in_its_own_context():
    document = {"@context": OPEN_BADGES_2, "id": "https://example.org/a", "type": "Assertion"}

    text = canonicalise(document)

    assert text == (
        "<https://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/openbadges#Assertion> .\n"
    )


names = ["id", "type", "name", "evidence", "issuer", "proof", "@value", "@type", "@language", "@context", "@json"]
leaves = st.sampled_from([*names, "_:a"]) | st.text(max_size=8)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | leaves
json_values = st.recursive(
    scalars,
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(st.sampled_from(names) | st.text(max_size=4), children, max_size=4)
    ),
    max_leaves=8,
)


@given(st.sampled_from([*CREDENTIAL, "proof", "endorsement", "image", "termsOfUse"]), json_values)
def test_any_json_in_any_member_is_signed_or_refused_by_name(member, value):
    try:
        text = canonicalise(CREDENTIAL | {member: value})
    except (CanonicalError, ContextError):
        return

    assert text.endswith(" .\n")
