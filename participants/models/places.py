from django.db import models

from participants.enums import PlaceLevel
from participants.querysets import PlaceQuerySet


class Place(models.Model):
    """A region, a cercle, a commune or a locality. Areas change: a place has dates, and may have no P-code."""

    code = models.CharField("code", max_length=20, blank=True)
    code_system = models.CharField("système de codes", max_length=20, blank=True)
    name = models.CharField("nom", max_length=120)
    level = models.PositiveSmallIntegerField("niveau", choices=PlaceLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="dans"
    )
    valid_from = models.DateField("valable du", null=True, blank=True)
    valid_to = models.DateField("valable jusqu’au", null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("code_system", "code"), condition=~models.Q(code=""), name="place_code_once_per_system"
            ),
            models.CheckConstraint(
                condition=models.Q(code="", code_system="") | (~models.Q(code="") & ~models.Q(code_system="")),
                name="place_code_with_its_system",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """« Mopti (région) », « Mopti (cercle) »."""
        return f"{self.name} ({self.get_level_display().lower()})"
