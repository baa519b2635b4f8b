"""What is asked before a person's file is handed out, and before it is erased."""

from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import HelperMixin
from participants.errors import WrongPassword
from participants.models import User
from participants.services.passwords import check_password


class PasswordForm(HelperMixin, forms.Form):
    """A session left open is not enough; wrong passwords are counted."""

    marks_required = False
    password = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            check_password(self.user, password)
        except WrongPassword as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return password


class EraseForm(PasswordForm):
    understood = forms.BooleanField(label="J’ai compris que rien de cela ne peut être rétabli")
    field_order = ("understood", "password")
