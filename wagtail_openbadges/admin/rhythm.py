"""In the account of a user: how often she is told what waits for her."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from ..authoring.forms import capitalised
from ..models import ReviewerRhythm
from .access import roles_of


class RhythmForm(forms.ModelForm):
    class Meta:
        model = ReviewerRhythm
        fields = ["rhythm"]
        widgets = {"rhythm": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = capitalised(self.fields["rhythm"].choices)


class RhythmPanel(BaseSettingsPanel):
    """The choice of a reviewer; nobody else sees it."""

    name = "openbadges_rhythm"
    title = _("Open badges")
    tab = notifications_tab
    order = 300
    form_class = RhythmForm

    def is_active(self) -> bool:
        return roles_of(self.user).is_reviewer

    def get_form(self) -> RhythmForm:
        instance = ReviewerRhythm.objects.filter(user=self.user).first() or ReviewerRhythm(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=instance, prefix=self.name)
