"""The tree of errors.

Each class lists its codes with an English sentence that tells a person what to do. Codes are stable: a program
may rely on them, and `public/wording.py` translates every one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar


class OpenBadgesError(Exception):
    """Something that this project refuses, by a stable code, with parameters and an English sentence."""

    messages: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, /, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(self.messages[code].format_map(params))

    @classmethod
    def catalogue(cls) -> Iterator[tuple[str, str]]:
        """Yield every (code, English sentence) of this class and of all that derive from it."""
        yield from cls.messages.items()
        for child in cls.__subclasses__():
            yield from child.catalogue()


class ContextError(OpenBadgesError):
    """A JSON-LD context that we do not hold, or whose bytes are not the pinned ones."""

    messages: ClassVar[Mapping[str, str]] = {
        "context_altered": "The file “{file}” is not the one that was pinned. Install the package again.",
        "context_unknown": "This document uses the context “{url}”, which we do not know. We cannot read its terms.",
        "context_missing": "This document has no “@context”, so its words have no meaning that can be verified.",
        "context_inline": "This document defines words of its own inside “@context”. Only published contexts are read.",
    }


class CanonicalError(OpenBadgesError):
    """A document that cannot be put in canonical form without losing something or working for ever."""

    messages: ClassVar[Mapping[str, str]] = {
        "json_not_object": "This is not a JSON object.",
        "json_unreadable": "This is not JSON in UTF-8. Check that the file is complete.",
        "json_duplicate_member": "The member “{name}” appears twice in the same object. One of them would be ignored.",
        "json_number": "The number {number} is not read in the same way by all programs. Send it as text.",
        "json_too_large": "This document is too large: at most {maximum} characters are read.",
        "json_too_deep": "This document is nested too deeply: at most {maximum} levels are read.",
        "json_too_many_values": "This document has too many values: at most {maximum} are read.",
        "json_not_a_value": "A value of the type “{type}” has no place in JSON.",
        "text_control_character": "A text of this document holds a control character ({code}). Remove it.",
        "text_surrogate": "A text of this document holds half of a character ({code}). Save the file again in UTF-8.",
        "keyword_refused": "The JSON-LD keyword “{keyword}” is not allowed here: what it adds could stay unsigned.",
        "term_not_plain": "“{name}” is written as an address. Use the word that the context defines for it.",
        "term_undefined": "The word “{name}” is not defined by the contexts of this document, so it cannot be signed.",
        "iri_relative": "“{iri}” is not a complete address. Write it in full, beginning with https: or urn:.",
        "language_invalid": "“{language}” is not a language tag such as “fr” or “fr-BE”.",
        "subject_described_twice": "The address “{iri}” of this document is described again inside it.",
        "json_ld_invalid": "This document is not valid JSON-LD ({reason}).",
        "graph_empty": "Nothing in this document can be signed.",
        "graph_too_complex": "This document has too many parts that look alike. It would take too long to check.",
    }


class KeyFormatError(OpenBadgesError):
    """A key, a DID or an encoding that cannot be read."""

    messages: ClassVar[Mapping[str, str]] = {
        "multibase_unknown": "This value does not begin with “z” (base58btc) or “u” (base64url).",
        "multibase_unreadable": "This value holds a character that its encoding does not have, or is cut short.",
        "multibase_too_long": "This value is too long: at most {maximum} characters are read.",
        "key_type_unsupported": "Keys of the type {type} are not supported. Use an Ed25519 key.",
        "key_size_wrong": "An Ed25519 key has 32 bytes; this one has {size}.",
        "did_method_unsupported": "“{did}” is not a did:web identifier. Other methods are not supported.",
        "did_invalid": "“{did}” is not a well-formed did:web identifier.",
        "did_base_invalid": "“{url}” cannot be the base of a did:web identifier. Give an http or https address.",
    }


class ProofError(OpenBadgesError):
    """A proof that does not hold, or that we cannot judge."""

    messages: ClassVar[Mapping[str, str]] = {
        "proof_missing": "This document carries no proof.",
        "proof_malformed": "The proof of this document is not well formed: look at “{member}”.",
        "proof_type_unsupported": "Proofs of the type “{type}” are not supported.",
        "proof_suite_unsupported": "Proofs made with “{cryptosuite}” are not supported.",
        "proof_chain_unsupported": "Chains of proofs (“previousProof”) are not supported.",
        "proof_purpose_wrong": "This proof was made for “{purpose}”, not to assert a credential.",
        "proof_context_mismatch": "The contexts of the proof are not those of the document.",
        "proof_signature_invalid": "The signature does not match: the document was changed, or another key signed it.",
    }


class DocumentError(OpenBadgesError):
    """A document whose structure is not the one that the standard asks for."""

    messages: ClassVar[Mapping[str, str]] = {
        "document_not_object": "“{member}” is not a JSON object.",
        "member_missing": "“{member}” is missing.",
        "member_not_text": "“{member}” is not a text, or is empty.",
        "member_not_true_or_false": "“{member}” is neither true nor false.",
        "member_not_address": "“{member}” is not a complete address.",
        "member_not_date": "“{member}” is not a date with a time and a time zone.",
        "context_wrong": "The “@context” of this document is not the one of Open Badges {version}.",
        "type_wrong": "“{member}” does not have the type “{type}”.",
        "recipient_missing": "This document does not say who received the badge.",
        "status_malformed": "The entry that says whether the badge was revoked is not well formed.",
    }


class AddressError(OpenBadgesError):
    """An e-mail address that cannot be normalised."""

    messages: ClassVar[Mapping[str, str]] = {
        "email_invalid": "This is not an e-mail address. Write it like name@example.org.",
    }


class InstantError(OpenBadgesError):
    """A date that cannot be written or read."""

    messages: ClassVar[Mapping[str, str]] = {
        "instant_without_zone": "This date has no time zone. Give an aware datetime.",
        "instant_unreadable": "“{text}” is not a date with a time and a time zone, such as 2026-05-04T10:00:00Z.",
    }


class StatusListError(OpenBadgesError):
    """A status list that cannot be written or read."""

    messages: ClassVar[Mapping[str, str]] = {
        "status_index_out_of_range": "Slot {index} does not exist in this status list, which has {size} slots.",
        "status_size_unusable": "A status list has whole bytes and at least 131,072 slots; this one has {size}.",
        "status_list_too_large": "This status list has more than {maximum} slots. We do not read such a list.",
        "status_list_unreadable": "The slots of this status list are not a “u” followed by gzip in base64url.",
        "status_list_not_a_list": "This document is not a BitstringStatusListCredential.",
        "status_list_other_purpose": "This status list does not say which awards are in the state “{purpose}”.",
    }


class BakingError(OpenBadgesError):
    """An image that cannot be baked or read."""

    messages: ClassVar[Mapping[str, str]] = {
        "image_not_png": "This file is not a PNG image.",
        "image_too_large": "This image is larger than {maximum} bytes. Use a smaller one.",
        "image_truncated": "This PNG image is cut short. Download it again.",
        "image_chunk_damaged": "Part “{chunk}” of this PNG image is damaged. Download it again.",
        "image_text_unreadable": "The badge inside this image cannot be read: its text is damaged.",
        "image_text_too_large": "The badge inside this image is longer than {maximum} bytes.",
        "image_badge_twice": "This image carries more than one badge under “{keyword}”, so none of them counts.",
    }


class UnreachableError(OpenBadgesError):
    """An address that nobody answers."""

    messages: ClassVar[Mapping[str, str]] = {
        "address_unreachable": "{url} cannot be reached. Try again later.",
    }


class VerificationError(OpenBadgesError):
    """A badge that does not hold, or that nobody can judge; `report.DOUBTFUL_CODES` tells one from the other."""

    messages: ClassVar[Mapping[str, str]] = {
        "input_not_badge": "This is neither a badge, nor an image that carries one, nor the address of one.",
        "image_without_badge": "This image carries no badge. Ask for the file that was downloaded with the badge.",
        "not_supported_yet": "Badges that use {what} cannot be checked here yet.",
        "address_not_web": "{url} is not an address of the web that we would read.",
        "address_missing": "Nothing is published at {url}.",
        "address_in_trouble": "{url} answered with the error {status}. Try again later.",
        "document_other": "The document at {url} gives itself another address: {id}.",
        "key_of_another": "The key {method} does not belong to the issuer {issuer}.",
        "key_not_listed": "The issuer does not publish the key {method}.",
        "key_not_for_badges": "The issuer does not let the key {method} sign badges.",
        "key_withdrawn": "The issuer withdrew the key {method}.",
        "proofs_too_many": "This badge carries more than {maximum} proofs.",
        "proof_not_current": "The proof was not in its period of validity.",
        "not_valid_yet": "This badge is valid from {instant} only.",
        "expired": "This badge expired on {instant}.",
        "dates_reversed": "This badge expires before it begins.",
        "revoked": "The issuer revoked this badge.",
        "revoked_because": "The issuer revoked this badge: {reason}",
        "suspended": "The issuer suspended this badge.",
        "status_list_other": "The status list at {url} is not this issuer's list.",
        "status_list_not_current": "The status list at {url} is not in its period of validity.",
        "status_list_untrusted": "The proof of the status list at {url} does not hold, so the status is not known.",
        "status_purpose_unsupported": "The status “{purpose}” of this badge is of a kind that we cannot judge.",
        "hosted_missing": "The issuer no longer publishes this badge at {url}.",
        "hosted_differs": "The badge that the issuer publishes at {url} is not the one that you gave.",
        "host_differs": "{url} is not on the site of the badge, {host}.",
        "recipient_differs": "The badge was not given to this address.",
        "recipient_not_stated": "The badge does not say to which address it was given.",
        "hash_unsupported": "The address of the recipient is hidden by “{algorithm}”, which we do not read.",
        "parts_differ": "The 2.0 and the 3.0 badge inside this image name different things.",
    }
