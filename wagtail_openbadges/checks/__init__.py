"""What `manage.py check` says about a site, with the very lines to paste.

An identifier is given once: it is never used again for something else. They are listed in `docs/reference/checks.md`.
"""

from __future__ import annotations

from django.core.checks import Tags, register

from ..jobs.checks import check_cluster, check_database, check_mail, check_queue, check_sqlite
from .addresses import check_urls
from .installed import check_apps
from .records import check_records
from .site import check_cache, check_images, check_language, check_limits, check_time, check_upload_order
from .storage import check_storage
from .templates import check_templates
from .values import check_settings
from .world import check_address_of_site, check_deployment, check_host

ALWAYS = (
    check_apps,
    check_settings,
    check_storage,
    check_queue,
    check_cluster,
    check_database,
    check_sqlite,
    check_mail,
    check_time,
    check_language,
    check_upload_order,
    check_limits,
    check_cache,
    check_images,
    check_host,
)


def register_all() -> None:
    """Register every check; those of the world outside run with `check --deploy`, those of records with a database."""
    for check in ALWAYS:
        register(check)
    register(check_templates, Tags.templates)
    register(check_urls, Tags.urls)
    register(check_records, Tags.database)
    for check in (check_address_of_site, check_deployment):
        register(check, deploy=True)
