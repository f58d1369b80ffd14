"""The cookie of a confirmed device."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from tests.factories import make_draft, make_holder, make_issuer, make_link, make_opening
from wagtail_openbadges.domain import access, awarding
from wagtail_openbadges.models import AccessLink, AchievementVersion, Holder, Purpose, Submission
from wagtail_openbadges.public import device

pytestmark = pytest.mark.django_db


def used(link: AccessLink) -> AccessLink:
    return access.use_link(access.token_of(link))


def request_of(*links: AccessLink, secure: bool = False):
    """Return a request from a device that used some links."""
    request = RequestFactory().get("/", secure=secure)
    request.COOKIES[device.COOKIE] = signing.dumps([str(link.uuid) for link in links], salt=device.SALT)
    return request


def test_cookie_is_out_of_reach_of_scripts_and_other_sites():
    link = used(make_link())
    response = HttpResponse()

    device.remember(RequestFactory().get("/", secure=True), response, link)

    cookie = response.cookies["openbadges_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", True, "/")
    assert cookie["max-age"] == 30 * 24 * 3600


def test_cookie_on_plain_http_is_not_secure_so_that_it_works_at_all():
    response = HttpResponse()

    device.remember(RequestFactory().get("/"), response, used(make_link()))

    assert response.cookies["openbadges_device"]["secure"] == ""


def test_cookie_holds_no_address():
    response = HttpResponse()

    device.remember(RequestFactory().get("/"), response, used(make_link()))

    value = response.cookies["openbadges_device"].value
    named = signing.loads(value, salt=device.SALT)
    assert named == [str(AccessLink.objects.get().uuid)]


def test_device_remembers_several_links_the_newest_first():
    opening = make_opening()
    first, second = used(make_link(opening)), used(make_link(opening))
    response = HttpResponse()

    device.remember(request_of(first), response, second)

    named = signing.loads(response.cookies["openbadges_device"].value, salt=device.SALT)
    assert named == [str(second.uuid), str(first.uuid)]


def test_device_remembers_a_bounded_number_of_links():
    opening = make_opening()
    links = []
    for number in range(22):
        links.append(used(make_link(opening, address=f"lea{number}@example.org")))
    response = HttpResponse()

    device.remember(request_of(*reversed(links[:-1])), response, links[-1])

    named = signing.loads(response.cookies["openbadges_device"].value, salt=device.SALT)
    assert len(named) == 20
    assert named[0] == str(links[-1].uuid)
    assert len(response.cookies["openbadges_device"].output()) < 2000


@pytest.mark.parametrize("value", ["", "nonsense", "WyJ4Il0:1aaaaa:bbbbbbbb"])
def test_forged_cookie_opens_nothing(value):
    request = RequestFactory().get("/")
    request.COOKIES[device.COOKIE] = value

    assert device.links(request) == []


def test_link_that_was_never_used_opens_nothing():
    assert device.links(request_of(make_link())) == []


def test_link_used_longer_ago_than_the_setting_opens_nothing(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "DEVICE_DAYS": 2}
    link = used(make_link())
    AccessLink.objects.update(used_at=timezone.now() - timedelta(days=2, minutes=1))

    assert device.links(request_of(link)) == []


def test_link_of_an_erased_person_opens_nothing():
    link = used(make_link())
    Holder.objects.update(erased_at=timezone.now())

    assert device.links(request_of(link)) == []


def test_links_are_read_once_a_request(django_assert_num_queries):
    request = request_of(used(make_link()))

    with django_assert_num_queries(1):
        device.links(request)
        device.links(request)


def test_claim_link_opens_every_file_of_its_holder_for_that_opening():
    opening = make_opening()
    draft = make_draft(opening)
    request = request_of(used(make_link(opening)))

    assert device.holder_of(request, draft)
    assert device.holder_for(request, opening) == draft.holder


def test_claim_link_opens_neither_other_people_nor_other_openings():
    issuer = make_issuer()
    opening, other_opening = make_opening(issuer), make_opening(issuer)
    request = request_of(used(make_link(opening)))

    assert not device.holder_of(request, make_draft(opening, address="other@example.org"))
    assert not device.holder_of(request, make_draft(other_opening))
    assert device.holder_for(request, other_opening) is None


def test_tracking_link_opens_that_file_alone():
    opening = make_opening()
    draft = make_draft(opening)
    link = access.request_access(purpose=Purpose.TRACK, address=draft.holder.email, language="fr", submission=draft)
    request = request_of(used(link))
    other = Submission.objects.create(
        opening=opening,
        issuer=opening.issuer,
        holder=draft.holder,
        opening_version=draft.opening_version,
        language="fr",
        state="declined",
    )

    assert device.holder_of(request, draft)
    assert not device.holder_of(request, other)
    assert device.holder_for(request, opening) is None


def test_award_link_opens_that_award_alone():
    make_opening()
    version = AchievementVersion.objects.get()
    award = awarding.award(version, address="lea@example.org")
    other = awarding.award(version, address="lea@example.org")
    link = AccessLink.objects.get(assertion=award)
    request = request_of(used(link))

    assert device.holder_of_award(request, award)
    assert not device.holder_of_award(request, other)


def test_award_without_holder_opens_to_nobody():
    make_opening()
    award = awarding.award(AchievementVersion.objects.get(), address="lea@example.org")
    request = request_of(used(AccessLink.objects.get(assertion=award)))
    award.holder = None

    assert not device.holder_of_award(request, award)


def test_link_of_a_claim_opens_the_award_of_its_file():
    opening = make_opening()
    draft = make_draft(opening)
    award = awarding.issue(AchievementVersion.objects.get(), holder=make_holder(), way="declared", submission=draft)

    assert device.holder_of_award(request_of(used(make_link(opening))), award)


def test_device_knows_the_very_links_that_it_used():
    opening = make_opening()
    link, other = used(make_link(opening)), used(make_link(opening))

    assert device.has_used(request_of(link), link)
    assert not device.has_used(request_of(link), other)


def test_forgetting_empties_the_cookie():
    response = HttpResponse()

    device.forget(response)

    assert response.cookies["openbadges_device"]["max-age"] == 0
