"""Let eight people want the last seat of an event at the same instant, again and again, and count who got it.

    python -m tests.drills.seats --db sqlite --rounds 200

Each round then gives the seat back twice at once, and lets its offer be taken and lapse at once. The drill proves
first that it would see a fault: an act that counts without the lock must be caught. It exits with 1 when a rule is
broken. On PostgreSQL it works in a database of its own, which it makes and drops.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills.seats", description=__doc__.splitlines()[0])
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="openbadges-drill-") as folder:
        os.environ["OPENBADGES_DRILL_FOLDER"] = folder
        os.environ["OPENBADGES_TEST_DATABASE"] = options.db
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.drills.settings"
        django.setup()
        logging.getLogger("django-q").setLevel(logging.WARNING)
        from django.db import connection  # noqa: PLC0415 - it needs Django to be set up

        from .crowd import Crowd  # noqa: PLC0415 - its models need Django to be set up

        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            crowd = Crowd()
            crowd.run(options.rounds)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
    for fault in crowd.faults:
        sys.stdout.write(f"FAULT: {fault}\n")
    sys.stdout.write(f"{options.db}: {crowd.summary()}\n")
    return 1 if crowd.faults else 0


if __name__ == "__main__":
    sys.exit(main())
