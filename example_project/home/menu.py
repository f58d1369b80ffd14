"""The menu of the site, for every template: its sections in the language of the page."""

from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site


class Menu:
    """The pages below the front page that editors show in menus, read at most once for a request."""

    def __init__(self, request):
        self.items = self._read(Site.find_for_request(request))

    def _read(self, site):
        """Read every language at once: a site that has no page in this one shows its own."""
        if site is None:
            return []
        root = site.root_page
        sections = Page.objects.live().in_menu().filter(depth=root.depth + 1).select_related("locale")
        pages = list(sections)
        spoken = [page for page in pages if page.locale.language_code == get_language()]
        return spoken or [page for page in pages if page.is_child_of(root)]

    def first_of(self, page_type):
        """Return the first page of a type, as the menu orders them."""
        return next((page for page in self.items if page.cached_content_type.model_class() is page_type), None)


def menu(request):
    """Add the menu to the context of templates."""
    return {"menu": SimpleLazyObject(lambda: Menu(request))}
