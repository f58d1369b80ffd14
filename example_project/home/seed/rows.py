"""Rows that code makes, in the order in which the form of an editor numbers them."""

from __future__ import annotations

from modelcluster.models import get_all_child_relations
from wagtail.models import Orderable, Page


def number_rows(page: Page) -> None:
    """Number the rows of a page: the editor saves a number for those alone that somebody touched."""
    for relation in get_all_child_relations(type(page)):
        if issubclass(relation.related_model, Orderable):
            for number, row in enumerate(getattr(page, relation.get_accessor_name()).all()):
                row.sort_order = number
