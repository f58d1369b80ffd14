"""People who want the same seat at once, and the rules that must hold afterwards."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tests import factories
from tests.domain.race import race
from wagtail_openbadges.domain import registering
from wagtail_openbadges.domain.errors import OpenBadgesError
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    SEATED,
    Gathering,
    Holder,
    JobState,
    OutboxJob,
    Registration,
    RegistrationState,
)

PEOPLE = 8
CAPACITY = 2
"""One seat is taken before the round begins, so one is the last."""
TRIES = 50
"""Rounds within which the act without a lock must be caught."""
HEAD_START = 0.2
"""Seconds that one side is given at most, when a seat is taken and lapses at once."""
SECOND = timedelta(seconds=1)
WISH = registering.Wish(name="Léa Exemple")


class Crowd:
    """The people, the rounds and what was counted."""

    def __init__(self) -> None:
        self.issuer = factories.make_issuer()
        self.first, *self.people = (factories.make_holder(f"p{number}@example.org") for number in range(PEOPLE + 1))
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.caught_after = 0
        self.started = time.monotonic()

    def run(self, rounds: int) -> None:
        """Catch the act without a lock, then let the real one race."""
        self.catch_the_naive()
        for number in range(1, rounds + 1):
            faults = self.round()
            self.counts["rounds"] += 1
            self.faults += [f"round {number}: {fault}" for fault in faults]

    def summary(self) -> str:
        counts = self.counts
        return (
            f"{counts['rounds']} rounds of {PEOPLE} people for one seat: {counts['given']} seats given, "
            f"{counts['waiting']} put on the list, {counts['already_registered']} second presses refused; given back "
            f"{counts['back']} times, taken {counts['taken']}, lapsed {counts['lapsed']}; {len(self.faults)} faults; "
            f"without the lock {self.caught_after or 'no'} round(s) were enough to see two in one seat; "
            f"{time.monotonic() - self.started:.0f} s"
        )

    def event(self) -> Gathering:
        """Return an event with one seat left."""
        gathering = factories.make_gathering(self.issuer, capacity=CAPACITY)
        register(gathering, self.first)
        return gathering

    def round(self) -> list[str]:
        """Return the rules that one round broke."""
        gathering = self.event()
        faults, given = self.want(gathering, register)
        if faults:
            return faults
        return self.give_back(gathering, given) or self.answer_late(gathering)

    def want(
        self, gathering: Gathering, act: Callable[[Gathering, Holder], Any]
    ) -> tuple[list[str], Registration | None]:
        """Let all want the last seat, one of them pressing twice; return the rules broken, and who got it."""
        wanting = [*self.people, self.people[0]]
        results, strange = raced(*(lambda holder=holder: act(gathering, holder) for holder in wanting))
        came = list(gathering.registrations.exclude(holder=self.first).order_by("pk"))
        given = [one for one in came if one.state == RegistrationState.REGISTERED]
        waiting = [one for one in came if one.state == RegistrationState.WAITING]
        since = [one.waiting_since for one in waiting]
        self.counts.update(given=len(given), waiting=len(waiting), already_registered=len(results) - PEOPLE)
        rules = {
            f"something else went wrong: {strange}": not strange,
            f"results are {results}": results == ["already_registered", *["done"] * PEOPLE],
            f"{len(given)} people have the last seat": len(given) == 1,
            "the seat is not of whoever came first": came[:1] == given,
            "somebody neither has a seat nor waits": len(given) + len(waiting) == PEOPLE,
            "the list is not in the order of coming": since == sorted(set(since)),
            "somebody has not one mail": all(len(letters(one)) == 1 for one in came),
        }
        return broken(rules), given[0] if given else None

    def give_back(self, gathering: Gathering, given: Registration | None) -> list[str]:
        """Give the seat back twice at once, while free seats are offered and somebody changes what she said."""
        head, *others = registering.queue_of(gathering)
        results, strange = raced(
            lambda: registering.cancel_registration(given),
            lambda: registering.cancel_registration(given),
            lambda: registering.offer_seats(gathering),
            lambda: registering.change_registration(others[-1], WISH, at=timezone.now()),
        )
        offered = list(gathering.registrations.filter(state=RegistrationState.OFFERED))
        self.counts.update(back=results.count("done") - 2)
        rules = {
            f"something else went wrong: {strange}": not strange,
            f"results of giving back are {results}": results == ["done"] * 3 + ["registration_ended"],
            "the seat is not offered to the first who waits, and to her alone": offered == [head],
            "more seats are given than there are": taken(gathering) == CAPACITY,
            "somebody was written to twice": all(len(set(keys)) == len(keys) for keys in all_letters(gathering)),
        }
        return broken(rules)

    def answer_late(self, gathering: Gathering) -> list[str]:
        """Let the offer be taken twice and lapse twice at once."""
        offered = gathering.registrations.get(state=RegistrationState.OFFERED)
        following = registering.queue_of(gathering).first()
        job = OutboxJob.objects.get(key__startswith=f"lapse:{offered.uuid}:")
        OutboxJob.objects.filter(pk=job.pk).update(run_after=timezone.now())
        # Without a head start, which of both comes first is always the same on one database.
        start = random.uniform(-HEAD_START, HEAD_START)  # noqa: S311 - chance, not secrets

        def take() -> None:
            time.sleep(max(start, 0))
            registering.take_seat(offered, at=offered.offered_until - SECOND)

        def lapse() -> None:
            time.sleep(max(-start, 0))
            drain(keys={job.key})

        results, strange = raced(take, take, lapse, lapse)
        for row in (offered, following, job):
            row.refresh_from_db()
        outcome = (results, offered.state, following.state, letters(offered)[2:], letters(following)[1:])
        wins = (["done"] * 4, "registered", "waiting", ["registered"], [])
        loses = (["done"] * 2 + ["offer_over"] * 2, "lapsed", "offered", ["lapsed"], ["offered"])
        self.counts.update(taken=outcome == wins, lapsed=outcome == loses)
        rules = {
            f"something else went wrong: {strange}": not strange,
            f"taking and lapsing at once gave {outcome}": outcome in (wins, loses),
            "the job of the offer is not done at its first attempt": (job.state, job.attempts) == (JobState.DONE, 1),
            "more seats are given than there are": taken(gathering) == CAPACITY,
        }
        return broken(rules)

    def catch_the_naive(self) -> None:
        """Prove that the drill sees two people in one seat, with an act that counts without the lock."""
        for number in range(1, TRIES + 1):
            faults, _given = self.want(self.event(), naive)
            if any(fault.endswith("people have the last seat") for fault in faults):
                self.caught_after = number
                break
        else:
            self.faults.append(f"the act without a lock was not caught in {TRIES} rounds: this drill proves nothing")
        self.counts.clear()


def register(gathering: Gathering, holder: Holder) -> Registration:
    """Register as the site does."""
    return registering.register(gathering, holder, WISH, language="fr", at=timezone.now())


def naive(gathering: Gathering, holder: Holder) -> Registration:
    """Count, then write, as one would who forgot the lock.

    On SQLite every transaction is the lock, because it is IMMEDIATE: forgetting it means to do without one.
    """
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        has_seat = registering.seats_left(gathering) != 0
        return Registration.objects.create(
            gathering=gathering,
            holder=holder,
            language="fr",
            state=RegistrationState.REGISTERED if has_seat else RegistrationState.WAITING,
            created_at=timezone.now(),
            waiting_since=None if has_seat else timezone.now(),
        )


def raced(*acts: Callable[[], Any]) -> tuple[list[str], list[str]]:
    """Do acts at once; return what `race` returns, and the names of the errors that no act may raise."""
    strange: list[str] = []

    def guarded(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> None:
            try:
                act()
            except OpenBadgesError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
                strange.append(type(error).__name__)

        return run

    return race(*map(guarded, acts)), sorted(strange)


def taken(gathering: Gathering) -> int:
    """Count the seats that are given, without the help of the acts."""
    return sum(gathering.registrations.filter(state__in=SEATED).values_list("seats", flat=True))


def letters(registration: Registration) -> list[str]:
    """Return the letters that somebody was written."""
    keys = OutboxJob.objects.filter(key__startswith=f"mail:{registration.uuid}:").order_by("pk")
    return [key.split(":")[2] for key in keys.values_list("key", flat=True)]


def all_letters(gathering: Gathering) -> list[list[str]]:
    """Return the letters of everybody."""
    return [letters(registration) for registration in gathering.registrations.all()]


def broken(rules: dict[str, bool]) -> list[str]:
    """Return the faults whose rule does not hold."""
    return [fault for fault, holds in rules.items() if not holds]
