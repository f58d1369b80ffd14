"""A site with a user model of its own."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class OwnUser(AbstractUser):
    nickname = models.CharField(max_length=50, blank=True)
