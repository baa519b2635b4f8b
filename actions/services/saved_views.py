from __future__ import annotations

from django.db import transaction

from actions.errors import TooManyViews
from actions.models import SavedView
from clusterhub.web.folding import strip_control_line
from participants.models import User

AT_MOST = 30


@transaction.atomic
def save_view(*, user: User, name: str, filters: str) -> SavedView:
    """One of this name already there takes the new filters. Raises ``TooManyViews``."""
    name = strip_control_line(name)[:60]
    User.objects.select_for_update().get(pk=user.pk)
    if user.saved_views.exclude(name=name).count() >= AT_MOST:
        raise TooManyViews(f"{AT_MOST} vues au plus : supprimez-en une.")
    view, _ = SavedView.objects.update_or_create(user=user, name=name, defaults={"filters": filters})
    return view
