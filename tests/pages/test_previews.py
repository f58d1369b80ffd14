"""The previews of badges and rounds: what people will meet, before anything of it is published or stored."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests.factories import UserFactory, accept, make_issuer, make_opening, make_submission
from tests.pages import editing
from tests.pages.call_house import OPEN, make_call_page, make_draft_round
from tests.pages.house import home, make_badge_page, make_draft_page, opening_of
from tests.pages.test_editing import posted
from tests.public.claim_site import PDF, claimant, errors_of, file_url, text_of
from wagtail_openbadges.models import ClaimRule, Opening
from wagtail_openbadges.notices.presenter import present
from wagtail_openbadges.pages.models import (
    BadgeCriterion,
    BadgePage,
    BadgeQuestion,
    RoundPage,
    RoundQuestion,
)

pytestmark = pytest.mark.django_db

MISSION = "Quelle était votre mission ?"


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")


@pytest.fixture
def client(client):
    """Give an editor of all pages her browser."""
    user = UserFactory(is_superuser=True)
    # Wagtail makes it when it is first asked for.
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def draft_url(page, mode: str) -> str:
    return f"{reverse('wagtailadmin_pages:view_draft', args=[page.pk])}?mode={mode}"


def look(client, page, mode: str):
    """Open a preview of the newest draft in a tab of its own."""
    return client.get(draft_url(page, mode))


def asks(page, *questions: dict):
    """Let a draft ask some questions, and save it."""
    page.questions = [_question_class(page)(sort_order=place, **said) for place, said in enumerate(questions)]
    page.save_revision()
    return page


def _question_class(page):
    return RoundQuestion if isinstance(page, RoundPage) else BadgeQuestion


def controls(html: str) -> list[str]:
    """Return the names of what one fills in, in order."""
    form = html[html.index('<form class="openbadges-form"') :]
    named = re.findall(r'<(?:input|textarea|select)\b[^>]*?\bname="([^"]+)"', form)
    return [name for name in named if name not in ("csrfmiddlewaretoken", "form", "trial")]


def labels(html: str) -> list[str]:
    return re.findall(r'<label class="openbadges-label"[^>]*>([^<]+)', html)


def field_named(html: str, beginning: str) -> str:
    return next(name for name in controls(html) if name.startswith(beginning))


def send(client, shown, **answers):
    """Press a button of the form that a preview shows."""
    html = shown.content.decode()
    address = re.search(r'<form class="openbadges-form"[^>]*action="([^"#]+)', html)[1]
    seal = re.search(r'name="trial" value="([^"]+)"', html)[1]
    return client.post(address, {"trial": seal, **answers})


def pdf(name: str = "story.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def everything() -> dict:
    """Count the rows of every table, the files in both storages, and the mails."""
    rows = {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}
    folders = (settings.SCRATCH / "private", settings.SCRATCH / "media")
    files = sorted(str(path) for folder in folders for path in folder.rglob("*") if path.is_file())
    return {**rows, "files": files, "mails": len(mail.outbox)}


def modes(page) -> list[tuple[str, str]]:
    return [(name, str(label)) for name, label in page.preview_modes]


def test_badge_page_offers_its_form_its_mail_and_the_badge():
    page = make_draft_page(make_issuer())

    with translation.override("en"):
        offered = modes(page)

    assert offered == [
        ("", "The page"),
        ("form", "The form, to try it"),
        ("phone", "The form on a phone"),
        ("mail", "The mail of acceptance or award"),
        ("badge", "The badge"),
    ]


def test_round_offers_its_form_and_its_mail():
    page = make_draft_round(make_issuer())

    assert [name for name, _label in modes(page)] == ["", "form", "phone", "mail"]


def test_mode_that_nobody_knows_shows_the_page(client):
    page = make_draft_page(make_issuer())

    response = look(client, page, "nothing")

    assert (response.status_code, "<h1>Je suis bénévole engagé·e</h1>" in response.content.decode()) == (200, True)


def test_form_in_preview_is_the_one_that_people_get(client):
    page = make_badge_page(make_issuer(), evidence_help="Une photographie.")
    asks(
        page,
        {"label": MISSION, "field_type": "multiline", "section": "La mission"},
        {"label": "Combien d’heures ?", "field_type": "number", "required": False},
        {"label": "Une attestation", "field_type": "file"},
        {"label": "Votre structure", "field_type": "organisation"},
        {"label": "Votre budget", "field_type": "budget"},
    )
    page.get_latest_revision().publish()
    visitor, draft = claimant(opening_of(page))

    preview = look(client, page, "form").content.decode()

    real = visitor.get(file_url(draft, "edit/")).content.decode()
    assert len(controls(preview)) > 15
    assert (controls(preview), labels(preview)) == (controls(real), labels(real))


def test_form_shows_what_is_written_and_not_saved_yet(client):
    page = make_draft_page(make_issuer())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(
        url,
        editing.resent(client, page, publish=False, rich=("body",), **{"questions-0-label": "Une autre question ?"}),
    )

    shown = client.get(f"{url}?mode=form&in_preview_panel=true")
    tried = send(client, shown, check="1")

    assert labels(shown.content.decode())[0].strip() == "Une autre question ?"
    assert labels(tried.content.decode())[0].strip() == "Une autre question ?"
    assert BadgePage.objects.get(pk=page.pk).questions.get().label == MISSION


def test_form_of_a_page_that_was_never_saved_can_be_tried(client):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["openbadges_pages", "badgepage", home().pk])
    client.post(url, posted(make_issuer(), title="Tout neuf", publish=False))

    shown = client.get(f"{url}?mode=form")
    done = send(client, shown, check="1", evidence_url="https://example.org/")

    assert f'action="{reverse("openbadges_trial:below", args=[home().pk])}#' in shown.content.decode()
    assert "This would be deposited" in text_of(done)
    assert not BadgePage.objects.exists()


def test_previews_of_a_round_that_was_never_saved_are_shown(client):
    hub = make_call_page()
    url = reverse("wagtailadmin_pages:preview_on_add", args=["openbadges_pages", "roundpage", hub.pk])
    page = make_draft_round(make_issuer(), hub=hub)
    sent = editing.resent(client, page, publish=False, rich=("who", "offered", "results", "change_note"))
    page.delete()
    # The rows are new as well.
    client.post(
        url,
        sent | {name: "" if name.endswith("-id") else "0" for name in sent if name.endswith(("-id", "-INITIAL_FORMS"))},
    )

    shown = {mode: client.get(f"{url}?mode={mode}") for mode in ("form", "phone", "mail")}

    assert "Quel est votre projet ?" in labels(shown["form"].content.decode())[0]
    assert 'src="?mode=form"' in shown["phone"].content.decode()
    assert "Your application AMI1-0042 is accepted" in text_of(shown["mail"])


def test_trial_without_answers_names_each_like_a_real_form(client):
    page = asks(make_draft_page(make_issuer()), {"label": MISSION}, {"label": "Et après ?", "required": False})

    response = send(client, look(client, page, "form"), check="1")

    html = response.content.decode()
    assert response.status_code == 422
    assert errors_of(response) == [
        f"{MISSION} – Answer this question.",
        "Files – Add at least one piece of evidence: a file, a link or a text.",
    ]
    assert re.search(r"<title>\s*Error:", html)
    assert 'id="openbadges-error-summary" role="alert" tabindex="-1" autofocus' in html
    assert f'action="{reverse("openbadges_trial:page", args=[page.pk])}#openbadges-error-summary"' in html


def test_trial_with_all_answers_ends_at_what_would_be_deposited(client):
    page = asks(make_draft_page(make_issuer()), {"label": MISSION}, {"label": "Une attestation", "field_type": "file"})
    shown = look(client, page, "form")
    mission, attestation = controls(shown.content.decode())[:2]

    response = send(
        client,
        shown,
        check="1",
        printed_name="Rosa Exemple",
        evidence_text="Mon récit.",
        **{mission: "Tenir l’accueil.", attestation: pdf("attestation.pdf")},
    )

    text = text_of(response)
    assert response.status_code == 200
    assert "This would be deposited You are trying the form: nothing is stored, and no mail is sent." in text
    assert f"{MISSION} Tenir l’accueil. Une attestation attestation.pdf" in text
    assert "Your evidence Mon récit. Your name Rosa Exemple" in text


def test_trial_stores_sends_and_keeps_nothing(client, django_capture_on_commit_callbacks):
    page = asks(make_draft_page(make_issuer()), {"label": MISSION})
    shown = look(client, page, "form")
    mission = field_named(shown.content.decode(), "question-")
    before = everything()

    with django_capture_on_commit_callbacks(execute=True):
        refused = send(client, shown, check="1", evidence_files=pdf("trop.pdf", b"nothing of a PDF"))
        done = send(
            client,
            shown,
            check="1",
            printed_name="Rosa Exemple",
            evidence_files=[pdf(), pdf("other.pdf", PDF + b"\n%%EOF\n")],
            evidence_url="https://example.org/atelier",
            evidence_text="Mon récit.",
            **{mission: "Tenir l’accueil."},
        )
        kept = send(client, shown, later="1")

    assert [response.status_code for response in (refused, done, kept)] == [422, 200, 200]
    assert "story.pdf other.pdf https://example.org/atelier Mon récit." in text_of(done)
    assert everything() == before


@pytest.mark.parametrize("mode", ["form", "phone", "mail", "badge"])
def test_looking_at_a_preview_stores_nothing(client, mode):
    page = make_draft_page(make_issuer())
    # The picture of the page is drawn once, for whatever shows it first.
    look(client, page, "")
    before = everything()

    response = look(client, page, mode)

    assert response.status_code == 200
    assert everything() == before


def test_trial_tells_which_file_would_not_be_taken(client):
    page = make_draft_page(make_issuer())

    response = send(client, look(client, page, "form"), add="1", evidence_files=pdf("photo.pdf", b"no PDF at all"))

    assert response.status_code == 422
    assert [error.startswith("Files – photo.pdf: ") for error in errors_of(response)] == [True]


@override_settings(WAGTAIL_OPENBADGES={**settings.WAGTAIL_OPENBADGES, "MAX_FILES": 1})
def test_trial_takes_as_many_files_as_a_real_form(client):
    page = make_draft_page(make_issuer())
    shown = look(client, page, "form")
    other = PDF + b"\n%%EOF\n"

    one = send(client, shown, check="1", evidence_files=[pdf()])
    two = send(client, shown, check="1", evidence_files=[pdf(), pdf("other.pdf", other)])

    assert "This would be deposited" in text_of(one)
    assert errors_of(two) == ["Files – other.pdf: You can send 1 files at most. Remove one to add another."]


def test_trial_that_is_too_large_says_so(client):
    page = make_draft_page(make_issuer())
    shown = look(client, page, "form")
    html = shown.content.decode()
    address = re.search(r'<form class="openbadges-form"[^>]*action="([^"#]+)', html)[1]
    seal = re.search(r'name="trial" value="([^"]+)"', html)[1]

    response = client.post(address, {"trial": seal, "check": "1"}, CONTENT_LENGTH=str(10**9))

    assert response.status_code == 413
    assert "This is too large: at most 205 MB are read." in text_of(response)


def test_saving_a_trial_for_later_ends_at_a_draft_that_would_be_kept(client):
    page = asks(make_draft_page(make_issuer()), {"label": MISSION})

    response = send(client, look(client, page, "form"), later="1", printed_name="Rosa Exemple")

    text = text_of(response)
    assert (response.status_code, "This draft would be kept" in text, "Rosa Exemple" in text) == (200, True, True)


def test_adding_evidence_in_a_trial_draws_the_form_again_with_what_was_typed(client):
    page = asks(make_draft_page(make_issuer()), {"label": MISSION})
    shown = look(client, page, "form")

    response = send(client, shown, add="1", printed_name="Rosa Exemple")

    html = response.content.decode()
    assert (response.status_code, errors_of(response)) == (200, [])
    assert 'name="printed_name" value="Rosa Exemple"' in html
    assert controls(html) == controls(shown.content.decode())


def test_more_lines_of_a_budget_in_a_trial_keep_those_that_were_filled(client):
    page = asks(make_draft_round(make_issuer()), {"label": "Budget", "field_type": "budget"})
    shown = look(client, page, "form")
    budget = field_named(shown.content.decode(), "question-").removesuffix("-0-label")
    before = len([name for name in controls(shown.content.decode()) if name.endswith("-label")])

    response = send(client, shown, more=budget, **{f"{budget}-0-label": "Terreau", f"{budget}-0-amount": "12"})

    html = response.content.decode()
    assert 'value="Terreau"' in html
    assert (before, len([name for name in controls(html) if name.endswith("-label")])) == (3, 9)


def test_trying_again_draws_a_blank_form(client):
    page = asks(make_draft_page(make_issuer(), evidence_required=False), {"label": MISSION, "required": False})
    done = send(client, look(client, page, "form"), check="1", printed_name="Rosa Exemple")

    again = send(client, done, again="1")

    assert "This would be deposited" in text_of(done)
    assert (again.status_code, errors_of(again), "Rosa Exemple" in again.content.decode()) == (200, [], False)


def test_seal_of_another_page_is_not_tried(client):
    page, other = make_draft_page(make_issuer()), make_draft_page(make_issuer())
    html = look(client, other, "form").content.decode()
    seal = re.search(r'name="trial" value="([^"]+)"', html)[1]
    address = reverse("openbadges_trial:page", args=[page.pk])

    answers = [client.post(address, {"trial": sent}) for sent in (seal, f"{seal}x", "", "nothing:at:all")]
    fetched = client.get(address)

    assert [answer.status_code for answer in (*answers, fetched)] == [400] * 5
    assert "Open the preview again to try the form." in text_of(fetched)


def test_trial_of_a_page_that_is_gone_is_not_found(client):
    response = client.post(reverse("openbadges_trial:page", args=[10**6]))

    assert response.status_code == 404


def test_trial_is_for_those_who_may_edit_the_page(client):
    page = make_draft_page(make_issuer())
    shown = look(client, page, "form")
    stranger, editor = Client(), Client()
    # She may enter the admin, and edit no page.
    stranger.force_login(editing.make_editor("lock_page"))
    editor.force_login(editing.make_editor("change_page"))

    outcomes = [send(who, shown, later="1") for who in (stranger, editor, Client())]

    assert [(outcome.status_code, outcome.get("Location", "")) for outcome in outcomes] == [
        (302, reverse("wagtailadmin_home")),
        (200, ""),
        (302, f"{reverse('wagtailadmin_login')}?next={reverse('openbadges_trial:page', args=[page.pk])}"),
    ]


def test_trial_of_a_new_page_is_for_those_who_may_add_it(client):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["openbadges_pages", "badgepage", home().pk])
    client.post(url, posted(make_issuer(), publish=False))
    shown = client.get(f"{url}?mode=form")
    stranger, editor = Client(), Client()
    stranger.force_login(editing.make_editor("change_page"))
    editor.force_login(editing.make_editor("add_page"))

    outcomes = [send(who, shown, later="1") for who in (stranger, editor)]

    assert [outcome.status_code for outcome in outcomes] == [302, 200]


def test_trial_needs_the_token_of_its_form():
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(UserFactory(is_superuser=True))
    page = make_draft_page(make_issuer())
    # The editor that holds the preview sets the cookie.
    careful.get(editing.edit_url(page))
    shown = look(careful, page, "form")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.content.decode())[1]

    without = send(careful, shown, later="1")
    with_token = send(careful, shown, later="1", csrfmiddlewaretoken=token)

    assert (without.status_code, with_token.status_code) == (403, 200)


def test_previews_and_trials_can_be_held_in_a_frame_of_the_site(client):
    page = make_draft_page(make_issuer())
    shown = [look(client, page, mode) for mode in ("form", "phone", "mail", "badge")]

    tried = send(client, shown[0], check="1")

    assert [answer["X-Frame-Options"] for answer in (*shown, tried)] == ["SAMEORIGIN"] * 5
    assert "no-store" in tried["Cache-Control"]


def test_phone_holds_the_form_in_a_frame_that_a_strict_policy_allows(client):
    page = make_draft_page(make_issuer())

    response = look(client, page, "phone")

    frame = re.search(r"<iframe[^>]*>", response.content.decode())[0]
    assert ('src="?mode=form"' in frame, 'width="360"' in frame, "title=" in frame) == (True, True, True)
    assert response["Content-Security-Policy"].startswith("frame-src 'self';")


def test_phone_in_the_panel_asks_for_the_form_of_the_panel(client):
    page = make_draft_page(make_issuer())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(url, editing.resent(client, page, publish=False, rich=("body",)))

    html = client.get(f"{url}?mode=phone&in_preview_panel=true").content.decode()

    assert 'src="?mode=form&amp;in_preview_panel=true"' in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"claim_rule": ClaimRule.NO_CLAIMS}, "This badge cannot be asked for: the structure gives it itself."),
        ({}, None),
    ],
)
def test_badge_that_is_given_by_hand_has_no_form(client, changes, sentence):
    page = make_draft_page(make_issuer(), **changes)

    text = text_of(look(client, page, "form"))

    assert ("Nothing to show yet" in text, sentence is not None and sentence in text) == (bool(sentence),) * 2


@pytest.mark.parametrize("mode", ["form", "mail"])
def test_round_that_is_answered_elsewhere_has_neither_form_nor_mail(client, mode):
    page = make_draft_round(make_issuer(), elsewhere_url="https://demarches.example.org/")

    text = text_of(look(client, page, mode))

    assert "Applications are taken on another site. The page of this round leads there." in text


def test_form_of_a_round_is_tried_whatever_its_dates(client):
    page = make_draft_round(make_issuer(), opens="2100-01-04T08:00", closes="2100-03-31T23:59")

    response = send(client, look(client, page, "form"), check="1", printed_name="Rosa Exemple")

    assert "This would be deposited" in text_of(response)


def rows_of(response) -> dict[str, str]:
    """Return what a mail says above its text."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", response.content.decode(), flags=re.DOTALL)
    return {label: re.sub(r"<[^>]+>", "", value).strip().replace("&lt;", "<") for label, value in pairs}


def text_version(response) -> str:
    return re.search(r"<pre[^>]*>(.*?)</pre>", response.content.decode(), flags=re.DOTALL)[1]


@pytest.mark.parametrize("rule", [ClaimRule.ONE_REVIEW, ClaimRule.DECLARED])
def test_mail_of_a_badge_is_the_one_that_acceptance_sends(client, rule):
    issuer = make_issuer()
    page = make_draft_page(issuer, claim_rule=rule)
    opening = make_opening(issuer, language="en", claim_rule=rule)
    submission = make_submission(opening, address="lea.exemple@example.org")
    if rule == ClaimRule.ONE_REVIEW:
        accept(submission)
        submission.refresh_from_db()

    shown = look(client, page, "mail")

    real = present("accepted", submission=submission, language="en")
    known = {submission.reference: "B1-0042", f"assertions/{submission.assertion.uuid}": "assertions/…"}
    expected = real.text.replace("'", "&#x27;")
    for there, here in known.items():
        expected = expected.replace(there, here)
    said = text_version(shown)
    assert [line for line in said.splitlines() if "until" not in line] == [
        line for line in expected.splitlines() if "until" not in line
    ]
    assert rows_of(shown) == {
        "Subject": real.subject,
        "From": f"{issuer.organisation.name} <badges@example.org&gt;",
        "To": "lea.exemple@example.org",
        "Answers go to": issuer.organisation.email,
    }


def test_mail_is_shown_in_a_frame_that_can_do_nothing(client):
    page = make_draft_page(make_issuer(), title='Dire « "><b>non</b> »')

    html = look(client, page, "mail").content.decode()

    frame = re.search(r"<iframe[^>]*>", html)[0]
    assert re.search(r" sandbox srcdoc=\"&lt;!doctype html&gt;", frame)
    assert re.search(r" title=\"The mail as it is read\"", frame)
    assert "<b>non</b>" not in html


def test_mail_of_a_badge_that_is_given_by_hand_says_that_it_is_a_gift(client):
    issuer = make_issuer()
    page = make_draft_page(issuer, claim_rule=ClaimRule.NO_CLAIMS)

    shown = look(client, page, "mail")

    subject = f"{issuer.organisation.name} gives you the badge “Je suis bénévole engagé·e”"
    assert rows_of(shown)["Subject"] == subject


def test_mail_of_a_round_names_the_badge_that_acceptance_gives(client):
    issuer = make_issuer()
    french = make_opening(issuer, language="fr", name="Lauréat·e")
    without = make_draft_round(issuer)
    given = make_draft_round(issuer, awards=french.achievement)

    mails = [text_version(look(client, page, "mail")) for page in (without, given)]

    sentence = f"With it, {issuer.organisation.name} gives you the badge “Lauréat·e”."
    assert [sentence in text for text in mails] == [False, True]
    assert ["“Bien-être alimentaire · Édition 1”" in text for text in mails] == [True, True]


def test_mail_of_a_round_in_a_zone_that_nobody_knows_is_shown(client):
    page = make_draft_round(make_issuer(), zone_name="Mars/Olympus", **OPEN)

    response = look(client, page, "mail")

    assert (response.status_code, "Paris time" in text_version(response)) == (200, True)


@pytest.mark.parametrize("mode", ["mail", "badge"])
def test_badge_without_issuer_asks_for_it(client, mode):
    page = make_draft_page(None)

    text = text_of(look(client, page, mode))

    assert "Nothing to show yet" in text
    assert "Choose the structure that issues this badge." in text


def test_mail_of_a_round_without_structure_asks_for_it(client):
    page = make_draft_round(None)

    text = text_of(look(client, page, "mail"))

    assert "Choose the structure that receives the applications and decides." in text


def test_badge_is_shown_as_its_holder_shows_it(client):
    issuer = make_issuer()
    page = make_draft_page(issuer)

    response = look(client, page, "badge")

    text, html = text_of(response), response.content.decode()
    assert f"Given to Léa Exemple, issued by {issuer.organisation.name}" in text
    assert "Yes, this badge is valid." in text
    assert "Cette personne s’engage dans la durée." in text
    assert "Une mission d’au moins trois mois" in text
    assert re.search(r'<img src="/media/images/[^"]+" alt=""', html)
    # Whatever needs a badge that exists is left out.
    assert [word for word in ("QR code", "Compare", "Version", 'rel="canonical"', "being made") if word in html] == []


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (ClaimRule.ONE_REVIEW, "Confirmed by a reviewer"),
        (ClaimRule.DECLARED, "Declared"),
        (ClaimRule.NO_CLAIMS, "Given by the issuer"),
    ],
)
def test_badge_says_how_it_was_obtained(client, rule, way):
    page = make_draft_page(make_issuer(), claim_rule=rule)

    html = look(client, page, "badge").content.decode()

    tag = html[html.index("openbadges-tag--way") :]
    assert re.search(r"<span>([^<]+)</span>", tag)[1] == way


def test_badge_that_lacks_something_says_what(client):
    page = make_draft_page(make_issuer(), image=None, description="", criteria=[])
    complete = make_draft_page(make_issuer())

    answers = [look(client, shown, "badge") for shown in (page, complete)]
    texts = [text_of(answer) for answer in answers]

    lacking = ["Choose an image for this badge.", "Write what this badge says about the person."]
    lacking.append("Write at least one criterion.")
    assert [[sentence in text for sentence in lacking] for text in texts] == [[True] * 3, [False] * 3]
    assert ["openbadges-badge-image" in answer.content.decode() for answer in answers] == [False, True]


@pytest.mark.parametrize("mode", ["form", "phone", "mail", "badge"])
def test_preview_speaks_the_language_of_the_page(client, mode):
    french = Locale.objects.create(language_code="fr")
    page = make_draft_page(make_issuer(), locale=french)

    response = look(client, page, mode)

    assert response["Content-Language"] == "fr"
    assert re.search(r'<html lang="fr"', response.content.decode())


def test_trial_speaks_the_language_of_the_page(client):
    french = Locale.objects.create(language_code="fr")
    page = make_draft_page(make_issuer(), locale=french)

    response = send(client, look(client, page, "form"), check="1")

    assert response["Content-Language"] == "fr"
    assert "Il y a un problème" in text_of(response)


def queries_of(page, mode: str) -> int:
    """Return how many queries a preview of the newest draft costs, without those that read the draft."""
    draft = page.get_latest_revision_as_object()
    draft.make_preview_request(preview_mode=mode)
    with CaptureQueriesContext(connection) as queries:
        draft.make_preview_request(preview_mode=mode)
    return len(queries)


@pytest.mark.parametrize("mode", ["form", "phone", "mail", "badge"])
def test_previews_of_a_badge_cost_the_same_queries_however_long_it_is(mode):
    short, long = make_draft_page(make_issuer()), make_draft_page(make_issuer())
    long.criteria = [BadgeCriterion(text=f"Critère {number}") for number in range(3)]
    asks(long, *({"label": f"Question {number}"} for number in range(3)))

    costs = [queries_of(page, mode) for page in (short, long)]

    assert costs[0] == costs[1]


@pytest.mark.parametrize("mode", ["form", "phone", "mail"])
def test_previews_of_a_round_cost_the_same_queries_however_long_it_is(mode):
    hub, issuer = make_call_page(), make_issuer()
    short, long = (make_draft_round(issuer, hub=hub, number=number) for number in (1, 2))
    asks(long, *({"label": f"Question {number}"} for number in range(3)))

    costs = [queries_of(page, mode) for page in (short, long)]

    assert costs[0] == costs[1]


def test_preview_of_a_live_page_leaves_its_records_alone(client):
    page = make_badge_page(make_issuer())
    before = Opening.objects.values().get()
    page.title = "Un autre titre"
    page.save_revision()

    shown = text_of(look(client, page, "badge"))

    assert "Un autre titre" in shown
    assert Opening.objects.values().get() == before
