"""What visitors see of a badge, a list of badges and an organisation."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from tests.factories import make_issuer, make_submission
from tests.pages.call_house import make_call_page, make_round_page
from tests.pages.house import badge_page, home, make_badge_page, opening_of
from tests.testapp.models import HouseBadgePage, HouseIndexPage
from wagtail_openbadges.domain.archiving import archive
from wagtail_openbadges.models import AccessLink, ClaimRule
from wagtail_openbadges.pages.models import BadgeAlignment, BadgeIndexPage, BadgePage, BadgeSupport, OrganisationPage
from wagtail_openbadges.pages.presets import mission_questions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")


def buttons(response):
    html = re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.DOTALL).replace("<wbr>", "")
    found = re.findall(r'<a class="openbadges-button[^"]*" href="([^"]*)"[^>]*>\s*<span>([^<]*)</span>', html)
    return [(label, href) for href, label in found]


def test_badge_page_leads_to_the_form(client):
    page = make_badge_page(make_issuer())

    response = client.get(page.url)

    assert response.status_code == 200
    assert buttons(response) == [("Ask for this badge", f"{page.url}claim/")]


def test_badge_page_on_declaration_says_so(client):
    page = make_badge_page(make_issuer(), claim_rule=ClaimRule.DECLARED)

    response = client.get(page.url)

    assert buttons(response) == [("Get this badge by declaration", f"{page.url}claim/")]
    assert response.context_data["how"] == [
        "You declare what you have done and you add your evidence. You receive the badge at once.",
        f"The badge says that you declare it yourself: {page.issuer} publishes it and has not checked it.",
    ]


def test_badge_page_given_by_hand_has_no_button(client):
    page = make_badge_page(make_issuer(), claim_rule=ClaimRule.NO_CLAIMS)

    response = client.get(page.url)

    assert buttons(response) == []
    assert f"{page.issuer} gives this badge itself. You have nothing to send." in response.content.decode()


def test_badge_page_given_by_calls_leads_to_those_that_can_be_read(client):
    issuer = make_issuer()
    page = make_badge_page(issuer, claim_rule=ClaimRule.NO_CLAIMS)
    achievement = opening_of(page).achievement
    titles = ("Bien manger", "Fermé", "Archivé", "Retiré")
    shown, hidden, archived, withdrawn = (make_call_page(title=title) for title in titles)
    rounds = {hub: make_round_page(issuer, hub=hub, awards=achievement) for hub in (shown, hidden, archived, withdrawn)}
    make_round_page(issuer)
    hidden.unpublish()
    archive(opening_of(rounds[archived]))
    rounds[withdrawn].unpublish()

    response = client.get(page.url)

    assert response.context_data["how"] == [
        f"{page.issuer} gives this badge when an application is accepted, in answer to:"
    ]
    assert response.context_data["calls"] == [{"title": "Bien manger", "href": shown.url}]
    assert f'<li><a href="{shown.url}">Bien manger</a></li>' in response.content.decode()


def test_page_that_is_served_unsaved_shows_what_it_says_and_not_what_is_stored(client):
    page = make_badge_page(make_issuer())
    request = client.get(page.url).wsgi_request
    page.title, page.image = "Essai", None

    response = page.serve(request)

    assert (page.image, response.context_data["image_url"]) == (None, "")
    assert ">Essai<" in response.content.decode()


def test_badge_page_with_faults_says_not_open_yet(client):
    page = make_badge_page(make_issuer(), image=None)

    response = client.get(page.url)

    assert response.status_code == 200
    assert buttons(response) == []
    assert "This is not open yet." in response.content.decode()


def test_badge_page_without_issuer_says_not_open_yet(client):
    page = make_badge_page(None)

    response = client.get(page.url)

    assert response.status_code == 200
    assert "This is not open yet." in response.content.decode()


def test_badge_page_speaks_its_own_language(client):
    Locale.objects.create(language_code="fr")
    page = make_badge_page(make_issuer())

    response = client.get(page.url, headers={"Accept-Language": "fr"})

    assert '<html lang="en">' in response.content.decode()


def test_badge_page_counts_holders_and_names_nobody(client):
    page = make_badge_page(make_issuer(), claim_rule=ClaimRule.DECLARED)
    make_submission(opening_of(page))
    html = client.get(page.url).content.decode()

    assert "1 person" in html
    assert "Léa Exemple" not in html
    assert "lea@example.org" not in html


def test_badge_page_links_to_the_page_of_its_issuer(client):
    issuer = make_issuer()
    structure = home().add_child(instance=OrganisationPage(title="La maison", organisation=issuer.organisation))
    page = make_badge_page(issuer)

    response = client.get(page.url)

    assert response.context_data["issuer"] == {"name": issuer.organisation.name, "href": structure.url}


def test_badge_page_without_organisation_page_links_to_the_record_of_its_issuer(client):
    issuer = make_issuer()
    page = make_badge_page(issuer)

    response = client.get(page.url)

    assert response.context_data["issuer"]["href"] == reverse("openbadges:issuer", args=[issuer.uuid])


def test_badge_page_describes_itself_to_search_engines(client):
    page = make_badge_page(make_issuer(), title="</script><script>alert(1)</script> & co")
    html = client.get(page.url).content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1)

    document = json.loads(block)
    assert document["@type"] == "EducationalOccupationalCredential"
    assert document["name"] == "</script><script>alert(1)</script> & co"
    assert document["url"] == f"http://testserver{page.url}"
    assert document["competencyRequired"] == ["Une mission d’au moins trois mois"]
    assert document["publisher"]["name"] == page.issuer.organisation.name
    assert f'<meta property="og:url" content="http://testserver{page.url}">' in html
    assert f'<meta property="og:image" content="{document["image"]}">' in html
    assert "<script>alert" not in html


def test_alias_in_another_language_says_in_which_language_it_is(client):
    french = Locale.objects.create(language_code="fr")
    page = make_badge_page(make_issuer())
    alias = page.create_alias(update_slug="alias", update_locale=french, reset_translation_key=False)

    response = client.get(alias.url)

    assert response.context_data["foreign_language"] == "en"
    assert buttons(response) == [(buttons(response)[0][0], f"{alias.url}claim/")]


def test_alias_in_another_language_marks_the_words_of_its_page_and_not_ours(client):
    french = Locale.objects.create(language_code="fr")
    page = make_badge_page(make_issuer(), body="<p>Three months at the desk.</p>")
    alias = page.create_alias(update_slug="alias", update_locale=french, reset_translation_key=False)

    html = client.get(alias.url).content.decode()

    main = html[html.index("<main") : html.index("</main>")]
    marked = "".join(words for _tag, words in re.findall(r'<(\w+)[^>]* lang="en">(.*?)</\1>', main, re.DOTALL))
    theirs = [page.title, page.description, "Une mission d’au moins trois mois", "Three months at the desk."]
    assert [words in marked for words in theirs] == [True] * 4
    assert len(re.findall(r"<h2>", main)) >= 3
    assert "<h2" not in marked


def test_organisation_alias_in_another_language_marks_its_title_and_presentation(client):
    french = Locale.objects.create(language_code="fr")
    page = OrganisationPage(
        title="The house", organisation=make_issuer().organisation, presentation="<p>Open to everybody.</p>"
    )
    home().add_child(instance=page)
    alias = page.create_alias(update_slug="alias", update_locale=french, reset_translation_key=False)

    source, shown = (client.get(shown.url).content.decode() for shown in (page, alias))

    assert '<h1 lang="en">The house</h1>' in shown
    assert re.search(r'<div class="openbadges-prose" lang="en">\s*<p[^>]*>Open to everybody.', shown)
    assert ' lang="en">The house' not in source


def test_badge_page_promises_what_its_form_in_force_promises(client):
    issuer = make_issuer(promised_days=12)
    page = make_badge_page(issuer)
    issuer.promised_days = 90
    issuer.save()

    response = client.get(page.url)

    facts = {row["label"]: row["value"] for row in response.context_data["facts"]}
    assert (facts["Answer"], opening_of(page).versions.last().promised_days) == ("within 12 days", 12)


def test_claim_sub_route_is_never_cached(client):
    page = make_badge_page(make_issuer())

    response = client.get(f"{page.url}claim/")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_confirm_sub_route_shows_the_code_field(client):
    page = make_badge_page(make_issuer())
    client.post(f"{page.url}claim/", {"address": "lea@example.org"})
    link = AccessLink.objects.get()

    response = client.get(f"{page.url}claim/confirm/{link.uuid}/")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert 'autocomplete="one-time-code"' in response.content.decode()


def test_claim_of_an_unpublished_page_is_not_there(client):
    page = make_badge_page(make_issuer())
    page.unpublish()

    response = client.get(f"{page.url}claim/")

    assert response.status_code == 404


def test_spoken_title_is_said_in_the_place_of_the_title(client):
    page = make_badge_page(make_issuer(), title="Je suis engagé·e", spoken_title="Je suis engagé ou engagée")

    html = client.get(page.url).content.decode()

    assert html.split("<h1>")[1].split("</h1>")[0] == (
        '<span aria-hidden="true">Je suis engagé·e</span>'
        '<span class="openbadges-visually-hidden">Je suis engagé ou engagée</span>'
    )


def test_those_who_help_are_named_with_the_page_of_their_structure(client):
    issuer = make_issuer()
    house = home().add_child(
        instance=OrganisationPage(title="La maison", slug="maison", organisation=issuer.organisation)
    )
    page = make_badge_page(issuer)
    page.support = [
        BadgeSupport(organisation=issuer.organisation, text="Venez le mardi."),
        BadgeSupport(name="Léa Exemple", email="lea@example.org", telephone="03 20 00 00 00"),
    ]
    page.save_revision().publish()

    support = client.get(page.url).context_data["support"]

    assert [(row["title"], row["href"], row["text"]) for row in support] == [
        (issuer.organisation.name, house.url, "Venez le mardi."),
        ("Léa Exemple", "", ""),
    ]
    assert [contact["href"] for contact in support[1]["contacts"]] == ["mailto:lea@example.org", "tel:0320000000"]


def test_moved_page_keeps_redirects_of_its_form(client):
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))
    page = make_badge_page(make_issuer())
    before = page.url

    page.move(index, pos="last-child")

    redirects = Redirect.objects.order_by("old_path")
    assert [(redirect.old_path, redirect.redirect_page_route_path) for redirect in redirects] == [
        (before.rstrip("/"), ""),
        (f"{before}claim", "/claim/"),
    ]


@pytest.mark.parametrize("count", [3, 300])
def test_badge_page_asks_the_database_as_often_for_few_and_many_rows(client, django_assert_max_num_queries, count):
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))
    page = make_badge_page(make_issuer(), parent=index)
    page.alignments = [BadgeAlignment(name=f"Métier {number}", url="https://example.org") for number in range(count)]
    page.support = [BadgeSupport(organisation=page.issuer.organisation) for _number in range(count)]
    page.save_revision().publish()
    client.get(page.url, headers={"Accept-Language": "en"})

    with django_assert_max_num_queries(16):
        response = client.get(page.url, headers={"Accept-Language": "en"})

    assert len(response.context_data["alignments"]) == count


def list_of(count):
    """Return an index with many badges of one image and one issuer, made without publishing each."""
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))
    model = badge_page(make_issuer())
    for number in range(count):
        model.pk = model.id = None
        index.add_child(
            instance=BadgePage(
                title=f"Badge {number:04}",
                slug=f"badge-{number}",
                description=model.description,
                issuer=model.issuer,
                image=model.image,
            )
        )
    return index


@pytest.mark.parametrize("count", [3, 60])
def test_index_asks_the_database_as_often_for_few_and_many(client, django_assert_max_num_queries, count):
    index = list_of(count)
    client.get(index.url)

    with django_assert_max_num_queries(20):
        response = client.get(index.url)

    assert len(response.context_data["cards"]) == min(count, 24)
    assert response.context_data["cards"][0]["tag"] == "Confirmed by the issuer"


def test_index_second_page_goes_on(client):
    index = list_of(26)

    response = client.get(f"{index.url}?page=2")

    assert [card["name"] for card in response.context_data["cards"]] == ["Badge 0024", "Badge 0025"]


def test_index_shows_live_badges_only(client):
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))
    live = make_badge_page(make_issuer(), parent=index)
    make_badge_page(make_issuer(), parent=index).unpublish()

    response = client.get(index.url)

    assert [card["href"] for card in response.context_data["cards"]] == [live.url]


def test_index_without_badges_says_so(client):
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))

    response = client.get(index.url)

    assert "There is no badge here yet." in response.content.decode()


def test_organisation_page_lists_its_badges_of_whatever_page_type(client):
    issuer = make_issuer(description="Une maison ouverte.")
    structure = home().add_child(instance=OrganisationPage(title="La maison", organisation=issuer.organisation))
    own = make_badge_page(issuer, title="Un badge")
    make_badge_page(make_issuer(), title="Badge d’ailleurs")
    house = home().add_child(instance=HouseBadgePage(title="Un badge maison", issuer=issuer, live=False))
    house.save_revision().publish()

    response = client.get(structure.url)

    assert [card["href"] for card in response.context_data["cards"]] == [own.url, house.url]
    assert "Une maison ouverte." in response.content.decode()


def test_organisation_page_of_a_structure_that_issues_nothing(client):
    organisation = make_issuer().organisation
    organisation.issuer.keys.all().delete()
    organisation.issuer.delete()
    structure = home().add_child(instance=OrganisationPage(title="La maison", organisation=organisation))

    response = client.get(structure.url)

    assert response.status_code == 200
    assert response.context_data["issuer"] is None


def test_page_types_of_a_site_are_shown_with_our_templates(client):
    index = home().add_child(instance=HouseIndexPage(title="Badges", slug="badges"))
    page = index.add_child(instance=HouseBadgePage(title="Un badge maison", issuer=make_issuer()))

    shown = client.get(index.url)
    badge = client.get(page.url)

    assert [card["href"] for card in shown.context_data["cards"]] == [page.url]
    assert "<h1>Un badge maison</h1>" in badge.content.decode()


def test_mission_sheet_is_a_form_of_six_questions():
    with translation.override("en"):
        rows = mission_questions()

    assert [row["label"] for row in rows] == [
        "What was your mission?",
        "When was it?",
        "Where was it?",
        "What did you do?",
        "What were you responsible for?",
        "What did you learn?",
    ]
