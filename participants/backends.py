"""Who is at the keyboard."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from participants.models import User


class AccountBackend(ModelBackend):
    """Signs in by e-mail; brings the account's person along, which every page shows. An unknown address costs as much
    time as a wrong password (Django hashes the given one).
    """

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("person__organisation").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
