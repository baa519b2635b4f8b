from __future__ import annotations

from django.db import models

from meetings.enums import IN_THE_ROOM, AttendanceMode, AttendanceState
from meetings.models.meetings import Meeting
from meetings.querysets import AttendanceQuerySet
from participants.models import Addressable, Organisation, Person


class Attendance(Addressable):
    """Who came, was excused or represented, with name, organisation and function *as on that day*.

    Four forms are valid: a person known to the house, a name typed with its organisation, an organisation alone, or no
    row at all (``Meeting.headcount_override`` may still say how many were there).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="réunion")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="personne"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="organisation"
    )
    name = models.CharField("nom", max_length=150, blank=True)
    organisation_name = models.CharField("organisation, telle qu’écrite", max_length=200, blank=True)
    job_title = models.CharField("fonction", max_length=150, blank=True)
    state = models.CharField("présence", max_length=12, choices=AttendanceState, default=AttendanceState.PRESENT)
    represented_by = models.CharField("représenté par", max_length=150, blank=True)
    mode = models.CharField("mode", max_length=8, choices=AttendanceMode, default=AttendanceMode.ROOM)
    signed_in_at = models.DateTimeField("émargé à", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "présence"
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(organisation_name=""),
                name="attendance_names_somebody",
                violation_error_message="Indiquez un nom ou une organisation.",
            ),
            models.UniqueConstraint(
                fields=("meeting", "person"),
                condition=models.Q(person__isnull=False),
                name="attendance_once_per_person",
                violation_error_message="Cette personne est déjà dans la liste.",
            ),
            models.UniqueConstraint(
                fields=("meeting", "organisation"),
                condition=models.Q(person=None, name="", organisation__isnull=False),
                name="attendance_once_per_organisation",
                violation_error_message="Cette organisation est déjà dans la liste.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.organisation_name

    @property
    def is_in_the_room(self) -> bool:
        return self.state in IN_THE_ROOM
