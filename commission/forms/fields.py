"""Form fields that hand services what they take: an inspected file, an instant in the city's zone."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commission import clock
from commission.refused import Refused
from commission.services.papers import Incoming, take_in

ACCEPTED = "application/pdf,image/jpeg,image/png"


class DocumentField(forms.FileField):
    """A PDF, JPEG or PNG, inspected by content. Cleans to `Incoming`, or to nothing where it is optional and empty."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPTED})
    default_error_messages = {
        "required": _("No file was chosen. Choose a PDF, JPEG or PNG file."),
        "empty": _("The file is empty. Choose another file."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """No look at the name: a name of any length and alphabet is the person's own business."""
        if data in self.empty_values:
            return None
        if not getattr(data, "size", 0):
            raise ValidationError(self.error_messages["empty"], code="empty")
        return data

    def clean(self, data: Any, initial: Any = None) -> Incoming | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return take_in(upload)
        except Refused as refused:
            raise ValidationError(str(refused), code=refused.code) from None


class MomentField(forms.DateTimeField):
    """A moment on the city's wall; cleans to the instant in UTC. `zone` is set by the form, which knows the city."""

    zone = "UTC"
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M"])
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return clock.local(value, self.zone).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        wall = forms.DateTimeField.to_python(self, value) if not isinstance(value, datetime) else value
        # Django reads it in the zone of the server; only the figures on the wall count
        return clock.at_local(wall.date(), wall.time(), self.zone) if wall else None
