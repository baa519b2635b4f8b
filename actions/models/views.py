from __future__ import annotations

from django.db import models

from participants.models import Addressable, User


class SavedView(Addressable):
    """A list of actions that somebody comes back to: its name and the filters of its address. Its owner's alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="de")
    name = models.CharField("nom", max_length=60)
    filters = models.CharField("filtres", max_length=1000, blank=True)

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "name"),
                name="view_name_once_per_user",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            ),
        )

    def __str__(self) -> str:
        return self.name
