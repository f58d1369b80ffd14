"""A site with image and user models of its own."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class OwnUser(AbstractUser):
    nickname = models.CharField(max_length=50, blank=True)


class OwnImage(AbstractImage):
    credit = models.CharField(max_length=200, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "credit")


class OwnRendition(AbstractRendition):
    image = models.ForeignKey(OwnImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_own_rendition")
        ]
