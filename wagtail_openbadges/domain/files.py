"""When the stored file of a piece of evidence goes."""

from __future__ import annotations

from functools import partial

from django.core.files.storage import Storage
from django.db import transaction

from ..models import Evidence


def delete_file_on_commit(evidence: Evidence) -> None:
    """Delete a stored file once no row names it any more; a rolled back act keeps both."""
    if evidence.file.name:
        transaction.on_commit(partial(_delete_unnamed, evidence.file.storage, evidence.file.name))


def _delete_unnamed(storage: Storage, name: str) -> None:
    if not Evidence.objects.filter(file=name).exists():
        storage.delete(name)
