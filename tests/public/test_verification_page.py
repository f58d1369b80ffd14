"""The page that an employer opens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.public.makers import (
    ADDRESS,
    NAME,
    TALE,
    address_of,
    expire,
    make_award,
    make_bare_award,
    publish,
    revoke,
)
from wagtail_openbadges.domain import awarding
from wagtail_openbadges.models import Assertion, ClaimRule, StatusList
from wagtail_openbadges.public.verification import COMPARISONS

pytestmark = pytest.mark.django_db

ENGLISH = {"Accept-Language": "en"}


def page_of(client, award: Assertion) -> str:
    response = client.get(address_of("assertion_verify", award), headers=ENGLISH)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return response.content.decode()


def compare(client, award: Assertion, address: str):
    return client.post(address_of("assertion_verify", award), {"address": address}, headers=ENGLISH)


def test_valid_award_says_yes_and_by_whom_and_what_for(client):
    award = make_award()

    page = page_of(client, award)

    assert "<h2>Yes, this badge is valid.</h2>" in page
    assert '<h1 lang="fr">Je suis bénévole engagé·e</h1>' in page
    assert f"{award.issuer.organisation.name} issued it on " in page
    assert "It has no end date." in page
    assert "Une mission d’au moins trois mois" in page
    assert "The signature matches: nothing was changed since the issuer signed." in page


def test_every_fact_of_an_award_has_its_icon(client):
    award = revoke(make_award())

    page = page_of(client, award)

    facts = page[page.index('<dl class="openbadges-facts">') :]
    facts = facts[: facts.index("</dl>")]
    assert (facts.count("<dt>"), len(re.findall(r"<dt>\s*<svg", facts)), "<dd>none</dd>" in facts) == (6, 6, True)


def test_award_asked_for_as_json_is_a_page_all_the_same(client):
    response = client.get(address_of("assertion_verify", make_award()), headers={"Accept": "application/json"})

    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_revoked_award_says_no_with_the_reason_and_keeps_its_image(client):
    award = revoke(make_award())

    page = page_of(client, award)

    assert "<h2>No, this badge was revoked.</h2>" in page
    assert f"{award.issuer.organisation.name} revoked it on " in page
    assert "for this reason: “Donné par erreur.”" in page
    assert '<span class="openbadges-badge-image__stamp">revoked</span>' in page
    assert "/image.png" in page
    assert "Revoked on" in page
    assert "Yes, this badge is valid." not in page


def test_expired_award_says_no_longer(client):
    award = expire(make_award())

    page = page_of(client, award)

    assert "<h2>No longer: this badge has expired.</h2>" in page
    assert '<span class="openbadges-badge-image__stamp">expired</span>' in page
    assert ("Expired on" in page, "Expires on" in page) == (True, False)


def test_valid_award_that_will_expire_says_until_when(client):
    award = make_bare_award(expires_at=timezone.now() + timedelta(days=365))

    page = page_of(client, award)

    assert "It is valid until " in page
    assert ("End date" in page, "Expires on" in page) == (False, True)


def test_award_whose_bytes_were_changed_says_no(client):
    award = make_award()
    changed = bytes(award.credential).replace("bénévole".encode(), b"directeur", 1)
    assert changed != bytes(award.credential)
    Assertion.objects.filter(pk=award.pk).update(credential=changed)

    page = page_of(client, award)

    assert "<h2>No, do not rely on this badge.</h2>" in page
    assert "The signature does not match" in page


def test_award_whose_status_list_cannot_be_read_says_that_nobody_can_tell(client):
    award = make_award()
    StatusList.objects.update(signed=b"")

    page = page_of(client, award)

    assert "<h2>We cannot tell whether this badge is valid.</h2>" in page


def test_award_that_is_not_signed_yet_is_valid_and_says_what_comes(client):
    page = page_of(client, make_award(signed=False))

    assert "<h2>Yes, this badge is valid.</h2>" in page
    assert "The signed files of this badge are being made." in page
    assert "badge.png" not in page


def test_unlisted_award_shows_neither_name_nor_address_nor_evidence(client):
    award = make_award()
    evidence = award.submission.evidence.get()
    assert (award.printed_name, award.holder.email, evidence.text) == (NAME, ADDRESS, TALE)

    page = page_of(client, award)

    for text in (NAME, "Léa", ADDRESS, "lea.secret", TALE, factories.ANSWER["value"], award.submission.reference):
        assert text not in page
    assert "<dd>somebody who does not show their name</dd>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'id="evidence-{evidence.uuid}"' in page


def test_public_award_shows_the_name_and_nothing_else_of_the_person(client):
    award = publish(make_award())

    page = page_of(client, award)

    assert f"Given to {NAME}, issued by {award.issuer.organisation.name}" in page
    assert f'<meta property="og:title" content="Je suis bénévole engagé·e: {NAME}">' in page
    assert "noindex" not in page
    for text in (ADDRESS, TALE, factories.ANSWER["value"], award.submission.reference):
        assert text not in page


def test_declared_award_says_that_the_issuer_has_not_checked(client):
    award = make_award(claim_rule=ClaimRule.DECLARED)
    issuer = award.issuer.organisation.name

    unlisted = page_of(client, award)
    public = page_of(client, publish(award))

    assert f"{issuer} publishes this declaration; it has not checked it." in unlisted
    assert f"{NAME} declares that the criteria are met and gave evidence. {issuer} publishes" in public


def test_reviewed_award_and_given_award_say_how_they_were_obtained(client):
    reviewed = make_award()
    given = make_bare_award()

    assert "read what was sent and confirmed that the criteria are met." in page_of(client, reviewed)
    assert "gave this badge itself." in page_of(client, given)


def test_page_names_itself_and_its_image_by_their_lasting_addresses(client):
    award = make_award()

    page = page_of(client, award)

    assert f'<link rel="canonical" href="{award.verify_address}">' in page
    assert f'<meta property="og:url" content="{award.verify_address}">' in page
    assert f'<meta property="og:image" content="{award.achievement_version.image_address}">' in page
    assert f'value="{award.address}"' in page


def test_address_of_the_recipient_compared_says_yes_however_it_is_written(client):
    award = make_award()

    for address in (ADDRESS, f"  {ADDRESS.upper()} "):
        response = compare(client, award, address)

        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert "Yes, this badge was given to this address." in response.content.decode()


@pytest.mark.parametrize("address", [ADDRESS, "max@example.org"])
def test_answer_of_a_comparison_takes_the_focus_and_its_form_jumps_to_no_other_place(client, address):
    award = make_award()

    before = page_of(client, award)
    answered = compare(client, award, address).content.decode()

    assert "autofocus" not in before
    answer = re.search(r"<div[^>]* autofocus>(.*?)</div>", answered, re.DOTALL)
    assert "this badge was given to" in answer.group(1)
    assert ['action="#' in page for page in (before, answered)] == [False, False]


def test_other_address_compared_says_no_and_tells_nothing(client):
    response = compare(client, make_award(), "max@example.org")
    page = response.content.decode()

    assert "No, this badge was given to another address." in page
    assert ADDRESS not in page


def test_no_address_compared_is_named_beside_the_field(client):
    for address in ("not an address", "", "\x00", "a@b" * 200):
        response = compare(client, make_award(), address)
        page = response.content.decode()

        assert response.status_code == 400
        assert 'aria-invalid="true"' in page
        assert "this badge was given to" not in page


def test_comparison_stores_nothing(client, django_assert_num_queries):
    award = make_award()

    with django_assert_num_queries(6) as queries:
        compare(client, award, ADDRESS)

    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_comparisons_without_end_are_stopped_by_name(client):
    award = make_award()
    for _number in range(COMPARISONS):
        compare(client, award, "max@example.org")

    response = compare(client, award, ADDRESS)

    assert response.status_code == 429
    assert response["Retry-After"] == "600"
    assert response.json()["error"]["code"] == "too_many_requests"


def test_page_costs_the_same_for_one_award_and_for_three(client, django_assert_num_queries):
    award = make_award()
    with django_assert_num_queries(6):
        page_of(client, award)
    for _number in range(2):
        other = awarding.award(award.achievement_version, address="max@example.org")
        awarding.sign(other.pk)

    with django_assert_num_queries(6):
        page_of(client, award)


def test_page_holds_no_inline_script_or_style(client):
    page = page_of(client, make_award())

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')
