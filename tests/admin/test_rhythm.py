"""How often a reviewer is told, in her Wagtail account."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.factories import UserFactory, make_issuer, make_reviewer
from wagtail_openbadges.models import ReviewerRhythm

pytestmark = pytest.mark.django_db

FIELD = "openbadges_rhythm-rhythm"


def account(client):
    return client.get(reverse("wagtailadmin_account"))


def chosen_in(response) -> list[str]:
    panels = [panel for tab in response.context["panels_by_tab"].values() for panel in tab]
    form = next(panel.get_form() for panel in panels if panel.name == "openbadges_rhythm")
    return form["rhythm"].value()


def test_a_reviewer_finds_the_daily_rhythm_chosen(client):
    client.force_login(make_reviewer(make_issuer()))

    response = account(client)

    assert chosen_in(response) == "daily"


def test_a_reviewer_chooses_another_rhythm(client):
    ada = make_reviewer(make_issuer())
    client.force_login(ada)
    account_form = {
        "name_email-first_name": "Ada",
        "name_email-last_name": "Exemple",
        "name_email-email": ada.email,
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        FIELD: "weekly",
    }

    response = client.post(reverse("wagtailadmin_account"), account_form)

    assert response.status_code == 302
    assert list(ReviewerRhythm.objects.values_list("user", "rhythm")) == [(ada.pk, "weekly")]
    assert chosen_in(account(client)) == "weekly"


def test_somebody_who_reviews_nothing_is_not_asked(client):
    editor = UserFactory(is_superuser=False)
    editor.groups.add(make_issuer().managers)
    client.force_login(editor)
    asked = FIELD in account(client).content.decode()
    editor.groups.clear()
    stranger = UserFactory()
    stranger.user_permissions.add(*_access_to_admin())
    client.force_login(stranger)

    not_asked = FIELD in account(client).content.decode()

    assert (asked, not_asked) == (True, False)


def _access_to_admin():
    return Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
