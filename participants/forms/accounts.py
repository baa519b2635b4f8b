"""Signing in, choosing a password, one's own account, the very first account."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from clusterhub.web.forms import HelperMixin, LineField
from participants.enums import OrganisationKind
from participants.errors import WrongPassword
from participants.forms.fields import ClusterCodeField
from participants.models import Cluster, Organisation, User
from participants.services.passwords import check_password
from participants.validators import validate_name


class SignInForm(HelperMixin, AuthenticationForm):
    marks_required = False
    error_messages = {
        "invalid_login": "Adresse ou mot de passe incorrect. Attention aux majuscules du mot de passe.",
        "inactive": "Adresse ou mot de passe incorrect. Attention aux majuscules du mot de passe.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Adresse électronique"
        self.fields["username"].widget = forms.EmailInput({"autocomplete": "username", "maxlength": "254"})

    def clean_username(self) -> str:
        """Lower case, so that attempts are counted together however the address is written."""
        return self.cleaned_data["username"].strip().lower()


class PasswordLinkForm(HelperMixin, forms.Form):
    marks_required = False
    email = forms.EmailField(
        label="Adresse électronique", max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )


class NewPasswordForm(HelperMixin, SetPasswordForm):
    marks_required = False


class ChangePasswordForm(HelperMixin, PasswordChangeForm):
    """Wrong passwords are counted: a session left open is not enough to find the right one."""

    marks_required = False

    def clean_old_password(self) -> str:
        password = self.cleaned_data["old_password"]
        try:
            check_password(self.user, password)
        except WrongPassword as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return password


class AccountForm(HelperMixin, forms.Form):
    """A new address to sign in with asks for the password: a session left open is not enough."""

    name = LineField(
        label="Nom affiché",
        max_length=150,
        validators=[validate_name],
        help_text="Tel qu’il s’imprime dans les prochains comptes rendus. Ceux qui sont faits gardent l’ancien.",
    )
    email = forms.EmailField(
        label="Adresse de connexion", max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Mot de passe actuel",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text="Seulement pour changer l’adresse.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": user.display_name, "email": user.email}, **kwargs)
        self.user = user
        if not user.person:
            del self.fields["name"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.user.pk).exists():
            raise forms.ValidationError("Cette adresse ne peut pas être utilisée.")
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_new = cleaned.get("email", self.user.email) != self.user.email
        if is_new and not cleaned.get("password"):
            self.add_error("password", "Donnez votre mot de passe actuel pour changer d’adresse.")
        return cleaned


class SetupForm(HelperMixin, forms.Form):
    """The first administrator, its organisation and the first cluster, on one page."""

    marks_required = False
    layout = Layout(
        Fieldset("Vous", "name", "email", Row(Column("password"), Column("password_again"))),
        Fieldset("Votre organisation", "organisation_name", Row(Column("organisation_acronym"), Column("kind"))),
        Fieldset("Le premier cluster", "cluster_name", Row(Column("short_name"), Column("code"))),
    )

    name = LineField(label="Votre nom", max_length=150, validators=[validate_name])
    email = forms.EmailField(
        label="Adresse électronique", max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="Au moins 10 caractères.",
    )
    password_again = forms.CharField(
        label="Le même mot de passe", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    organisation_name = LineField(label="Nom", max_length=200, validators=[validate_name])
    organisation_acronym = LineField(label="Sigle (facultatif)", max_length=30, required=False)
    kind = forms.ChoiceField(label="Type", choices=OrganisationKind)
    cluster_name = LineField(
        label="Nom", max_length=150, validators=[validate_name], help_text="Cluster Relèvement Précoce du Mali"
    )
    short_name = LineField(label="Nom court", max_length=60, validators=[validate_name], help_text="Relèvement Précoce")
    code = ClusterCodeField(help_text="Début des références : CRP dans CRP-2016-11-04.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if password := cleaned.get("password"):
            self._check_password(password, email=cleaned.get("email", ""))
        return cleaned

    def _check_password(self, password: str, *, email: str) -> None:
        if password != self.cleaned_data.get("password_again"):
            self.add_error("password_again", "Les deux mots de passe diffèrent.")
        try:
            password_validation.validate_password(password, User(email=email))
        except forms.ValidationError as error:
            self.add_error("password", error)

    @property
    def organisation(self) -> Organisation:
        data = self.cleaned_data
        return Organisation(name=data["organisation_name"], acronym=data["organisation_acronym"], kind=data["kind"])

    @property
    def cluster(self) -> Cluster:
        data = self.cleaned_data
        return Cluster(name=data["cluster_name"], short_name=data["short_name"], code=data["code"])
