"""What an editor is told before a publication makes another version of what people rely on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail import hooks
from wagtail.models import Locale

from tests.domain.test_versions import award_often
from tests.factories import UserFactory, accept, make_draft, make_issuer, make_submission, picture
from tests.pages.editing import count_queries, edit, edit_url, make_editor, resent, reviewed_by, told
from tests.pages.house import badge_page, home, make_badge_page, make_draft_page, make_image, opening_of
from tests.testapp.models import HouseBadgePage, HouseCriterion
from wagtail_openbadges.domain import awarding
from wagtail_openbadges.domain.versions import Difference, RowChange
from wagtail_openbadges.pages import version_view
from wagtail_openbadges.pages.differences import Entry, described
from wagtail_openbadges.pages.models import BadgeCriterion, BadgeIndexPage, BadgePage

pytestmark = pytest.mark.django_db

NEXT = "/admin/pages/"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def publish_url(page):
    return reverse("openbadges_versions:publish", args=(page.pk,))


def version_of(page):
    return opening_of(page).achievement.versions.last()


def awarded_page(issuer, **changes):
    """Return a published badge that somebody has received."""
    page = make_badge_page(issuer, **changes)
    awarding.award(version_of(page), address="lea@example.org")
    return page


def press_publish(client, page, **changes):
    return edit(client, page, resent(client, page, rich=["body"], tags="", **changes))


def save_draft(client, page, **changes):
    return edit(client, page, resent(client, page, publish=False, rich=["body"], tags="", **changes))


def confirm(client, page, shown_by, **more):
    """Press the button of a confirmation."""
    return client.post(publish_url(page), {"shown": shown_by.context_data["shown"], **more})


def names(page):
    """Return what the versions of the badge are called, the oldest first."""
    return list(opening_of(page).achievement.versions.values_list("name", flat=True))


def live_title(page):
    return BadgePage.objects.get(pk=page.pk).title


def words_of(response):
    return " ".join(strip_tags(response.content.decode()).split())


def said_in_panel(client, page):
    """Return what the panel of the editor says: its headline and its other sentences."""
    panel = panel_of(client.get(edit_url(page)))
    return [panel["headline"], *panel["faults"], *panel["consequences"]]


def panel_of(response):
    """Return the context of the panel, found among the templates that were rendered."""
    (found,) = [context for context in response.context if "headline" in context and "faults" in context][:1]
    return found


def test_publication_of_an_awarded_badge_is_shown_before_it_is_done(client, editor):
    page = awarded_page(reviewed_by(editor))

    response = press_publish(client, page, title="Bénévole")

    assert response.status_code == 200
    assert response.context_data["page_title"] == "This makes version 2"
    assert response.context_data["headline"] == "Publishing this draft makes version 2 of this badge."
    assert response.context_data["consequences"] == ["The badge that was awarded keeps version 1."]
    assert [change.label for change in response.context_data["badge_changes"]] == ["Title"]
    assert (live_title(page), names(page)) == ("Je suis bénévole engagé·e", ["Je suis bénévole engagé·e"])


def test_confirmation_publishes_what_was_shown(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")

    response = confirm(client, page, shown)

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert told(response) == ["“Bénévole” is published. Its badge is at version 2 now. View live Edit"]
    assert (live_title(page), names(page)) == ("Bénévole", ["Je suis bénévole engagé·e", "Bénévole"])
    assert awarding.Assertion.objects.get().achievement_version.name == "Je suis bénévole engagé·e"


def test_confirmation_goes_where_the_editor_came_from(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole", next=NEXT)

    response = confirm(client, page, shown, next=NEXT)

    assert f'href="{edit_url(page)}?next={NEXT}"' in shown.content.decode()
    assert response.url == NEXT


def test_going_back_loses_nothing(client, editor):
    page = awarded_page(reviewed_by(editor))
    press_publish(client, page, title="Bénévole", description="Écrit avant de publier.")

    form = client.get(edit_url(page)).context["form"]

    assert (form["title"].value(), form["description"].value()) == ("Bénévole", "Écrit avant de publier.")
    assert live_title(page) == "Je suis bénévole engagé·e"


def test_badge_that_nobody_relies_on_is_published_at_once(client, editor):
    page = make_badge_page(reviewed_by(editor))

    response = press_publish(client, page, title="Bénévole")

    assert response.status_code == 302
    assert (live_title(page), names(page)) == ("Bénévole", ["Bénévole"])


def test_badge_whose_form_alone_changes_is_published_at_once(client, editor):
    page = awarded_page(reviewed_by(editor))

    response = press_publish(client, page, minutes="5")

    assert response.status_code == 302
    assert (names(page), opening_of(page).versions.last().minutes) == (["Je suis bénévole engagé·e"], 5)


def test_page_of_another_kind_is_published_at_once(client, editor):
    page = home().add_child(instance=BadgeIndexPage(title="Les badges", live=False))
    page.save_revision()

    response = edit(client, page, resent(client, page, rich=["introduction"]))

    assert response.status_code == 302
    assert BadgeIndexPage.objects.get().live is True


def test_page_type_of_a_site_is_shown_before_it_is_published(client):
    client.force_login(UserFactory(is_superuser=True))
    said = badge_page(make_issuer())
    page = HouseBadgePage(
        **{name: getattr(said, name) for name in ("title", "slug", "description", "issuer", "image", "privacy_notice")}
    )
    page.criteria = [HouseCriterion(text="Un critère")]
    home().add_child(instance=page)
    page.save_revision().publish()
    awarding.award(version_of(page), address="lea@example.org")

    shown = edit(client, page, resent(client, page, rich=["body"], title="Badge maison"))
    response = confirm(client, page, shown)

    assert shown.context_data["page_title"] == "This makes version 2"
    assert (response.status_code, HouseBadgePage.objects.get().title) == (302, "Badge maison")


def test_draft_that_was_saved_again_meanwhile_is_shown_anew_and_not_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")
    save_draft(client, page, title="Bénévole de longue date")

    response = confirm(client, page, shown)

    assert response.status_code == 409
    assert response.context_data["what_changed_meanwhile"].startswith("The draft was saved again meanwhile")
    assert "Publish version 2" not in words_of(response)
    assert "Bénévole de longue date" in words_of(response)
    assert names(page) == ["Je suis bénévole engagé·e"]


def test_draft_that_the_browser_saved_over_the_same_revision_is_not_taken_for_what_was_shown(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")
    revision = BadgePage.objects.get(pk=page.pk).latest_revision
    draft = revision.as_object()
    draft.title = "Bénévole de longue date"
    draft.save_revision(user=editor, overwrite_revision=revision)

    response = confirm(client, page, shown)

    assert BadgePage.objects.get(pk=page.pk).latest_revision_id == revision.pk
    assert response.status_code == 409
    assert names(page) == ["Je suis bénévole engagé·e"]


def test_badge_that_was_published_again_meanwhile_is_shown_anew_and_can_be_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")
    other = BadgePage.objects.get(pk=page.pk)
    other.minutes = 3
    other.publish_to_records()

    anew = confirm(client, page, shown)
    response = confirm(client, page, anew)

    assert anew.status_code == 409
    assert anew.context_data["what_changed_meanwhile"].startswith("The badge was published again meanwhile")
    assert response.status_code == 302
    assert names(page) == ["Je suis bénévole engagé·e", "Bénévole"]


def test_confirmation_of_what_makes_no_other_version_any_more_leads_back_to_the_editor(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")
    confirm(client, page, shown)

    response = confirm(client, page, shown, next=NEXT)

    assert (response.status_code, response.url) == (302, f"{edit_url(page)}?next=%2Fadmin%2Fpages%2F")
    assert told(response)[-1].startswith("This changed meanwhile, so nothing is published.")
    assert names(page) == ["Je suis bénévole engagé·e", "Bénévole"]


def test_confirmation_without_what_was_shown_publishes_nothing(client, editor):
    page = awarded_page(reviewed_by(editor))
    press_publish(client, page, title="Bénévole")

    response = client.post(publish_url(page), {"next": "https://elsewhere.example.org/"})

    assert (response.status_code, live_title(page)) == (409, "Je suis bénévole engagé·e")
    assert response.context_data["next"] == ""


def test_address_of_the_confirmation_typed_by_hand_leads_to_the_editor(client, editor):
    page = awarded_page(reviewed_by(editor))

    response = client.get(publish_url(page))

    assert (response.status_code, response.url) == (302, edit_url(page))


def test_page_without_any_draft_leads_to_the_editor(client, editor):
    page = home().add_child(instance=badge_page(reviewed_by(editor)))

    response = client.post(publish_url(page))

    assert (response.status_code, response.url) == (302, edit_url(page))


def test_confirmation_of_a_page_that_is_no_badge_is_not_found(client, editor):
    assert client.post(publish_url(home())).status_code == 404


def test_confirmation_of_an_alias_is_not_found(client, editor):
    page = awarded_page(reviewed_by(editor))
    alias = page.create_alias(update_slug="alias")

    assert client.post(publish_url(alias)).status_code == 404


def test_editor_who_may_not_publish_never_reaches_the_confirmation(client):
    user = make_editor("add_page", "change_page")
    client.force_login(user)
    page = awarded_page(reviewed_by(user))

    pressed = press_publish(client, page, title="Bénévole")
    confirmed = client.post(publish_url(page), {"shown": ""})

    assert (pressed.status_code, pressed.url) == (302, edit_url(page))
    assert confirmed.status_code == 302
    assert confirmed.url == reverse("wagtailadmin_home")
    assert live_title(page) == "Je suis bénévole engagé·e"


def test_page_that_somebody_locked_is_not_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")
    BadgePage.objects.filter(pk=page.pk).update(locked=True, locked_by=UserFactory(), locked_at=timezone.now())

    response = confirm(client, page, shown)

    assert (response.status_code, response.url) == (302, edit_url(page))
    assert told(response)[-1] == "This page is locked: nothing is published."
    assert live_title(page) == "Je suis bénévole engagé·e"


def test_page_that_the_editor_locked_herself_is_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")
    BadgePage.objects.filter(pk=page.pk).update(locked=True, locked_by=editor, locked_at=timezone.now())

    confirm(client, page, shown)

    assert live_title(page) == "Bénévole"


def test_publication_set_for_later_is_confirmed_now_and_done_then(client, editor):
    page = awarded_page(reviewed_by(editor))
    later = (timezone.localtime() + timedelta(days=3)).replace(second=0, microsecond=0)
    day = f"{later.day} {later:%B %Y}"

    shown = press_publish(client, page, title="Bénévole", go_live_at=f"{later:%Y-%m-%d %H:%M}")
    response = confirm(client, page, shown)

    assert f"This draft is set to be published on {day}" in words_of(shown)
    assert "Keep the date, and make version 2 then" in words_of(shown)
    assert told(response) == [
        f"“Bénévole” is set to be published on {day} at {later:%H:%M}. It makes version 2 then. Edit"
    ]
    assert BadgePage.objects.get(pk=page.pk).scheduled_revision is not None
    assert names(page) == ["Je suis bénévole engagé·e"]


def test_badge_whose_image_turns_out_to_be_unreadable_says_so_once_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    moving = make_image()
    with moving.file.storage.open(moving.file.name, "wb") as file:
        Image.new("RGB", (64, 64)).save(file, "GIF")

    shown = press_publish(client, page, image=moving.pk)
    response = confirm(client, page, shown)

    assert told(response) == [
        "“Je suis bénévole engagé·e” is published, but its badge could not follow. Open the page: it says why. Edit"
    ]
    assert opening_of(page).faults == ["unreadable_image"]


def test_what_others_hook_into_a_publication_runs_once_and_after_the_confirmation(client, editor):
    page = awarded_page(reviewed_by(editor))
    ran = []
    names_of_hooks = ("before_publish_page", "after_publish_page", "after_edit_page")

    with hooks.register_temporarily([(name, lambda *a, name=name: ran.append(name)) for name in names_of_hooks]):
        shown = press_publish(client, page, title="Bénévole")
        before = list(ran)
        confirm(client, page, shown)

    assert (before, ran) == ([], list(names_of_hooks))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("before_publish_page", "Je suis bénévole engagé·e"),
        ("after_publish_page", "Bénévole"),
        ("after_edit_page", "Bénévole"),
    ],
)
def test_what_others_hook_in_may_answer(client, editor, name, title):
    page = awarded_page(reviewed_by(editor))
    shown = press_publish(client, page, title="Bénévole")

    with hooks.register_temporarily(name, lambda request, page: version_view.redirect("/elsewhere/")):
        response = confirm(client, page, shown)

    assert (response.status_code, response.url, live_title(page)) == (302, "/elsewhere/", title)


class UnreadableImage:
    """An image whose storage does not answer."""

    def open_file(self):
        raise ConnectionError


def test_publication_goes_on_when_it_cannot_be_told(client, editor, caplog, rf):
    page = awarded_page(reviewed_by(editor))
    draft = BadgePage.objects.get(pk=page.pk)
    BadgePage.image.field.set_cached_value(draft, UnreadableImage())
    request = rf.post(edit_url(page))
    request.user = editor

    answer = version_view.ask_before_publishing(request, draft)

    assert answer is None
    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        (version_view.__name__, "ERROR", f"What publishing page {page.pk} would do could not be shown")
    ]


def parts_of(response, kind="badge_changes"):
    """Return what a confirmation or a panel says of each field, row by row: the words, then each part's two sides."""
    return [
        (
            change.label,
            [
                (
                    ", ".join(entry.words),
                    entry.title,
                    [(part.label, side(part.before), side(part.after)) for part in entry.parts],
                )
                for entry in change.entries
            ],
        )
        for change in response.context_data[kind]
    ]


def side(pieces):
    """Write a text with what is marked in it between brackets."""
    return "".join((f"[{piece.text}]" if piece.is_marked else piece.text) + piece.blank for piece in pieces)


def test_difference_of_a_text_marks_its_words(client, editor):
    page = awarded_page(reviewed_by(editor), description="Cette personne s’engage dans la durée.")

    shown = press_publish(client, page, description="Cette personne s’engage dans un projet.")

    before, after = "Cette personne s’engage dans [la durée.]", "Cette personne s’engage dans [un projet.]"
    assert parts_of(shown) == [("What this badge says", [("changed", "", [("", before, after)])])]
    html = shown.content.decode()
    assert "dans <del>la durée.</del></dd>" in html
    assert "dans <ins>un projet.</ins></dd>" in html


def test_difference_of_another_text_is_shown_whole(client, editor):
    page = awarded_page(reviewed_by(editor), description="Elle s’engage.", achievement_type="Membership")

    shown = press_publish(client, page, description="Un tout autre texte, sans rapport.", achievement_type="")

    assert parts_of(shown) == [
        ("What this badge says", [("changed", "", [("", "[Elle s’engage.]", "[Un tout autre texte, sans rapport.]")])]),
        ("Kind of badge", [("removed", "", [("", "[belonging]", "")])]),
    ]


def test_difference_of_rows_says_what_came_what_went_what_moved_and_what_changed(client, editor):
    page = awarded_page(reviewed_by(editor), criteria=["Un accueil", "Un bilan", "Un échange", "Une durée"])
    draft = page.get_latest_revision_as_object()
    welcome, review, talk, _length = draft.criteria.all()
    review.text, review.required = "Un bilan écrit", False
    talk.required = False
    for place, row in enumerate([talk, welcome, review, BadgeCriterion(text="Une fête")]):
        row.sort_order = place
    draft.criteria = [talk, welcome, review, BadgeCriterion(text="Une fête", sort_order=3)]
    draft.save_revision()

    shown = press_publish(client, page)

    assert parts_of(shown) == [
        (
            "Criteria",
            [
                ("changed, moved from number 3 to number 1", "Un échange", [("Always needed", "[Yes]", "[No]")]),
                ("changed", "", [("Criterion", "Un bilan", "Un bilan [écrit]"), ("Always needed", "[Yes]", "[No]")]),
                ("added, as number 4", "", [("Criterion", "", "[Une fête]"), ("Always needed", "", "[Yes]")]),
                ("removed, it was number 4", "", [("Criterion", "[Une durée]", ""), ("Always needed", "[Yes]", "")]),
            ],
        )
    ]


def test_row_that_only_moves_is_named_without_its_parts():
    row = {"uid": "c1", "text": "Un accueil", "required": True}
    moved = RowChange(old=row, new=row, old_place=2, new_place=1, is_moved=True)

    (change,) = described([Difference(field="criteria", old=[], new=[], rows=(moved,))])

    assert change.label == "Criteria"
    assert change.entries == [Entry(words=["moved from number 2 to number 1"], title="Un accueil", parts=[])]


def test_words_of_a_list_are_told_one_by_one():
    (change,) = described([Difference(field="tags", old=["accueil"], new=["accueil", "vente"])])

    ((part,),) = [entry.parts for entry in change.entries]
    assert (side(part.before), side(part.after)) == ("accueil", "accueil\n[vente]")


def test_difference_of_the_form_is_told_apart_from_that_of_the_badge(client, editor):
    page = awarded_page(reviewed_by(editor))
    make_submission(opening_of(page), address="nour@example.org")
    make_draft(opening_of(page), address="tom@example.org")

    shown = press_publish(
        client,
        page,
        **{"title": "Bénévole", "claim_rule": "declared", "accepts_links": "", "questions-0-label": "Où ?"},
    )

    assert shown.context_data["consequences"] == [
        "The badge that was awarded keeps version 1.",
        "The file that waits for an answer keeps version 1 and its form: it is judged on what its holder read.",
        "The person who has begun a claim goes on with the new form, and is told what changed.",
    ]
    assert [label for label, _entries in parts_of(shown)] == ["Title"]
    labels = [(label, entries[0][2][0][0]) for label, entries in parts_of(shown, "form_changes")]
    assert labels == [
        ("How people obtain it", ""),
        ("Evidence", "Kinds of evidence that people may send"),
        ("Questions", "Question"),
    ]
    assert "In the form" in words_of(shown)


def test_images_are_shown_side_by_side(client, editor):
    page = awarded_page(reviewed_by(editor))
    version = version_of(page)
    other = make_image()
    with other.file.storage.open(other.file.name, "wb") as file:
        file.write(picture("#aa0000"))

    shown = press_publish(client, page, image=other.pk)

    address = f"/openbadges/achievements/{version.achievement.uuid}/versions/1/image.png"
    html = shown.content.decode()
    assert f'<img src="{address}" alt="Image of the badge, before">' in html
    assert f'<img src="{shown.context_data["picture_after"]}" alt="Image of the badge, after">' in html
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("make", "sentences"),
    [
        (
            lambda opening: [
                awarding.award(opening.achievement.versions.get(), address=f"{number}@example.org")
                for number in range(3)
            ],
            ["The 3 badges awarded keep version 1."],
        ),
        (
            lambda opening: [make_submission(opening, address=f"{number}@example.org") for number in range(2)],
            [
                "The 2 files that wait for an answer keep version 1 and their form: they are judged on what their"
                " holders read."
            ],
        ),
        (
            lambda opening: [
                make_submission(opening, address="nour@example.org"),
                *(make_draft(opening, address=f"{number}@example.org") for number in range(2)),
            ],
            [
                "The file that waits for an answer keeps version 1 and its form: it is judged on what its holder read.",
                "The 2 people who have begun a claim go on with the new form, and are told what changed.",
            ],
        ),
        (
            lambda opening: awarding.Assertion.objects.filter(
                pk=awarding.award(opening.achievement.versions.get(), address="lea@example.org").pk
            ).update(revoked_at=timezone.now()),
            ["Version 1 is kept as it is, at its address."],
        ),
    ],
)
def test_numbers_are_said_in_words(client, editor, make, sentences):
    page = make_badge_page(reviewed_by(editor))
    make(opening_of(page))

    shown = press_publish(client, page, title="Bénévole")

    assert shown.context_data["consequences"] == sentences


def test_files_of_earlier_versions_are_said_apart(client, editor):
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page), address="nour@example.org")
    confirm(client, page, press_publish(client, page, title="Bénévole"))
    make_submission(opening_of(page), address="samia@example.org")

    shown = press_publish(client, page, title="Bénévole de longue date")

    assert shown.context_data["consequences"] == [
        "The file that waits for an answer keeps version 2 and its form: it is judged on what its holder read.",
        "The file that has been waiting since before version 2 keeps what its holder read, too.",
    ]


def test_panel_of_a_badge_never_published_says_that_it_makes_the_first_version(client, editor):
    page = make_draft_page(reviewed_by(editor))

    assert said_in_panel(client, page) == [
        "Publishing this draft makes version 1 of this badge.",
        "You can change it freely until somebody has deposited a claim or received the badge.",
    ]


def test_panel_of_a_translation_says_that_it_makes_the_first_version_of_its_language(client, editor):
    page = awarded_page(reviewed_by(editor))
    english = Locale.objects.get_or_create(language_code="en")[0]
    home().copy_for_translation(english)
    translated = page.copy_for_translation(english)

    assert said_in_panel(client, translated)[0] == (
        "Publishing this draft makes version 2 of this badge, the first in this language."
    )


def test_panel_of_an_incomplete_badge_says_what_is_missing(client, editor):
    page = make_draft_page(reviewed_by(editor), criteria=[])

    assert said_in_panel(client, page) == [
        "Something is missing in this draft. If it were published like this, nobody could ask for the badge:",
        "Write at least one criterion.",
    ]


def test_panel_of_a_badge_without_changes_says_that_nothing_changes(client, editor):
    page = awarded_page(reviewed_by(editor))

    assert said_in_panel(client, page) == ["Publishing this draft changes nothing in the badge. It stays version 1."]


def test_panel_of_a_badge_that_nobody_relies_on_says_that_it_changes_itself(client, editor):
    page = make_badge_page(reviewed_by(editor))
    save_draft(client, page, title="Bénévole")

    assert said_in_panel(client, page) == [
        "Publishing this draft changes version 1 of this badge itself.",
        "You can change it freely until somebody has deposited a claim or received the badge.",
    ]


def test_panel_of_an_image_that_nobody_relies_on_shows_the_new_one_alone(client, editor):
    page = make_badge_page(reviewed_by(editor))
    other = make_image()
    with other.file.storage.open(other.file.name, "wb") as file:
        file.write(picture("#aa0000"))
    save_draft(client, page, image=other.pk)

    html = client.get(edit_url(page)).content.decode()

    assert 'alt="Image of the badge, after"' in html
    assert 'alt="Image of the badge, before"' not in html


def test_panel_of_a_form_that_changes_says_what_becomes_of_files_and_drafts(client, editor):
    page = awarded_page(reviewed_by(editor))
    make_submission(opening_of(page), address="nour@example.org")
    make_submission(opening_of(page), address="samia@example.org")
    make_draft(opening_of(page), address="tom@example.org")
    save_draft(client, page, minutes="5")

    assert said_in_panel(client, page) == [
        "Publishing this draft changes the form. The badge itself stays version 1.",
        "The 2 files that wait for an answer keep the form that they were deposited with.",
        "The person who has begun a claim goes on with the new form, and is told what changed.",
    ]


def test_panel_of_an_awarded_badge_says_how_it_is_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    save_draft(client, page, title="Bénévole")

    response = client.get(edit_url(page))

    assert said_in_panel(client, page) == [
        "Publishing this draft makes version 2 of this badge.",
        "The badge that was awarded keeps version 1.",
    ]
    assert "When you press “Publish”, you see the difference and confirm." in words_of(response)
    assert "<ins>Bénévole</ins>" in response.content.decode()


def test_panel_for_those_who_may_not_publish_says_who_confirms(client):
    user = make_editor("add_page", "change_page")
    client.force_login(user)
    page = awarded_page(reviewed_by(user))
    save_draft(client, page, title="Bénévole")

    assert "Whoever publishes it sees the difference and confirms." in words_of(client.get(edit_url(page)))


def test_panel_says_when_the_draft_is_set_to_be_published(client, editor):
    page = awarded_page(reviewed_by(editor))
    later = timezone.localtime() + timedelta(days=3)
    save_draft(client, page, title="Bénévole", go_live_at=f"{later:%Y-%m-%d %H:%M}")

    said = words_of(client.get(edit_url(page)))

    assert f"This draft is set to be published on {later.day} {later:%B %Y} at {later:%H:%M}." in said


def test_panel_after_an_error_still_speaks_of_the_draft_as_it_was_saved(client, editor):
    page = awarded_page(reviewed_by(editor))

    response = press_publish(client, page, title="Bénévole", minutes="many")

    assert response.status_code == 200
    assert panel_of(response)["headline"] == "Publishing this draft changes nothing in the badge. It stays version 1."


def test_queries_of_panel_and_confirmation_are_as_many_with_400_awards_as_with_one(client, editor):
    page = awarded_page(reviewed_by(editor))
    save_draft(client, page, title="Bénévole")

    few = count_queries(client, edit_url(page))
    award_often(version_of(page), 400)
    many = count_queries(client, edit_url(page))
    shown = press_publish(client, page)

    assert many == few
    assert shown.context_data["consequences"] == ["The 400 badges awarded keep version 1."]


def test_awarded_file_is_counted_as_an_award_and_no_longer_as_a_file(client, editor):
    page = make_badge_page(reviewed_by(editor))
    accept(make_submission(opening_of(page)))

    shown = press_publish(client, page, title="Bénévole")

    assert shown.context_data["consequences"] == ["The badge that was awarded keeps version 1."]


def test_badge_whose_new_file_draws_the_same_is_published_and_keeps_its_version(client, editor):
    page = awarded_page(reviewed_by(editor))
    again = make_image()
    with page.image.file.open("rb") as drawn, again.file.storage.open(again.file.name, "wb") as file:
        written = PngInfo()
        written.add_text("Software", "another one")
        Image.open(drawn).save(file, "PNG", pnginfo=written)

    shown = press_publish(client, page, image=again.pk)
    response = confirm(client, page, shown)

    assert told(response) == ["“Je suis bénévole engagé·e” is published. Its badge is at version 1 now. View live Edit"]
    assert opening_of(page).faults == []
