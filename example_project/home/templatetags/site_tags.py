"""What the templates of the example site ask of its tree of pages."""

from django import template

register = template.Library()


@register.filter
def is_below(page, section):
    """Say whether a page stands below a section; what is no page of Wagtail stands below none."""
    return getattr(page, "path", "").startswith(section.path)
