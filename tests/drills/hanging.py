"""Let a cluster hang, notice, restart, audit."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain.deciding import accept
from wagtail_openbadges.jobs import drain, health
from wagtail_openbadges.jobs.health import PATIENCE
from wagtail_openbadges.jobs.leases import due
from wagtail_openbadges.models import Assertion, JobState, OutboxJob, Submission

from .drill import asked_for
from .post import doubled, expected, sent
from .supervisors import Container, Supervisor, Systemd

FILES = 5
"""Claims that are accepted at each step."""
STILL = 20
"""Seconds without a job done that show a cluster to hang: jobs of this drill are done in one."""
FLOW = 120
"""Seconds that a cluster may take to do the jobs of one step."""


class Hang:
    """One drill: what was seen, and the faults."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.faults = folder, []
        self.booted = 0
        self.started = time.monotonic()

    def run(self, *, full: bool) -> list[str]:
        """Return what was not as it must be."""
        steps = 4 if full else 3
        self.reviewer = factories.UserFactory(is_superuser=True)
        opening = factories.make_opening()
        addresses = [f"person{number}@example.org" for number in range(steps * FILES)]
        self.files = [factories.make_submission(opening, address=address) for address in addresses]
        while drain().remaining:
            self.say("the mails of the deposits leave")
        self.cluster = Systemd().boot(self.log())
        try:
            self.twin()
            self.hang(Systemd(), self.wait if full else self.move)
            if full:
                self.hang(Container(), self.move)
        finally:
            self.cluster.kill()
        self.audit()
        return self.faults

    def twin(self) -> None:
        """Show that the cluster works, and that it goes on without the worker that waits for the lock."""
        self.decide()
        self.expect("the cluster does the jobs", self.flows())
        self.kill_idle_worker(hold_lock=False)
        self.decide()
        self.expect("it goes on when the worker is killed that waits for the lock", self.flows())

    def hang(self, supervisor: Supervisor, grow_old: Callable[[Supervisor], None]) -> None:
        """Kill the worker that holds the lock; let the supervisor see it and help."""
        name = type(supervisor).__name__
        self.kill_idle_worker(hold_lock=True)
        self.decide()
        self.expect(f"nothing is done in {STILL} seconds", self.stands_still())
        self.expect("all its processes are alive", self.cluster.is_alive() and len(self.cluster.workers()) == 2)
        is_good, words = supervisor.judge()
        self.expect(f"nobody complains yet: {words}", is_good)
        grow_old(supervisor)
        is_good, words = supervisor.judge()
        self.expect(f"{name}, health check: {words}", not is_good)
        since = time.monotonic()
        self.cluster, needed = supervisor.restart(self.cluster, self.log())
        self.say(f"{name} restarted the cluster in {time.monotonic() - since:.0f} s; {needed} stopped it")
        self.expect("the work is restored", self.flows())
        is_good, words = supervisor.judge()
        self.expect(f"{name}, health check: {words}", is_good)

    def wait(self, supervisor: Supervisor) -> None:
        """Look as often as the supervisor does, until it complains."""
        while supervisor.judge()[0] and self.late_by() <= PATIENCE + timedelta(seconds=2 * supervisor.every):
            time.sleep(supervisor.every)
        late = self.late_by()
        limit = PATIENCE + timedelta(seconds=2 * supervisor.every)
        self.expect(f"the health check failed when the oldest job was {late.seconds} s late", PATIENCE < late < limit)

    def move(self, supervisor: Supervisor) -> None:
        """Say of each job that waits that it was due five minutes and a second before."""
        earlier = PATIENCE + timedelta(seconds=1)
        moved = due(timezone.now()).update(run_after=F("run_after") - earlier)
        self.say(f"the due times of {moved} jobs are moved to {earlier.seconds} s earlier, instead of waiting")

    def late_by(self) -> timedelta:
        return health(timezone.now()).late_by

    def kill_idle_worker(self, *, hold_lock: bool) -> None:
        """Kill the worker, once the cluster is idle: both workers wait then, one for a task, one for the lock."""
        until = time.monotonic() + FLOW
        while not (found := self.cluster.workers_that_wait(hold_lock=hold_lock)) or self.cluster.busy_workers():
            if time.monotonic() > until:
                raise RuntimeError("The cluster was never idle.")
            time.sleep(0.1)
        os.kill(found[0], signal.SIGKILL)
        self.say(f"killed the idle worker that {'holds' if hold_lock else 'waits for'} the lock of the queue")
        until = time.monotonic() + FLOW
        while len(self.cluster.workers()) < 2:
            if time.monotonic() > until:
                raise RuntimeError("The cluster did not start another worker.")
            time.sleep(0.1)

    def decide(self) -> None:
        """Accept the next claims: each leaves a signature and a mail to do."""
        for file in self.files[:FILES]:
            accept(file, by=self.reviewer, version=file.version)
        del self.files[:FILES]

    def flows(self) -> bool:
        """Say whether all jobs are done soon."""
        until = time.monotonic() + FLOW
        while (left := asked_for().exclude(state=JobState.DONE)).exists() and time.monotonic() < until:
            time.sleep(0.5)
        return not left.exists()

    def stands_still(self) -> bool:
        """Say whether nothing at all is done."""
        before = OutboxJob.objects.filter(state=JobState.DONE).count()
        time.sleep(STILL)
        return OutboxJob.objects.filter(state=JobState.DONE).count() == before

    def audit(self) -> None:
        """Compare what was asked for with what was done: nobody who was killed had a job in hand."""
        claims, signed = Submission.objects.count(), Assertion.objects.exclude(credential=None).count()
        letters, arrived = expected(), sent()
        self.expect(f"{claims} claims, {signed} signed", signed == claims)
        self.expect(f"{len(letters)} mails to send, {len(arrived)} sent", letters == set(arrived))
        self.expect(f"{doubled(arrived)} sent twice", doubled(arrived) == 0)

    def log(self) -> Path:
        self.booted += 1
        return self.folder / f"qcluster-{self.booted}.log"

    def expect(self, what: str, holds: bool) -> None:
        self.say(("yes  " if holds else "NO   ") + what)
        if not holds:
            self.faults.append(what)

    def say(self, line: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self.started:5.0f} s  {line}\n")
        sys.stdout.flush()
