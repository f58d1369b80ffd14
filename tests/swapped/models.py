"""A site with an image model of its own."""

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class OwnImage(AbstractImage):
    credit = models.CharField(max_length=200, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "credit")


class OwnRendition(AbstractRendition):
    image = models.ForeignKey(OwnImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_own_rendition")
        ]
