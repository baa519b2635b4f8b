"""Signing in and out, passwords, invitations, one's own account. Django's own views where they do the job."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.text import format_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from clusterhub.web.attempts import made, posted, submitted
from participants.errors import LinkUnusable
from participants.forms.accounts import (
    AccountForm,
    ChangePasswordForm,
    NewPasswordForm,
    PasswordLinkForm,
    SetupForm,
    SignInForm,
)
from participants.models import User
from participants.services.accounts import activate_account, change_account, open_installation, request_password_link
from participants.services.links import find_link

BACKEND = "participants.backends.AccountBackend"


class SignIn(views.LoginView):
    template_name = "participants/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Every page sends a stranger here; on an empty installation, it goes on to the first set-up."""
        if not User.objects.exists():
            return redirect("participants:setup")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo=settings.DEMO, **kwargs)


@login_not_required
@never_cache
def password_link(request: HttpRequest) -> HttpResponse:
    form = PasswordLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request_password_link(email=form.cleaned_data["email"])
        return redirect("participants:password_link_sent")
    return render(request, "participants/password_link.html", {"form": form})


@login_not_required
def password_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "participants/password_link_sent.html")


class PasswordChoose(views.PasswordResetConfirmView):
    """The mailed token moves from the address into the session before the form shows."""

    template_name = "participants/password_choose.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("participants:login")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, "Votre nouveau mot de passe est enregistré. Connectez-vous.")
        return response


class PasswordChange(views.PasswordChangeView):
    template_name = "participants/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("participants:account")

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        messages.success(self.request, "Votre mot de passe est changé. Vos autres sessions sont fermées.")
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class SignOut(views.LogoutView):
    """The sign-in page that follows takes what the room kept off this device."""

    http_method_names = ["post", "options"]
    next_page = format_lazy("{}?depart=1", reverse_lazy("participants:login"))


@login_not_required
@never_cache
@require_safe
def session_state(request: HttpRequest) -> HttpResponse:
    """For a page that may outlive its session: whose session it is now, and the token that forms need."""
    status = 200 if request.user.is_authenticated else 401
    return render(request, "participants/_session.html", status=status)


@login_not_required
@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Opening the address changes nothing (mail scanners do); only the chosen password opens the account."""
    try:
        link = find_link(key)
        form = NewPasswordForm(User(email=link.sent_to, person=link.person), request.POST or None)
        if request.method == "POST" and form.is_valid():
            user = activate_account(key=key, password=form.cleaned_data["new_password1"])
            return _welcome(request, user)
    except LinkUnusable as error:
        return render(request, "participants/invitation_unusable.html", {"reason": str(error)}, status=410)
    return render(request, "participants/invitation.html", {"form": form, "link": link})


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    messages.success(request, f"Bienvenue, {user.display_name}. Votre compte est ouvert.")
    return redirect("home")


def account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(posted(request), user=request.user)
    if submitted(form, lambda: change_account(request.user, **{"name": "", **form.cleaned_data})):
        messages.success(request, "Votre compte est à jour.")
        return redirect("participants:account")
    return render(request, "participants/account.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
def setup(request: HttpRequest) -> HttpResponse:
    """The first visitor of an empty installation. Once there is an account, this page does not exist."""
    if User.objects.exists():
        raise Http404
    form = SetupForm(posted(request))
    if user := made(form, lambda: _open(form)):
        return _welcome(request, user)
    return render(request, "participants/setup.html", {"form": form})


def _open(form: SetupForm) -> User:
    data = form.cleaned_data
    return open_installation(
        name=data["name"],
        email=data["email"],
        password=data["password"],
        organisation=form.organisation,
        cluster=form.cluster,
    )
