"""What visitors see of one round of a call."""

import json
import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Locale

from tests.factories import OrganisationFactory, make_holder, make_issuer, make_opening, make_reviewer
from tests.pages.call_house import CLOSED, TO_COME, make_call_page, make_draft_round, make_round_page
from tests.pages.call_reading import add_rounds, buttons, headings, in_days
from tests.pages.house import home, make_badge_page, opening_of
from wagtail_openbadges.domain import archiving, asking
from wagtail_openbadges.models import CarrierQuestion
from wagtail_openbadges.pages.models import OrganisationPage, RoundCriterion, RoundDocument, RoundSupport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")


def facts(response, name="facts"):
    return {row["label"]: row["value"] for row in response.context_data[name]}


def test_open_round_says_until_when_and_leads_to_its_form(client):
    page = make_round_page(make_issuer())

    response = client.get(page.url)

    state = response.context_data["state"]
    assert state.key == "open"
    assert state.sentence == "Open until 30 September 2099 at 23:59, Paris time."
    assert buttons(response) == [("Apply", f"{page.url}apply/"), ("Ask a question", f"{page.url}ask/")]


def test_round_page_names_call_and_round_and_tells_its_parts_in_order(client):
    page = make_round_page(make_issuer(), hub=make_call_page(title="Bien manger"), title="Édition 2")

    response = client.get(page.url)

    assert response.status_code == 200
    assert headings(response) == [
        "1 Bien manger Édition 2",
        "2 Dates",
        "2 In short",
        "2 Who receives and decides",
        "2 Who may answer",
        "2 What is offered",
        "2 Documents to prepare",
        "2 How the applications are chosen",
        "2 Timetable",
        "2 Find support",
        "3 Maillage",
        "2 Questions and answers",
    ]
    assert "<title>Bien manger · Édition 2</title>" in " ".join(response.content.decode().split())


def test_round_page_with_little_written_leaves_empty_parts_out(client):
    page = make_round_page(make_issuer(), who="<p data-block-key='a'></p>", offered="")
    for rows in (page.criteria, page.documents, page.steps, page.support, page.answers):
        rows.clear()
    page.save_revision().publish()

    response = client.get(page.url)

    assert [heading for heading in headings(response) if heading.startswith("2")] == [
        "2 Dates",
        "2 In short",
        "2 Who receives and decides",
        "2 Questions and answers",
    ]


def test_round_that_closes_within_two_weeks_says_how_long_is_left(client):
    page = make_round_page(make_issuer(), closes=in_days(3, minutes=5))

    state = client.get(page.url).context_data["state"]

    assert (state.key, state.time_left, state.is_open) == ("closing_soon", "3 days left", True)


def test_round_that_closes_today_says_less_than_a_day(client):
    page = make_round_page(make_issuer(), closes=in_days(0, minutes=5))

    state = client.get(page.url).context_data["state"]

    assert (state.key, state.time_left) == ("closing_soon", "less than one day left")


def test_round_without_closing_date_says_so(client):
    page = make_round_page(make_issuer(), closes="")

    response = client.get(page.url)

    assert response.context_data["state"].sentence == "Open, with no closing date."
    assert list(facts(response, "dates")) == ["Opens"]


def test_round_to_come_says_when_it_opens_and_takes_questions(client):
    page = make_round_page(make_issuer(), **TO_COME)

    response = client.get(page.url)

    state = response.context_data["state"]
    assert (state.key, state.sentence) == (
        "opening_soon",
        "Opens on 4 January 2100 at 08:00, Paris time.",
    )
    assert buttons(response) == [("Ask a question", f"{page.url}ask/")]


def test_closed_round_says_since_when_and_has_no_button(client):
    page = make_round_page(make_issuer(), **CLOSED)

    response = client.get(page.url)

    state = response.context_data["state"]
    assert (state.key, state.sentence) == ("closed", "Closed since 31 March 2024 at 23:59, Paris time.")
    assert buttons(response) == []
    assert response.context_data["current"] is None


def test_archived_round_stays_to_be_read(client):
    page = make_round_page(make_issuer())
    archiving.archive(opening_of(page))

    response = client.get(page.url)

    assert response.status_code == 200
    assert response.context_data["state"].key == "archived"
    assert buttons(response) == []


def test_round_with_faults_is_in_preparation_and_shows_its_dates_as_written(client):
    page = make_round_page(make_issuer(), privacy_notice="")

    response = client.get(page.url)

    assert response.context_data["state"].key == "preparing"
    assert facts(response, "dates")["Closes"] == "30 September 2099 at 23:59, Paris time"
    assert buttons(response) == []


def test_round_that_lost_what_it_needs_shuts_and_shows_its_dates_as_written(client):
    page = make_round_page(make_issuer())
    page.privacy_notice, page.closes = "", "2098-01-01T12:00"
    page.save_revision().publish()

    response = client.get(page.url)

    assert response.context_data["state"].key == "preparing"
    assert facts(response, "dates")["Closes"] == "1 January 2098 at 12:00, Paris time"


def test_round_without_structure_is_in_preparation(client):
    page = make_round_page(None)

    response = client.get(page.url)

    assert response.status_code == 200
    assert response.context_data["state"].key == "preparing"
    assert response.context_data["receiver"] is None


def test_round_taken_elsewhere_names_the_other_site(client):
    page = make_round_page(make_issuer(), elsewhere_url="https://appels.example.org/ami?id=3", privacy_notice="")

    response = client.get(page.url)

    assert response.context_data["state"].key == "open"
    assert buttons(response) == [
        ("Apply on appels.example.org", "https://appels.example.org/ami?id=3"),
        ("Ask a question", f"{page.url}ask/"),
    ]
    assert list(facts(response)) == ["Where"]


@pytest.mark.parametrize(
    ("zone_name", "words"),
    [
        ("Europe/Paris", "25 October 2026 at 02:30, Paris time (UTC+1)"),
        ("Indian/Reunion", "25 October 2026 at 02:30, Réunion time (UTC+4)"),
        ("America/Martinique", "25 October 2026 at 02:30, Martinique time (UTC−4)"),
    ],
)
def test_dates_of_a_round_are_on_the_clock_of_its_place(client, zone_name, words):
    page = make_round_page(make_issuer(), zone_name=zone_name, opens="2026-01-05T08:00", closes="2026-10-25T02:30")

    response = client.get(page.url)

    assert facts(response, "dates")["Closes"] == words


def test_round_page_tells_dates_effort_and_place(client):
    page = make_round_page(
        make_issuer(), editable_until="2099-08-31T12:00", results_on=date(2099, 12, 1), minutes=45, ceiling=2
    )

    response = client.get(page.url)

    assert facts(response, "dates") == {
        "Opens": "5 January 2026 at 08:00, Paris time",
        "Closes": "30 September 2099 at 23:59, Paris time",
        "A deposit can be replaced until": "31 August 2099 at 12:00, Paris time",
        "Results expected on": "1 December 2099",
    }
    assert facts(response) == {
        "Filling in the form": "about 45 minutes",
        "What is asked": "1 question",
        "Applications of one person": "2 at most",
        "Where": "Métropole Européenne de Lille",
    }


def test_round_page_without_date_of_results_promises_a_delay(client):
    page = make_round_page(make_issuer(promised_days=30), ceiling=None)

    response = client.get(page.url)

    assert facts(response)["Answer"] == "within 30 days"
    assert "Applications of one person" not in facts(response)


def test_closed_round_tells_neither_what_applying_takes_nor_dates_that_have_gone(client):
    page = make_round_page(make_issuer(), results_on=date(2024, 6, 3), **CLOSED)

    waiting = client.get(page.url)
    page.results = "<p>Dix lauréats.</p>"
    page.save_revision().publish()
    announced = client.get(page.url)

    assert list(facts(waiting)) == ["Where"]
    assert list(facts(waiting, "dates")) == ["Opens", "Closes", "Results expected on"]
    assert list(facts(announced, "dates")) == ["Opens", "Closes"]


def test_closed_round_tells_until_when_a_deposit_can_still_be_replaced(client):
    page = make_round_page(make_issuer(), editable_until="2099-04-30T12:00", **CLOSED)

    response = client.get(page.url)

    assert list(facts(response, "dates")) == ["Opens", "Closes", "A deposit can be replaced until"]


def test_round_for_one_application_says_so_in_words(client):
    page = make_round_page(make_issuer(), ceiling=1)

    response = client.get(page.url)

    assert facts(response)["Applications of one person"] == "one at most"


def test_round_page_says_what_each_criterion_counts_for(client):
    page = make_round_page(make_issuer())

    response = client.get(page.url)

    cells = re.findall(r'<th scope="row">([^<]*)</th>\s*<td>([^<]*)</td>', response.content.decode())
    assert cells == [("Utilité pour les habitants", "60 out of 100"), ("Faisabilité", "40 out of 100")]


def test_round_page_without_weights_says_that_all_count_the_same(client):
    page = make_round_page(make_issuer())
    page.criteria = [RoundCriterion(text="Utilité", help_text="Pour qui ?")]
    page.save_revision().publish()

    html = client.get(page.url).content.decode()

    assert "All criteria count the same." in html
    assert '<li>Utilité<br><span class="openbadges-note">Pour qui ?</span></li>' in html


def test_criterion_without_weight_beside_weighted_ones_says_so(client):
    page = make_round_page(make_issuer())
    page.criteria = [RoundCriterion(text="Utilité", weight=3), RoundCriterion(text="Envie")]
    page.save_revision().publish()

    criteria = client.get(page.url).context_data["criteria"]

    assert [row["share"] for row in criteria["rows"]] == ["3 out of 3", "not counted apart"]


def test_round_page_shows_what_changed_and_results_first(client):
    page = make_round_page(
        make_issuer(), change_note="<p>Deux territoires de plus.</p>", results="<p>Dix lauréats.</p>"
    )

    response = client.get(page.url)

    assert [row["title"] for row in response.context_data["texts"]] == [
        "Results",
        "What changed since the last round",
        "Who may answer",
        "What is offered",
    ]


@pytest.mark.urls("tests.pages.document_urls")
def test_round_page_offers_the_regulation_with_its_kind_and_size(client):
    document = get_document_model().objects.create(
        title="Règlement", file=ContentFile(b"%PDF-1.7" * 400, name="reglement.pdf")
    )
    page = make_round_page(make_issuer(), regulation=document)

    html = client.get(page.url).content.decode()

    assert f'<a href="{document.url}">Règlement</a>' in html
    assert "3\xa0KB · PDF" in html


def test_round_page_says_who_supports_and_how_to_reach_them(client):
    organisation = OrganisationFactory(name="Maillage", url="https://maillage.example.org")
    house = OrganisationFactory(name="La maison")
    structure = home().add_child(instance=OrganisationPage(title="La maison", organisation=house))
    page = make_round_page(make_issuer())
    page.support = [
        RoundSupport(
            organisation=organisation, name="Sam Exemple", telephone="03 00 00 00 00", email="sam@example.org"
        ),
        RoundSupport(organisation=house, text="Un rendez-vous par semaine."),
    ]
    page.save_revision().publish()

    support = client.get(page.url).context_data["support"]

    assert [(row["title"], row["organisation"], row["href"], row["is_external"]) for row in support] == [
        ("Sam Exemple", "Maillage", "https://maillage.example.org", True),
        ("La maison", "", structure.url, False),
    ]
    assert [contact["href"] for contact in support[0]["contacts"]] == ["mailto:sam@example.org", "tel:0300000000"]


def test_round_page_shows_answers_of_the_editor_and_those_that_were_published(client):
    issuer = make_issuer()
    page = make_round_page(issuer)
    question = asking.ask(opening_of(page), holder=make_holder(), text="Je suis Léa, puis-je ?", language="en")
    asking.answer(
        question,
        by=make_reviewer(issuer),
        answer="Oui, Léa.",
        publish=True,
        public_text="Une personne seule peut-elle ?",
        public_answer="Oui.",
    )
    asking.ask(opening_of(page), holder=make_holder(), text="Et en secret ?", language="en")

    response = client.get(page.url)

    assert response.context_data["questions"]["rows"] == [
        {"question": "Faut-il être à Lille ?", "answer": "Non, dans la métropole."},
        {"question": "Une personne seule peut-elle ?", "answer": "Oui."},
    ]
    assert "Léa" not in response.content.decode()
    assert "Et en secret ?" not in response.content.decode()


def test_round_page_with_many_questions_shows_them_by_pages(client):
    page = make_round_page(make_issuer())
    opening = opening_of(page)
    CarrierQuestion.objects.bulk_create(
        CarrierQuestion(
            opening=opening,
            language="en",
            asked_at=opening.versions.last().created_at,
            published_at=opening.versions.last().created_at,
            public_text=f"Question {number}",
            public_answer="Oui.",
        )
        for number in range(40)
    )

    first = client.get(page.url).context_data["questions"]["rows"]
    second = client.get(f"{page.url}?questions=2").context_data["questions"]["rows"]

    assert (len(first), first[0]["question"]) == (31, "Faut-il être à Lille ?")
    assert [row["question"] for row in second] == [f"Question {number}" for number in range(30, 40)]


def test_round_page_names_the_badge_that_acceptance_gives(client):
    issuer = make_issuer()
    badge = make_badge_page(issuer, title="Lauréat·e")
    page = make_round_page(issuer, awards=opening_of(badge).achievement)

    response = client.get(page.url)

    row = response.context_data["facts"][-2]
    assert (row["label"], row["value"], row["href"]) == ("Badge that acceptance gives", "Lauréat·e", badge.url)


def test_round_page_names_a_badge_that_has_no_page(client):
    issuer = make_issuer()
    page = make_round_page(issuer, awards=make_opening(issuer, name="Lauréat·e").achievement)

    response = client.get(page.url)

    assert facts(response)["Badge that acceptance gives"] == "Lauréat·e"


def test_round_page_names_the_structure_that_receives(client):
    issuer = make_issuer()
    page = make_round_page(issuer)

    receiver = client.get(page.url).context_data["receiver"]

    assert receiver == {
        "name": issuer.organisation.name,
        "href": reverse("openbadges:issuer", args=[issuer.uuid]),
        "email": "contact@maison.example.org",
        "is_funder": False,
    }


def test_closed_round_leads_to_the_current_one(client):
    issuer, hub = make_issuer(), make_call_page()
    old = make_round_page(issuer, hub=hub, **CLOSED)
    current = make_round_page(issuer, hub=hub, number=2, title="Édition 2")

    response = client.get(old.url)
    fresh = client.get(current.url)

    html = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert response.context_data["current"]["href"] == current.url
    assert "Édition 2: Open until 30 September 2099 at 23:59, Paris time." in html
    assert f'<a href="{current.url}">Go to Édition 2</a>' in html
    assert fresh.context_data["current"] is None


def test_form_of_a_closed_round_leads_to_the_open_one(client):
    issuer = make_issuer()
    first = make_round_page(issuer, number=1, **CLOSED)
    second = make_round_page(issuer, hub=first.get_parent().specific, number=2)

    response = client.get(f"{first.url}apply/")

    assert (response.status_code, response.context["reason"]) == (200, "closed")
    assert response.context["open_url"] == second.url


def test_form_of_a_round_says_what_to_have_at_hand(client):
    page = make_round_page(make_issuer())
    RoundDocument.objects.filter(page=page).update(help_text="Un scan suffit.")

    response = client.get(f"{page.url}apply/")

    assert response.context["documents"] == [{"text": "Statuts de l’association", "help": "Un scan suffit."}]


def test_closed_round_waits_for_the_new_one_to_be_published(client):
    issuer, hub = make_issuer(), make_call_page()
    old = make_round_page(issuer, hub=hub, **CLOSED)
    draft = make_draft_round(issuer, hub=hub, number=2)

    before = client.get(old.url).context_data["current"]
    draft.save_revision().publish()
    after = client.get(old.url).context_data["current"]

    assert before is None
    assert after["href"] == draft.url


def test_round_to_come_does_not_lead_back_to_the_open_one(client):
    issuer, hub = make_issuer(), make_call_page()
    make_round_page(issuer, hub=hub)
    coming = make_round_page(issuer, hub=hub, number=2, **TO_COME)

    response = client.get(coming.url)

    assert response.context_data["current"] is None


def test_archived_round_leads_to_the_current_one(client):
    issuer, hub = make_issuer(), make_call_page()
    archived = make_round_page(issuer, hub=hub, number=3, **TO_COME)
    current = make_round_page(issuer, hub=hub, number=2)
    archiving.archive(opening_of(archived))

    response = client.get(archived.url)

    assert response.context_data["current"]["href"] == current.url


def test_alias_of_a_round_says_in_which_language_it_is(client):
    french = Locale.objects.create(language_code="fr")
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)
    hub_alias = hub.create_alias(update_slug="alias", update_locale=french, reset_translation_key=False)
    alias = page.create_alias(
        parent=hub_alias, update_slug="edition", update_locale=french, reset_translation_key=False
    )

    response = client.get(alias.url)

    assert response.context_data["foreign_language"] == "en"
    assert response.context_data["state"].is_open
    assert '<h1 lang="en">' in response.content.decode()
    assert response.context_data["action"]["href"] == f"{alias.url}apply/"


def test_round_page_describes_itself_to_search_engines(client):
    issuer, hub = make_issuer(), make_call_page(title="</script> & co")
    page = make_round_page(issuer, hub=hub)
    html = client.get(page.url).content.decode()

    document = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1))

    assert document == {
        "@context": "https://schema.org",
        "@type": "Grant",
        "name": "</script> & co · Édition 1",
        "description": hub.promise,
        "url": f"http://testserver{page.url}",
        "sponsor": [
            {
                "@type": "Organization",
                "name": issuer.organisation.name,
                "url": f"http://testserver{reverse('openbadges:issuer', args=[issuer.uuid])}",
            }
        ],
        "potentialAction": {
            "@type": "ApplyAction",
            "target": f"http://testserver{page.url}apply/",
            "startTime": "2026-01-05T07:00:00+00:00",
            "endTime": "2099-09-30T21:59:00+00:00",
        },
    }


def test_closed_round_tells_search_engines_of_no_way_to_apply(client):
    page = make_round_page(make_issuer(), **CLOSED)
    html = client.get(page.url).content.decode()

    document = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1))

    assert "potentialAction" not in document


@pytest.mark.parametrize("changes", [{}, {"closes": "2026-03-29T02:30"}, {"zone_name": "Mars/Olympus"}])
def test_preview_of_a_new_round_needs_no_records(changes):
    hub = make_call_page()
    draft = make_draft_round(make_issuer(), hub=hub, **changes)

    response = draft.make_preview_request(preview_mode="")

    assert response.status_code == 200
    assert opening_of(draft) is None


def test_preview_shows_what_is_written_and_not_kept_yet():
    draft = make_draft_round(make_issuer(), closes="2030-01-01T12:00")
    draft.closes = "2099-09-30T23:59"
    draft.support = [RoundSupport(organisation=OrganisationFactory(name="Une maison"))]
    draft.documents.clear()

    html = draft.make_preview_request(preview_mode="").content.decode()

    assert "Open until 30 September 2099 at 23:59, Paris time." in html
    assert "Une maison" in html
    assert "Documents to prepare" not in html
    assert f'href="{draft.url}apply/"' in html


@pytest.mark.parametrize("route", ["apply/", "ask/"])
def test_sub_routes_of_a_round_are_never_cached_nor_indexed(client, route):
    page = make_round_page(make_issuer())

    response = client.get(f"{page.url}{route}")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("route", ["apply/", "ask/"])
def test_sub_routes_of_an_unpublished_round_are_not_there(client, route):
    page = make_round_page(make_issuer())
    page.unpublish()

    response = client.get(f"{page.url}{route}")

    assert response.status_code == 404


@pytest.mark.parametrize("count", [10, 1000])
def test_round_page_asks_the_database_as_often_among_few_and_many_rounds(client, django_assert_max_num_queries, count):
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)
    add_rounds(hub, opening_of(page), count=count)
    client.get(page.url, headers={"Accept-Language": "en"})

    with django_assert_max_num_queries(20):
        response = client.get(page.url, headers={"Accept-Language": "en"})

    assert response.context_data["state"].is_open


@pytest.mark.parametrize("count", [10, 1000])
def test_closed_round_finds_the_current_one_as_fast_among_few_and_many(client, django_assert_max_num_queries, count):
    issuer, hub = make_issuer(), make_call_page()
    page = make_round_page(issuer, hub=hub, awards=make_opening(issuer).achievement, **CLOSED)
    current = make_round_page(issuer, hub=hub, number=2)
    add_rounds(hub, opening_of(page), count=count)
    client.get(page.url, headers={"Accept-Language": "en"})

    with django_assert_max_num_queries(25):
        response = client.get(page.url, headers={"Accept-Language": "en"})

    assert response.context_data["current"]["href"] == current.url


def test_round_is_said_as_its_editor_wants_it_said(client):
    page = make_round_page(make_issuer(), spoken_title="Edition two")

    html = client.get(page.url).content.decode()

    heading = html.split("<h1>")[1].split("</h1>")[0]
    assert '<span class="openbadges-visually-hidden">Edition two</span>' in heading
    assert f'<span class="openbadges-hero__round" aria-hidden="true">{page.title}</span>' in heading
