"""The groups of an issuer: somebody deletes one, or empties it, and the admin says that nobody is left to decide."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.admin.room import make_manager
from tests.factories import UserFactory, make_issuer, make_opening, make_reviewer, make_submission
from wagtail_openbadges.domain import founding, policy
from wagtail_openbadges.models import Issuer

pytestmark = pytest.mark.django_db

HOME = reverse("wagtailadmin_home")


def unread(client):
    """Return what the front page says of structures without reviewers: None without the panel."""
    panels = client.get(HOME).context["panels"]
    panel = next((panel for panel in panels if panel.name == "openbadges_unread"), None)
    return [row["issuer"] for row in panel.get_context_data()["rows"]] if panel else None


def edit_url(issuer):
    return reverse("openbadges_issuers:edit", args=[issuer.pk])


@pytest.fixture
def superuser(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("group", ["reviewers", "managers"])
def test_group_deleted_in_the_admin_leaves_the_issuer_and_its_files(client, superuser, group):
    issuer = make_issuer()
    make_submission(make_opening(issuer))

    response = client.post(reverse("wagtailusers_groups:delete", args=[getattr(issuer, group).pk]))

    issuer.refresh_from_db()
    assert (response.status_code, getattr(issuer, group)) == (302, None)
    assert [client.get(url).status_code for url in (HOME, edit_url(issuer), reverse("openbadges_review:index"))] == [
        200
    ] * 3


def test_front_page_names_a_structure_that_nobody_can_decide_for(client, superuser):
    issuer = make_issuer()
    make_opening(issuer)
    Group.objects.filter(pk__in=[issuer.reviewers_id, issuer.managers_id]).delete()

    page = client.get(HOME).content.decode()

    assert unread(client) == [issuer]
    assert f"Nobody can decide for {issuer}: its groups are empty or were deleted." in page
    assert f'href="{edit_url(issuer)}"' in page


def test_front_page_says_nothing_of_a_structure_whose_managers_decide(client, superuser):
    issuer = make_issuer()
    make_submission(make_opening(issuer))
    manager = make_manager(issuer)
    to_superuser = unread(client)
    client.force_login(manager)

    assert (to_superuser, unread(client)) == ([], [])


def test_front_page_says_nothing_of_a_structure_that_somebody_reads_for(client, superuser):
    issuer = make_issuer()
    make_reviewer(issuer)
    make_opening(issuer)

    assert unread(client) == []


def test_reviewer_who_left_does_not_count(client, superuser):
    issuer = make_issuer()
    make_reviewer(issuer, is_active=False)
    make_opening(issuer)

    assert unread(client) == [issuer]


def test_structure_that_nobody_can_write_to_needs_no_reviewer(client, superuser):
    make_issuer()

    assert unread(client) == []


def test_reviewer_is_told_nothing_of_structures_that_she_does_not_manage(client):
    issuer = make_issuer()
    make_opening(issuer)
    other = make_issuer()
    client.force_login(make_reviewer(other))

    assert unread(client) is None
    assert list(policy.unread_issuers(make_reviewer(other))) == []


def test_deleted_groups_are_made_again_when_the_issuer_is_saved(client, superuser):
    issuer = make_issuer()
    kept = issuer.managers
    issuer.reviewers.delete()
    warned = client.get(edit_url(issuer)).content.decode()

    response = client.post(edit_url(issuer), {"promised_days": "21", "description": "", "closed_days": ""})

    issuer = Issuer.objects.get()
    assert "A group of this structure was deleted." in warned
    assert response.status_code == 302
    assert (issuer.reviewers.user_set.count(), issuer.managers) == (0, kept)
    assert [permission.codename for permission in issuer.reviewers.permissions.all()] == ["access_admin"]
    assert "A group of this structure was deleted." not in client.get(edit_url(issuer)).content.decode()


def test_groups_that_exist_are_left_as_they_are():
    issuer = make_issuer()
    before = (issuer.reviewers, issuer.managers)

    issuer = founding.restore_groups(issuer)

    assert (issuer.reviewers, issuer.managers) == before


def test_front_page_costs_the_same_for_one_structure_and_for_three(client, superuser, django_assert_num_queries):
    make_opening(make_issuer())
    panel = client.get(HOME).context["panels"]
    unread_panel = next(panel for panel in panel if panel.name == "openbadges_unread")
    with django_assert_num_queries(1):
        first = len(unread_panel.get_context_data()["rows"])
    for _number in range(2):
        make_opening(make_issuer())

    with django_assert_num_queries(1):
        rows = unread_panel.get_context_data()["rows"]

    assert (first, len(rows)) == (1, 3)
