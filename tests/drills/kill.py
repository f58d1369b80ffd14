"""Kill qclusters at random while claims are decided, then audit: nothing lost, nothing done twice.

    python -m tests.drills.kill --db sqlite --claims 300

Two real qclusters work on one database. The drill decides claims in bursts and sends SIGKILL to one whole cluster
while jobs are in hand, as a machine does that loses its power. It exits with 1 when the audit finds a fault, or when
too few kills struck a running job.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills.kill", description=__doc__.splitlines()[0])
    parser.add_argument("--db", choices=["sqlite"], default="sqlite")
    parser.add_argument("--claims", type=int, default=300)
    parser.add_argument("--kills", type=int, default=10, help="how many kills must strike a running job")
    parser.add_argument("--short", action="store_true", help="120 claims and 2 kills")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    # Whoever stops the drill stops its clusters too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    claims, kills = (120, 2) if options.short else (options.claims, options.kills)
    with tempfile.TemporaryDirectory(prefix="openbadges-drill-") as folder:
        os.environ["OPENBADGES_DRILL_FOLDER"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.drills.settings"
        django.setup()
        logging.getLogger("django-q").setLevel(logging.WARNING)
        call_command("migrate", verbosity=0)
        from .drill import Drill  # noqa: PLC0415 - its models need Django to be set up

        faults = Drill(Path(folder), claims=claims, kills=kills, seed=options.seed).run()
    for fault in faults:
        sys.stdout.write(f"FAULT: {fault}\n")
    sys.stdout.write("The drill failed.\n" if faults else "The drill passed.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
