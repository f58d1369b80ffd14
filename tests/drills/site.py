"""A site that lives as long as one drill."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


def add_database(parser: ArgumentParser, *, default: str = "sqlite") -> None:
    """Let the caller choose the database."""
    parser.add_argument("--db", choices=["sqlite", "postgres"], default=default)


@contextmanager
def site(db: str, *, workers: int = 1) -> Iterator[Path]:
    """Set Django up on a database of its own, and drop that afterwards. Yield the folder that all processes share."""
    # Whoever stops the drill stops its processes and drops its database too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="openbadges-drill-") as folder:
        os.environ["OPENBADGES_DRILL_FOLDER"] = folder
        os.environ["OPENBADGES_DRILL_WORKERS"] = str(workers)
        os.environ["OPENBADGES_TEST_DATABASE"] = db
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.drills.settings"
        django.setup()
        logging.getLogger("django-q").setLevel(logging.WARNING)
        from django.db import connection  # noqa: PLC0415 - it needs Django to be set up

        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield Path(folder)
        finally:
            connection.creation.destroy_test_db(verbosity=0)


def report(faults: list[str]) -> int:
    """Say what is wrong; return the exit code of the drill."""
    for fault in faults:
        sys.stdout.write(f"FAULT: {fault}\n")
    sys.stdout.write("The drill failed.\n" if faults else "The drill passed.\n")
    return 1 if faults else 0
