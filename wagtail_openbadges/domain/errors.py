"""What an act refuses, by name."""

from __future__ import annotations

from ..standard.errors import OpenBadgesError


class DomainError(OpenBadgesError):
    """An act that cannot be done now, by this person, or with what was given."""


class StateConflictError(DomainError):
    """Somebody changed the file since the form was drawn."""

    messages = {
        "state_conflict": "This file changed since you opened the page. Look at it again before you go on.",
        "form_changed": "The form changed since you filled it in. Check your answers again, nothing is lost.",
        "language_gone": "This badge is no longer written in the language that you chose. Choose again, all is kept.",
        "words_changed": "The words of this badge changed since you chose its language. Read them again, all is kept.",
    }


class ClosedOpeningError(DomainError):
    """Nobody can deposit here now."""

    messages = {
        "not_published": "This page is not published now, so nothing can be sent here. What was begun before is kept.",
        "archived": "This is archived: nothing can be sent here any more.",
        "incomplete": "This is not open yet. Come back later or write to the structure.",
        "not_open_yet": "This is not open yet. Come back at the opening date.",
        "closed": "This is closed: the closing date has passed. What was begun before is kept.",
        "no_claims": "This badge cannot be asked for: the structure gives it itself.",
        "elsewhere": "Applications are taken on another site. The page of this round leads there.",
        "editable_over": "The date until which a deposit could be replaced has passed. What you deposited stands.",
        "not_replaceable": "This file cannot be replaced now. What you deposited stands.",
    }


class NotAllowedError(DomainError):
    """The person may not do this."""

    messages = {
        "not_your_issuer": "You are not among the people who may decide for this structure.",
        "own_file": "This is your own file: somebody else has to decide.",
        "own_award": "This badge is your own: somebody else has to revoke it.",
    }


class DuplicateClaimError(DomainError):
    """A claim of the same person is already waiting."""

    messages = {
        "already_deposited": "You have already deposited a claim for this badge. Follow it before a new one.",
        "ceiling_reached": "You have deposited as many applications as one person may here: {limit}.",
    }


class IncompleteError(DomainError):
    """Something that is required is missing."""

    messages = {
        "missing_answers": "Some required answers are missing: {labels}.",
        "missing_evidence": "Add at least one piece of evidence: a file, a link or a text.",
        "missing_message": "Write a message to the person: it says why and what to do.",
        "missing_reason": "Write a reason: the person and everybody who checks the badge will read it.",
    }


class EvidenceError(DomainError):
    """A piece of evidence that cannot be added or removed."""

    messages = {
        "too_many_files": "You can send {limit} files at most. Remove one to add another.",
        "evidence_deposited": "This piece was already deposited: it stays in the file.",
        "not_editable": "This file can no longer be changed.",
    }


class AccessError(DomainError):
    """A link or a code that does not open."""

    messages = {
        "link_unknown": "This link is not known. Copy the whole address from the mail, or ask for a new one.",
        "link_used": "This link was already used. Ask for a new one: it comes to the same address.",
        "link_expired": "This link is too old. Ask for a new one: it comes to the same address.",
        "link_not_enough": "This link is for one person. Confirm that the address is yours with the code that we send.",
        "code_wrong": "This code is not the right one. Attempts left: {attempts_left}.",
        "code_expired": "This code is too old. Ask for a new one.",
        "code_exhausted": "Too many wrong codes. Ask for a new one.",
    }


class TooManyMailsError(DomainError):
    """An address that was written to too often."""

    messages = {"too_many_mails": "We have already written to this address several times. Try again in an hour."}


class ScheduleError(DomainError):
    """A date or an hour that means no instant."""

    messages = {
        "unknown_zone": "Choose the time zone in which the dates are written.",
        "local_unreadable": "This is not a date and an hour. Write them like 2026-09-30 23:59.",
        "local_skipped": "There is no such hour there ({local}): the clocks jump over it that night. Choose another.",
        "late_before_closing": "Until then everybody can deposit. Choose a time after the closing.",
        "late_in_the_past": "Choose a date and an hour that are still to come.",
        "ends_before_start": "This date ends before it begins. Look at both hours.",
    }


class RegistrationError(DomainError):
    """Somebody cannot register, change a registration or take a seat now."""

    messages = {
        "registration_closed": "Registration for this event is closed.",
        "registration_elsewhere": "Registration is taken on another site. The page of the event leads there.",
        "no_registration": "There is no registration for this event: just come.",
        "event_over": "This event is over.",
        "event_cancelled": "This event is cancelled.",
        "event_postponed": "This event is postponed. Its new date is not known yet.",
        "event_not_shown": "The page of this event is not published at the moment.",
        "event_incomplete": "One cannot register yet. Come back later or write to the organiser.",
        "event_full": "This event is full, and it has no waiting list.",
        "already_registered": "You are already registered for this event. Follow your registration.",
        "too_many_seats": "One person may take {limit} seats at most here.",
        "seats_gone": "There are not so many seats left: {left}. Your registration stays as it was.",
        "offer_over": "The time to take this seat has passed. Register again: you will be put on the waiting list.",
        "registration_ended": "This registration was cancelled. You can register again.",
    }


class MessageError(DomainError):
    """The organiser cannot write to those who registered."""

    messages = {
        "message_empty": "Write a subject and a message.",
        "nobody_registered": "There is nobody to write to yet.",
    }


class RewordingError(DomainError):
    """Words that a mail cannot have."""

    messages = {
        "words_empty": "Write a subject and a text, or restore our words.",
        "words_too_long": "This is too long: at most {limit} characters are kept.",
        "subject_on_lines": "Write the subject on one line.",
        "brace_alone": "A brace stands alone near “{near}”. Write a placeholder between two braces, or take it away.",
        "placeholder_unknown": "{placeholder} means nothing here. You can use: {known}.",
        "placeholder_needed": "Put {placeholder} into the text: without it, the mail would leave out what counts.",
    }


class QuestionError(DomainError):
    """A question to a carrier that cannot be asked, answered or published."""

    messages = {
        "question_empty": "Write your question.",
        "questions_not_taken": "Questions are no longer taken for this round.",
        "too_many_questions": "You have asked {limit} questions that wait for an answer. Wait for the first answer.",
        "answer_empty": "Write an answer.",
        "public_text_empty": "Write the question as everybody may read it: without anything that tells who asked.",
    }


class SubscriptionError(DomainError):
    """Somebody cannot be told about the next round."""

    messages = {
        "nobody_to_write": "No round of this call was published yet, so nobody can write to you. Come back later.",
    }


class PublishingError(DomainError):
    """Why a badge or a round cannot be open: stored as codes on its opening, shown to editors."""

    messages = {
        "missing_issuer": "Choose the structure that issues this badge.",
        "missing_image": "Choose an image for this badge.",
        "unreadable_image": "The image of this badge cannot be read. Choose another one.",
        "image_waiting": "The site was too busy to read the image of this badge. Publish the page again in a minute.",
        "missing_criteria": "Write at least one criterion.",
        "missing_notice": "Write the privacy notice: people read it before they give their data.",
        "missing_description": "Write what this badge says about the person.",
        "missing_evidence_kind": "Tick at least one kind of evidence that people may send.",
        "missing_choices": "A question lets people choose, and there is nothing to choose. Write its choices.",
        "issuer_fixed": "The issuer cannot change any more: people have already relied on it.",
        "missing_receiver": "Choose the structure that receives the applications and decides.",
        "closes_before_opens": "The round closes before it opens. Look at both dates.",
        "editable_before_opens": "Deposits could be replaced only until before the opening. Look at this date.",
        "results_before_closing": "The results are expected before the closing. Look at both dates.",
        "number_taken": "Another round of this call already has this number. Choose another one.",
        "overlapping_round": "Another round of this call is open at the same time. Change the dates of one of them.",
        "badge_of_other_issuer": "This badge is of another structure: only its own issuer can give it.",
        "badge_not_published": "Publish the badge that acceptance gives before this round.",
        "missing_date": "Give the event at least one date.",
        "missing_registrar": "Choose the structure that receives the registrations.",
        "missing_summary": "Write the summary: lists and feeds show it.",
        "status_of_other_language": "The page in another language gave this event another status. Choose it here too.",
        "missing_alt": "Write what the picture shows, or tick that it only decorates.",
        "missing_elsewhere": "Give the address of the site where one registers.",
        "button_without_target": "Choose the page that this button leads to, or give an address.",
        "button_with_two_targets": "This button can lead to one place only: keep the page or the address.",
        "support_without_name": "Choose the structure that helps, or write a name.",
    }


class RelaunchError(DomainError):
    """A call that cannot be relaunched."""

    messages = {"no_round_yet": "This call has no round yet. Add its first round below it."}


class AwardError(DomainError):
    """An award that cannot be given or revoked."""

    messages = {
        "already_revoked": "This badge is already revoked.",
        "no_active_key": "This structure has no key in use. Ask the person who runs the site.",
        "no_address": "This person was erased: there is no address left to give the badge to.",
        "no_slot": "No place could be found in the status list. Try again.",
        "not_complete": "This badge has no complete version yet: publish its page first.",
    }


class KeyStorageError(DomainError):
    """A private key that cannot be stored or read."""

    messages = {
        "no_encryption_key": "KEY_ENCRYPTION_KEYS is empty: run `manage.py check`, it prints what to paste.",
        "undecryptable_key": "The private key cannot be read with the KEY_ENCRYPTION_KEYS of this site.",
    }


class IssuerError(DomainError):
    """An issuer that cannot be created."""

    messages = {
        "no_base_url": "BASE_URL is not set, so this structure would have no lasting address.",
        "already_issuer": "This structure already is an issuer.",
        "no_contact": "This structure has no contact e-mail, which its badges must name. Add it first.",
    }
