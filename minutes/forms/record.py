"""What is asked before a record goes a step further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from clusterhub.web.forms import BlockField, DateInput, HelperMixin, RecordsField
from clusterhub.web.typography import french
from minutes.layouts import Layout, get_layout, layout_choices
from minutes.models import Minutes
from minutes.selectors.checks import Check
from minutes.selectors.circulation import Audience, last_choice
from minutes.services.record import usual_deadline
from participants.models import DistributionList


class AskingForm(HelperMixin, forms.Form):
    """What is odd asks for a tick; what blocks, the page says instead of the form."""

    confirm_label = "Continuer malgré tout"

    def __init__(self, *args: Any, checks: Sequence[Check] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if any(not check.is_blocking for check in checks):
            self.fields["confirmed"] = forms.BooleanField(label=self.confirm_label)


class CirculateForm(AskingForm):
    confirm_label = "Diffuser malgré ce qui manque"

    comments_until = forms.DateField(label="Remarques attendues jusqu’au", widget=DateInput)
    to_members = forms.BooleanField(label="Aussi aux membres du cluster", required=False)
    lists = RecordsField(
        label="Aussi à ces listes de diffusion",
        queryset=DistributionList.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, minutes: Minutes, **kwargs: Any) -> None:
        initial = {"comments_until": usual_deadline(minutes.meeting, timezone.now()), **last_choice(minutes)}
        super().__init__(*args, initial=initial, **kwargs)
        lists = minutes.meeting.cluster.distribution_lists.filter(is_active=True)
        self.fields["lists"].queryset = lists
        if not lists:
            del self.fields["lists"]

    @property
    def audience(self) -> Audience:
        """Before it is sent, that of the last time."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return Audience(to_members=chosen.get("to_members", False), lists=tuple(chosen.get("lists", ())))

    def clean_comments_until(self) -> date:
        until: date = self.cleaned_data["comments_until"]
        if until < timezone.localdate():
            raise forms.ValidationError("Cette date est passée.")
        return until


class LayoutForm(HelperMixin, forms.Form):
    layout = forms.ChoiceField(label="Mise en page", widget=forms.RadioSelect)
    for_cluster = forms.BooleanField(label="Aussi pour les prochaines réunions de ce cluster", required=False)

    def __init__(self, *args: Any, usual: str, may_set_usual: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = layout_labels(usual)
        if not may_set_usual:
            del self.fields["for_cluster"]


def layout_labels(usual: str = "") -> list[tuple[str, str]]:
    """Each with what it is; the cluster's usual one is marked."""
    return [(code, _presented(get_layout(code), is_usual=code == usual)) for code, _ in layout_choices()]


def _presented(layout: Layout, *, is_usual: bool) -> str:
    label = f"{layout.label} (celle du cluster)" if is_usual else layout.label
    return french(f"{label} : {layout.description}" if layout.description else label)


class ReviewForm(AskingForm):
    confirm_label = "Envoyer malgré ce qui manque"


class BackToDraftForm(AskingForm):
    confirm_label = "Revenir au brouillon malgré tout"
    reason = BlockField(label="Pourquoi revenir au brouillon", max_length=300)


class CorrectForm(AskingForm):
    confirm_label = "Ouvrir la correction malgré tout"
    reason = BlockField(
        label="Ce que l’erratum corrige", max_length=300, help_text="Cette phrase s’imprime sur l’erratum."
    )


class GiveUpForm(HelperMixin, forms.Form):
    pass


class AdoptForm(AskingForm):
    """``seen`` names the text that was shown."""

    confirm_label = "Adopter malgré ce qui est signalé"

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class SignForm(AskingForm):
    confirm_label = "Signer malgré ce qui est signalé"

    password = forms.CharField(
        label="Mot de passe de votre compte",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class ScanForm(HelperMixin, forms.Form):
    scan = forms.FileField(
        label="Scan du document signé",
        help_text="PDF, JPG ou PNG.",
        widget=forms.ClearableFileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
