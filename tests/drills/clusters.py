"""Real qclusters, to be killed. Where their processes wait is read from Linux."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

LONGEST_BOOT = 90
DJANGO = (sys.executable, "-m", "django")


class Cluster:
    """One qcluster and all its children, in a process group of their own."""

    def __init__(self, log: Path, command: Sequence[str] = (*DJANGO, "qcluster")) -> None:
        self.log = log
        self.started = time.monotonic()
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)

    def wait_until_ready(self) -> float:
        """Return how many seconds the boot took."""
        while b"ready for work" not in self.log.read_bytes():
            if self.process.poll() is not None or time.monotonic() - self.started > LONGEST_BOOT:
                raise RuntimeError(f"The qcluster did not start:\n{self.log.read_text()}")
            time.sleep(0.05)
        return time.monotonic() - self.started

    def workers(self) -> list[int]:
        """Return the workers that live, by what the log says of their birth."""
        born = re.findall(r"ready for work at (\d+)", self.log.read_text())
        return [pid for pid in map(int, born) if waits_in(pid) is not None]

    def workers_that_wait(self, *, hold_lock: bool) -> list[int]:
        """Return the idle workers that hold the lock of the queue, one at most, or those that wait for it."""
        place = "pipe_read" if hold_lock else "futex"
        return [pid for pid in self.workers() if place in (waits_in(pid) or "")]

    def busy_workers(self) -> list[int]:
        """Return the workers that do not wait for a task."""
        idle = {*self.workers_that_wait(hold_lock=True), *self.workers_that_wait(hold_lock=False)}
        return [pid for pid in self.workers() if pid not in idle]

    def hangs(self) -> bool:
        """Say whether no worker holds the lock of the queue or works, for two seconds."""
        for _ in range(20):
            workers = self.workers()
            if workers and len(self.workers_that_wait(hold_lock=False)) < len(workers):
                return False
            time.sleep(0.1)
        return True

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """Let no process of the group do anything more; none may be left."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, grace: float) -> str:
        """Ask the first process to end, as supervisors do; kill all after the grace. Return what was needed."""
        self.process.terminate()
        try:
            self.process.wait(grace)
            return "SIGTERM"
        except subprocess.TimeoutExpired:
            self.kill()
            return "SIGKILL"


def waits_in(pid: int) -> str | None:
    """Return the place in the kernel where a process waits, "0" when it runs, None when it is no more."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return None if status in "ZX" else Path(f"/proc/{pid}/wchan").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
