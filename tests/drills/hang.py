"""Kill the idle worker that holds the lock of the queue, see the cluster hang, and let the documented supervisor help.

    python -m tests.drills.hang

A qcluster of two workers, started by the command of docs/how-to/work-off-jobs.md. First the twin: the other idle
worker is killed, and the work goes on. Then the one that holds the lock: all processes are alive, no job is done.
After five minutes, really waited for, `openbadges_health` fails, and what the page says of systemd restores the work.
Then the same with the container of the page; there the due times of jobs are moved instead of waiting, and `--short`
moves them for systemd and leaves the container out. Works on PostgreSQL when one of `PGHOST`, `PGUSER` and so on is
set, else on SQLite; on Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys

from .site import add_database, report, site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills.hang", description=__doc__.splitlines()[0])
    is_postgres = any(name in os.environ for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"))
    add_database(parser, default="postgres" if is_postgres else "sqlite")
    parser.add_argument("--short", action="store_true", help="systemd alone, and due times moved instead of waiting")
    options = parser.parse_args()
    with site(options.db, workers=2) as folder:
        from .hanging import Hang  # noqa: PLC0415 - its models need Django to be set up

        sys.stdout.write(f"On {options.db}.\n")
        faults = Hang(folder).run(full=not options.short)
    return report(faults)


if __name__ == "__main__":
    sys.exit(main())
