"""The registers: read, filter, take a copy, and nothing more."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests.admin.people import rows, words
from tests.admin.room import csv_rows, make_manager, make_room, xlsx_rows
from tests.factories import accept, make_issuer, make_opening, make_submission
from wagtail_openbadges.domain import awarding, revoking
from wagtail_openbadges.models import Assertion, ClaimRule, KeyState, SigningKey, State, Submission, Way

pytestmark = pytest.mark.django_db

LISTS = {name: f"openbadges_{name}_modeladmin_index" for name in ("awards", "issuers", "keys")}


def listed(client, name, **wishes):
    response = client.get(reverse(LISTS[name]), wishes)
    assert response.status_code == 200
    return list(response.context["object_list"])


def inspect_url(name, record):
    return reverse(f"openbadges_{name}_modeladmin_inspect", args=[record.pk])


def make_award(issuer, **details):
    version = make_opening(issuer, **details).achievement.versions.get()
    return awarding.award(version, address="sam@example.org")


def search_form(response):
    return re.search(r'<form id="changelist-search".*?</form>', response.content.decode(), re.DOTALL)[0]


def test_registers_hold_the_records_of_the_issuer_alone(client):
    issuer = make_issuer()
    award = make_award(issuer)
    make_award(make_issuer())
    client.force_login(make_manager(issuer))

    assert listed(client, "awards") == [award]
    assert listed(client, "issuers") == [issuer]
    assert listed(client, "keys") == [issuer.keys.get()]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_exports_hold_the_records_of_the_issuer_alone(client, name, form):
    issuer = make_issuer()
    make_award(issuer)
    make_award(make_issuer())
    client.force_login(make_manager(issuer))

    response = client.get(reverse(LISTS[name]), {"export": form})

    table = csv_rows(response) if form == "csv" else xlsx_rows(response)[0]
    assert len(table) == 2
    assert str(issuer) in [str(cell) for cell in table[1]]


def test_superuser_sees_every_issuer(admin_client):
    make_award(make_issuer())
    make_award(make_issuer())

    assert [len(listed(admin_client, name)) for name in LISTS] == [2, 2, 2]


def test_empty_register_says_so(admin_client):
    nobody = admin_client.get(reverse(LISTS["issuers"])).content.decode()
    make_issuer().keys.all().delete()

    awards, keys = (admin_client.get(reverse(LISTS[name])).content.decode() for name in ("awards", "keys"))

    assert "There is no issuer yet." in nobody
    assert "No badge was given yet." in awards
    assert "There is no key. One is made with each issuer." in keys


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "act", ["create/", "edit/1/", "delete/1/", "history/1/", "inspect/x/", "inspect/999999999999999999999/"]
)
def test_registers_have_no_other_address(admin_client, name, act):
    response = admin_client.get(f"{reverse(LISTS[name])}{act}")

    assert response.status_code == 404


def test_award_can_be_found(client):
    issuer, reviewer, submission = make_room()
    reviewed = accept(submission, reviewer).assertion
    given = make_award(issuer, name="Point d’étape")
    expired = make_award(issuer, name="Point d’étape")
    Assertion.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked = make_award(issuer, name="Point d’étape")
    revoking.revoke(revoked, by=reviewer, reason="Erreur.")
    client.force_login(reviewer)
    achievement = given.achievement_version.achievement_id

    found = {
        "valid": listed(client, "awards", validity="valid"),
        "expired": listed(client, "awards", validity="expired"),
        "revoked": listed(client, "awards", validity="revoked"),
        "way": listed(client, "awards", way=Way.REVIEWED),
        "badge": listed(client, "awards", badge=achievement),
        "issuer": len(listed(client, "awards", issuer=issuer.pk)),
        "reference": listed(client, "awards", q=submission.reference),
        "address": listed(client, "awards", q="LEA@example.org"),
        "part of an address": listed(client, "awards", q="example.org"),
        "name": listed(client, "awards", q="Léa"),
        "words": len(listed(client, "awards", q="étape")),
    }

    assert found == {
        "valid": [given, reviewed],
        "expired": [expired],
        "revoked": [revoked],
        "way": [reviewed],
        "badge": [given],
        "issuer": 4,
        "reference": [reviewed],
        "address": [reviewed],
        "part of an address": [],
        "name": [reviewed],
        "words": 3,
    }


@pytest.mark.parametrize(
    "wishes",
    [
        {"validity": "x"},
        {"issuer": "x"},
        {"badge": "999"},
        {"foo": "1"},
        {"holder__email__startswith": "nobody"},
        {"identity_salt__startswith": "z"},
        {"p": "99"},
        {"p": "x"},
        {"o": "9.x"},
        {"q": "\0"},
    ],
)
def test_senseless_or_curious_parameter_is_ignored(client, wishes):
    issuer = make_issuer()
    award = make_award(issuer)
    client.force_login(make_manager(issuer))

    assert listed(client, "awards", **wishes) == [award]


def test_words_in_the_registers_and_their_filters_begin_like_their_neighbours(client):
    issuer = make_issuer()
    make_award(issuer)
    client.force_login(make_manager(issuer))

    awards, keys = (client.get(reverse(LISTS[name])).content.decode() for name in ("awards", "keys"))

    assert [re.findall(rf">\s*({word})\s*<", awards, re.I) for word in ("valid", "revoked", "given by the issuer")] == [
        ["Valid", "Valid"],
        ["Revoked"],
        ["Given by the issuer"],
    ]
    assert re.findall(r">\s*(in use)\s*<", keys, re.I) == ["In use", "In use"]


def test_register_names_who_has_a_badge_how_it_stands_and_when_it_was_given(client):
    issuer, reviewer, submission = make_room()
    given = accept(submission, reviewer).assertion
    nameless = make_award(issuer, name="Point d’étape")
    revoking.revoke(nameless, by=reviewer, reason="Erreur.")
    Assertion.objects.update(issued_at=datetime(2026, 11, 26, 9, 42, tzinfo=UTC))
    client.force_login(reviewer)

    listed = rows(client, reverse(LISTS["awards"]))
    pages = [client.get(inspect_url("awards", award)) for award in (given, nameless)]

    assert sorted(row[:4] for row in listed) == [
        ["Je suis bénévole engagé·e", "Léa Exemple", "Valid", "26 November 2026"],
        ["Point d’étape", "Without a name", "Revoked", "26 November 2026"],
    ]
    assert [re.search(r"<title>\s*(.*?) - ", page.content.decode(), re.DOTALL)[1].strip() for page in pages] == [
        "Award Je suis bénévole engagé·e · Léa Exemple",
        "Award Point d’étape",
    ]
    facts = {row["label"]: row["value"] for row in pages[0].context["fields"]}
    assert (facts["Issued on"], facts["Identifier"]) == ("26 November 2026 at 10:42", str(given.uuid))


def test_register_has_a_column_for_what_tells_awards_apart(client):
    issuer = make_issuer()
    make_award(issuer)
    client.force_login(make_manager(issuer))

    page = client.get(reverse(LISTS["awards"])).content.decode()

    head = page.partition("<thead>")[2].partition("</thead>")[0]
    assert [words(cell) for cell in re.findall(r"<th\b.*?</th>", head, re.DOTALL)] == [
        "Badge",
        "Holder",
        "Validity",
        "Issued on",
        "Issuer",
    ]


def test_filters_of_a_register_begin_with_everything(client):
    issuer = make_issuer()
    make_award(issuer)
    client.force_login(make_manager(issuer))

    awards, keys = (client.get(reverse(LISTS[name])).content.decode() for name in ("awards", "keys"))

    assert [len(re.findall(r">\s*Everything\s*<", page)) for page in (awards, keys)] == [4, 2]
    assert [re.findall(r">\s*All\s*<", page) for page in (awards, keys)] == [[], []]


@pytest.mark.parametrize("name", LISTS)
def test_search_of_a_register_says_what_it_is_for(client, name):
    issuer = make_issuer()
    make_award(issuer)
    client.force_login(make_manager(issuer))

    form = search_form(client.get(reverse(LISTS[name])))

    assert 'placeholder="Look for…"' in form


def test_search_of_a_register_keeps_filters_and_order_and_begins_at_its_first_page(client):
    issuer = make_issuer()
    make_award(issuer)
    client.force_login(make_manager(issuer))

    form = search_form(client.get(reverse(LISTS["awards"]), {"validity": "valid", "o": "1", "p": "0", "q": "étape"}))

    assert dict(re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', form)) == {
        "validity": "valid",
        "o": "1",
    }
    assert 'name="q" value="étape"' in form


def test_key_is_named_by_its_issuer_and_an_issuer_leads_to_its_profile(client):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))

    key = client.get(inspect_url("keys", issuer.keys.get()))
    answers = [client.get(reverse(LISTS["issuers"])), client.get(inspect_url("issuers", issuer))]

    title = re.search(r"<title>\s*(.*?) - ", key.content.decode(), re.DOTALL)[1]
    assert words(title) == f"Signing key {issuer}"
    link = f'<a href="{issuer.address}">{issuer.address}</a>'
    assert [link in answer.content.decode() for answer in answers] == [True, True]


def test_keys_cannot_be_asked_about_their_private_part(client):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))

    assert listed(client, "keys", private_part__startswith="nothing") == [issuer.keys.get()]


def test_keys_and_issuers_can_be_found(client):
    issuer = make_issuer(description="Lieu de vie associative")
    key = issuer.keys.get()
    retired = SigningKey.objects.create(issuer=issuer, kid="retired", public_part="z", state=KeyState.RETIRED)
    client.force_login(make_manager(issuer))

    found = [
        listed(client, "keys", state="active"),
        listed(client, "keys", q="retired"),
        listed(client, "keys", q=str(issuer)),
        listed(client, "keys", issuer=issuer.pk),
        listed(client, "issuers", q="vie asso"),
        listed(client, "issuers", q="autre"),
    ]

    assert found == [[key], [retired], [retired, key], [retired, key], [issuer], []]


def test_award_tells_its_facts_and_offers_to_revoke(client):
    _issuer, reviewer, submission = make_room()
    award = accept(submission, reviewer).assertion
    client.force_login(reviewer)

    response = client.get(inspect_url("awards", award))

    page = response.content.decode()
    facts = {row["label"]: row["value"] for row in response.context["fields"]}
    assert facts["Badge"] == "Je suis bénévole engagé·e"
    assert facts["How it was obtained"] == "Confirmed by a reviewer"
    assert facts["Validity"] == "Valid"
    assert f'href="{award.verify_address}"' in page
    assert f'href="{reverse("openbadges_review:inspect", args=[submission.pk])}"' in page
    assert f'href="{reverse("openbadges_award_revoke", args=[award.pk])}"' in page
    assert page.count("<h1") == 1


def test_award_is_revoked_by_the_act_with_a_public_reason(client):
    _issuer, reviewer, submission = make_room()
    award = accept(submission, reviewer).assertion
    client.force_login(reviewer)
    address = reverse("openbadges_award_revoke", args=[award.pk])
    page = client.get(address).content.decode()

    response = client.post(address, {"reason": "Délivré par erreur."}, follow=True)

    award.refresh_from_db()
    assert "This is public: the holder and everybody who checks the badge will read it." in page
    assert "Given to Léa Exemple on " in page
    assert response.redirect_chain == [(inspect_url("awards", award), 302)]
    assert (award.is_revoked, award.revocation_reason) == (True, "Délivré par erreur.")
    assert [event.actor for event in award.events.filter(verb="revoked")] == [reviewer]
    assert address not in response.content.decode()


def test_revocation_without_a_reason_is_refused_by_name(client):
    _issuer, reviewer, submission = make_room()
    award = accept(submission, reviewer).assertion
    client.force_login(reviewer)

    response = client.post(reverse("openbadges_award_revoke", args=[award.pk]), {"reason": " "})

    award.refresh_from_db()
    assert not award.is_revoked
    assert response.context["form"].errors == {
        "reason": ["Write a reason: the person and everybody who checks the badge will read it."]
    }


def test_second_revocation_is_refused_by_name(client):
    _issuer, reviewer, submission = make_room()
    award = accept(submission, reviewer).assertion
    revoking.revoke(award, by=reviewer, reason="Première.")
    client.force_login(reviewer)
    address = reverse("openbadges_award_revoke", args=[award.pk])

    asked = client.get(address, follow=True)
    posted = client.post(address, {"reason": "Seconde."})

    award.refresh_from_db()
    assert asked.redirect_chain == [(inspect_url("awards", award), 302)]
    assert "This badge is already revoked." in posted.content.decode()
    assert award.revocation_reason == "Première."


def test_private_part_of_a_key_is_in_no_answer(client):
    issuer = make_issuer()
    key = issuer.keys.get()
    client.force_login(make_manager(issuer))
    address = reverse(LISTS["keys"])

    answers = [
        client.get(address).content,
        client.get(inspect_url("keys", key)).content,
        b"".join(client.get(address, {"export": "csv"}).streaming_content),
        str(xlsx_rows(client.get(address, {"export": "xlsx"}))[0]).encode(),
    ]

    assert [key.kid.encode() in answer for answer in answers] == [True] * 4
    assert [key.private_part.encode() in answer for answer in answers] == [False] * 4


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("wishes", [{}, {"export": "csv"}])
def test_register_is_read_in_as_many_queries_with_1_and_3_records(admin_client, name, wishes):
    def read():
        response = admin_client.get(reverse(LISTS[name]), wishes)
        return (
            len(b"".join(response.streaming_content).splitlines()) - 1 if wishes else response.context["result_count"]
        )

    make_award(make_issuer())
    read()
    with CaptureQueriesContext(connection) as with_one:
        assert read() == 1
    make_award(make_issuer())
    make_award(make_issuer())

    with CaptureQueriesContext(connection) as with_three:
        assert read() == 3

    assert len(with_three) == len(with_one)
    assert len(with_three) <= 15


def test_award_of_an_erased_file_is_told_without_it(client):
    issuer = make_issuer()
    submission = make_submission(make_opening(issuer, claim_rule=ClaimRule.DECLARED))
    award = submission.assertion
    Assertion.objects.update(submission=None, holder=None)
    Submission.objects.update(state=State.ERASED)
    client.force_login(make_manager(issuer))

    response = client.get(inspect_url("awards", award))

    assert "File" not in {row["label"] for row in response.context["fields"]}


def test_registers_write_dates_as_the_rest_of_the_site_does(client):
    issuer = make_issuer(closed_days=["2026-12-25", "2027-01-01"])
    award = make_award(issuer)
    at = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
    Assertion.objects.update(issued_at=at)
    SigningKey.objects.update(created_at=at)
    client.force_login(make_manager(issuer))

    with translation.override("en"):
        lists = [client.get(reverse(LISTS[name])).content.decode() for name in ("awards", "keys")]
        records = [
            {row["label"]: row["value"] for row in client.get(inspect_url(name, record)).context["fields"]}
            for name, record in (("awards", award), ("keys", issuer.keys.get()), ("issuers", issuer))
        ]

    assert ["1 March 2027<" in lists[0], "1 March 2027 at 09:30<" in lists[1]] == [True, True]
    assert records[0]["Issued on"] == "1 March 2027 at 09:30"
    assert records[1]["Made on"] == "1 March 2027 at 09:30"
    assert records[2]["Closed days"] == "25 December 2026, 1 January 2027"
