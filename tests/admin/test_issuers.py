"""Issuers and organisations: made by the act, changed by their managers, every wrong field named."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.admin.room import make_manager
from tests.factories import OrganisationFactory, UserFactory, make_issuer, picture
from wagtail_openbadges.models import Issuer, Organisation, SigningKey

pytestmark = pytest.mark.django_db

ADD = "openbadges_issuers:add"


def issuer_fields(**changes):
    return {"description": "Un réseau.", "promised_days": "14", "closed_days": "", "linkedin_id": "", **changes}


def organisation_fields(**changes):
    return {
        "name": "Maillage",
        "url": "",
        "email": "bonjour@maillage.example.org",
        "territory": "",
        "rna": "",
        "siret": "",
        **changes,
    }


def make_founder():
    """Return a user who may add issuers and organisations, and manages none."""
    user = UserFactory()
    wanted = ["access_admin", "add_issuer", "add_organisation"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    return user


def test_issuer_is_made_with_a_key_that_nobody_meets(client):
    organisation = OrganisationFactory(name="Maillage")
    client.force_login(make_founder())

    response = client.post(
        reverse(ADD),
        issuer_fields(organisation=organisation.pk, closed_days="2026-12-25\n 2026-08-14 \n\n2026-12-25"),
        follow=True,
    )

    issuer = Issuer.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(reverse("openbadges_issuers_modeladmin_index"), 302)]
    assert (issuer.organisation, issuer.promised_days, issuer.closed_days) == (
        organisation,
        14,
        ["2026-08-14", "2026-12-25"],
    )
    assert issuer.keys.count() == 1
    assert "Maillage is now an issuer." in page
    assert issuer.keys.get().kid not in page


def test_issuer_form_offers_organisations_that_are_none(client):
    make_issuer()
    organisation = OrganisationFactory()
    client.force_login(make_founder())

    form = client.get(reverse(ADD)).context["form"]

    assert list(form.fields["organisation"].queryset) == [organisation]


def test_issuer_cannot_be_made_twice(client):
    issuer = make_issuer()
    client.force_login(make_founder())

    response = client.post(reverse(ADD), issuer_fields(organisation=issuer.organisation_id))

    assert list(response.context["form"].errors) == ["organisation"]
    assert Issuer.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("BASE_URL", "", "BASE_URL is not set, so this structure would have no lasting address."),
        ("KEY_ENCRYPTION_KEYS", [], "KEY_ENCRYPTION_KEYS is empty: run `manage.py check`, it prints what to paste."),
    ],
)
def test_issuer_that_the_site_cannot_make_is_refused_by_name(client, settings, key, value, sentence):
    organisation = OrganisationFactory()
    client.force_login(make_founder())
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, key: value}

    response = client.post(reverse(ADD), issuer_fields(organisation=organisation.pk))

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [sentence]
    assert (Issuer.objects.count(), SigningKey.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("promised_days", "0", "Ensure this value is greater than or equal to 1."),
        ("linkedin_id", "maillage", "Write the number of the LinkedIn page, in figures only."),
        ("closed_days", "Noël", "“Noël” is not a date. Write one date on each line, such as 2027-12-24."),
    ],
)
def test_wrong_field_of_an_issuer_is_named(client, field, value, sentence):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))

    response = client.post(reverse("openbadges_issuers:edit", args=[issuer.pk]), issuer_fields(**{field: value}))

    assert response.context["form"].errors == {field: [sentence]}


def test_manager_changes_her_issuer_and_never_what_identifies_it(client):
    issuer = make_issuer(closed_days=["2026-08-14"])
    client.force_login(make_manager(issuer))
    address = reverse("openbadges_issuers:edit", args=[issuer.pk])
    shown = client.get(address).content.decode()

    client.post(address, issuer_fields(linkedin_id="123", base_url="https://autre.example.org/", did="did:web:autre"))

    changed = Issuer.objects.get()
    assert ("2026-08-14" in shown, issuer.address in shown, issuer.reviewers.name in shown) == (True, True, True)
    assert (changed.promised_days, changed.linkedin_id, changed.closed_days) == (14, "123", [])
    assert (changed.base_url, changed.did, changed.organisation) == (issuer.base_url, issuer.did, issuer.organisation)


def test_manager_is_led_from_the_register_to_the_form(client):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))

    page = client.get(reverse("openbadges_issuers_modeladmin_index")).content.decode()

    assert reverse("openbadges_issuers:edit", args=[issuer.pk]) in page
    assert reverse(ADD) not in page


def test_organisation_is_made(client):
    client.force_login(make_founder())

    response = client.post(
        reverse("openbadges_organisations:add"),
        organisation_fields(
            url="maillage.example.org",
            rna=" w59 5001234 ",
            siret="732 829 320 00074",
            logo_file=SimpleUploadedFile("logo.png", picture(size=(1200, 600)), "image/png"),
        ),
        follow=True,
    )

    organisation = Organisation.objects.get()
    assert (organisation.url, organisation.rna, organisation.siret) == (
        "https://maillage.example.org",
        "W595001234",
        "73282932000074",
    )
    assert bytes(organisation.logo).startswith(b"\x89PNG")
    assert response.redirect_chain == [(reverse("openbadges_organisations:index"), 302)]


@pytest.mark.parametrize(
    ("logo", "help_text"),
    [(b"", "PNG, JPEG or WebP."), (picture(), "PNG, JPEG or WebP. A new one takes the place of the present one.")],
)
def test_logo_is_said_to_be_replaced_only_where_there_is_one(client, logo, help_text):
    issuer = make_issuer()
    Organisation.objects.update(logo=logo)
    client.force_login(make_manager(issuer))

    response = client.get(reverse("openbadges_organisations:edit", args=[issuer.organisation_id]))

    assert response.context["form"].fields["logo_file"].help_text == help_text


def test_manager_changes_the_organisation_of_her_issuer_and_its_logo(client):
    issuer = make_issuer()
    Organisation.objects.update(logo=picture())
    OrganisationFactory()
    client.force_login(make_manager(issuer))
    address = reverse("openbadges_organisations:edit", args=[issuer.organisation_id])
    logo = client.get(reverse("openbadges_organisations:logo", args=[issuer.organisation_id]))
    listed = client.get(reverse("openbadges_organisations:index"))

    client.post(address, organisation_fields(remove_logo="on"))

    issuer.organisation.refresh_from_db()
    assert (logo.content, logo.headers["Content-Type"]) == (picture(), "image/png")
    assert [organisation.pk for organisation in listed.context["object_list"]] == [issuer.organisation_id]
    assert reverse("openbadges_organisations:add") not in listed.content.decode()
    assert (issuer.organisation.name, bytes(issuer.organisation.logo)) == ("Maillage", b"")
    assert client.get(reverse("openbadges_organisations:logo", args=[issuer.organisation_id])).status_code == 404


def test_user_who_may_change_organisations_changes_those_that_issue_nothing(client):
    organisation = OrganisationFactory()
    user = UserFactory()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_organisation"]))
    client.force_login(user)

    client.post(reverse("openbadges_organisations:edit", args=[organisation.pk]), organisation_fields())

    organisation.refresh_from_db()
    assert organisation.name == "Maillage"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("rna", "595001234", "An RNA number is the letter W and nine figures, such as W595001234."),
        ("siret", "123", "A SIRET number has fourteen figures."),
        (
            "siret",
            "73282932000075",
            "One of the figures of this SIRET number is wrong. Compare it with the official one.",
        ),
    ],
)
def test_wrong_field_of_an_organisation_is_named(client, field, value, sentence):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))
    address = reverse("openbadges_organisations:edit", args=[issuer.organisation_id])

    response = client.post(address, organisation_fields(**{field: value}))

    assert response.context["form"].errors == {field: [sentence]}


def test_organisation_that_issues_badges_keeps_an_address_to_write_to(client):
    issuer, other = make_issuer(), OrganisationFactory()
    client.force_login(UserFactory(is_superuser=True))
    addresses = [reverse("openbadges_organisations:edit", args=[key]) for key in (issuer.organisation_id, other.pk)]

    answers = [client.post(address, organisation_fields(email="")) for address in addresses]

    issuer.organisation.refresh_from_db()
    other.refresh_from_db()
    assert answers[0].context["form"].errors == {"email": ["This field is required."]}
    assert (issuer.organisation.email, answers[1].status_code, other.email) == ("contact@maison.example.org", 302, "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "We do not take SVG images."),
        (b"%PDF-1.7", "We do not take PDF images."),
        (picture()[:40], "This image cannot be read."),
    ],
)
def test_logo_that_is_no_image_is_refused_by_name(client, content, sentence):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))
    address = reverse("openbadges_organisations:edit", args=[issuer.organisation_id])

    response = client.post(address, organisation_fields(logo_file=SimpleUploadedFile("logo.png", content)))

    assert response.context["form"].errors["logo_file"][0].startswith(sentence)


def test_logo_that_is_too_large_is_refused_by_name(client, settings):
    issuer = make_issuer()
    client.force_login(make_manager(issuer))
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAX_PHOTO_MEGABYTES": 0}
    address = reverse("openbadges_organisations:edit", args=[issuer.organisation_id])

    response = client.post(address, organisation_fields(logo_file=SimpleUploadedFile("logo.png", picture())))

    assert list(response.context["form"].errors) == ["logo_file"]


@pytest.mark.parametrize("name", ["issuers", "organisations"])
@pytest.mark.parametrize("act", ["delete", "history", "usage", "copy"])
def test_nothing_is_deleted_or_copied(admin_client, name, act):
    make_issuer()
    index = reverse(f"openbadges_{name}_modeladmin_index" if name == "issuers" else f"openbadges_{name}:index")

    answers = [admin_client.get(f"{index}{act}/1/").status_code, admin_client.get(f"{index}1/{act}/").status_code]

    assert answers == [404, 404]
