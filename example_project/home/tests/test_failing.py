"""What people read where a page is missing or the site fails; Django shows these only while DEBUG is off."""

import re
from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error


@pytest.fixture(autouse=True)
def _served_to_the_public(settings):
    settings.DEBUG = False


def heading(text: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", text)[1]


@pytest.mark.parametrize(("spoken", "title"), [("fr", "Il n’y a rien ici"), ("en", "There is nothing here")])
@pytest.mark.parametrize("address", ["/nulle-part/", "/agenda/nulle-part/"])
def test_wrong_address_answers_in_the_language_of_who_asks(address, spoken, title):
    answer = Client(headers={"accept-language": spoken}).get(address)

    text = unescape(answer.content.decode())
    assert (answer.status_code, heading(text)) == (404, title)
    assert f'<html lang="{spoken}">' in text
    assert '<nav class="site-nav"' in text


def test_failure_of_the_site_is_told_without_asking_anything_of_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))

    text = answer.content.decode()
    assert (answer.status_code, heading(text)) == (500, "Le site a un problème")
    assert "{%" not in text
