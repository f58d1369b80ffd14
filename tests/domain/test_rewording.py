"""Words of an issuer name what changes in braces; every fault has a name, and only managers word."""

import pytest

from tests.admin.room import make_manager
from tests.factories import UserFactory, make_issuer, make_reviewer
from wagtail_openbadges.domain import rewording
from wagtail_openbadges.domain.errors import NotAllowedError, RewordingError
from wagtail_openbadges.domain.rewording import Grammar, MailWords, faults_of
from wagtail_openbadges.models import Event, NoticeText, Verb

GRAMMAR = Grammar(subject=("badge", "issuer"), body=("badge", "issuer", "delay"), needed=("badge",))
GOOD = MailWords("Bien reçu : {badge}", "Merci !\n\n{issuer} lit votre dossier « {badge} ».")


def faults(subject=GOOD.subject, body=GOOD.body):
    return [
        (fault.member, fault.error.code, fault.error.params) for fault in faults_of(MailWords(subject, body), GRAMMAR)
    ]


def keep(issuer, by, words=GOOD, *, language="fr"):
    return rewording.reword(issuer, kind="badge.deposited", language=language, words=words, grammar=GRAMMAR, by=by)


def kept():
    return list(NoticeText.objects.order_by("pk").values_list("issuer", "kind", "language", "subject", "body"))


def test_words_without_a_fault_have_none():
    assert faults() == []


def test_words_with_spaces_inside_braces_have_no_fault():
    assert faults(body="{ badge }") == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"subject": ""}, ("subject", "words_empty", {})),
        ({"body": ""}, ("body", "words_empty", {})),
        ({"subject": "Bien\nreçu"}, ("subject", "subject_on_lines", {})),
        ({"subject": "é" * 201}, ("subject", "words_too_long", {"limit": 200})),
        ({"body": "{badge}" + "é" * 3994}, ("body", "words_too_long", {"limit": 4000})),
        ({"subject": "{badge"}, ("subject", "brace_alone", {"near": "{badge"})),
        ({"body": "badge} {badge}"}, ("body", "brace_alone", {"near": "badge} {badge}"})),
        ({"body": "{{badge}} {badge}"}, ("body", "brace_alone", {"near": "{{badge}} {badge}"})),
        (
            {"body": "{badge} {badgé} {badgé}"},
            ("body", "placeholder_unknown", {"placeholder": "{badgé}", "known": "{badge}, {issuer}, {delay}"}),
        ),
        (
            {"subject": "{delay}"},
            ("subject", "placeholder_unknown", {"placeholder": "{delay}", "known": "{badge}, {issuer}"}),
        ),
        (
            {"body": "{badge} {}"},
            ("body", "placeholder_unknown", {"placeholder": "{}", "known": "{badge}, {issuer}, {delay}"}),
        ),
        ({"body": "Merci !"}, ("body", "placeholder_needed", {"placeholder": "{badge}"})),
    ],
)
def test_words_that_cannot_be_sent_have_a_named_fault(words, fault):
    assert faults(**words) == [fault]


@pytest.mark.parametrize("words", [{"subject": "é" * 200}, {"body": "{badge}" + "é" * 3993}])
def test_words_of_the_greatest_length_have_no_fault(words):
    assert faults(**words) == []


def test_words_tell_all_their_faults_at_once():
    assert [(member, code) for member, code, _params in faults(subject="", body="{nom} {")] == [
        ("subject", "words_empty"),
        ("body", "brace_alone"),
        ("body", "placeholder_unknown"),
        ("body", "placeholder_needed"),
    ]


def test_words_filled_keep_the_braces_of_a_value():
    said = MailWords("{badge}", "{ issuer } : {badge}").filled({"badge": "{issuer}", "issuer": "Maillage"})

    assert said == MailWords("{issuer}", "Maillage : {issuer}")


def test_words_are_no_template_of_any_kind():
    written = MailWords("%(badge)s {% now 'Y' %}", "{{ badge }} {badge.__class__} {badge!r} {0}")

    codes = [fault.error.code for fault in faults_of(written, GRAMMAR)]

    assert codes == ["placeholder_unknown", "brace_alone", *["placeholder_unknown"] * 3]


def test_paragraphs_are_divided_by_empty_lines_and_keep_their_own_lines():
    words = MailWords("", "\n\nUn\nsuite\n \n\nDeux\n\n\n")

    assert words.paragraphs == ("Un\nsuite", "Deux")


@pytest.mark.django_db
def test_manager_words_a_mail_and_words_it_again():
    issuer = make_issuer()
    manager = make_manager(issuer)

    keep(issuer, manager, MailWords("Ancien {badge}", "{badge}"))
    keep(issuer, manager, MailWords(" Bien reçu : {badge} ", "\r\nMerci !\r\n\r\n{badge}\r"))
    keep(issuer, manager, language="en")

    assert kept() == [
        (issuer.pk, "badge.deposited", "fr", "Bien reçu : {badge}", "Merci !\n\n{badge}"),
        (issuer.pk, "badge.deposited", "en", GOOD.subject, GOOD.body),
    ]


@pytest.mark.django_db
def test_words_with_a_fault_are_not_kept():
    issuer = make_issuer()

    with pytest.raises(RewordingError) as refused:
        keep(issuer, make_manager(issuer), MailWords("", "{nom}"))

    assert (refused.value.code, kept()) == ("words_empty", [])


@pytest.mark.django_db
def test_restored_mail_has_no_words_of_its_own_in_that_language_alone():
    issuer = make_issuer()
    manager = make_manager(issuer)
    keep(issuer, manager)
    keep(issuer, manager, language="en")

    first, second = (rewording.restore(issuer, kind="badge.deposited", language="fr", by=manager) for _time in range(2))

    assert (first, second) == (True, False)
    assert [row[2] for row in kept()] == ["en"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["reviewer", "manager of another", "stranger", "inactive"])
def test_others_word_and_restore_nothing(who):
    issuer = make_issuer()
    keep(issuer, make_manager(issuer))
    before = kept()
    user = {
        "reviewer": lambda: make_reviewer(issuer),
        "manager of another": lambda: make_manager(make_issuer()),
        "stranger": UserFactory,
        "inactive": lambda: make_manager(issuer, is_active=False),
    }[who]()

    with pytest.raises(NotAllowedError) as worded:
        keep(issuer, user, MailWords("À moi", "{badge}"))
    with pytest.raises(NotAllowedError) as restored:
        rewording.restore(issuer, kind="badge.deposited", language="fr", by=user)

    assert (worded.value.code, restored.value.code) == ("not_your_issuer", "not_your_issuer")
    assert kept() == before


@pytest.mark.django_db
def test_superuser_words_the_mails_of_any_issuer():
    issuer = make_issuer()

    keep(issuer, UserFactory(is_superuser=True))

    assert len(kept()) == 1


@pytest.mark.django_db
def test_words_leave_a_trace_of_who_gave_and_restored_them_and_no_text():
    issuer = make_issuer()
    manager = make_manager(issuer)

    keep(issuer, manager)
    for _time in range(2):
        rewording.restore(issuer, kind="badge.deposited", language="fr", by=manager)

    events = Event.objects.filter(verb__in=[Verb.NOTICE_REWORDED, Verb.NOTICE_RESTORED])
    assert list(events.values_list("verb", "actor", "issuer")) == [
        ("notice_reworded", manager.pk, issuer.pk),
        ("notice_restored", manager.pk, issuer.pk),
    ]
