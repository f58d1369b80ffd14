from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone

from tests import factories
from tests.domain.people import register
from wagtail_openbadges import conf
from wagtail_openbadges.domain import access, asking, gatherings, registering
from wagtail_openbadges.domain.registering import Wish
from wagtail_openbadges.domain.retention import purge
from wagtail_openbadges.jobs import kick
from wagtail_openbadges.models import (
    AccessLink,
    Gathering,
    GatheringStatus,
    Holder,
    JobState,
    OutboxJob,
    Purpose,
    Registration,
    State,
    Submission,
)

pytestmark = pytest.mark.django_db

NEEDY = Wish(name="Léa Exemple", answers=(factories.ANSWER,), food="sans gluten", access="rampe")


def in_days(days):
    return timezone.now() + timedelta(days=days)


def went(**counts):
    """Return what a purge says that erased nothing but these."""
    return {"drafts": 0, "links": 0, "needs": 0, "registrations": 0, "holders": 0, **counts}


def said_of(registration):
    registration.refresh_from_db()
    return registration.name, registration.answers, registration.food, registration.access, registration.holder


def test_address_never_confirmed_goes_with_its_link():
    factories.make_link()

    assert purge(now=in_days(6)) == went()
    assert purge(now=in_days(8)) == went(links=1)
    assert not AccessLink.objects.exists()


def test_person_who_confirmed_and_did_nothing_goes_when_the_device_is_forgotten():
    link = factories.make_link()
    access.use_link(access.token_of(link))

    assert purge(now=in_days(29)) == went()
    assert purge(now=in_days(31)) == went(links=1, holders=1)
    assert not Holder.objects.exists()


def make_lasting_links():
    """Return links to a file, to a badge and to a registration, as their mails gave them."""
    award = factories.accept(factories.make_submission(address="ali@example.org")).assertion
    return [
        access.request_access(purpose=purpose, address=has.holder.email, language="fr", **{name: has})
        for purpose, name, has in (
            (Purpose.TRACK, "submission", factories.make_submission()),
            (Purpose.AWARD, "assertion", award),
            (Purpose.ATTEND, "registration", register(factories.make_gathering(), "zoe@example.org")),
        )
    ]


@pytest.mark.parametrize("is_used", [False, True])
def test_link_to_what_somebody_has_stays_when_it_is_over(is_used):
    links = make_lasting_links()
    for link in links if is_used else ():
        access.use_link(access.token_of(link))

    counts = purge(now=in_days(100))

    assert counts["links"] == 0
    assert AccessLink.objects.filter(pk__in=[link.pk for link in links]).count() == 3


@pytest.mark.parametrize(("is_used", "days"), [(False, 8), (True, 31)])
def test_link_to_what_somebody_may_begin_goes_when_it_is_over(is_used, days):
    call = factories.make_round().call
    subscribing = access.request_access(purpose=Purpose.SUBSCRIBE, address="ali@example.org", language="fr", call=call)
    lasting = make_lasting_links()
    for link in (factories.make_link(), subscribing):
        if is_used:
            access.use_link(access.token_of(link))

    counts = purge(now=in_days(days))

    assert counts["links"] == 2
    assert not AccessLink.objects.filter(purpose__in=[Purpose.CLAIM, Purpose.SUBSCRIBE]).exists()
    assert AccessLink.objects.filter(pk__in=[link.pk for link in lasting]).count() == 3


def test_draft_that_nobody_touches_goes_with_its_person():
    factories.make_draft()

    assert purge(now=in_days(179)) == went()
    assert purge(now=in_days(181)) == went(drafts=1, holders=1)


def test_deposited_files_stay():
    factories.make_submission()

    purge(now=in_days(4000))

    assert Submission.objects.get().state == State.SUBMITTED


def test_person_whose_question_waits_for_an_answer_stays_until_it_is_answered():
    opening = factories.make_round()
    question = asking.ask(opening, holder=factories.make_holder(), text="Qui ?", language="fr")

    waiting = purge(now=in_days(300))
    asking.answer(question, by=factories.make_reviewer(opening.issuer), answer="Tout le monde.")
    told = purge(now=in_days(300))

    assert (waiting["holders"], told["holders"]) == (0, 1)


def test_needs_go_a_week_after_the_event_and_the_person_after_half_a_year():
    registration = register(factories.make_gathering(), wish=NEEDY)
    holder, ends = registration.holder, registration.gathering.ends_at
    link = AccessLink.objects.get(purpose=Purpose.ATTEND)
    all_of_it = ("Léa Exemple", [factories.ANSWER], "sans gluten", "rampe", holder)
    found = []

    for days in (7, 8, 180, 181):
        counts = purge(now=ends + timedelta(days=days))
        found.append((counts["needs"], counts["registrations"], counts["holders"], said_of(registration)))

    without_needs = ("Léa Exemple", [factories.ANSWER], "", "", holder)
    assert found == [
        (0, 0, 0, all_of_it),
        (1, 0, 0, without_needs),
        (0, 0, 0, without_needs),
        (0, 1, 1, ("", [], "", "", None)),
    ]
    assert (registration.state, registration.seats, registration.gathering) == (
        "registered",
        1,
        Gathering.objects.get(),
    )
    assert not AccessLink.objects.filter(pk=link.pk).exists()


def test_needs_of_a_postponed_event_stay_until_nothing_was_changed_of_it_for_as_long():
    registration = register(factories.make_gathering(), wish=NEEDY)
    gathering = registration.gathering
    changed = gathering.ends_at + timedelta(days=5)
    Gathering.objects.filter(pk=gathering.pk).update(status=GatheringStatus.POSTPONED, changed_at=changed)

    found = [purge(now=changed + timedelta(days=days))["needs"] for days in (7, 8)]

    assert found == [0, 1]


def test_purge_a_second_time_erases_nothing_more():
    ends = register(factories.make_gathering(), wish=NEEDY).gathering.ends_at

    first, second = (purge(now=ends + timedelta(days=days)) for days in (400, 401))

    assert first == went(needs=1, registrations=1, holders=1)
    assert second == went()


def test_figures_of_an_event_stay_when_its_people_go():
    gathering = factories.make_gathering(capacity=2)
    people = [register(gathering, f"{name}@example.org", NEEDY) for name in ("lea", "ali", "zoe")]
    registering.cancel_registration(people[1])

    counts = purge(now=gathering.ends_at + timedelta(days=400))

    assert (counts["registrations"], counts["holders"]) == (3, 3)
    assert list(Registration.objects.values_list("state", "seats")) == [
        ("registered", 1),
        ("cancelled", 1),
        ("offered", 1),
    ]


def test_person_with_another_event_to_come_stays_for_that_one():
    past, coming = factories.make_gathering(), factories.make_gathering()
    Gathering.objects.filter(pk=past.pk).update(ends_at=timezone.now() - timedelta(days=200))
    Registration.objects.bulk_create(
        Registration(
            gathering=gathering,
            holder=factories.make_holder(),
            language="fr",
            name="Léa Exemple",
            food="sans gluten",
            state="registered",
            created_at=timezone.now(),
        )
        for gathering in (past, coming)
    )

    counts = purge(now=timezone.now())

    assert counts == went(needs=1, registrations=1)
    assert list(Registration.objects.order_by("gathering").values_list("name", "food", "holder__email")) == [
        ("", "", None),
        ("Léa Exemple", "sans gluten", "lea@example.org"),
    ]


def test_needs_that_are_said_anew_for_an_event_that_was_moved_go_after_its_new_date():
    said = factories.gathering_content(factories.make_issuer())
    registration = register(gatherings.publish_gathering(said), wish=NEEDY)
    purge(now=registration.gathering.ends_at + timedelta(days=8))
    later = gatherings.DateContent(uid=said.dates[0].uid, start="2099-10-02T12:30", end="2099-10-02T14:00")
    moved = gatherings.publish_gathering(gatherings.GatheringContent(**{**vars(said), "dates": (later,)}))

    registering.change_registration(registration, NEEDY, at=timezone.now())
    kept = said_of(registration)[2:4]
    counts = purge(now=moved.ends_at + timedelta(days=8))

    assert (kept, counts["needs"], said_of(registration)[2:4]) == (("sans gluten", "rampe"), 1, ("", ""))


def test_needs_never_outlive_the_person():
    registration = register(factories.make_gathering(), wish=NEEDY)

    with override_settings(WAGTAIL_OPENBADGES={"NEEDS_DAYS": 30, "REGISTRATION_DAYS": 2}):
        counts = purge(now=registration.gathering.ends_at + timedelta(days=3))

    assert (counts["needs"], counts["registrations"], said_of(registration)) == (0, 1, ("", [], "", "", None))


def test_event_without_a_date_is_over_when_nothing_was_changed_of_it_for_as_long():
    said = factories.gathering_content(factories.make_issuer())
    registration = register(gatherings.publish_gathering(said), wish=NEEDY)
    gatherings.publish_gathering(
        gatherings.GatheringContent(**{**vars(said), "dates": (), "status": GatheringStatus.POSTPONED})
    )

    early, later = (purge(now=in_days(days)) for days in (6, 8))

    assert (early["needs"], later["needs"], said_of(registration)[0]) == (0, 1, "Léa Exemple")


def test_days_until_needs_and_people_go_are_settings():
    ends = register(factories.make_gathering(), wish=NEEDY).gathering.ends_at

    with override_settings(WAGTAIL_OPENBADGES={"NEEDS_DAYS": 1, "REGISTRATION_DAYS": 2}):
        assert (conf.current().needs_days, conf.current().registration_days) == (1, 2)
        found = [purge(now=ends + timedelta(days=days, hours=1)) for days in (0, 1, 2)]

    assert [(counts["needs"], counts["registrations"]) for counts in found] == [(0, 0), (1, 0), (0, 1)]


def test_address_that_asked_to_register_and_did_not_goes_with_its_link():
    gathering = factories.make_gathering()
    access.request_access(purpose=Purpose.REGISTER, address="lea@example.org", language="fr", gathering=gathering)

    assert (purge(now=in_days(6)), purge(now=in_days(8))) == (went(), went(links=1))


def test_what_nobody_needs_any_more_goes_by_itself_each_day():
    factories.make_draft()
    afternoon = in_days(181).replace(hour=15)

    with time_machine.travel(afternoon, tick=False):
        kick.run()

    job = OutboxJob.objects.get(kind="purge")
    assert (job.key, job.state) == (f"purge:{afternoon:%Y-%m-%d}", JobState.DONE)
    assert (Submission.objects.count(), Holder.objects.count()) == (0, 0)
