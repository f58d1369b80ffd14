"""Uploads without end: what a stranger sends is cut short just above the largest file that we take."""

from __future__ import annotations

from django.core.files.uploadhandler import FileUploadHandler

from .evidence import largest_upload


class StrangersLimitHandler(FileUploadHandler):
    """Keep strangers from filling the disk with temporary files.

    It stands first in the site's `FILE_UPLOAD_HANDLERS`, because Django's CSRF check reads the request before any view:

        FILE_UPLOAD_HANDLERS = [
            "wagtail_openbadges.intake.uploads.StrangersLimitHandler",
            "django.core.files.uploadhandler.MemoryFileUploadHandler",
            "django.core.files.uploadhandler.TemporaryFileUploadHandler",
        ]

    The rest of a file that is too large is read and thrown away, so that the form arrives whole: `accept_upload` then
    refuses that file by name, and no answer is lost. Files of people who are logged in pass untouched.
    """

    def receive_data_chunk(self, raw_data, start):
        """Hand the data on until there is more than enough of them."""
        return None if start > self._most() else raw_data

    def file_complete(self, file_size):
        """Leave the file to the handlers that follow."""

    def _most(self) -> float:
        user = getattr(self.request, "user", None)
        return float("inf") if user is not None and user.is_authenticated else largest_upload()
