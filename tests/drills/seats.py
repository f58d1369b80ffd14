"""Let eight people want the last seat of an event at the same instant, again and again, and count who got it.

    python -m tests.drills.seats --db sqlite --rounds 200

Each round then gives the seat back twice at once, and lets its offer be taken and lapse at once. The drill proves
first that it would see a fault: an act that counts without the lock must be caught. It exits with 1 when a rule is
broken. On PostgreSQL it works in a database of its own, which it makes and drops.
"""

from __future__ import annotations

import argparse
import sys

from .site import add_database, report, site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills.seats", description=__doc__.splitlines()[0])
    add_database(parser)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    with site(options.db):
        from .crowd import Crowd  # noqa: PLC0415 - its models need Django to be set up

        crowd = Crowd()
        crowd.run(options.rounds)
    sys.stdout.write(f"{options.db}: {crowd.summary()}\n")
    return report(crowd.faults)


if __name__ == "__main__":
    sys.exit(main())
