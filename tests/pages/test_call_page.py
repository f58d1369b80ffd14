"""What visitors see of the hub of a call, and where its stable addresses lead."""

import json
import re

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from tests.factories import OrganisationFactory, make_issuer
from tests.pages.call_house import CLOSED, TO_COME, make_call_index, make_call_page, make_draft_round, make_round_page
from tests.pages.call_reading import add_rounds, buttons, headings
from tests.pages.house import home, make_image, opening_of
from wagtail_openbadges.domain import archiving
from wagtail_openbadges.models import AccessLink, Purpose
from wagtail_openbadges.pages.models import CallCarrier, CallPage, OrganisationPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")


@pytest.fixture
def _redirects(settings):
    """Follow the redirects that Wagtail makes, as a site does."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "wagtail.contrib.redirects.middleware.RedirectMiddleware"]


def test_hub_shows_the_current_round_and_leads_to_its_form_by_a_stable_address(client):
    hub = make_call_page(parent=make_call_index(title="Nos appels"))
    page = make_round_page(make_issuer(), hub=hub)

    response = client.get(hub.url)

    current = response.context_data["current"]
    assert (current["label"], current["href"], current["state"].key) == ("Édition 1", page.url, "open")
    assert buttons(response) == [("Apply", f"{hub.url}apply/"), ("Conditions, dates and support", page.url)]
    assert response.context_data["index"]["label"] == "Nos appels"


def test_hub_tells_its_parts_in_order(client):
    issuer, hub = make_issuer(), make_call_page(OrganisationFactory())
    make_round_page(issuer, hub=hub, **CLOSED)
    make_round_page(issuer, hub=hub, number=2, title="Édition 2")

    response = client.get(hub.url)

    assert headings(response) == [
        "1 Bien-être alimentaire",
        "2 Édition 2",
        "2 What this call is about",
        "2 Who carries this call",
        "2 All rounds",
        "2 Tell me about the next round",
        "2 In short",
    ]


def test_hub_says_for_whom_where_and_how_often(client):
    hub = make_call_page(publics=["associations", "no such public"], help_types=["financement", "accompagnement"])
    hub.tags.add("transition", "alimentation")
    hub.save_revision().publish()

    response = client.get(hub.url)

    assert {row["label"]: row["value"] for row in response.context_data["facts"]} == {
        "Whom it is for": "Associations",
        "What it offers": "Funding, support",
        "How often it comes back": "Chaque année, en automne",
        "Where": "Métropole Européenne de Lille",
    }
    assert response.context_data["themes"] == ["alimentation", "transition"]


def test_hub_names_each_carrier_once_with_its_roles(client):
    house, other = OrganisationFactory(name="La maison"), OrganisationFactory(name="La région", url="")
    structure = home().add_child(instance=OrganisationPage(title="La maison", organisation=house))
    hub = make_call_page(house, other)
    hub.carriers.add(CallCarrier(organisation=house, role="financeur"))
    hub.save_revision().publish()

    carriers = client.get(hub.url).context_data["carriers"]

    assert [(row["name"], row["href"], row["roles"]) for row in carriers] == [
        ("La maison", structure.url, ["Carries the call", "Funds"]),
        ("La région", "", ["Carries the call"]),
    ]


def test_hub_with_little_written_leaves_empty_parts_out(client):
    hub = make_call_page(promise="", presentation="", recurrence="", publics=[], help_types=[])
    hub.territories.clear()
    hub.save_revision().publish()

    response = client.get(hub.url)

    assert headings(response) == [
        "1 Bien-être alimentaire",
        "2 No round at the moment",
    ]
    assert "Nobody can apply yet. Come back later." in response.content.decode()


def test_hub_shows_its_image(client):
    hub = make_call_page(image=make_image())

    response = client.get(hub.url)

    assert f'<meta property="og:image" content="http://testserver{response.context_data["image_url"]}">' in (
        response.content.decode()
    )


def test_hub_keeps_the_history_of_its_rounds_newest_first(client):
    issuer, hub = make_issuer(), make_call_page()
    first = make_round_page(issuer, hub=hub, **CLOSED)
    third = make_round_page(issuer, hub=hub, number=3, title="Édition 3", **TO_COME)
    second = make_round_page(issuer, hub=hub, number=2, title="Édition 2")
    make_draft_round(issuer, hub=hub, number=4)
    archiving.archive(opening_of(make_round_page(issuer, hub=hub, number=5, opens="2110-01-01T00:00", closes="")))

    response = client.get(hub.url)

    assert response.context_data["current"]["href"] == second.url
    assert [(row["href"], row["state"].key) for row in response.context_data["history"]] == [
        (third.url, "opening_soon"),
        (second.url, "open"),
        (first.url, "closed"),
    ]


def test_hub_with_its_current_round_alone_has_no_history(client):
    hub = make_call_page()
    make_round_page(make_issuer(), hub=hub)

    response = client.get(hub.url)

    assert response.context_data["history"] == []


def test_hub_whose_round_is_taken_elsewhere_leads_there(client):
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub, elsewhere_url="https://appels.example.org/")

    response = client.get(hub.url)

    assert buttons(response) == [
        ("Apply on appels.example.org", "https://appels.example.org/"),
        ("Conditions, dates and support", page.url),
    ]


def test_hub_of_a_closed_round_says_since_when_and_has_no_button(client):
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub, **CLOSED)

    response = client.get(hub.url)

    assert response.context_data["current"]["state"].sentence == ("Closed since 31 March 2024 at 23:59, Paris time.")
    assert buttons(response) == [("Conditions, dates and support", page.url)]


def test_hub_in_another_language_leads_to_the_round_in_that_language(client):
    french = Locale.objects.create(language_code="fr")
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)
    alias = hub.create_alias(update_slug="alias", update_locale=french, reset_translation_key=False)
    only_there = client.get(alias.url).context_data["current"]["href"]
    round_alias = page.create_alias(
        parent=alias, update_slug="edition", update_locale=french, reset_translation_key=False
    )

    response = client.get(alias.url)

    assert only_there == page.url
    assert response.context_data["current"]["href"] == round_alias.url
    assert response.context_data["foreign_language"] == "en"


def test_hub_describes_itself_to_search_engines(client):
    hub = make_call_page(OrganisationFactory(name="La maison", url=""))
    make_round_page(make_issuer(), hub=hub, closes="")
    html = client.get(hub.url).content.decode()

    document = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1))

    assert document == {
        "@context": "https://schema.org",
        "@type": "Grant",
        "name": "Bien-être alimentaire",
        "description": hub.promise,
        "url": f"http://testserver{hub.url}",
        "sponsor": [{"@type": "Organization", "name": "La maison"}],
        "potentialAction": {
            "@type": "ApplyAction",
            "target": f"http://testserver{hub.url}apply/",
            "startTime": "2026-01-05T07:00:00+00:00",
        },
    }


def test_apply_address_of_a_hub_follows_the_current_round(client):
    issuer, hub = make_issuer(), make_call_page()
    first = make_round_page(issuer, hub=hub)
    before = client.get(f"{hub.url}apply/")
    first.closes = CLOSED["closes"]
    first.opens = CLOSED["opens"]
    first.save_revision().publish()
    second = make_round_page(issuer, hub=hub, number=2)

    after = client.get(f"{hub.url}apply/")

    assert (before.status_code, before.url) == (302, f"{first.url}apply/")
    assert (after.status_code, after.url) == (302, f"{second.url}apply/")
    assert after.headers["Cache-Control"] == "private, no-store"


def test_apply_address_of_a_hub_before_its_first_round_explains(client):
    hub = make_call_page()

    response = client.get(f"{hub.url}apply/")

    assert response.status_code == 200
    assert headings(response) == ["1 No round at the moment"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_apply_address_of_a_hub_whose_round_was_withdrawn_offers_to_tell(client):
    hub = make_call_page()
    make_round_page(make_issuer(), hub=hub).unpublish()

    response = client.get(f"{hub.url}apply/")

    assert headings(response) == ["1 No round at the moment", "2 Tell me about the next round"]
    assert f'action="{hub.url}subscribe/"' in response.content.decode()


def test_hub_whose_round_was_withdrawn_offers_to_tell(client):
    hub = make_call_page()
    make_round_page(make_issuer(), hub=hub).unpublish()

    response = client.get(hub.url)

    assert "Leave your address below: we write to you when a round opens." in response.content.decode()
    assert "2 Tell me about the next round" in headings(response)


def test_subscribe_address_of_a_hub_writes_to_whoever_asks(client):
    hub = make_call_page()
    make_round_page(make_issuer(), hub=hub)

    client.post(f"{hub.url}subscribe/", {"address": "lea@example.org"})

    link = AccessLink.objects.get()
    assert (link.purpose, link.address, link.call, link.language) == (
        Purpose.SUBSCRIBE,
        "lea@example.org",
        hub.call,
        "en",
    )


def test_preview_of_a_new_hub_needs_no_records():
    hub = home().add_child(instance=CallPage(title="Un appel", slug="un-appel", live=False))

    response = hub.make_preview_request(preview_mode="")

    assert response.status_code == 200
    assert hub.call is None


OLD_ROUTES = ["", "apply/", "subscribe/", "edition-1/", "edition-1/apply/", "edition-1/ask/"]


@pytest.mark.usefixtures("_redirects")
def test_hub_with_a_new_slug_is_found_at_every_old_address(client, django_capture_on_commit_callbacks):
    hub = make_call_page(slug="ancien")
    make_round_page(make_issuer(), hub=hub, slug="edition-1")
    hub.refresh_from_db()

    hub.slug = "nouveau"
    with django_capture_on_commit_callbacks(execute=True):
        hub.save_revision().publish()

    answers = {route: client.get(f"/ancien/{route}") for route in OLD_ROUTES}
    assert {route: (answer.status_code, answer.url.rstrip("/")) for route, answer in answers.items()} == {
        route: (301, f"/nouveau/{route}".rstrip("/")) for route in OLD_ROUTES
    }


@pytest.mark.usefixtures("_redirects")
def test_hub_that_was_moved_is_found_at_every_old_address(client):
    index = make_call_index(slug="appels")
    hub = make_call_page(slug="ancien")
    make_round_page(make_issuer(), hub=hub, slug="edition-1")
    hub.refresh_from_db()

    hub.move(index, pos="last-child")

    answers = {route: client.get(f"/ancien/{route}") for route in OLD_ROUTES}
    assert {route: (answer.status_code, answer.url.rstrip("/")) for route, answer in answers.items()} == {
        route: (301, f"/appels/ancien/{route}".rstrip("/")) for route in OLD_ROUTES
    }


@pytest.mark.usefixtures("_redirects")
def test_redirect_of_a_sub_route_ends_where_the_form_is(client, django_capture_on_commit_callbacks):
    hub = make_call_page(slug="ancien")
    page = make_round_page(make_issuer(), hub=hub, slug="edition-1")
    hub.refresh_from_db()
    hub.slug = "nouveau"
    with django_capture_on_commit_callbacks(execute=True):
        hub.save_revision().publish()

    response = client.get("/ancien/apply/", follow=True)

    page.refresh_from_db()
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].rstrip("/") == f"{page.url}apply"
    assert Redirect.objects.filter(old_path="/ancien/apply").count() == 1


@pytest.mark.parametrize("count", [10, 1000])
def test_hub_asks_the_database_as_often_for_few_and_many_rounds(client, django_assert_max_num_queries, count):
    hub = make_call_page(OrganisationFactory(), OrganisationFactory())
    page = make_round_page(make_issuer(), hub=hub)
    add_rounds(hub, opening_of(page), count=count)
    client.get(hub.url, headers={"Accept-Language": "en"})

    with django_assert_max_num_queries(20):
        response = client.get(hub.url, headers={"Accept-Language": "en"})

    assert response.context_data["current"]["href"] == page.url
    assert len(response.context_data["history"]) == 10
    assert response.context_data["listing"].paginator.count == count + 1


def test_second_page_of_the_history_goes_on(client):
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)
    add_rounds(hub, opening_of(page), count=12)

    response = client.get(f"{hub.url}?page=2")

    assert len(response.context_data["history"]) == 3
