"""The picture at the head of a page: never without its words for those who do not see it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model_string


class PictureMixin(models.Model):
    """A page with one picture at its head."""

    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_("For people who do not see it: one sentence, as you would tell it on the phone."),
    )
    image_is_decorative = models.BooleanField(
        _("the picture only decorates"),
        default=False,
        help_text=_("Tick it when the picture says nothing that the text does not say."),
    )
    image_credit = models.CharField(_("credit"), max_length=120, blank=True)

    picture_panel = MultiFieldPanel(
        [
            FieldPanel("image"),
            FieldPanel("image_alt"),
            FieldPanel("image_is_decorative"),
            FieldPanel("image_credit", help_text=_("Who made the picture. The name is shown below it.")),
        ],
        heading=_("Picture at the head of the page"),
    )

    class Meta:
        abstract = True

    @property
    def alt(self) -> str:
        """The words for those who do not see the picture; empty for one that only decorates."""
        return "" if self.image_is_decorative else self.image_alt
