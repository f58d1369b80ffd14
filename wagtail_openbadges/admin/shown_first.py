"""Lists that show first what is to be done: they say so, and lead to the rest."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.active_filters import ActiveFilter
from wagtail.admin.filters import WagtailFilterSet


class ShownFirstFilterSet(WagtailFilterSet):
    """Narrow rows to what is to be done, as long as nobody wishes for something else."""

    wish = "show"
    """The filter whose empty choice names what is shown first, and whose choice `all` shows everything."""

    @property
    def is_unasked(self) -> bool:
        """Whether nobody wished for other rows than those that are shown first."""
        return not self.form.cleaned_data[self.wish]

    def shown_first(self, rows: QuerySet) -> QuerySet:
        """Keep what is to be done; each list says what that is."""

    def filter_queryset(self, rows: QuerySet) -> QuerySet:
        rows = super().filter_queryset(rows)
        return self.shown_first(rows) if self.is_unasked else rows


class ShownFirstMixin:
    """Name what a list shows first beside its other filters; whoever takes that away sees everything."""

    @cached_property
    def active_filters(self) -> list[ActiveFilter]:
        filters = super().active_filters
        if not (self.filters and self.filters.is_valid() and self.filters.is_unasked):
            return filters
        wish = self.filters.form[self.filters.wish]
        query = self.request.GET.copy()
        query.pop(self.page_kwarg, None)
        query[wish.name], query["_w_filter_fragment"] = "all", "1"
        address = f"{self.index_results_url.split('?')[0]}?{query.urlencode()}"
        return [ActiveFilter(wish.auto_id, wish.label, wish.field.empty_label, address), *filters]

    @property
    def shows_everything(self) -> bool:
        """Whether nothing is left out, so that an empty list says that there is nothing at all."""
        if self.is_searching or not (self.filters and self.filters.is_valid()):
            return False
        wish = self.filters.wish
        return self.filters.form.changed_data == [wish] and self.filters.form.cleaned_data[wish] == "all"
