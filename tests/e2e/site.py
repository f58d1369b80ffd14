"""The example site, seeded and served for the walks, and the mails that it sends."""

import email
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from email import policy
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[2] / "example_project" / "manage.py"


class ExampleSite:
    """What `manage.py demo` makes, in a folder of its own, on a free port of this machine."""

    def __init__(self, folder, log):
        self.folder = folder
        self.log = log
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "OPENBADGES_DEMO_VAR": str(folder)}

    def seed(self):
        """Make the example, once, as the README says."""
        command = [sys.executable, str(MANAGE), "demo", "--no-serve", "--port", str(self.port)]
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=self.log)

    def serve(self):
        """Start the server and wait until it takes visitors."""
        command = [sys.executable, str(MANAGE), "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.2)
        raise ConnectionError(f"{self.address} does not answer: see {self.log.name}")

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def hastens(self, kind):
        """Let the waiting jobs of a kind be due now, and do what is due as the timer of a site does."""
        due = f"OutboxJob.objects.filter(kind={kind!r}, state='waiting').update(run_after=timezone.now())"
        code = f"from django.utils import timezone; from wagtail_openbadges.models import OutboxJob; {due}"
        for arguments in (["shell", "-v", "0", "-c", code], ["openbadges_drain"]):
            command = [sys.executable, str(MANAGE), *arguments]
            subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=self.log)

    def mails_to(self, address):
        """Return what was sent to an address, the newest last."""
        files = sorted((self.folder / "mails").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        mails = [
            email.message_from_bytes(text.strip("\n").encode() + b"\n", policy=policy.default)
            for path in files
            for text in re.split(r"^-{79}$", path.read_text(), flags=re.MULTILINE)
            if text.strip()
        ]
        return [Mail(mail) for mail in mails if mail["To"] == address]


class Mail:
    """A mail as the person who receives it sees it."""

    def __init__(self, message):
        self.subject = message["Subject"]
        self.text = message.get_body(("plain",)).get_content()
        self.html = message.get_body(("html",)).get_content()

    def is_about(self, subject):
        """Say whether this is its subject, whichever blanks the folding of its header has left."""
        return self.subject.split() == subject.split()

    @property
    def code(self):
        """The six digits to type."""
        return re.search(r"\b(\d{3})\s?(\d{3})\b", self.text).expand(r"\1\2")

    @property
    def link(self):
        """The address of the one thing to do."""
        return re.search(r"https?://\S+/links/\S+", self.text).group()

    def address_after(self, words):
        """Return the address that stands under some words."""
        return re.search(rf"{re.escape(words)}\s+(https?://\S+)", self.text)[1]


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
