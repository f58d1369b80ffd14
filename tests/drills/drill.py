"""Decide claims, kill clusters, audit."""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread, current_thread, main_thread
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain.deciding import accept
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.jobs.leases import due
from wagtail_openbadges.jobs.registry import DAILY
from wagtail_openbadges.models import Assertion, JobState, OutboxJob, State, Submission
from wagtail_openbadges.notices.sending import message_id

from .clusters import Cluster

CLUSTERS = 2
LIMIT = 900
"""Seconds after which no further kill is begun."""
PATIENCE = 180
"""Seconds that the clusters, and then the last drain, may take for what is left."""
SLOWEST_JOB = 3
"""Seconds after which a job that is still in hand was left by a dead cluster."""
END_OF_MAIL = b"-" * 79 + b"\n"

Hand = set[tuple[int, UUID | None]]


class Drill:
    """The claims, the clusters and the count of kills."""

    def __init__(self, folder: Path, *, claims: int, kills: int, seed: int | None) -> None:
        self.folder, self.claims, self.kills = folder, claims, kills
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrets
        self.clusters: list[Cluster] = []
        self.orphans: Hand = set()
        self.booted = self.killed = self.struck = 0
        self.longest_boot = 0.0
        self.started = time.monotonic()

    def run(self) -> list[str]:
        """Return the faults that the audit finds."""
        undecided = self.deposit()
        burst = max(2, self.claims // (self.kills * 2))
        try:
            for _ in range(CLUSTERS):
                self.boot()
            while self.struck < self.kills and undecided and self.seconds < LIMIT:
                # Decided beside the kill, so that the clusters are busy at that moment on any machine.
                deciding = Thread(target=self.decide, args=[undecided[:burst]])
                deciding.start()
                del undecided[:burst]
                self.strike()
                deciding.join()
            self.decide(undecided)
            self.settle()
        finally:
            for cluster in self.clusters:
                cluster.kill()
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

    def decide(self, files: list[Submission]) -> None:
        """Accept files; each commit kicks the clusters."""
        for file in files:
            accept(file, by=self.reviewer, version=file.version)
        if current_thread() is not main_thread():
            connection.close()

    def strike(self) -> None:
        """Kill one cluster while jobs are in hand, then wait more than twice the time of a boot."""
        time.sleep(self.random.uniform(0, 0.2))
        self.wait_for_jobs_in_hand()
        victim = self.clusters.pop(self.random.randrange(CLUSTERS))
        victim.kill()
        killed_at = time.monotonic()
        self.killed += 1
        left = self.in_hand()
        time.sleep(SLOWEST_JOB)
        left &= self.in_hand()
        self.orphans |= left
        self.struck += bool(left)
        self.say(f"kill {self.killed} left {len(left)} job in hand: {self.struck} of {self.kills} struck")
        self.boot()
        time.sleep(max(0.0, killed_at + 2 * self.longest_boot - time.monotonic()))

    def in_hand(self) -> Hand:
        """Return the jobs that a living cluster may hold."""
        running = OutboxJob.objects.filter(state=JobState.RUNNING, lease_token__isnull=False)
        return set(running.values_list("pk", "lease_token")) - self.orphans

    def wait_for_jobs_in_hand(self) -> None:
        """Wait until both clusters hold a job; after two seconds, one of them will do."""
        since = time.monotonic()
        while (waited := time.monotonic() - since) < 10:
            if len(self.in_hand()) >= (CLUSTERS if waited < 2 else 1):
                return

    def settle(self) -> None:
        """Let the clusters do what is due, so that they are idle when they are stopped."""
        self.say(f"{self.killed} kills; the longest boot took {self.longest_boot:.1f} s")
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
        slots = Assertion.objects.values("status_list", "status_index").distinct().count()
        without = Submission.objects.filter(assertion__isnull=True).count()
        accepted = Submission.objects.filter(state=State.ACCEPTED).count()
        awards = Assertion.objects.filter(submission__isnull=False)
        signed = awards.exclude(credential=None).count()
        sent = self.mails_sent()
        expected = {message_id(key, settings.DEFAULT_FROM_EMAIL) for key in self.keys_of_mails()}
        doubles = sum(count - 1 for count in sent.values())
        self.say(f"{accepted} accepted, {awards.count()} assertions, {signed} signed, {slots} slots, jobs: {jobs}")
        self.say(f"{len(expected)} mails to send, {len(sent)} sent, {doubles} sent twice, {self.killed} kills")
        rules = {
            f"only {self.struck} kills struck a running job, {self.kills} are needed": self.struck >= self.kills,
            "a claim is not accepted": accepted == self.claims,
            "a claim has no assertion, or more than one": without == 0 and awards.count() == self.claims,
            "an assertion is not signed": signed == self.claims,
            "a status slot was given twice": slots == Assertion.objects.count(),
            "a job is not done": set(jobs) == {JobState.DONE},
            "a mail is missing": expected <= set(sent),
            "a mail was sent that nobody asked for": set(sent) <= expected,
            "more mails were doubled than clusters were killed": doubles <= self.killed,
        }
        return [fault for fault, holds in rules.items() if not holds]

    def keys_of_mails(self) -> list[str]:
        """Return the jobs that send one mail; nobody is told of new files here, because the issuer has no reviewer."""
        return list(
            OutboxJob.objects.filter(kind="mail").exclude(key__contains=":new_file:").values_list("key", flat=True)
        )

    def mails_sent(self) -> Counter[str]:
        """Count the complete mails in the folder by Message-ID."""
        sent: Counter[str] = Counter()
        for file in settings.MAILS.iterdir():
            *complete, _unfinished = file.read_bytes().split(END_OF_MAIL)
            for mail in complete:
                found = re.search(rb"^Message-ID: (<\S+>)", mail, re.MULTILINE)
                sent[found[1].decode() if found else file.name] += 1
        return sent


def asked_for() -> QuerySet[OutboxJob]:
    """Return the jobs that an act asked for: what happens once a day may be due only tomorrow."""
    return OutboxJob.objects.exclude(kind__in=DAILY)
