from __future__ import annotations

import gzip
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_openbadges.standard.errors import StatusListError
from wagtail_openbadges.standard.facts import IssuerFacts
from wagtail_openbadges.standard.status_list import (
    MINIMUM_BITS,
    StatusBits,
    read_status,
    status_list_credential,
)

# Bitstring Status List 1.0, example 9: a list of 131,072 slots, none of them set.
PUBLISHED_EMPTY_LIST = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"

ISSUER = IssuerFacts(
    address="https://badges.example/issuers/1/",
    did="did:web:badges.example:issuers:1",
    name="Les Tilleuls",
    url="https://tilleuls.example/",
    email="badges@tilleuls.example",
)


def encoded(octets: bytes) -> str:
    return "u" + urlsafe_b64encode(octets).decode().rstrip("=")


def credential(**changes: object) -> dict:
    bits = StatusBits()
    bits.set(42)
    built = status_list_credential(
        address="https://badges.example/status/1/", issuer=ISSUER, bits=bits, issued_at=datetime(2026, 5, 4, tzinfo=UTC)
    )
    return built | changes


def test_status_bits_published_list_is_read_as_empty():
    bits = StatusBits.decode(PUBLISHED_EMPTY_LIST)

    assert bytes(bits) == bytes(MINIMUM_BITS // 8)


def test_status_bits_slot_zero_is_the_left_most_bit_of_the_first_byte():
    bits = StatusBits()

    bits.set(0)
    bits.set(9)

    assert bytes(bits)[:3] == bytes([0b1000_0000, 0b0100_0000, 0])


@given(st.sets(st.integers(0, MINIMUM_BITS - 1), max_size=20))
def test_status_bits_written_and_read_again_keep_the_same_slots(indexes):
    bits = StatusBits()
    for index in indexes:
        bits.set(index)

    read = StatusBits.decode(bits.encoded_list())

    slots = f"{int.from_bytes(bytes(read)):0{MINIMUM_BITS}b}"
    assert {index for index, slot in enumerate(slots) if slot == "1"} == indexes


def test_status_bits_cleared_slot_is_no_longer_set():
    bits = StatusBits()
    bits.set(7)

    bits.set(7, False)

    assert bytes(bits) == bytes(MINIMUM_BITS // 8)


def test_status_bits_written_twice_give_the_same_text():
    bits = StatusBits()
    bits.set(1000)

    assert bits.encoded_list() == StatusBits(bytes(bits)).encoded_list()


@pytest.mark.parametrize("index", [-1, MINIMUM_BITS])
def test_status_bits_slot_that_does_not_exist_is_refused(index):
    bits = StatusBits()

    with pytest.raises(StatusListError) as refused:
        bits.get(index)
    with pytest.raises(StatusListError) as refused_to_set:
        bits.set(index)

    assert refused.value.code == refused_to_set.value.code == "status_index_out_of_range"
    assert refused.value.params == {"index": index, "size": MINIMUM_BITS}


def test_status_bits_list_too_short_for_privacy_is_refused():
    with pytest.raises(StatusListError) as refused:
        StatusBits(bytes(MINIMUM_BITS // 8 - 1))

    assert refused.value.code == "status_size_unusable"


def test_status_bits_gzip_bomb_is_refused_before_it_is_unpacked():
    bomb = encoded(gzip.compress(bytes(64 * 1024 * 1024)))

    with pytest.raises(StatusListError) as refused:
        StatusBits.decode(bomb)

    assert refused.value.code == "status_list_too_large"


@pytest.mark.parametrize(
    "text",
    [
        None,
        42,
        "",
        "u",
        PUBLISHED_EMPTY_LIST[1:],
        PUBLISHED_EMPTY_LIST + "=",
        "uA",
        encoded(bytes(MINIMUM_BITS // 8)),
        encoded(zlib.compress(bytes(MINIMUM_BITS // 8))),
        encoded(gzip.compress(bytes(MINIMUM_BITS // 8), mtime=0)[:-1]),
        encoded(gzip.compress(bytes(MINIMUM_BITS // 8), mtime=0) + b"more"),
        PUBLISHED_EMPTY_LIST.replace("-", "+"),
    ],
)
def test_status_bits_text_that_is_no_list_is_refused(text):
    with pytest.raises(StatusListError) as refused:
        StatusBits.decode(text)

    assert refused.value.code == "status_list_unreadable"


def test_status_list_credential_holds_what_the_specification_asks_for():
    built = credential()

    encoded_list = built["credentialSubject"].pop("encodedList")
    assert built == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://badges.example/status/1/",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:badges.example:issuers:1",
        "validFrom": "2026-05-04T00:00:00Z",
        "credentialSubject": {
            "id": "https://badges.example/status/1/#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
        },
    }
    octets = gzip.decompress(urlsafe_b64decode(encoded_list[1:] + "=" * (-len(encoded_list[1:]) % 4)))
    assert octets == bytes(5) + b"\x20" + bytes(MINIMUM_BITS // 8 - 6)


@pytest.mark.parametrize(("index", "is_set"), [(41, False), (42, True), (43, False)])
def test_read_status_tells_whether_the_slot_is_set(index, is_set):
    assert read_status(credential(), index) is is_set


def test_read_status_list_of_several_purposes_is_read():
    document = credential()
    document["credentialSubject"]["statusPurpose"] = ["suspension", "revocation"]

    assert read_status(document, 42) is True


def test_read_status_list_about_something_else_is_refused():
    document = credential()

    with pytest.raises(StatusListError) as refused:
        read_status(document, 42, purpose="suspension")

    assert refused.value.code == "status_list_other_purpose"


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["VerifiableCredential"]},
        {"type": None},
        {"credentialSubject": None},
        {"credentialSubject": [{"type": "BitstringStatusList"}]},
        {"credentialSubject": {"type": "StatusList2021"}},
    ],
)
def test_read_status_document_that_is_no_list_is_refused(changes):
    document = credential(**changes)

    with pytest.raises(StatusListError) as refused:
        read_status(document, 42)

    assert refused.value.code == "status_list_not_a_list"
