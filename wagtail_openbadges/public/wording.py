"""Every code that this project can answer, as a sentence for people in their language.

The English is the one of the error or of the check, written again so that translators' tools find it; a test
compares the two lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ..standard.errors import InstantError
from ..standard.instants import parse_instant
from ..templatetags.openbadges_tags import date_and_time

SENTENCES: Final = {
    "structure_sound": _("The badge has the structure that Open Badges {version} asks for."),
    "terms_known": _("Every word of the badge is defined by the published vocabularies."),
    "vocabulary_known": _("The badge uses the vocabulary of Open Badges 2.0."),
    "key_of_issuer": _("The key that signed is published by the issuer {issuer} for signing badges."),
    "proof_holds": _("The signature matches: nothing was changed since the issuer signed."),
    "hosted_as_given": _("The badge is published at its own address, exactly as given."),
    "achievement_published": _("The issuer {issuer} publishes what this badge recognises, on the same site."),
    "dates_current": _("The badge is in its period of validity."),
    "status_not_revoked": _("The issuer has not revoked the badge."),
    "recipient_matches": _("The badge was given to this address."),
    "parts_agree": _("The 2.0 and the 3.0 badge inside this image name the same recognition."),
    "status_not_offered": _("The issuer publishes no status for this badge, so it cannot revoke it."),
    "schema_not_used": _("The structure is checked by our own rules, not by a JSON Schema."),
    "recipient_not_asked": _("No address was given to compare with the recipient."),
    "endorsements_not_checked": _("Endorsements are not part of this verification."),
    "not_reached": _("This was not checked, because an earlier check did not pass."),
    "context_altered": _("The file “{file}” is not the one that was pinned. Install the package again."),
    "context_unknown": _("This document uses the context “{url}”, which we do not know. We cannot read its terms."),
    "context_missing": _("This document has no “@context”, so its words have no meaning that can be verified."),
    "context_inline": _("This document defines words of its own inside “@context”. Only published contexts are read."),
    "json_not_object": _("This is not a JSON object."),
    "json_unreadable": _("This is not JSON in UTF-8. Check that the file is complete."),
    "json_duplicate_member": _("The member “{name}” appears twice in the same object. One of them would be ignored."),
    "json_number": _("The number {number} is not read in the same way by all programs. Send it as text."),
    "json_too_large": _("This document is too large: at most {maximum} characters are read."),
    "json_too_deep": _("This document is nested too deeply: at most {maximum} levels are read."),
    "json_too_many_values": _("This document has too many values: at most {maximum} are read."),
    "json_not_a_value": _("A value of the type “{type}” has no place in JSON."),
    "text_control_character": _("A text of this document holds a control character ({code}). Remove it."),
    "text_surrogate": _("A text of this document holds half of a character ({code}). Save the file again in UTF-8."),
    "keyword_refused": _("The JSON-LD keyword “{keyword}” is not allowed here: what it adds could stay unsigned."),
    "term_not_plain": _("“{name}” is written as an address. Use the word that the context defines for it."),
    "term_undefined": _("The word “{name}” is not defined by the contexts of this document, so it cannot be signed."),
    "iri_relative": _("“{iri}” is not a complete address. Write it in full, beginning with https: or urn:."),
    "language_invalid": _("“{language}” is not a language tag such as “fr” or “fr-BE”."),
    "subject_described_twice": _("The address “{iri}” of this document is described again inside it."),
    "json_ld_invalid": _("This document is not valid JSON-LD ({reason})."),
    "graph_empty": _("Nothing in this document can be signed."),
    "graph_too_complex": _("This document has too many parts that look alike. It would take too long to check."),
    "multibase_unknown": _("This value does not begin with “z” (base58btc) or “u” (base64url)."),
    "multibase_unreadable": _("This value holds a character that its encoding does not have, or is cut short."),
    "multibase_too_long": _("This value is too long: at most {maximum} characters are read."),
    "key_type_unsupported": _("Keys of the type {type} are not supported. Use an Ed25519 key."),
    "key_size_wrong": _("An Ed25519 key has 32 bytes; this one has {size}."),
    "did_method_unsupported": _("“{did}” is not a did:web identifier. Other methods are not supported."),
    "did_invalid": _("“{did}” is not a well-formed did:web identifier."),
    "did_base_invalid": _("“{url}” cannot be the base of a did:web identifier. Give an http or https address."),
    "proof_missing": _("This document carries no proof."),
    "proof_malformed": _("The proof of this document is not well formed: look at “{member}”."),
    "proof_type_unsupported": _("Proofs of the type “{type}” are not supported."),
    "proof_suite_unsupported": _("Proofs made with “{cryptosuite}” are not supported."),
    "proof_chain_unsupported": _("Chains of proofs (“previousProof”) are not supported."),
    "proof_purpose_wrong": _("This proof was made for “{purpose}”, not to assert a credential."),
    "proof_context_mismatch": _("The contexts of the proof are not those of the document."),
    "proof_signature_invalid": _("The signature does not match: the document was changed, or another key signed it."),
    "document_not_object": _("“{member}” is not a JSON object."),
    "member_missing": _("“{member}” is missing."),
    "member_not_text": _("“{member}” is not a text, or is empty."),
    "member_not_true_or_false": _("“{member}” is neither true nor false."),
    "member_not_address": _("“{member}” is not a complete address."),
    "member_not_date": _("“{member}” is not a date with a time and a time zone."),
    "context_wrong": _("The “@context” of this document is not the one of Open Badges {version}."),
    "type_wrong": _("“{member}” does not have the type “{type}”."),
    "recipient_missing": _("This document does not say who received the badge."),
    "status_malformed": _("The entry that says whether the badge was revoked is not well formed."),
    "email_invalid": _("This is not an e-mail address. Write it like name@example.org."),
    "instant_without_zone": _("This date has no time zone. Give an aware datetime."),
    "instant_unreadable": _("“{text}” is not a date with a time and a time zone, such as 2026-05-04T10:00:00Z."),
    "status_index_out_of_range": _("Slot {index} does not exist in this status list, which has {size} slots."),
    "status_size_unusable": _("A status list has whole bytes and at least 131,072 slots; this one has {size}."),
    "status_list_too_large": _("This status list has more than {maximum} slots. We do not read such a list."),
    "status_list_unreadable": _("The slots of this status list are not a “u” followed by gzip in base64url."),
    "status_list_not_a_list": _("This document is not a BitstringStatusListCredential."),
    "status_list_other_purpose": _("This status list does not say which awards are in the state “{purpose}”."),
    "image_not_png": _("This file is not a PNG image."),
    "image_too_large": _("This image is larger than {maximum} bytes. Use a smaller one."),
    "image_truncated": _("This PNG image is cut short. Download it again."),
    "image_chunk_damaged": _("Part “{chunk}” of this PNG image is damaged. Download it again."),
    "image_text_unreadable": _("The badge inside this image cannot be read: its text is damaged."),
    "image_text_too_large": _("The badge inside this image is longer than {maximum} bytes."),
    "image_badge_twice": _("This image carries more than one badge under “{keyword}”, so none of them counts."),
    "address_unreachable": _("{url} cannot be reached. Try again later."),
    "input_not_badge": _("This is neither a badge, nor an image that carries one, nor the address of one."),
    "image_without_badge": _("This image carries no badge. Ask for the file that was downloaded with the badge."),
    "not_supported_yet": _("Badges that use {what} cannot be checked here yet."),
    "address_not_web": _("{url} is not an address of the web that we would read."),
    "address_missing": _("Nothing is published at {url}."),
    "address_in_trouble": _("{url} answered with the error {status}. Try again later."),
    "document_other": _("The document at {url} gives itself another address: {id}."),
    "key_of_another": _("The key {method} does not belong to the issuer {issuer}."),
    "key_not_listed": _("The issuer does not publish the key {method}."),
    "key_not_for_badges": _("The issuer does not let the key {method} sign badges."),
    "key_withdrawn": _("The issuer withdrew the key {method}."),
    "proofs_too_many": _("This badge carries more than {maximum} proofs."),
    "proof_not_current": _("The proof was not in its period of validity."),
    "not_valid_yet": _("This badge is valid from {instant} only."),
    "expired": _("This badge expired on {instant}."),
    "dates_reversed": _("This badge expires before it begins."),
    "revoked": _("The issuer revoked this badge."),
    "revoked_because": _("The issuer revoked this badge: {reason}"),
    "suspended": _("The issuer suspended this badge."),
    "status_list_other": _("The status list at {url} is not this issuer's list."),
    "status_list_not_current": _("The status list at {url} is not in its period of validity."),
    "status_list_untrusted": _("The proof of the status list at {url} does not hold, so the status is not known."),
    "status_purpose_unsupported": _("The status “{purpose}” of this badge is of a kind that we cannot judge."),
    "hosted_missing": _("The issuer no longer publishes this badge at {url}."),
    "hosted_differs": _("The badge that the issuer publishes at {url} is not the one that you gave."),
    "host_differs": _("{url} is not on the site of the badge, {host}."),
    "recipient_differs": _("The badge was not given to this address."),
    "recipient_not_stated": _("The badge does not say to which address it was given."),
    "hash_unsupported": _("The address of the recipient is hidden by “{algorithm}”, which we do not read."),
    "parts_differ": _("The 2.0 and the 3.0 badge inside this image name different things."),
    "empty_file": _("This file is empty. Choose another file."),
    "not_a_pdf_or_photo": _("Choose a PDF file or a photo (JPEG, PNG or WebP)."),
    "heic_photo": _(
        "This photo is in the HEIC format of some phones, which we cannot read. Send it as JPEG: on an "
        "iPhone, choose Settings, Camera, Formats, “Most compatible”, or take a screenshot of the photo."
    ),
    "unsupported_image": _("We do not take {format} images. Save this image as JPEG or PNG, then send it again."),
    "type_mismatch": _(
        "The name of this file announces another type, but its content is {format}. Save it again as "
        "{format}, then send the new file."
    ),
    "document_too_large": _(
        "This PDF is too large: the limit is {megabytes} MB. Reduce it, or send its pages in several files."
    ),
    "photo_too_large": _("This photo is too large: the limit is {megabytes} MB. Send a smaller copy."),
    "photo_too_many_pixels": _(
        "This photo has too many pixels: the limit is {megapixels} million. Send a smaller copy."
    ),
    "broken_document": _("This PDF is damaged or cut short. Open it, save it again as PDF, then send the new file."),
    "broken_image": _("This image cannot be read. Open it, save it again as JPEG, then send the new file."),
    "image_timeout": _("This image takes too long to read. Save it again as JPEG, then send the new file."),
    "images_busy": _(
        "Many images are arriving at the moment, so this one was not read. Send it again in a minute: everything else "
        "is kept."
    ),
    "infected_file": _(
        "The virus scanner found something in this file, so we did not keep it. Send a copy from another device."
    ),
    "job_outside_transaction": _("The job “{key}” was not kept. Ask for it inside the transaction that makes it due."),
    "job_kind_taken": _("Jobs of the kind “{kind}” already have a handler. Choose another name."),
    "job_lease_lost": _("Another worker has taken the job “{key}”. Write nothing more for it."),
    "state_conflict": _("This file changed since you opened the page. Look at it again before you go on."),
    "form_changed": _("The form changed since you filled it in. Check your answers again, nothing is lost."),
    "not_published": _("This page is not published at the moment, so nothing can be sent here. Your draft is kept."),
    "archived": _("This is archived: nothing can be sent here any more."),
    "incomplete": _("This is not open yet. Come back later or write to the structure."),
    "not_open_yet": _("This is not open yet. Come back at the opening date."),
    "closed": _("This is closed: the closing date has passed. Your draft is kept."),
    "no_claims": _("This badge cannot be asked for: the structure gives it itself."),
    "elsewhere": _("Applications are taken on another site. The page of this round leads there."),
    "editable_over": _("The date until which a deposit could be replaced has passed. What you deposited stands."),
    "not_replaceable": _("This file cannot be replaced now. What you deposited stands."),
    "not_your_issuer": _("You are not among the people who may decide for this structure."),
    "own_file": _("This is your own file: somebody else has to decide."),
    "own_award": _("This badge is your own: somebody else has to revoke it."),
    "already_deposited": _("You have already deposited a claim for this badge. Follow it before a new one."),
    "ceiling_reached": _("You have deposited as many applications as one person may here: {limit}."),
    "missing_answers": _("Some required answers are missing: {labels}."),
    "missing_evidence": _("Add at least one piece of evidence: a file, a link or a text."),
    "missing_message": _("Write a message to the person: it says why and what to do."),
    "missing_reason": _("Write a reason: the person and everybody who checks the badge will read it."),
    "too_many_files": _("You can send {limit} files at most. Remove one to add another."),
    "evidence_deposited": _("This piece was already deposited: it stays in the file."),
    "not_editable": _("This file can no longer be changed."),
    "link_unknown": _("This link is not known. Copy the whole address from the mail, or ask for a new one."),
    "link_used": _("This link was already used. Ask for a new one: it comes to the same address."),
    "link_expired": _("This link is too old. Ask for a new one: it comes to the same address."),
    "link_not_enough": _("This link is for one person. Confirm that the address is yours with the code that we send."),
    "code_wrong": _("This code is not the right one. Attempts left: {attempts_left}."),
    "code_expired": _("This code is too old. Ask for a new one."),
    "code_exhausted": _("Too many wrong codes. Ask for a new one."),
    "too_many_mails": _("We have already written to this address several times. Try again in an hour."),
    "unknown_zone": _("Choose the time zone in which the dates are written."),
    "local_unreadable": _("This is not a date and an hour. Write them like 2026-09-30 23:59."),
    "local_skipped": _("There is no such hour there ({local}): the clocks jump over it that night. Choose another."),
    "late_in_the_past": _("Choose a date and an hour that are still to come."),
    "question_empty": _("Write your question."),
    "questions_not_taken": _("Questions are no longer taken for this round."),
    "too_many_questions": _("You have asked {limit} questions that wait for an answer. Wait for the first answer."),
    "answer_empty": _("Write an answer."),
    "public_text_empty": _("Write the question as everybody may read it: without anything that tells who asked."),
    "nobody_to_write": _("No round of this call was published yet, so nobody can write to you. Come back later."),
    "missing_issuer": _("Choose the structure that issues this badge."),
    "missing_image": _("Choose an image for this badge."),
    "unreadable_image": _("The image of this badge cannot be read. Choose another one."),
    "image_waiting": _("The site was too busy to read the image of this badge. Publish the page again in a minute."),
    "missing_criteria": _("Write at least one criterion."),
    "missing_notice": _("Write the privacy notice: people read it before they give their data."),
    "missing_description": _("Write what this badge says about the person."),
    "issuer_fixed": _("The issuer cannot change any more: people have already relied on it."),
    "missing_receiver": _("Choose the structure that receives the applications and decides."),
    "closes_before_opens": _("The round closes before it opens. Look at both dates."),
    "editable_before_opens": _("Deposits could be replaced only until before the opening. Look at this date."),
    "results_before_closing": _("The results are expected before the closing. Look at both dates."),
    "number_taken": _("Another round of this call already has this number. Choose another one."),
    "no_round_yet": _("This call has no round yet. Add its first round below it."),
    "overlapping_round": _("Another round of this call is open at the same time. Change the dates of one of them."),
    "badge_of_other_issuer": _("This badge is of another structure: only its own issuer can give it."),
    "badge_not_published": _("Publish the badge that acceptance gives before this round."),
    "already_revoked": _("This badge is already revoked."),
    "no_active_key": _("This structure has no key in use. Ask the person who runs the site."),
    "no_address": _("This person was erased: there is no address left to give the badge to."),
    "no_slot": _("No place could be found in the status list. Try again."),
    "not_complete": _("This badge has no complete version yet: publish its page first."),
    "no_encryption_key": _("KEY_ENCRYPTION_KEYS is empty: run `manage.py check`, it prints what to paste."),
    "undecryptable_key": _("The private key cannot be read with the KEY_ENCRYPTION_KEYS of this site."),
    "no_base_url": _("BASE_URL is not set, so this structure would have no lasting address."),
    "already_issuer": _("This structure already is an issuer."),
    "nothing_to_verify": _("Give the address of a badge, a file, or its text."),
    "too_much_to_verify": _("Give only one thing: an address, a file, or a text."),
    "request_unreadable": _("This request cannot be read. Send the form again."),
    "field_refused": _("“{field}” cannot be used. {reason}"),
    "page_unknown": _("There is nothing at this address. Check that it is complete."),
    "issuer_unknown": _("No issuer has this address. Check that it is complete."),
    "issuer_without_image": _("This issuer has no logo."),
    "key_unknown": _("This issuer has no key of this name."),
    "achievement_unknown": _("No badge has this address. Check the address and the number of the version."),
    "assertion_unknown": _("No award has this address. Check that it is complete."),
    "status_list_unknown": _("No status list has this address."),
    "method_not_allowed": _("This address does not answer {method} requests."),
    "key_compromised": _("This key was given up because it is no longer safe. Nothing that it signed counts."),
    "input_too_large": _("This is too large: at most {megabytes} MB are read."),
    "too_many_requests": _("Too many requests came from your network. Wait a few minutes, then try again."),
    "not_signed_yet": _("This document is being signed. Try again in a minute."),
}

CHECKS: Final = {
    "input": _("What was given"),
    "structure": _("Structure"),
    "terms": _("Vocabulary"),
    "proof": _("Signature"),
    "key": _("Key of the issuer"),
    "hosting": _("Published document"),
    "achievement": _("Badge and issuer"),
    "dates": _("Dates"),
    "status": _("Revocation"),
    "schema": _("JSON Schema"),
    "recipient": _("Recipient"),
    "endorsements": _("Endorsements"),
    "parts": _("Both badges of the image"),
}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Say what a code means, in the language in force."""
    return gettext(SENTENCES[code]).format_map({name: _shown(name, value) for name, value in params.items()})


def check_label(check: str) -> str:
    """Name what a row of a verification report is about."""
    return gettext(CHECKS[check])


def _shown(name: str, value: Any) -> Any:
    """Write dates as people read them; everything else is shown as it came."""
    if name != "instant":
        return value
    try:
        return date_and_time(parse_instant(value))
    except InstantError:
        return value
