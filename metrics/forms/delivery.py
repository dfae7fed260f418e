"""The form by which a file is delivered."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from metrics.models import SourceProfile
from metrics.presentation.deliveries import FEEDS

Choices = list[tuple[str, list[tuple[str, str]]]]


class DeliveryForm(forms.Form):
    """A file and the source profile that reads it."""

    profile = forms.ChoiceField(label=gettext_lazy("Source profile"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        max_length=255,
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "max_length": gettext_lazy("The file name is longer than 255 signs."),
        },
    )

    def __init__(self, *args: Any, profiles: list[SourceProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.profiles = {profile.key: profile for profile in profiles}
        choice = self.fields["profile"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 declared above
        choice.choices = _by_feed(profiles)
        self._tell_the_limit()

    def _tell_the_limit(self) -> None:
        """The browser says it before a file is sent that is too large; the server refuses it in any case."""
        largest = {"largest_mb": settings.UPLOAD_MAX_BYTES // 1_000_000}
        file = self.fields["file"]
        file.help_text = (
            gettext("CSV, Excel (xlsx), JSON or JSON Lines, as the profile says; up to %(largest_mb)s MB.") % largest
        )
        file.widget.attrs["data-largest"] = str(settings.UPLOAD_MAX_BYTES)
        file.widget.attrs["data-too-large"] = (
            gettext("The file is larger than %(largest_mb)s MB, the most that is taken here.") % largest
        )

    @property
    def chosen_profile(self) -> SourceProfile:
        """The profile that was chosen; after is_valid()."""
        return self.profiles[self.cleaned_data["profile"]]


def _by_feed(profiles: list[SourceProfile]) -> Choices:
    """The choices under the names of their feeds; the profiles come sorted by feed."""
    groups = groupby(profiles, key=lambda profile: profile.feed)
    return [
        (gettext(FEEDS[feed]), [(each.key, f"{each.key} (v{each.version})") for each in group])
        for feed, group in groups
    ]
