"""Reviewers, each in a process of its own, who accept the same file at the same instant."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing import get_context
from typing import Any

import django

PATIENCE = 120
"""Seconds that one reviewer waits for the other."""


class Reviewers:
    """The reviewers, and what became of their acts."""

    def __init__(self, users: Sequence[Any]) -> None:
        context = get_context("spawn")
        # Kept, because nobody could join a barrier that is forgotten here.
        self.barrier = context.Barrier(len(users))
        self.races: Counter[tuple[str, ...]] = Counter()
        self.met = 0
        """How many files both had in hand at once."""
        self.pipes, self.processes = [], []
        for user in users:
            ours, theirs = context.Pipe()
            process = context.Process(target=review, args=(user.pk, theirs, self.barrier), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)
        for pipe in self.pipes:
            pipe.recv()

    def decide(self, files: Sequence[Any]) -> None:
        """Let all accept all files, in the same order."""
        for pipe in self.pipes:
            pipe.send([(file.pk, file.version) for file in files])
        for acts in zip(*(pipe.recv() for pipe in self.pipes), strict=True):
            results, begins, ends = zip(*acts, strict=True)
            self.races[tuple(sorted(results))] += 1
            self.met += max(begins) < min(ends)

    def leave(self) -> None:
        """Let the processes end, and their connections with them."""
        for pipe, process in zip(self.pipes, self.processes, strict=True):
            pipe.close()
            process.join(PATIENCE)


def review(user: int, pipe: Any, barrier: Any) -> None:
    """Accept what comes through the pipe; answer with what became of it, and when it began and ended."""
    django.setup()
    logging.getLogger("django-q").setLevel(logging.WARNING)
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - it needs Django to be set up

    from wagtail_openbadges.models import Submission  # noqa: PLC0415

    reviewer = get_user_model().objects.get(pk=user)
    pipe.send("ready")
    while True:
        try:
            files = pipe.recv()
        except EOFError:
            return
        acts = []
        for pk, version in files:
            file = Submission.objects.get(pk=pk)
            barrier.wait(PATIENCE)
            begin = time.monotonic()
            acts.append((accepted(file, reviewer, version), begin, time.monotonic()))
        pipe.send(acts)


def accepted(file: Any, reviewer: Any, version: int) -> str:
    """Return "done", the code of the refusal, or the name of an error that no act may raise."""
    from wagtail_openbadges.domain.deciding import accept  # noqa: PLC0415 - it needs Django to be set up
    from wagtail_openbadges.domain.errors import OpenBadgesError  # noqa: PLC0415

    try:
        accept(file, by=reviewer, version=version)
    except OpenBadgesError as error:
        return error.code
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        return type(error).__name__
    return "done"
