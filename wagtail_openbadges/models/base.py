"""What every record shares."""

from __future__ import annotations

from django.db import models


class Record(models.Model):
    """A row of ours: the reference index ignores it, because indexing made one save cost seven queries."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
