"""The tests' site in a folder or a database of its own, shared by the processes of one drill; mails become files."""

import os
from pathlib import Path

import django

from tests.settings import *  # noqa: F403 - a settings module extends another
from tests.settings import DATABASES, Q_CLUSTER, STORAGES

FOLDER = Path(os.environ["OPENBADGES_DRILL_FOLDER"])

if os.environ.get("OPENBADGES_TEST_DATABASE") == "postgres":
    NAME = FOLDER.name.replace("-", "_").lower()
else:
    NAME = FOLDER / "drill.sqlite3"
# The database of the tests is the database itself, so that other processes find it by its name.
DATABASES = {"default": DATABASES["default"] | {"NAME": NAME, "TEST": {"NAME": NAME}}}
STORAGES = STORAGES | {
    "openbadges_private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FOLDER / "private", "base_url": None},
    }
}
LANGUAGE_CODE = "en"  # the drill reads the logs of the clusters
MAILS = FOLDER / "mails"
if django.VERSION >= (6, 1):
    MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": MAILS}}
    }
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAILS
Q_CLUSTER = Q_CLUSTER | {
    "name": "openbadges-drill",
    "workers": int(os.environ["OPENBADGES_DRILL_WORKERS"]),
    "retry": 300,
}
