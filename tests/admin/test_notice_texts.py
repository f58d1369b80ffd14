"""Managers word the mails of their issuer, see them before they are kept, and meet nothing of another issuer."""

import html
import re

import pytest
from django.urls import reverse

from tests.admin.people import main
from tests.admin.room import make_manager
from tests.admin.test_policy import denied
from tests.factories import UserFactory, make_issuer, make_reviewer
from wagtail_openbadges.models import NoticeText
from wagtail_openbadges.notices.rewordable import MAILS

pytestmark = pytest.mark.django_db

KIND = "badge.deposited"
SUBJECT = "Merci pour {badge}"
BODY = "Merci !\n\n{delay}"
OUR_SUBJECT = "Your file {reference} is deposited"
OUR_BODY = (
    "Your file {reference} for the badge “{badge}” has reached {issuer}.\n\n{delay}\n\nYou have nothing more to do. We "
    "will write to this address as soon as there is news."
)


def list_url(issuer):
    return reverse("openbadges_texts:list", args=[issuer.pk])


def text_url(issuer, step="edit", *, kind=KIND, language="en"):
    return reverse(f"openbadges_texts:{step}", args=[issuer.pk, kind, language])


def word(issuer, kind=KIND, subject=SUBJECT, body=BODY, *, language="en"):
    return NoticeText.objects.create(issuer=issuer, kind=kind, language=language, subject=subject, body=body)


def kept():
    return list(NoticeText.objects.order_by("pk").values_list("issuer", "kind", "language", "subject", "body"))


def log_in(client, **issuer):
    """Return an issuer whose manager is logged in."""
    issuer = make_issuer(**issuer)
    client.force_login(make_manager(issuer))
    return issuer


def said_of(page, title):
    """Return what the list says of a mail, from its title to the next one."""
    return page[page.index(title) :].split(" To ")[1]


def test_manager_of_one_issuer_is_led_to_its_mails(client):
    issuer = log_in(client)

    response = client.get(reverse("openbadges_texts:index"))

    assert denied(response) == (302, list_url(issuer))


def test_superuser_chooses_among_the_issuers(client):
    worded, other = make_issuer(), make_issuer()
    word(worded)
    word(worded, language="fr")
    client.force_login(UserFactory(is_superuser=True))

    response = client.get(reverse("openbadges_texts:index"))

    assert [(issuer, issuer.own) for issuer in response.context["issuers"]] == [(worded, 2), (other, 0)]
    assert f"{worded} 2 texts of its own {other} Our words everywhere" in main(response)


def test_list_says_of_each_mail_who_receives_it_and_whose_words_it_has(client):
    issuer = log_in(client)
    word(issuer)
    word(issuer, body="{companion}", language="fr")
    word(make_issuer(), kind="badge.revoked")
    word(issuer, kind="badge.gone")
    word(issuer, language="de")

    response = client.get(list_url(issuer))

    page = main(response)
    assert "2 texts are yours." in page
    assert "1 text of yours cannot be sent: our words are sent instead. Open it to see why." in page
    assert said_of(page, "Claim deposited") == (
        "the person, as soon as the file has arrived. Français · Claim deposited your words, which cannot be sent "
        "English · Claim deposited your words Correction of a claim deposited"
    )
    assert said_of(page, "Badge revoked") == (
        "the person, when a badge is taken back. The reason stands below your text. Français · Badge revoked our words "
        "English · Badge revoked our words Mails about calls Code to begin an application"
    )
    assert len(re.findall("<h4", response.content.decode())) == len(MAILS)


def test_list_is_read_in_as_many_queries_with_1_and_with_3(client, django_assert_max_num_queries):
    issuer = log_in(client)
    word(issuer)
    client.get(list_url(issuer))
    with django_assert_max_num_queries(15) as with_one:
        client.get(list_url(issuer))
    word(issuer, language="fr")
    word(issuer, kind="event.registered")

    with django_assert_max_num_queries(15) as with_three:
        client.get(list_url(issuer))

    assert len(with_three) == len(with_one)


def test_text_without_words_of_its_own_begins_with_ours_in_its_language(client):
    issuer = log_in(client)

    english = client.get(text_url(issuer)).context
    french = client.get(text_url(issuer, language="fr")).context

    assert english["form"].initial == {"subject": OUR_SUBJECT, "body": OUR_BODY}
    assert french["form"].initial["subject"] == "Votre dossier {reference} est déposé"
    assert (english["preview"].subject, french["preview"].subject) == (
        "Your file B1-0042 is deposited",
        "Votre dossier B1-0042 est déposé",
    )


def test_text_names_its_placeholders_with_meaning_and_example(client):
    issuer = log_in(client)

    page = main(client.get(text_url(issuer, kind="badge.accepted.declared")))

    assert "{reference} Number of the file. For example: B1-0042 {badge}" in page
    assert f"{{issuer}} Name of your structure. For example: {issuer} {{declared}}" in page
    assert "For the text alone. Keep it in the text. For example: The badge says that you declare it." in page


def test_preview_shows_the_mail_and_keeps_nothing(client):
    issuer = log_in(client)

    response = client.post(text_url(issuer), {"subject": SUBJECT, "body": BODY + " <b>", "preview": "1"})

    preview, page = response.context["preview"], response.content.decode()
    assert (preview.subject, preview.sender, preview.reply_to) == (
        "Merci pour Committed volunteer",
        str(issuer),
        "contact@maison.example.org",
    )
    assert preview.text.startswith("Hello Alex Example,\n\nMerci !\n\nThe usual answer comes within 21 days, by ")
    assert "This is not saved yet." in page
    assert kept() == []


def test_preview_is_framed_so_that_it_can_do_nothing(client):
    issuer = log_in(client)

    response = client.post(text_url(issuer), {"subject": SUBJECT, "body": '"><script>x</script>', "preview": "1"})

    frame = re.search(r"<iframe [^>]*>", response.content.decode())[0]
    assert re.findall(r' (sandbox|referrerpolicy)="([^"]*)"', frame) == [
        ("sandbox", ""),
        ("referrerpolicy", "no-referrer"),
    ]
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1]) == str(response.context["preview"].html)
    assert "<p>&quot;&gt;&lt;script&gt;x&lt;/script&gt;</p>" in response.context["preview"].html


def test_saved_words_are_kept_for_that_mail_and_language_alone(client):
    issuer = log_in(client)

    response = client.post(text_url(issuer), {"subject": f" {SUBJECT} ", "body": "Merci !\r\n\r\n{delay}"}, follow=True)

    assert response.redirect_chain == [(text_url(issuer), 302)]
    assert "Your words are kept. The next mail has them." in response.content.decode()
    assert "This mail has your words." in main(response)
    assert response.context["preview"].subject == "Merci pour Committed volunteer"
    assert kept() == [(issuer.pk, KIND, "en", SUBJECT, BODY)]


def test_saving_our_own_words_keeps_no_copy_of_them(client):
    issuer = log_in(client)
    word(issuer)

    response = client.post(text_url(issuer), {"subject": OUR_SUBJECT, "body": OUR_BODY}, follow=True)

    assert "These are our own words, so this mail follows them from now on." in response.content.decode()
    assert kept() == []


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
@pytest.mark.parametrize(
    ("words", "errors"),
    [
        (
            {"subject": " ", "body": "{nom}"},
            {
                "subject": ["Write a subject and a text, or restore our words."],
                "body": ["{nom} means nothing here. You can use: {reference}, {badge}, {issuer}, {delay}."],
            },
        ),
        ({"subject": "Un\nDeux"}, {"subject": ["Write the subject on one line."]}),
        ({"subject": "é" * 201}, {"subject": ["This is too long: at most 200 characters are kept."]}),
        (
            {"body": "Merci {badge"},
            {
                "body": [
                    "A brace stands alone near “Merci {badge”. Write a placeholder between two braces, or take it away."
                ]
            },
        ),
        (
            {"body": "{nom} {"},
            {
                "body": [
                    "A brace stands alone near “{nom} {”. Write a placeholder between two braces, or take it away.",
                    "{nom} means nothing here. You can use: {reference}, {badge}, {issuer}, {delay}.",
                ]
            },
        ),
        ({"body": "Nul\x00"}, {"body": ["Null characters are not allowed."]}),
    ],
)
def test_wrong_words_are_named_beside_their_field_and_not_kept(client, words, errors, button):
    issuer = log_in(client)

    response = client.post(text_url(issuer), {"subject": SUBJECT, "body": BODY, **words, **button})

    assert (response.status_code, response.context["form"].errors) == (200, errors)
    assert "Nothing was kept." in response.content.decode()
    assert ("preview" in response.context, kept()) == (False, [])


def test_text_that_lacks_what_is_needed_is_refused_and_with_it_taken(client):
    issuer = log_in(client)
    url = text_url(issuer, kind="event.waiting")

    refused = client.post(url, {"subject": "En attente", "body": "Patience."})
    taken = client.post(url, {"subject": "En attente", "body": "Vous aurez {hours} heures."})

    assert refused.context["form"].errors == {
        "body": ["Put {hours} into the text: without it, the mail would leave out what counts."]
    }
    assert (taken.status_code, len(kept())) == (302, 1)


def test_words_that_cannot_be_sent_any_more_are_shown_with_the_reason(client):
    issuer = log_in(client)
    word(issuer, body="{companion}")

    response = client.get(text_url(issuer))

    assert "Your words cannot be sent any more, so our words are sent: {companion} means nothing here." in main(
        response
    )
    assert response.context["form"].initial == {"subject": SUBJECT, "body": "{companion}"}
    assert "preview" not in response.context


def test_restoring_shows_both_and_then_throws_the_words_away(client):
    issuer = log_in(client)
    word(issuer)
    word(issuer, language="fr")

    asked = main(client.get(text_url(issuer, "restore")))
    before = len(kept())
    response = client.post(text_url(issuer, "restore"), follow=True)

    assert f"{SUBJECT} Merci ! {{delay}}" in asked
    assert OUR_SUBJECT in asked
    assert response.redirect_chain == [(text_url(issuer), 302)]
    assert "This mail has our words again." in response.content.decode()
    assert (before, [row[2] for row in kept()]) == (2, ["fr"])


def test_restoring_a_mail_that_has_our_words_leads_back_to_it(client):
    issuer = log_in(client)

    response = client.get(text_url(issuer, "restore"))

    assert denied(response) == (302, text_url(issuer))


@pytest.mark.parametrize("language", ["de", "xx"])
def test_language_that_the_site_does_not_have_is_not_found(client, language):
    issuer = log_in(client)

    answers = [client.get(text_url(issuer, step, language=language)).status_code for step in ("edit", "restore")]

    assert answers == [404, 404]


@pytest.mark.parametrize("kind", ["badge.new_file", "badge.digest", "event.message", "badge"])
def test_mail_that_cannot_be_worded_is_not_found(client, kind):
    issuer = log_in(client)

    answers = [client.get(text_url(issuer, step, kind=kind)).status_code for step in ("edit", "restore")]

    assert answers == [404, 404]


def test_every_mail_can_be_opened(client):
    issuer = log_in(client)

    answers = {kind: client.get(text_url(issuer, kind=kind)).status_code for kind in MAILS}

    assert answers == dict.fromkeys(MAILS, 200)


def test_texts_of_another_issuer_are_not_found_and_cannot_be_changed(client):
    issuer = make_issuer()
    word(issuer)
    before = kept()
    log_in(client)

    answers = [
        client.get(list_url(issuer)),
        client.get(text_url(issuer)),
        client.get(text_url(issuer, "restore")),
        client.post(text_url(issuer), {"subject": "À moi", "body": "À moi"}),
        client.post(text_url(issuer), {"subject": "À moi", "body": "À moi", "preview": "1"}),
        client.post(text_url(issuer, "restore")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert kept() == before


def test_reviewer_who_manages_nothing_words_nothing(client):
    issuer = make_issuer()
    word(issuer)
    before = kept()
    client.force_login(make_reviewer(issuer))

    answers = [
        client.get(reverse("openbadges_texts:index")),
        client.get(list_url(issuer)),
        client.get(text_url(issuer)),
        client.post(text_url(issuer), {"subject": "À moi", "body": "À moi"}),
        client.post(text_url(issuer, "restore")),
    ]

    assert [denied(answer) for answer in answers] == [(302, reverse("wagtailadmin_home"))] * 5
    assert kept() == before


def test_form_of_an_issuer_leads_to_the_texts_of_its_mails(client):
    issuer = log_in(client)

    page = client.get(reverse("openbadges_issuers:edit", args=[issuer.pk])).content.decode()

    assert f'href="{list_url(issuer)}"' in page
