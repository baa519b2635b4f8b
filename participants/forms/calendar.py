"""Days off, and what a person wants to be told by mail."""

from __future__ import annotations

from functools import partial

from django import forms

from clusterhub.web.forms import DateInput, HelperMixin, LineField
from participants.models import Holiday, Person
from participants.validators import validate_name


class HolidayForm(HelperMixin, forms.ModelForm):
    class Meta:
        model = Holiday
        fields = ("name", "on", "is_yearly")
        field_classes = {"name": LineField}
        widgets = {"on": DateInput}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(partial(validate_name, limit=100))


class MailChoicesForm(HelperMixin, forms.ModelForm):
    class Meta:
        model = Person
        fields = ("wants_reminders", "wants_digest")
        labels = {"wants_reminders": "Rappels d’échéance", "wants_digest": "Point de la semaine"}
        help_texts = {
            "wants_reminders": "Un par jour au plus, si une de vos actions approche de sa date ou l’a passée.",
            "wants_digest": "Chaque semaine, à qui coordonne un cluster : ce qui est en retard, ce qui vient.",
        }
