"""What the documented supervisors do, read from the page that documents them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from configparser import ConfigParser
from pathlib import Path

from .clusters import DJANGO, Cluster

PAGE = Path(__file__).parents[2] / "docs/how-to/work-off-jobs.md"
PYTHONS = ("/srv/site/venv/bin/python", "python")
SPANS = {"minutely": 60, "1m": 60, "2m": 120}


def documented(name: str) -> str:
    """Return a file as the page shows it."""
    block = re.compile(r"^```\{code-block\} \w+\n:caption: (\S+)\n\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    blocks = {Path(caption).name: body for caption, body in block.findall(PAGE.read_text())}
    return blocks[name]


def here(words: list[str]) -> list[str]:
    """Return a documented command of the site as it runs here."""
    if words[0] not in PYTHONS or words[1] != "manage.py":
        raise ValueError(f"The page shows a command that this drill does not know: {shlex.join(words)}")
    return [*DJANGO, *words[2:]]


class Supervisor:
    """A cluster that is started, judged and restarted by commands of the page."""

    start: list[str]
    health: list[str]
    every: int
    """Seconds between two looks."""
    grace: int
    """Seconds between SIGTERM and SIGKILL."""

    def judge(self) -> tuple[bool, str]:
        """Return whether the outbox moves, and what the command says."""
        found = subprocess.run(self.health, capture_output=True, text=True, check=False)
        return found.returncode == 0, (found.stdout + found.stderr).strip().splitlines()[-1]

    def boot(self, log: Path) -> Cluster:
        """Start the cluster; leave no process of one that does not get ready."""
        cluster = Cluster(log, self.start)
        try:
            cluster.wait_until_ready()
        except BaseException:
            cluster.kill()
            raise
        return cluster

    def restart(self, cluster: Cluster, log: Path) -> tuple[Cluster, str]:
        """Stop a cluster and start another; return which signal it needed."""
        needed = cluster.stop(self.grace)
        return self.boot(log), needed


class Systemd(Supervisor):
    """The units: the timer starts the health check, whose failure starts the restart, which restarts the cluster."""

    def __init__(self) -> None:
        timer, health = unit("openbadges-health.timer"), unit("openbadges-health.service")
        restart = unit(health["Unit"]["OnFailure"])
        *command, name = shlex.split(restart["Service"]["ExecStart"])
        if command != ["/usr/bin/systemctl", "restart"]:
            raise ValueError(f"The page shows another way to restart: {shlex.join(command)}")
        service = unit(name)["Service"]
        if service["KillMode"] != "mixed":
            raise ValueError("This drill asks the first process only, as KillMode=mixed does.")
        self.every = SPANS[timer["Timer"]["OnCalendar"]]
        self.health = here(shlex.split(health["Service"]["ExecStart"]))
        self.start = here(shlex.split(service["ExecStart"]))
        self.grace = int(service["TimeoutStopSec"])


class Container(Supervisor):
    """The service of compose: an unhealthy container is stopped and started again."""

    def __init__(self) -> None:
        said = dict(re.findall(r"^ +(\w+): (.+)$", documented("compose.yaml"), re.MULTILINE))
        kind, *health = json.loads(said["test"])
        if kind != "CMD":
            raise ValueError(f"The page shows another kind of health check: {kind}")
        self.every = SPANS[said["interval"]]
        self.health = here(health)
        self.start = here(json.loads(said["command"]))
        self.grace = int(said["stop_grace_period"].removesuffix("s"))


def unit(name: str) -> ConfigParser:
    """Return a unit of systemd."""
    parser = ConfigParser(interpolation=None)
    parser.read_string(documented(name))
    return parser
