"""What a list says that it counts, where the rows of one model are different things to people."""

from __future__ import annotations

from typing import Any

from wagtail.admin.paginator import WagtailPaginator


class CountedMixin:
    """Count the rows of a list under a name of their own, not their model's."""

    verbose_name_singular: Any = ""
    verbose_name_plural: Any = ""

    def get_paginator(self, *args: Any, **kwargs: Any) -> WagtailPaginator:
        paginator = super().get_paginator(*args, **kwargs)
        paginator.verbose_name = self.verbose_name_singular
        paginator.verbose_name_plural = self.verbose_name_plural
        return paginator
