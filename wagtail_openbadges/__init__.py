"""Open recognition for Wagtail: badges, claims, review and Open Badges that anybody can verify."""

__version__ = "0.1.0.dev0"
