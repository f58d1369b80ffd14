"""The menu of the site, for every template: its sections in the language of the page."""

from django.utils.functional import SimpleLazyObject
from wagtail.models import Site


class Menu:
    """The front page and the pages below it that editors show in menus, read at most once for a request."""

    def __init__(self, request):
        site = Site.find_for_request(request)
        self.front = site.root_page.localized if site else None
        self.items = list(self.front.get_children().live().in_menu()) if site else []

    def first_of(self, page_type):
        """Return the first page of a type, as the menu orders them."""
        return next((page for page in self.items if page.cached_content_type.model_class() is page_type), None)


def menu(request):
    """Add the menu to the context of templates."""
    return {"menu": SimpleLazyObject(lambda: Menu(request))}
