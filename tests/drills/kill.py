"""Kill workers and whole qclusters at random while claims are decided, then audit: nothing lost, nothing done twice.

    python -m tests.drills.kill --db postgres --clusters 2 --double-approval --claims 500

Real qclusters work on one database. The drill decides claims in bursts and sends SIGKILL, in turn, to one whole
cluster, as a machine does that loses its power, and to one worker, as the kernel does when memory is short; always
while jobs are in hand. With `--double-approval` two reviewers, each in a process of its own, accept every file at the
same instant. It exits with 1 when the audit finds a fault, or when too few kills struck a running job. On PostgreSQL
it works in a database of its own, which it makes and drops: `PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`.
"""

from __future__ import annotations

import argparse
import sys

from .site import add_database, report, site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.drills.kill", description=__doc__.splitlines()[0])
    add_database(parser)
    parser.add_argument("--clusters", type=int, default=2)
    parser.add_argument("--claims", type=int, default=300)
    parser.add_argument("--kills", type=int, default=10, help="how many kills must strike a running job")
    parser.add_argument("--double-approval", action="store_true", help="two reviewers accept each file at once")
    parser.add_argument("--short", action="store_true", help="120 claims and 2 kills")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    claims, kills = (120, 2) if options.short else (options.claims, options.kills)
    # One worker for each cluster: a kill then strikes one job at most, which the audit counts on.
    with site(options.db, workers=1) as folder:
        from .drill import Drill  # noqa: PLC0415 - its models need Django to be set up

        drill = Drill(folder, clusters=options.clusters, claims=claims, kills=kills, seed=options.seed)
        faults = drill.run(double_approval=options.double_approval)
    return report(faults)


if __name__ == "__main__":
    sys.exit(main())
