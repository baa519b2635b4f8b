import uuid
from datetime import date

from django.db import migrations

FIXED = (
    (1, 1, "Jour de l’An"),
    (1, 20, "Fête de l’Armée"),
    (3, 26, "Journée des Martyrs"),
    (5, 1, "Fête du Travail"),
    (5, 25, "Journée de l’Afrique"),
    (9, 22, "Fête de l’Indépendance"),
    (12, 25, "Noël"),
)
"""Law 05-040 of 22 July 2005. Those whose date changes (Maouloud, Ramadan, Tabaski, Easter Monday) are typed."""


def add_holidays(apps, schema_editor):
    apps.get_model("participants", "Holiday").objects.bulk_create(
        [
            apps.get_model("participants", "Holiday")(
                uuid=uuid.uuid4(), name=name, on=date(2005, month, day), is_yearly=True
            )
            for month, day, name in FIXED
        ]
    )


def remove_holidays(apps, schema_editor):
    names = [name for _, _, name in FIXED]
    apps.get_model("participants", "Holiday").objects.filter(name__in=names, is_yearly=True).delete()


class Migration(migrations.Migration):
    dependencies = [("participants", "0006_reminders_and_calendars")]

    operations = [migrations.RunPython(add_holidays, remove_holidays)]
