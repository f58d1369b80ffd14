"""What the roads of publication do to the record of an event."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page

from tests.agenda.editing import make_draft_event
from tests.agenda.house import clock, make_event, make_event_index
from tests.domain.people import told
from tests.factories import make_issuer, make_registration, make_reviewer
from tests.pages.house import home
from tests.testapp.models import HouseEventIndexPage, HouseEventPage, HouseOccurrence
from wagtail_openbadges.agenda.models import EventPage
from wagtail_openbadges.jobs import kick
from wagtail_openbadges.models import Event, Gathering, GatheringDate, OutboxJob, Verb

pytestmark = pytest.mark.django_db

QUESTION = {"label": "Venez-vous à vélo ?", "field_type": "checkbox", "required": False}


def again(page):
    return EventPage.objects.get(pk=page.pk)


def republish(page, **changes):
    page = again(page)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return again(page)


def instants(gathering):
    return [(row.starts_at.isoformat(), row.ends_at.isoformat()) for row in gathering.dates.all()]


def test_event_published_hands_its_record_what_it_says():
    issuer = make_issuer()

    page = make_event(
        issuer,
        dates=[("2099-10-02T12:30", "2099-10-02T14:00")],
        registration_closes="2099-10-01T12:00",
        capacity=12,
        seats_at_most=2,
        has_waiting_list=False,
        reply_hours=24,
        asks_food=True,
        access_notes="Métro Gambetta.",
        questions=[QUESTION],
    )

    gathering, text = page.gathering, page.gathering.texts.get()
    assert (gathering.is_published, gathering.faults, gathering.page_id, gathering.issuer) == (
        True,
        [],
        page.pk,
        issuer,
    )
    assert instants(gathering) == [("2099-10-02T10:30:00+00:00", "2099-10-02T12:00:00+00:00")]
    assert gathering.registration_closes_at.isoformat() == "2099-10-01T10:00:00+00:00"
    assert (gathering.capacity, gathering.seats_at_most, gathering.has_waiting_list) == (12, 2, False)
    assert (gathering.reply_hours, gathering.asks_food, gathering.asks_access) == (24, True, False)
    assert (text.language, text.title, text.place, text.address, text.practical) == (
        "fr",
        page.title,
        "Maillage",
        "1 rue de l’Exemple, 59000 Lille",
        "Métro Gambetta.",
    )
    assert [row["uid"] for row in text.questions] == [str(page.questions.get().uid)]


def test_draft_saved_changes_no_record():
    page = make_event()
    draft = make_draft_event()
    changed = again(page)
    changed.status = "cancelled"

    changed.save_revision()

    assert (draft.gathering, page.gathering.status) == (None, "planned")


def test_event_published_twice_without_change_counts_nothing():
    page = make_event()
    before = page.gathering

    republish(page)

    after = page.gathering
    assert (after.sequence, after.changed_at, Gathering.objects.count()) == (0, before.changed_at, 1)
    assert [row.pk for row in after.dates.all()] == [row.pk for row in before.dates.all()]


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"status": "cancelled"}, 1),
        ({"zone_name": "Indian/Reunion"}, 1),
        ({"town": "Roubaix"}, 1),
        ({"title": "Repas du vendredi"}, 1),
        ({"summary": "Autrement dit."}, 0),
        ({"capacity": 4}, 0),
    ],
)
def test_calendars_learn_of_what_concerns_them(changes, sequence):
    page = make_event()

    republish(page, **changes)

    assert page.gathering.sequence == sequence


ROOM = "https://visio.example.org/repas"


@pytest.mark.parametrize(
    ("event_format", "where"),
    [
        ("on_site", ("Maillage", "1 rue de l’Exemple, 59000 Lille", "")),
        ("online", ("", "", ROOM)),
        ("both", ("Maillage", "1 rue de l’Exemple, 59000 Lille", ROOM)),
    ],
)
def test_event_says_where_it_is_as_its_format_wants(event_format, where):
    page = make_event(event_format=event_format, online_url=ROOM)

    text = page.gathering.texts.get()

    assert (text.place, text.address, text.online_url) == where


@pytest.mark.parametrize(("before", "after"), [("both", "online"), ("both", "on_site"), ("on_site", "online")])
def test_event_whose_format_changes_is_told_to_those_who_registered(before, after):
    page = make_event(make_issuer(), event_format=before, online_url=ROOM)
    registration = make_registration(page.gathering)

    republish(page, event_format=after)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11), tick=False):
        kick.run()

    assert page.gathering.sequence == 1
    assert told(registration) == ["registered", "changed"]


def test_row_taken_away_takes_its_date_and_leaves_the_others():
    page = make_event(dates=[(clock(10), ""), (clock(17), "")])
    kept = page.occurrences.last().uid
    changed = again(page)
    changed.occurrences = [changed.occurrences.last()]

    changed.save_revision().publish()

    assert [row.uid for row in page.gathering.dates.all()] == [kept]


def test_event_published_by_code_with_faults_keeps_its_earlier_dates_and_the_reasons():
    page = make_event()
    before = instants(page.gathering)
    changed = again(page)
    rows = list(changed.occurrences.all())
    rows[0].starts, rows[0].ends = "2027-03-28T02:30", ""
    changed.occurrences = rows

    changed.save_revision().publish()

    assert (page.gathering.faults, instants(page.gathering)) == (["local_skipped"], before)


def test_event_published_by_code_without_structure_or_notice_stays_shut_with_reasons():
    page = make_event(registration="here")

    assert (page.live, page.gathering.faults) == (True, ["missing_registrar", "missing_notice"])


def test_publisher_is_known_to_the_log():
    user = make_reviewer(make_issuer())
    page = make_draft_event()

    page.save_revision(user=user).publish()

    event = Event.objects.get(verb=Verb.GATHERING_PUBLISHED)
    assert (event.actor, event.gathering_id) == (user, page.gathering.pk)


def test_first_publication_scheduled_is_in_calendars_from_its_hour():
    page = make_draft_event()
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    before = page.gathering
    passed = timezone.now() - datetime.timedelta(minutes=1)
    page.revisions.update(approved_go_live_at=passed)
    revision = page.revisions.order_by("-pk").first()
    revision.content["go_live_at"] = passed.isoformat()
    revision.save()

    call_command("publish_scheduled")

    assert (before, page.gathering.is_published) == (None, True)


def test_change_scheduled_is_told_from_its_hour():
    page = make_event(make_issuer())
    make_registration(page.gathering)
    changed = again(page)
    changed.status, changed.go_live_at = "cancelled", timezone.now() + datetime.timedelta(hours=1)
    changed.save_revision().publish()
    before = page.gathering.status
    passed = timezone.now() - datetime.timedelta(minutes=1)
    revision = page.revisions.order_by("-pk").first()
    revision.approved_go_live_at, revision.content["go_live_at"] = passed, passed.isoformat()
    revision.save()

    call_command("publish_scheduled")

    assert (before, page.gathering.status) == ("planned", "cancelled")
    assert OutboxJob.objects.filter(kind="tell_gathering").count() == 1


def test_page_unpublished_or_expired_leaves_calendars_and_its_registrations_stay():
    page, other = make_event(make_issuer()), make_event()
    make_registration(page.gathering)
    EventPage.objects.filter(pk=other.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))

    page.unpublish()
    call_command("publish_scheduled")

    assert [row.is_published for row in (page.gathering, other.gathering)] == [False, False]
    assert page.gathering.registrations.count() == 1


def test_page_published_again_is_the_same_event():
    page = make_event()
    uuid = page.gathering.uuid
    page.unpublish()

    page.save_revision().publish()

    assert (page.gathering.uuid, page.gathering.is_published, Gathering.objects.count()) == (uuid, True, 1)


def test_page_moved_to_another_agenda_is_the_same_event():
    page, index = make_event(), make_event_index()
    before = page.gathering

    page.move(index, pos="last-child")
    republish(page)

    after = page.gathering
    assert (after.pk, after.page_id, after.sequence, after.is_published) == (before.pk, page.pk, 0, True)
    assert again(page).get_parent().pk == index.pk


def test_agenda_unpublished_with_what_is_below_takes_its_events_down():
    index = make_event_index()
    page = make_event(index=index)

    for each in index.get_descendants(inclusive=True).specific():
        each.unpublish()

    assert page.gathering.is_published is False


def test_agenda_deleted_takes_its_events_down():
    index = make_event_index()
    page = make_event(index=index)

    Page.objects.get(pk=index.pk).delete()

    gathering = Gathering.objects.get(translation_key=page.translation_key)
    assert (gathering.is_published, gathering.page_id) == (False, None)


def test_alias_has_no_record_of_its_own():
    page = make_event()
    alias = page.create_alias(parent=make_event_index())

    republish(page)
    again(alias).unpublish()

    gathering = Gathering.objects.get()
    assert (gathering.page_id, gathering.is_published) == (page.pk, True)
    assert again(alias).gathering == gathering


def test_alias_converted_is_another_event():
    page = make_event()
    alias = page.create_alias(parent=make_event_index())

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

    assert [row.page_id for row in Gathering.objects.order_by("pk")] == [page.pk, alias.pk]
    assert again(alias).gathering.is_published is True


def test_copy_kept_live_is_another_event():
    page = make_event()

    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"}, keep_live=True)

    assert copy.gathering.uuid != page.gathering.uuid
    assert [row.page_id for row in Gathering.objects.order_by("pk")] == [page.pk, copy.pk]
    assert GatheringDate.objects.count() == 2


def test_copy_in_draft_has_no_record():
    page = make_event()

    copy = page.copy(update_attrs={"slug": "copie"}, keep_live=False)

    assert (copy.gathering, Gathering.objects.count()) == (None, 1)


def make_translated(page, **changes):
    translated = page.copy_for_translation(Locale.objects.create(language_code="en"), copy_parents=True)
    return republish(translated, **changes)


def test_translation_is_the_same_event_in_other_words():
    page = make_event(questions=[QUESTION])

    translated = make_translated(page, title="A meal together")

    gathering = Gathering.objects.get()
    texts = {text.language: text for text in gathering.texts.all()}
    assert {language: text.title for language, text in texts.items()} == {"fr": page.title, "en": "A meal together"}
    assert [row["uid"] for text in texts.values() for row in text.questions] == [str(page.questions.get().uid)] * 2
    assert (gathering.sequence, gathering.page_id, translated.gathering) == (0, page.pk, gathering)


def test_translation_left_alone_carries_the_event():
    page = make_event()
    translated = make_translated(page)

    page.delete()

    gathering = Gathering.objects.get()
    assert (gathering.is_published, gathering.page_id, gathering.dates.count()) == (True, translated.pk, 1)


@pytest.mark.parametrize("leave", [EventPage.unpublish, EventPage.delete])
def test_event_cancelled_in_one_language_stays_cancelled_when_that_page_leaves(leave):
    page = make_event(make_issuer())
    make_registration(page.gathering)
    translated = make_translated(page)
    page = republish(page, status="cancelled")
    before = (page.gathering.sequence, list(OutboxJob.objects.filter(kind="tell_gathering").values_list("key")))

    leave(page)

    gathering = translated.gathering
    assert (gathering.status, gathering.is_published, gathering.page_id) == ("cancelled", True, translated.pk)
    assert (gathering.sequence, list(OutboxJob.objects.filter(kind="tell_gathering").values_list("key"))) == before
    assert len(before[1]) == 1


def test_both_translations_unpublished_take_the_event_down():
    page = make_event()
    translated = make_translated(page)

    page.unpublish()
    one = page.gathering.is_published
    again(translated).unpublish()

    assert (one, page.gathering.is_published) == (True, False)


def test_page_type_of_a_site_publishes_through_the_mixin():
    index = home().add_child(instance=HouseEventIndexPage(title="Nos dates", slug="dates"))
    page = HouseEventPage(title="Atelier", slug="atelier", zone_name="Indian/Reunion", live=False)
    page.occurrences = [HouseOccurrence(starts="2099-10-02T12:30")]
    index.add_child(instance=page)

    page.save_revision().publish()

    assert instants(page.gathering) == [("2099-10-02T08:30:00+00:00", "2099-10-02T20:00:00+00:00")]
