"""Seats, taken by real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time

import pytest

from tests.intake.pictures import two_halves, written
from wagtail_openbadges.intake import seats
from wagtail_openbadges.intake.errors import IntakeError
from wagtail_openbadges.intake.images import clean_photo

WORKER = """
import subprocess, sys, time
from django.conf import settings
settings.configure(WAGTAIL_OPENBADGES={"IMAGES_AT_ONCE": int(sys.argv[1])})
from wagtail_openbadges.intake.seats import seat
with seat() as held:
    entered = time.monotonic()
    child = subprocess.Popen(["sleep", sys.argv[2]], stdout=subprocess.DEVNULL, pass_fds=(held,))
    print(child.pid, flush=True)
    child.wait()
    print(entered, time.monotonic())
"""


@pytest.fixture(autouse=True)
def _own_seats(monkeypatch, tmp_path):
    """Share seats with no other test, in this process and in those that it starts."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


@pytest.fixture
def one_seat(settings, monkeypatch):
    settings.WAGTAIL_OPENBADGES = {"IMAGES_AT_ONCE": 1}
    monkeypatch.setattr(seats, "WAIT_SECONDS", 0.5)


def start(*, at_once: int, seconds: float) -> subprocess.Popen:
    """Start a worker whose child takes a seat for some time."""
    command = [sys.executable, "-c", WORKER, str(at_once), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def most_at_once(periods: list[tuple[float, float]]) -> int:
    return max(sum(begin <= other < end for begin, end in periods) for other, _end in periods)


def photo_or_code() -> str:
    try:
        return clean_photo(written(two_halves(), "PNG")).kind.name
    except IntakeError as error:
        return error.code


def test_seats_let_no_more_children_run_than_the_setting_says():
    workers = [start(at_once=2, seconds=1) for _number in range(5)]

    lines = [worker.communicate()[0].splitlines()[1] for worker in workers]

    begin_and_end = [tuple(float(instant) for instant in line.split()) for line in lines]
    assert most_at_once(begin_and_end) == 2


def test_photo_while_every_seat_is_taken_is_refused_by_name_and_read_later(one_seat):
    worker = start(at_once=1, seconds=60)
    child = int(worker.stdout.readline())

    busy = photo_or_code()
    os.kill(child, signal.SIGTERM)
    worker.communicate()
    later = photo_or_code()

    assert (busy, later) == ("images_busy", "JPEG")


def test_photo_waits_for_a_seat_that_becomes_free_in_time(one_seat, monkeypatch):
    monkeypatch.setattr(seats, "WAIT_SECONDS", 20)
    worker = start(at_once=1, seconds=0.5)
    worker.stdout.readline()
    started = time.monotonic()

    read = photo_or_code()

    worker.communicate()
    assert (read, time.monotonic() - started > 0.3) == ("JPEG", True)


def test_seat_of_a_killed_worker_stays_taken_until_its_child_has_ended(one_seat):
    worker = start(at_once=1, seconds=60)
    child = int(worker.stdout.readline())
    worker.kill()
    worker.communicate()

    orphaned = photo_or_code()
    os.kill(child, signal.SIGTERM)
    later = photo_or_code()

    assert (orphaned, later) == ("images_busy", "JPEG")


def test_seat_is_given_back_after_a_photo_that_cannot_be_read(one_seat):
    with pytest.raises(IntakeError):
        clean_photo(written(two_halves(), "JPEG")[:-100])

    assert photo_or_code() == "JPEG"


def test_seat_behind_a_link_laid_by_somebody_else_is_not_followed(one_seat, tmp_path):
    (tmp_path / f"openbadges-images-{os.getuid()}-0").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic"):
        photo_or_code()

    assert not (tmp_path / "elsewhere").exists()
