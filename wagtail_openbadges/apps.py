"""The app: where handlers of jobs and checks are registered."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .needed import CarefulMixin


class OpenBadgesConfig(CarefulMixin, AppConfig):
    name = "wagtail_openbadges"
    label = "wagtail_openbadges"
    verbose_name = _("Open badges")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The rooms need the models, so they are read once these are there.
        from . import checks  # noqa: PLC0415
        from .domain import announcing, handlers, registering, reminding, retention, subscribing  # noqa: PLC0415
        from .jobs import kick, registry  # noqa: PLC0415
        from .notices import digests, sending  # noqa: PLC0415

        registry.register("sign_assertion", handlers.sign_assertion)
        registry.register("sign_status_list", handlers.sign_list)
        registry.register("announce_round", subscribing.announce_round)
        registry.register("remind_drafts", reminding.remind_drafts)
        registry.register("tell_gathering", announcing.tell_gathering)
        registry.register("remind_gathering", announcing.remind_gathering)
        registry.register("send_message", announcing.deliver_message)
        registry.register("offer_seats", registering.offer_again)
        registry.register("lapse_offer", registering.lapse_offer)
        registry.register("mail", sending.send)
        registry.register_daily("digest", digests.write_digests)
        registry.register_daily("purge", retention.purge_daily)
        post_migrate.connect(kick.schedule, sender=self)
        checks.register_all()
