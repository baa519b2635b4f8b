"""Accounts and reference data, for administrators. Everything else has a page of its own.

The applications that we build on register their tables too; mails and their links are not for reading here.
"""

from __future__ import annotations

import secrets
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from participants.models import Place, User
from participants.services.accounts import request_password_link

for label in ("auth", "axes", "post_office"):
    application = apps.get_app_config(label)
    import_module(f"{application.name}.admin")
    for model in application.get_models():
        if admin.site.is_registered(model):
            admin.site.unregister(model)


class AdministratorsOnly(admin.ModelAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(AdministratorsOnly):
    """Nobody types somebody else's password: an account made here gets one through the link mailed to its owner."""

    list_display = ("email", "person", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    list_select_related = ("person",)
    search_fields = ("email", "person__folded")
    fields = ("email", "person", "is_active", "is_staff", "joined_at", "last_login")
    readonly_fields = ("joined_at", "last_login")
    actions = ("mail_password_links",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_password(secrets.token_urlsafe(32))
        super().save_model(request, obj, form, change)

    @admin.action(description="Envoyer un lien pour choisir un mot de passe")
    def mail_password_links(self, request: HttpRequest, accounts: QuerySet[User]) -> None:
        for account in accounts:
            request_password_link(email=account.email)
        self.message_user(request, "Les liens sont en route.")


@admin.register(Place)
class PlaceAdmin(AdministratorsOnly):
    list_display = ("name", "level", "code", "parent", "valid_from", "valid_to")
    list_filter = ("level", "code_system")
    list_select_related = ("parent",)
    search_fields = ("name", "code")
