"""Real qclusters, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

LONGEST_BOOT = 90


class Cluster:
    """One qcluster and all its children, in a process group of their own."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.started = time.monotonic()
        with log.open("wb") as output:
            command = [sys.executable, "-m", "django", "qcluster"]
            self.process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)

    def wait_until_ready(self) -> float:
        """Return how many seconds the boot took."""
        while b"ready for work" not in self.log.read_bytes():
            if self.process.poll() is not None or time.monotonic() - self.started > LONGEST_BOOT:
                raise RuntimeError(f"The qcluster did not start:\n{self.log.read_text()}")
            time.sleep(0.05)
        return time.monotonic() - self.started

    def kill(self) -> None:
        """Let no process of the group do anything more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
