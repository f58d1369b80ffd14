"""Decide claims, kill workers and clusters, audit."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain.deciding import accept
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.jobs.leases import due
from wagtail_openbadges.jobs.registry import DAILY
from wagtail_openbadges.models import Assertion, Decision, JobState, OutboxJob, State, Submission

from .clusters import Cluster
from .post import doubled, expected, sent
from .reviewers import Reviewers

LIMIT = 1800
"""Seconds after which no further kill is begun."""
PATIENCE = 180
"""Seconds that the clusters, and then the last drain, may take for what is left."""
SLOWEST_JOB = 3
"""Seconds after which a job that is still in hand was left by a dead cluster."""
RACE = ("done", "state_conflict")
"""How two acceptances of one file must end."""

Hand = set[tuple[int, UUID | None]]


class Drill:
    """The claims, the clusters and the count of kills."""

    def __init__(self, folder: Path, *, clusters: int, claims: int, kills: int, seed: int | None) -> None:
        self.folder, self.size, self.claims, self.kills = folder, clusters, claims, kills
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrets
        self.clusters: list[Cluster] = []
        self.reviewers: Reviewers | None = None
        self.orphans: Hand = set()
        self.count: Counter[str] = Counter()
        self.booted = self.struck = 0
        self.longest_boot = 0.0
        self.started = time.monotonic()

    def run(self, *, double_approval: bool) -> list[str]:
        """Return the faults that the audit finds."""
        undecided = self.deposit()
        if double_approval:
            self.reviewers = Reviewers([self.reviewer, factories.UserFactory(is_superuser=True)])
        burst = max(2, self.claims // (self.kills * 2))
        try:
            for _ in range(self.size):
                self.boot()
            while self.struck < self.kills and undecided and self.seconds < LIMIT:
                # Decided beside the kill, so that the clusters are busy at that moment on any machine.
                with ThreadPoolExecutor(1) as beside:
                    deciding = beside.submit(self.decide_beside, undecided[:burst])
                    del undecided[:burst]
                    self.strike()
                    deciding.result()
            self.decide(undecided)
            self.settle()
        finally:
            for cluster in self.clusters:
                cluster.kill()
            if self.reviewers:
                self.reviewers.leave()
        self.drain()
        return self.audit()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def say(self, line: str) -> None:
        sys.stdout.write(f"{self.seconds:5.0f} s  {line}\n")
        sys.stdout.flush()

    def boot(self) -> None:
        """Start one more cluster."""
        cluster = Cluster(self.folder / f"qcluster-{self.booted}.log")
        self.clusters.append(cluster)
        self.booted += 1
        self.longest_boot = max(self.longest_boot, cluster.wait_until_ready())

    def deposit(self) -> list[Submission]:
        """Return files that wait for a decision; the jobs of their deposit are done."""
        self.reviewer = factories.UserFactory(is_superuser=True)
        opening = factories.make_opening()
        files = [factories.make_submission(opening, address=f"person{n}@example.org") for n in range(self.claims)]
        while drain().remaining:
            self.say("the mails of the deposits leave")
        self.say(f"{len(files)} claims are deposited")
        return files

    @property
    def killed(self) -> int:
        return self.count["clusters"] + self.count["workers"]

    def decide(self, files: list[Submission]) -> None:
        """Accept files; each commit kicks the clusters."""
        if self.reviewers:
            self.reviewers.decide(files)
            return
        for file in files:
            accept(file, by=self.reviewer, version=file.version)

    def decide_beside(self, files: list[Submission]) -> None:
        """Accept files in another thread, on its own connection."""
        try:
            self.decide(files)
        finally:
            connection.close()

    def strike(self) -> None:
        """Kill a cluster or a worker while jobs are in hand; after a boot, wait more than twice its time."""
        time.sleep(self.random.uniform(0, 0.2))
        self.wait_for_jobs_in_hand()
        found = self.busy_worker()
        if found is None:
            return
        victim, worker = found
        # In turn, by what has struck, so that both kinds strike as often.
        kind = "workers" if self.struck % 2 else "clusters"
        victim.kill() if kind == "clusters" else os.kill(worker, signal.SIGKILL)
        killed_at = time.monotonic()
        self.count[kind] += 1
        left = self.in_hand()
        time.sleep(SLOWEST_JOB)
        left &= self.in_hand()
        self.orphans |= left
        self.struck += bool(left)
        self.say(f"kill {self.killed}, of {kind}, left {len(left)} job in hand: {self.struck} of {self.kills} struck")
        if self.replace(victim):
            time.sleep(max(0.0, killed_at + 2 * self.longest_boot - time.monotonic()))

    def busy_worker(self) -> tuple[Cluster, int] | None:
        """Return a cluster and its worker that works; None when no worker does."""
        for cluster in self.random.sample(self.clusters, len(self.clusters)):
            for worker in cluster.busy_workers():
                return cluster, worker
        return None

    def replace(self, victim: Cluster) -> bool:
        """Start another cluster for one that was killed, or that hangs: its worker had just finished when it died."""
        if victim.is_alive():
            if not victim.hangs():
                return False
            self.count["hung"] += 1
            self.say("this cluster hangs, as django-q2 does; it is restarted, as the supervisor would")
            victim.kill()
        self.clusters.remove(victim)
        self.boot()
        return True

    def in_hand(self) -> Hand:
        """Return the jobs that a living cluster may hold."""
        running = OutboxJob.objects.filter(state=JobState.RUNNING, lease_token__isnull=False)
        return set(running.values_list("pk", "lease_token")) - self.orphans

    def wait_for_jobs_in_hand(self) -> None:
        """Wait until all clusters hold a job; after two seconds, one of them will do."""
        since = time.monotonic()
        while (waited := time.monotonic() - since) < 10:
            if len(self.in_hand()) >= (self.size if waited < 2 else 1):
                return
            time.sleep(0.01)

    def settle(self) -> None:
        """Let the clusters do what is due, so that they are idle when they are stopped."""
        self.say(
            f"{self.count['clusters']} clusters and {self.count['workers']} workers were killed, {self.count['hung']} "
            f"clusters hung; the longest boot took {self.longest_boot:.1f} s"
        )
        until = time.monotonic() + PATIENCE
        while (due(timezone.now()).exists() or self.in_hand()) and time.monotonic() < until:
            time.sleep(0.5)

    def drain(self) -> None:
        """Do what is left, once the leases of the dead are over."""
        self.say("the clusters are stopped; the rest is drained")
        left = asked_for().exclude(state__in=[JobState.DONE, JobState.FAILED])
        until = time.monotonic() + PATIENCE
        while left.exists() and time.monotonic() < until:
            drain()
            time.sleep(1)

    def audit(self) -> list[str]:
        """Compare what must be true with what is."""
        jobs = dict(asked_for().values_list("state").annotate(count=Count("pk")).order_by())
        awards = Assertion.objects.filter(submission__isnull=False)
        accepted = Submission.objects.filter(state=State.ACCEPTED).count()
        decided = Decision.objects.values("submission").distinct().count()
        doubled_awards = awards.count() - awards.values("submission").distinct().count()
        lost = Submission.objects.filter(assertion__isnull=True).count()
        signed = awards.exclude(credential=None).count()
        slots = Assertion.objects.values("status_list", "status_index").distinct().count()
        letters, arrived = expected(), sent()
        twice = doubled(arrived)
        self.say(
            f"{self.claims} claims, {accepted} accepted, {awards.count()} assertions, {doubled_awards} doubled, "
            f"{lost} lost, {signed} signed, {slots} different slots; jobs: {jobs}"
        )
        self.say(f"{len(letters)} mails to send, {len(arrived)} sent, {twice} sent twice in {self.killed} kills")
        rules = {
            f"only {self.struck} kills struck a running job, {self.kills} are needed": self.struck >= self.kills,
            "a claim is not accepted": accepted == self.claims,
            "a claim has no decision, or more than one": decided == Decision.objects.count() == self.claims,
            "a claim has no assertion, or more than one": lost == doubled_awards == 0 and awards.count() == self.claims,
            "an assertion is not signed": signed == self.claims,
            "a status slot was given twice": slots == Assertion.objects.count(),
            "a job is not done": set(jobs) == {JobState.DONE},
            "a mail is missing": letters <= set(arrived),
            "a mail was sent that nobody asked for": set(arrived) <= letters,
            "more mails were doubled than processes were killed": twice <= self.killed,
            **self.rules_of_races(),
        }
        return [fault for fault, holds in rules.items() if not holds]

    def rules_of_races(self) -> dict[str, bool]:
        """Compare what must be true of two reviewers at one file."""
        if self.reviewers is None:
            return {}
        races, met = self.reviewers.races, self.reviewers.met
        self.say(f"{races.total()} files were accepted twice, {met} of them in the same instant: {dict(races)}")
        return {
            f"a race of two reviewers did not end as {RACE}": races == {RACE: self.claims},
            "the two reviewers never met: this drill proves nothing about them": met > 0,
        }


def asked_for() -> QuerySet[OutboxJob]:
    """Return the jobs that an act asked for: what happens once a day may be due only tomorrow."""
    return OutboxJob.objects.exclude(kind__in=DAILY)
