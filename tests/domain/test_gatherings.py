"""Publishing the page of an event: its dates on the clock of its place, and what calendars must learn of a change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from tests import factories
from tests.domain.people import refused, register
from tests.domain.race import race
from wagtail_openbadges.domain import gatherings, registering
from wagtail_openbadges.domain.errors import ScheduleError
from wagtail_openbadges.domain.gatherings import DateContent, close_gathering, publish_gathering, span_of
from wagtail_openbadges.models import (
    Event,
    Gathering,
    GatheringDate,
    GatheringStatus,
    GatheringText,
    OutboxJob,
    RegistrationState,
    RegistrationWay,
    Verb,
)


def date(start, end="", *, is_all_day=False, uid=None):
    return DateContent(uid=uid or uuid4(), start=start, end=end, is_all_day=is_all_day)


def span(start, end="", zone_name="Europe/Paris", *, is_all_day=False):
    found = span_of(date(start, end, is_all_day=is_all_day), zone_name)
    return found.starts_at, found.ends_at


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def content(**changes):
    return factories.gathering_content(None, **changes)


def jobs(kind):
    return list(OutboxJob.objects.filter(kind=kind).order_by("pk").values_list("key", "payload", "run_after"))


# A date becomes two instants.


def test_date_with_hours_goes_from_one_to_the_other_on_the_clock_of_its_place():
    assert span("2026-07-01T12:30", "2026-07-01T14:00") == (utc(2026, 7, 1, 10, 30), utc(2026, 7, 1, 12))


def test_date_without_end_goes_on_until_the_end_of_its_day():
    assert span("2026-07-01T12:30") == (utc(2026, 7, 1, 10, 30), utc(2026, 7, 1, 22))


def test_whole_day_goes_from_midnight_to_midnight_whatever_its_hours_say():
    assert span("2026-01-10T18:00", "2026-01-10T09:00", is_all_day=True) == (utc(2026, 1, 9, 23), utc(2026, 1, 10, 23))


def test_several_whole_days_end_at_the_midnight_after_the_last():
    assert span("2026-01-10T00:00", "2026-01-12T00:00", is_all_day=True) == (utc(2026, 1, 9, 23), utc(2026, 1, 12, 23))


def test_whole_day_in_the_nights_when_clocks_change_is_an_hour_shorter_or_longer():
    spring = span("2026-03-29T00:00", is_all_day=True)
    autumn = span("2026-10-25T00:00", is_all_day=True)

    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (timedelta(hours=23), timedelta(hours=25))


def test_date_in_the_doubled_hour_begins_at_the_first_and_ends_at_the_second():
    assert span("2026-10-25T02:30", "2026-10-25T02:30") == (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30))


@pytest.mark.parametrize(
    ("zone_name", "day", "starts_at", "ends_at"),
    [
        ("America/Sao_Paulo", "2018-11-04", utc(2018, 11, 4, 3), utc(2018, 11, 5, 2)),
        ("Asia/Beirut", "2026-03-29", utc(2026, 3, 28, 22), utc(2026, 3, 29, 21)),
        ("Africa/Cairo", "2026-04-24", utc(2026, 4, 23, 22), utc(2026, 4, 24, 21)),
    ],
)
def test_whole_day_that_begins_at_one_o_clock_begins_when_its_clocks_have_jumped(zone_name, day, starts_at, ends_at):
    assert span(f"{day}T00:00", zone_name=zone_name, is_all_day=True) == (starts_at, ends_at)


def test_date_without_end_before_a_day_that_begins_at_one_o_clock_ends_as_that_day_begins():
    assert span("2026-03-28T20:00", zone_name="Asia/Beirut") == (utc(2026, 3, 28, 18), utc(2026, 3, 28, 22))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("unknown_zone", {"start": "2026-07-01T12:30", "zone_name": "Paris"}),
        ("unknown_zone", {"start": "2026-07-01T12:30", "zone_name": "", "is_all_day": True}),
        ("local_unreadable", {"start": ""}),
        ("local_unreadable", {"start": "soon", "is_all_day": True}),
        ("local_unreadable", {"start": "", "is_all_day": True}),
        ("local_unreadable", {"start": "2026-02-30T10:00"}),
        ("local_unreadable", {"start": "2026-07-01T12:30", "end": "late"}),
        ("local_unreadable", {"start": "9999-12-31T12:00"}),
        ("local_unreadable", {"start": "0001-01-01T12:00", "zone_name": "Asia/Tokyo", "is_all_day": True}),
        ("local_skipped", {"start": "2026-03-29T02:30"}),
        ("local_skipped", {"start": "2026-03-29T01:00", "end": "2026-03-29T02:30"}),
        ("ends_before_start", {"start": "2026-07-01T12:30", "end": "2026-07-01T12:30"}),
        ("ends_before_start", {"start": "2026-07-01T12:30", "end": "2026-06-30T14:00"}),
        ("ends_before_start", {"start": "2026-07-02T00:00", "end": "2026-07-01T23:00", "is_all_day": True}),
    ],
)
def test_date_that_means_nothing_is_refused_by_name(code, said):
    with pytest.raises(ScheduleError) as refusal:
        span(**said)

    assert refusal.value.code == code


# What is wrong is kept, and never keeps a page from being published.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("faults", "changes"),
    [
        ([], {}),
        (["missing_date"], {"dates": ()}),
        ([], {"dates": (), "status": GatheringStatus.POSTPONED}),
        (["ends_before_start"], {"dates": (date("2026-07-01T12:30", "2026-07-01T12:00"),) * 2}),
        (["unknown_zone"], {"zone_name": "Paris", "registration_closes": "soon"}),
        (["local_unreadable"], {"registration_closes": "soon"}),
        (["local_skipped"], {"registration_closes": "2026-03-29T02:30"}),
        ([], {"registration_closes": "2026-03-29T03:30"}),
        (["missing_elsewhere"], {"registration": RegistrationWay.ELSEWHERE}),
        ([], {"registration": RegistrationWay.ELSEWHERE, "elsewhere_url": "https://example.org/"}),
        (["missing_registrar", "missing_notice"], {"registration": RegistrationWay.HERE, "privacy_notice": " "}),
    ],
)
def test_event_keeps_what_is_wrong_with_it(faults, changes):
    gathering = publish_gathering(content(**changes))

    assert (gathering.faults, gathering.is_published) == (faults, True)


@pytest.mark.django_db
def test_event_published_keeps_what_its_page_says():
    issuer, editor = factories.make_issuer(), factories.UserFactory()
    page = Page.objects.first()
    said = factories.gathering_content(
        issuer,
        page_id=page.pk,
        dates=(date("2026-07-02T09:00", "2026-07-02T12:00"), date("2026-07-01T00:00", is_all_day=True)),
        registration_closes="2026-06-30T23:59",
        capacity=12,
        questions=(factories.QUESTION,),
        practical="Apportez un carnet.",
    )

    gathering = publish_gathering(said, by=editor)

    gathering = Gathering.objects.get(pk=gathering.pk)
    text = gathering.texts.get()
    assert (gathering.starts_at, gathering.ends_at) == (utc(2026, 6, 30, 22), utc(2026, 7, 2, 10))
    assert gathering.registration_closes_at == utc(2026, 6, 30, 21, 59)
    assert (gathering.issuer, gathering.page_id, gathering.capacity, gathering.sequence) == (issuer, page.pk, 12, 0)
    assert [str(one) for one in gathering.dates.all()] == ["2026-07-01T00:00", "2026-07-02T09:00"]
    assert (str(gathering), str(text)) == (str(gathering.uuid), "Repas convivial")
    assert (text.practical, text.questions) == ("Apportez un carnet.", [factories.QUESTION])
    event = Event.objects.get(verb=Verb.GATHERING_PUBLISHED)
    assert (event.actor, event.gathering, event.issuer) == (editor, gathering, issuer)


@pytest.mark.django_db
def test_event_whose_new_dates_mean_nothing_keeps_its_old_ones():
    said = content()
    before = publish_gathering(said)

    after = publish_gathering(replace(said, dates=(), zone_name="Asia/Tokyo", status=GatheringStatus.MOVED))

    assert after.faults == ["missing_date"]
    assert (after.starts_at, after.zone_name, after.status) == (before.starts_at, "Europe/Paris", "moved")
    assert GatheringDate.objects.count() == 1


@pytest.mark.django_db
def test_event_postponed_without_a_date_has_none_any_more():
    said = content()
    publish_gathering(said)

    gathering = publish_gathering(replace(said, dates=(), status=GatheringStatus.POSTPONED))

    assert (gathering.starts_at, gathering.ends_at, GatheringDate.objects.count()) == (None, None, 0)


# Calendars learn of what changed, and of nothing else.


@pytest.mark.django_db
def test_event_published_twice_raises_nothing():
    said = content()
    first = publish_gathering(said)

    second = publish_gathering(said)

    assert (second.pk, second.sequence, second.changed_at) == (first.pk, 0, first.changed_at)
    assert (Gathering.objects.count(), GatheringText.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sequence", "changes"),
    [
        (1, {"dates": (date("2990-01-01T12:30"),)}),
        (1, {"zone_name": "Europe/London"}),
        (1, {"status": GatheringStatus.CANCELLED}),
        (1, {"title": "Repas partagé"}),
        (1, {"place": "Ailleurs"}),
        (1, {"address": ""}),
        (1, {"online_url": "https://example.org/room"}),
        (0, {"practical": "Apportez un carnet."}),
        (0, {"capacity": 3}),
        (0, {"privacy_notice": "Autrement dit."}),
    ],
)
def test_event_changed_raises_its_sequence_when_calendars_show_the_change(sequence, changes):
    said = content()
    before = publish_gathering(said)

    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        after = publish_gathering(replace(said, **changes))

    assert (after.sequence, after.changed_at > before.changed_at) == (sequence, sequence == 1)


@pytest.mark.django_db
def test_event_in_one_more_language_raises_nothing_until_that_text_changes():
    said = content()
    publish_gathering(said)
    english = replace(said, language="en", title="Shared meal")

    new = publish_gathering(english).sequence
    changed = publish_gathering(replace(english, place="Maillage, Lille")).sequence

    assert (new, changed) == (0, 1)


@pytest.mark.django_db
def test_date_of_an_event_keeps_its_row_while_its_identifier_stays():
    stays, goes = date("2990-01-01T12:30"), date("2990-01-02T12:30")
    said = content(dates=(stays, goes))
    row = publish_gathering(said).dates.get(uid=stays.uid)
    comes = date("2990-01-03T12:30")

    gathering = publish_gathering(replace(said, dates=(replace(stays, start="2990-01-04T10:00"), comes)))

    kept = gathering.dates.get(uid=stays.uid)
    assert (kept.pk, kept.starts_local) == (row.pk, "2990-01-04T10:00")
    assert {one.uid for one in gathering.dates.all()} == {stays.uid, comes.uid}


@pytest.mark.django_db
def test_date_added_by_hand_to_each_language_keeps_its_first_identifier_whichever_page_is_published():
    shared = date("2990-01-01T12:30", "2990-01-01T14:00")
    french, english = (date("2990-01-08T12:30", "2990-01-08T14:00") for _language in ("fr", "en"))
    said = content(dates=(shared, french))
    translated = replace(said, language="en", title="Shared meal", dates=(shared, english))
    first = publish_gathering(said)
    before = list(first.dates.values_list("pk", "uid"))

    found = []
    for page in (translated, said, translated):
        gathering = publish_gathering(page)
        found.append((list(gathering.dates.values_list("pk", "uid")), gathering.sequence))

    assert [uid for _pk, uid in before] == [shared.uid, french.uid]
    assert found == [(before, 0)] * 3


@pytest.mark.django_db
def test_date_added_by_hand_twice_on_one_page_stays_two_dates():
    one, other, typed = (date("2990-01-01T12:30", "2990-01-01T14:00") for _row in range(3))
    said = content(dates=(one,))
    publish_gathering(said)

    gathering = publish_gathering(replace(said, language="en", dates=(other, typed)))

    assert {row.uid for row in gathering.dates.all()} == {one.uid, typed.uid}


# When an event is over.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "over"),
    [
        (GatheringStatus.PLANNED, [False, False, True]),
        (GatheringStatus.CANCELLED, [False, False, True]),
        (GatheringStatus.POSTPONED, [False, False, False]),
    ],
)
def test_event_is_over_when_its_last_date_has_ended_unless_it_is_postponed(status, over):
    gathering = publish_gathering(content(status=status))
    instants = [gathering.starts_at, gathering.ends_at - timedelta(seconds=1), gathering.ends_at]

    said = [gatherings.is_over(gathering, at=at) for at in instants]
    listed = [not Gathering.objects.filter(gatherings.to_come(at)).exists() for at in instants]

    assert (said, listed) == (over, over)


@pytest.mark.django_db
def test_person_can_cancel_her_registration_for_an_event_postponed_after_its_old_date():
    issuer = factories.make_issuer()
    postponed, held = (factories.gathering_content(issuer) for _event in range(2))
    lea, ali = (register(publish_gathering(said)) for said in (postponed, held))
    gathering = publish_gathering(replace(postponed, status=GatheringStatus.POSTPONED))
    later = gathering.ends_at + timedelta(days=1)

    registering.cancel_registration(lea, at=later)

    lea.refresh_from_db()
    assert lea.state == RegistrationState.CANCELLED
    assert refused(registering.cancel_registration, ali, at=later) == ("event_over", {})


# Who receives the registrations, and where the event is shown.


@pytest.mark.django_db
def test_structure_of_an_event_changes_while_nobody_is_registered():
    said = factories.gathering_content(factories.make_issuer())
    publish_gathering(said)
    other = factories.make_issuer()

    gathering = publish_gathering(replace(said, issuer_id=other.pk))

    assert (gathering.issuer, gathering.faults) == (other, [])


@pytest.mark.django_db
@pytest.mark.parametrize("is_named", [True, False])
def test_structure_of_an_event_stays_once_somebody_registered(is_named):
    issuer = factories.make_issuer()
    said = factories.gathering_content(issuer)
    factories.make_registration(publish_gathering(said))
    other = factories.make_issuer().pk if is_named else None

    gathering = publish_gathering(replace(said, issuer_id=other))
    same = publish_gathering(said)

    assert (gathering.issuer, gathering.faults) == (issuer, ["issuer_fixed" if is_named else "missing_registrar"])
    assert same.faults == []


@pytest.mark.django_db
def test_event_moves_to_the_page_that_is_live():
    root = Page.get_first_root_node()
    first, second = (root.add_child(instance=Page(title=title, slug=title)) for title in ("un", "deux"))
    said = content(page_id=first.pk)
    publish_gathering(said)

    while_live = publish_gathering(replace(said, page_id=second.pk)).page_id
    first.unpublish()
    afterwards = publish_gathering(replace(said, page_id=second.pk)).page_id

    assert (while_live, afterwards) == (first.pk, second.pk)


@pytest.mark.django_db
def test_event_closed_twice_is_closed_once():
    gathering = factories.make_gathering()

    close_gathering(gathering)
    close_gathering(gathering)

    gathering.refresh_from_db()
    assert (gathering.is_published, Event.objects.filter(verb=Verb.GATHERING_CLOSED).count()) == (False, 1)


# What follows a publication.


@pytest.mark.django_db
def test_event_without_registration_plans_nothing():
    publish_gathering(content())

    assert OutboxJob.objects.count() == 0


@pytest.mark.django_db
def test_event_with_registration_plans_its_reminder_the_day_before():
    gathering = factories.make_gathering()

    begins = gathering.starts_at
    ids = {"gathering": gathering.pk, "starts_at": begins.isoformat()}
    assert jobs("remind_gathering") == [
        (f"remind:{gathering.uuid}:{begins.isoformat()}", ids, begins - timedelta(days=1))
    ]
    assert jobs("tell_gathering") == []
    assert [payload for _key, payload, _when in jobs("offer_seats")] == [{"gathering": gathering.pk}]


@pytest.mark.django_db
def test_event_of_today_has_no_reminder():
    with time_machine.travel(datetime(2026, 7, 1, 8, tzinfo=UTC), tick=False):
        factories.make_gathering(dates=(date("2026-07-02T09:00"),))

    assert jobs("remind_gathering") == []


@pytest.mark.django_db
def test_event_with_dates_a_week_apart_plans_a_reminder_for_each():
    gathering = factories.make_gathering(dates=(date("2990-01-01T12:30"), date("2990-01-08T12:30")))

    starts = [utc(2990, 1, 1, 11, 30), utc(2990, 1, 8, 11, 30)]
    assert [(key, when) for key, _payload, when in jobs("remind_gathering")] == [
        (f"remind:{gathering.uuid}:{begins.isoformat()}", begins - timedelta(days=1)) for begins in starts
    ]


@pytest.mark.django_db
def test_event_of_successive_days_plans_one_reminder_before_the_first():
    gathering = factories.make_gathering(dates=tuple(date(f"2990-01-0{day}T09:00") for day in (3, 1, 2)))

    begins = utc(2990, 1, 1, 8)
    assert [key for key, _payload, _when in jobs("remind_gathering")] == [
        f"remind:{gathering.uuid}:{begins.isoformat()}"
    ]


@pytest.mark.django_db
def test_event_changed_plans_to_tell_ten_minutes_later():
    said = factories.gathering_content(factories.make_issuer())
    publish_gathering(said)

    with time_machine.travel(timezone.now(), tick=False):
        gathering = publish_gathering(replace(said, place="Ailleurs"))
        due = timezone.now() + timedelta(minutes=10)

    ids = {"gathering": gathering.pk, "sequence": 1}
    assert jobs("tell_gathering") == [(f"tell:{gathering.uuid}:1", ids, due)]


@pytest.mark.django_db
def test_event_that_no_longer_takes_registrations_still_plans_for_those_it_has():
    said = factories.gathering_content(factories.make_issuer())
    factories.make_registration(publish_gathering(said))

    publish_gathering(replace(said, registration=RegistrationWay.NONE, place="Ailleurs"))

    assert len(jobs("tell_gathering")) == 1


# What somebody who comes must know.


@pytest.mark.django_db
def test_text_of_an_event_in_a_language_that_it_lacks_is_the_first_one():
    said = content()
    publish_gathering(said)
    gathering = publish_gathering(replace(said, language="en", title="Shared meal"))

    found = [gatherings.text_of(gathering, language).title for language in ("en", "fr", "nl")]

    assert found == ["Shared meal", "Repas convivial", "Repas convivial"]
    assert gatherings.text_of(Gathering(uuid=uuid4(), pk=0), "fr") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_news", "changes"),
    [
        (False, {"status": GatheringStatus.FULL}),
        (False, {"title": "Repas partagé"}),
        (True, {"status": GatheringStatus.MOVED}),
        (True, {"status": GatheringStatus.CANCELLED}),
        (True, {"place": "Ailleurs"}),
        (True, {"dates": (date("2990-01-01T12:30"),)}),
    ],
)
def test_digest_of_an_event_changes_with_what_somebody_who_comes_must_know(is_news, changes):
    said = content()
    gathering = publish_gathering(said)
    before = gatherings.told_digest(gathering, gathering.texts.get())

    gathering = publish_gathering(replace(said, **changes))

    after = gatherings.told_digest(gathering, gathering.texts.get())
    assert (after != before) is is_news


@pytest.mark.django_db
def test_digest_of_an_event_that_is_cancelled_says_nothing_else():
    said = content(status=GatheringStatus.CANCELLED)
    gathering = publish_gathering(said)
    before = gatherings.told_digest(gathering, gathering.texts.get())

    gathering = publish_gathering(replace(said, place="", dates=(date("2990-01-01T12:30"),)))

    assert gatherings.told_digest(gathering, gathering.texts.get()) == before


@pytest.mark.django_db(transaction=True)
def test_one_event_published_twice_at_once_is_one_event(site_after_flush):
    said = factories.gathering_content(factories.make_issuer())

    results = race(*[lambda: publish_gathering(said)] * 2)

    assert results == ["done", "done"]
    gathering = Gathering.objects.get()
    assert (gathering.sequence, gathering.dates.count(), gathering.texts.count()) == (0, 1, 1)
