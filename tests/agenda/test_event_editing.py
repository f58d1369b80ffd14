"""What an editor of events meets in the admin: the real forms, posted as the browser does."""

from uuid import UUID

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from tests.agenda.editing import make_draft_event, publish, resent, row_errors, said, save_draft
from tests.agenda.house import clock, make_event, make_event_index
from tests.factories import make_issuer, make_registration, make_reviewer
from tests.pages.editing import count_queries, edit, edit_url, errors_of, form_of, make_editor, reviewed_by
from tests.pages.house import make_image
from wagtail_openbadges.agenda.events.forms import EventPageForm
from wagtail_openbadges.agenda.models import EventPage
from wagtail_openbadges.models import Gathering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    """Read the admin in the language of the source strings."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def with_row(data, number, **fields):
    """Return what is sent when the editor added a date."""
    blank = {"id": "", "ORDER": str(number + 1), "DELETE": "", "uid": "", "starts": "", "ends": ""}
    row = {f"occurrences-{number}-{name}": value for name, value in {**blank, **fields}.items()}
    return {**data, **row, "occurrences-TOTAL_FORMS": str(number + 1)}


def test_editor_publishes_an_event_from_its_draft(client, editor):
    page = make_draft_event(reviewed_by(editor))

    response = publish(
        client, page, **{"occurrences-0-starts": "2099-10-02 12:30", "occurrences-0-ends": "2099-10-02 14:00"}
    )

    page.refresh_from_db()
    gathering = page.gathering
    row = page.occurrences.get()
    assert (response.status_code, page.live, gathering.faults) == (302, True, [])
    assert (row.starts, row.ends) == ("2099-10-02T12:30", "2099-10-02T14:00")
    assert [date.uid for date in gathering.dates.all()] == [row.uid]
    assert gathering.starts_at.isoformat() == "2099-10-02T10:30:00+00:00"


def test_dates_are_on_the_clock_of_the_event_for_an_editor_elsewhere(client, editor):
    UserProfile.objects.update_or_create(user=editor, defaults={"current_time_zone": "America/Martinique"})
    page = make_draft_event(zone_name="Indian/Reunion", dates=[("2099-10-02T12:30", "2099-10-02T14:00")])

    publish(client, page)

    shown = form_of(client, page).formsets["occurrences"].forms[0]["starts"]
    assert page.gathering.starts_at.isoformat() == "2099-10-02T08:30:00+00:00"
    assert 'value="2099-10-02 12:30"' in str(shown)


@pytest.mark.parametrize(
    ("chosen", "errors"),
    [
        ("planned", {"status": ["The page in another language gave this event another status. Choose it here too."]}),
        ("cancelled", {}),
        ("moved", {}),
    ],
    ids=["left as it was", "the same", "another one, on purpose"],
)
def test_status_that_the_page_in_another_language_changed_is_not_undone_unseen(client, editor, chosen, errors):
    page = make_event()
    other = Locale.objects.create(language_code="fr" if page.locale.language_code == "en" else "en")
    translation = page.copy_for_translation(other, copy_parents=True)
    translation.status = "cancelled"
    translation.save_revision().publish()

    response = publish(client, page, status=chosen)

    expected = "cancelled" if errors else chosen
    assert (errors_of(response) if errors else {}, page.gathering.status) == (errors, expected)


def test_row_keeps_its_identity_from_save_to_save(client, editor):
    page = make_draft_event()
    before = page.occurrences.get().uid

    save_draft(client, page)
    publish(client, page)
    publish(client, page)

    assert [date.uid for date in page.gathering.dates.all()] == [before]


def test_date_that_ends_before_it_begins_is_refused_beside_it_and_kept_in_a_draft(client, editor):
    page = make_draft_event()
    wrong = {"occurrences-0-starts": "2099-10-02 14:00", "occurrences-0-ends": "2099-10-02 12:30"}

    refused = publish(client, page, **wrong)
    kept = save_draft(client, page, **wrong)

    assert row_errors(refused) == [{"ends": ["This date ends before it begins. Look at both hours."]}]
    assert (errors_of(refused), page.gathering) == ({}, None)
    assert (kept.status_code, EventPage.objects.get().get_latest_revision_as_object().occurrences.get().ends) == (
        302,
        "2099-10-02T12:30",
    )
    assert "This date ends before it begins." in said(client, page)


@pytest.mark.parametrize(
    ("starts", "ends", "field", "hour"),
    [
        ("2027-03-28 02:30", "2027-03-28 05:00", "starts", "2027-03-28 02:30"),
        ("2027-03-28 01:00", "2027-03-28 02:30", "ends", "2027-03-28 02:30"),
    ],
)
def test_hour_that_the_clocks_jump_over_is_refused_beside_it_and_kept_in_a_draft(
    client, editor, starts, ends, field, hour
):
    page = make_draft_event()
    typed = {"occurrences-0-starts": starts, "occurrences-0-ends": ends}

    refused = publish(client, page, **typed)
    kept = save_draft(client, page, **typed)

    sentence = f"There is no such hour there ({hour}): the clocks jump over it that night. Choose another."
    assert (row_errors(refused), errors_of(refused)) == ([{field: [sentence]}], {})
    assert kept.status_code == 302
    assert sentence in said(client, page)


def test_seats_and_hours_to_reply_are_at_least_one(client, editor):
    page = make_draft_event(reviewed_by(editor))

    refused = publish(client, page, seats_at_most="0", reply_hours="0")

    sentence = "Ensure this value is greater than or equal to 1."
    assert errors_of(refused) == {"seats_at_most": [sentence], "reply_hours": [sentence]}
    assert (EventPage.objects.get().live, page.gathering) == (False, None)


def test_several_wrong_dates_are_each_told_beside_themselves(client, editor):
    page = make_draft_event(
        dates=[
            ("2027-03-28T02:30", "2027-03-28T05:00"),
            ("2027-04-02T12:30", "2027-04-02T14:00"),
            ("2027-04-09T12:30", "2027-04-08T14:00"),
        ]
    )

    response = publish(client, page)

    assert [sorted(errors) for errors in row_errors(response)] == [["starts"], [], ["ends"]]


def test_whole_days_are_refused_only_when_their_days_are_out_of_order(client, editor):
    page = make_draft_event(dates=[("2099-10-02T14:00", "2099-10-02T12:30")])

    ordered = publish(client, page, **{"occurrences-0-is_all_day": "on"})
    refused = publish(client, page, **{"occurrences-0-is_all_day": "on", "occurrences-0-ends": "2099-10-01 23:00"})

    assert ordered.status_code == 302
    assert row_errors(refused) == [{"ends": ["This date ends before it begins. Look at both hours."]}]


def test_event_without_date_is_refused_among_the_dates_and_kept_in_a_draft(client, editor):
    page = make_draft_event(dates=[])

    refused = publish(client, page)
    kept = save_draft(client, page)

    told = refused.context["form"].formsets["occurrences"].non_form_errors()
    assert (list(told), errors_of(refused), page.gathering) == (["Give the event at least one date."], {}, None)
    assert "Give the event at least one date." in refused.content.decode()
    assert kept.status_code == 302


def test_date_ticked_for_deletion_does_not_count(client, editor):
    page = make_draft_event(dates=[(clock(10), ""), ("2027-03-28T02:30", "")])

    one_left = publish(client, page, **{"occurrences-1-DELETE": "on"})
    none_left = publish(client, page, **{"occurrences-0-DELETE": "on"})

    told = none_left.context["form"].formsets["occurrences"].non_form_errors()
    assert (one_left.status_code, page.gathering.dates.count()) == (302, 1)
    assert list(told) == ["Give the event at least one date."]


def test_added_row_that_says_nothing_is_refused_and_one_that_cannot_be_read_is_told_once(client, editor):
    page = make_draft_event(dates=[])

    blank = edit(client, page, with_row(resent(client, page), 0))
    unreadable = edit(client, page, with_row(resent(client, page), 0, starts="soon"))

    assert row_errors(unreadable) == [{"starts": ["This is not a date and an hour. Write them like 2026-09-30 23:59."]}]
    assert list(unreadable.context["form"].formsets["occurrences"].non_form_errors()) == []
    assert (blank.status_code, page.gathering) == (200, None)


def test_added_row_is_published_under_an_identity_of_its_own(client, editor):
    page = make_event()

    edit(client, page, with_row(resent(client, page), 1, starts="2099-10-02 12:30"))

    uids = [date.uid for date in page.gathering.dates.all()]
    assert (len(set(uids)), all(isinstance(uid, UUID) for uid in uids)) == (2, True)


@pytest.mark.parametrize("uid", ["nonsense", "\x00"])
def test_identity_that_somebody_tampered_with_is_refused(client, editor, uid):
    page = make_draft_event()

    response = publish(client, page, **{"occurrences-0-uid": uid})

    assert [sorted(errors) for errors in row_errors(response)] == [["uid"]]


def test_postponed_event_needs_no_date(client, editor):
    page = make_event()

    response = publish(client, page, **{"status": "postponed", "occurrences-0-DELETE": "on"})

    gathering = page.gathering
    assert (response.status_code, gathering.faults, gathering.dates.count(), gathering.starts_at) == (302, [], 0, None)


def test_zone_that_nobody_knows_is_told_once_beside_it(client, editor):
    page = make_draft_event(zone_name="Mars/Olympus", dates=[(clock(10), ""), (clock(11), "")])

    response = publish(client, page)

    assert errors_of(response) == {"zone_name": ["Choose the time zone in which the dates are written."]}
    assert row_errors(response) == [{}, {}]


def test_zone_that_is_not_in_the_list_is_refused(client, editor):
    page = make_draft_event()

    response = publish(client, page, zone_name="Mars/Olympus")

    assert errors_of(response) == {
        "zone_name": ["Select a valid choice. Mars/Olympus is not one of the available choices."]
    }


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "2027-03-28 02:30",
            "There is no such hour there (2027-03-28 02:30): the clocks jump over it that night. Choose another.",
        ),
        ("soon", "This is not a date and an hour. Write them like 2026-09-30 23:59."),
    ],
)
def test_closing_of_the_registration_that_means_nothing_is_refused_beside_it(client, editor, typed, sentence):
    page = make_draft_event(reviewed_by(editor))

    response = publish(client, page, registration_closes=typed)

    assert (errors_of(response), row_errors(response)) == ({"registration_closes": [sentence]}, [{}])


def test_registration_here_needs_a_structure_and_a_notice(client, editor):
    page = make_draft_event(registration="here")

    refused = publish(client, page)
    kept = save_draft(client, page)

    assert errors_of(refused) == {
        "issuer": ["Choose the structure that receives the registrations."],
        "privacy_notice": ["Write the privacy notice: people read it before they give their data."],
    }
    assert (kept.status_code, page.gathering) == (302, None)


def test_registration_elsewhere_needs_an_address(client, editor):
    page = make_draft_event(registration="elsewhere")

    response = publish(client, page)

    assert errors_of(response) == {"elsewhere_url": ["Give the address of the site where one registers."]}


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        ({}, {"image_alt": ["Write what the picture shows, or tick that it only decorates."]}),
        ({"image_alt": "  "}, {"image_alt": ["Write what the picture shows, or tick that it only decorates."]}),
    ],
)
def test_picture_without_words_is_refused_and_kept_in_a_draft(client, editor, words, errors):
    page = make_draft_event()

    refused = publish(client, page, image=make_image().pk, **words)
    kept = save_draft(client, page, image=make_image().pk, **words)

    assert (errors_of(refused), page.gathering, kept.status_code) == (errors, None, 302)


@pytest.mark.parametrize("words", [{"image_alt": "Des gens à table"}, {"image_is_decorative": "on"}])
def test_picture_with_words_or_that_only_decorates_is_published(client, editor, words):
    page = make_draft_event()

    response = publish(client, page, image=make_image().pk, **words)

    page.refresh_from_db()
    assert (response.status_code, page.live, page.alt) == (302, True, words.get("image_alt", ""))


def test_all_that_is_wrong_is_told_at_once(client, editor):
    page = make_draft_event(registration="here", dates=[("2027-03-28T02:30", "")])

    response = publish(client, page, image=make_image().pk)

    assert sorted(errors_of(response)) == ["image_alt", "issuer", "privacy_notice"]
    assert [sorted(errors) for errors in row_errors(response)] == [["starts"]]


def test_editor_is_offered_her_own_structures(client, editor):
    other = make_issuer()
    page = make_draft_event(reviewed_by(editor))

    choices = [value for value, _label in form_of(client, page)["issuer"].field.choices]

    assert (reviewed_by(editor).pk in choices, other.pk in choices) == (True, False)


def test_editor_chooses_for_whom_it_is_and_how_it_is_accessible(client, editor):
    page = make_draft_event()

    publish(client, page, publics=["families", "volunteers"], accessibility=["step_free"])

    page.refresh_from_db()
    assert (page.publics, page.accessibility) == (["families", "volunteers"], ["step_free"])


def test_choices_stand_alone_with_a_capital(client, editor):
    fields = form_of(client, make_event(reviewed_by(editor))).fields

    chosen = {name: fields[name].choices for name in ("status", "event_format", "registration")}

    assert {name: [str(label) for _value, label in choices] for name, choices in chosen.items()} == {
        "status": ["Planned", "Full", "Moved", "Postponed", "Cancelled"],
        "event_format": ["On site", "Online", "On site and online"],
        "registration": ["No registration: people just come", "On another site", "Here, without an account"],
    }


def test_event_is_added_below_an_agenda(client, editor):
    index, like = make_event_index(), make_draft_event()
    rows = ("occurrences", "questions", "related", "comments")
    data = {**resent(client, like, slug="repas"), **{f"{name}-INITIAL_FORMS": "0" for name in rows}}
    url = reverse("wagtailadmin_pages:add", args=("openbadges_agenda", "eventpage", index.pk))

    response = client.post(url, data)

    page = EventPage.objects.exclude(pk=like.pk).get()
    assert (response.status_code, page.get_parent().pk, page.gathering.faults) == (302, index.pk, [])


def test_form_of_a_site_without_a_field_for_the_zone_uses_that_of_the_page(client, editor):
    page = make_draft_event(zone_name="Indian/Reunion")
    form = form_of(client, page)
    del form.fields["zone_name"]

    bound = type(form)(
        resent(client, page), instance=page, parent_page=Page.objects.get(pk=page.get_parent().pk), for_user=editor
    )
    del bound.fields["zone_name"]

    assert (isinstance(bound, EventPageForm), bound.is_valid(), bound.errors) == (True, True, {})


def test_editor_of_a_new_event_reads_no_state(client, editor):
    index = make_event_index()
    url = reverse("wagtailadmin_pages:add", args=("openbadges_agenda", "eventpage", index.pk))

    text = client.get(url).content.decode()

    assert ("Dates in words" in text, "State of this event" in text) == (False, False)


def test_editor_reads_the_dates_in_words_on_the_clock_of_the_event(client, editor):
    page = make_draft_event(
        zone_name="Indian/Reunion",
        dates=[("2026-08-28T12:30", "2026-08-28T14:00"), ("2026-09-04T12:30", "")],
        registration_closes="2026-08-27T18:00",
    )

    text = said(client, page)

    assert "Friday 28 August 2026 from 12:30 to 14:00, Réunion time" in text
    assert "Friday 4 September 2026 at 12:30, Réunion time" in text
    assert "Registration closes on 27 August 2026 at 18:00, Réunion time (UTC+4)." in text


def test_closing_that_means_nothing_is_said_among_the_dates(client, editor):
    page = make_draft_event(registration_closes="2027-03-28T02:30")

    assert "There is no such hour there (2027-03-28 02:30)" in said(client, page)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "People can register now."),
        ({"status": "cancelled"}, "This event is cancelled."),
        ({"registration": "none"}, "There is no registration for this event: just come."),
        ({"dates": [(clock(-10), "")]}, "This event is over."),
        ({"privacy_notice": ""}, "People cannot register for this event yet. Here is why:"),
        ({"dates": []}, "This event is in no list and no calendar yet, or with its earlier dates. Here is why:"),
    ],
)
def test_editor_reads_where_the_event_stands(client, editor, changes, sentence):
    page = make_event(reviewed_by(editor), **changes)

    assert sentence in said(client, page)


def test_editor_of_a_draft_or_of_an_event_taken_down_reads_it(client, editor):
    draft, down = make_draft_event(), make_event()
    down.unpublish()

    texts = [said(client, page) for page in (draft, down)]

    assert "This event was never published." in texts[0]
    assert "This event is not published: it is in no list and no calendar." in texts[1]


def test_reasons_of_an_event_published_by_code_are_said_in_full(client, editor):
    page = make_event(dates=[("2027-03-28T02:30", "")], registration="here", registration_closes="2027-03-28T02:40")

    text = said(client, page)

    assert page.gathering.faults == ["local_skipped", "missing_registrar", "missing_notice"]
    assert "There is no such hour there (2027-03-28 02:30)" in text
    assert "Choose the structure that receives the registrations." in text


def make_full_house(issuer, **changes):
    """Return an event with two people who have three seats, and one who waits."""
    page = make_event(issuer, **{"capacity": 3, "seats_at_most": 2, **changes})
    for number, seats in enumerate([2, 1, 1]):
        make_registration(page.gathering, address=f"lea{number}@example.org", seats=seats)
    return page


@pytest.mark.parametrize(
    ("capacity", "sentences"),
    [
        (3, "2 people have a seat. 3 seats of 3 are taken. 1 person is waiting."),
        (30, "3 people have a seat. 4 seats of 30 are taken. Nobody is waiting."),
        (None, "3 people have a seat. 4 seats are taken. Nobody is waiting."),
    ],
)
def test_editor_reads_how_many_come_and_wait(client, editor, capacity, sentences):
    page = make_full_house(reviewed_by(editor), capacity=capacity)

    assert sentences in said(client, page)


def test_registrations_are_a_link_for_those_who_may_read_them_where_there_is_a_screen(client, editor):
    page = make_full_house(reviewed_by(editor))
    try:
        href = reverse("openbadges_registrations:event", args=[page.gathering.pk])
    except NoReverseMatch:
        href = ""
    own = "Look at the registrations" in said(client, page)
    client.force_login(make_editor())

    other = "Look at the registrations" in said(client, page)

    assert (own, other) == (bool(href), False)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, 0),
        ({"title": "Repas du vendredi", "summary": "Autrement dit."}, 0),
        ({"status": "full"}, 0),
        ({"status": "cancelled"}, 3),
        ({"town": "Roubaix"}, 3),
        ({"zone_name": "Indian/Reunion"}, 3),
        ({"occurrences-0-ends": ""}, 3),
        ({"occurrences-0-starts": "2027-03-28 02:30", "occurrences-0-ends": ""}, 0),
        ({"occurrences-0-starts": "2020-03-28 12:30", "occurrences-0-ends": "2020-03-28 13:30"}, 0),
    ],
)
def test_editor_of_a_draft_reads_how_many_its_publication_tells(client, editor, changes, told):
    page = make_full_house(reviewed_by(editor))

    save_draft(client, page, **changes)

    text = said(client, page)
    sentence = f"{told} people are told by mail ten minutes after you publish it."
    assert ("says something else than what is published" in text, sentence in text) == (bool(told), bool(told))


def test_new_place_is_told_only_to_those_who_read_the_language_of_the_page(client, editor):
    page = make_full_house(reviewed_by(editor))
    page.gathering.registrations.filter(state="waiting").update(language="en")

    save_draft(client, page, town="Roubaix")

    assert "2 people are told by mail" in said(client, page)


def test_those_who_are_gone_are_not_counted(client, editor):
    page = make_full_house(reviewed_by(editor))
    page.gathering.registrations.filter(state="waiting").update(holder=None)
    page.gathering.registrations.filter(seats=2).update(state="cancelled", ended_at=timezone.now())

    save_draft(client, page, status="cancelled")

    assert "1 person is told by mail ten minutes after you publish it." in said(client, page)


def test_fewer_seats_than_are_taken_are_a_warning_and_no_refusal(client, editor):
    page = make_full_house(reviewed_by(editor))
    before = said(client, page)

    response = publish(client, page, capacity="1")

    assert "more seats are taken than this page gives" not in before
    assert (response.status_code, page.gathering.capacity) == (302, 1)
    assert "2 more seats are taken than this page gives. Nobody loses a seat;" in said(client, page)
    assert page.gathering.registrations.filter(state="registered").count() == 2


def test_queries_of_the_editor_are_as_many_for_many_registrations(client, editor):
    page = make_full_house(reviewed_by(editor), capacity=None)
    few = count_queries(client, edit_url(page))
    for number in range(10, 16):
        make_registration(page.gathering, address=f"lea{number}@example.org")

    assert count_queries(client, edit_url(page)) == few


def test_reviewer_who_is_no_editor_of_pages_cannot_edit_an_event(client):
    page = make_event(make_issuer())
    client.force_login(make_reviewer(page.issuer))

    response = client.get(edit_url(page))

    assert (response.status_code, Gathering.objects.count()) == (302, 1)
