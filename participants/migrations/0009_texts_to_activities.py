from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TEXTS = (("under_way", "activities_under_way"), ("done", "activities_done"))


def write_activities(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each line of the two texts is an activity of the profile, of a sector and a place that nobody said."""
    organisations = apps.get_model("participants", "Organisation").objects.all()
    activity = apps.get_model("participants", "Activity")
    activity.objects.bulk_create(
        activity(organisation=organisation, state=state, description=line.strip())
        for organisation in organisations
        for state, name in TEXTS
        for line in getattr(organisation, name).splitlines()
        if line.strip()
    )


def write_texts(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    activities = apps.get_model("participants", "Activity").objects.filter(cluster=None, withdrawn_at=None)
    for organisation in apps.get_model("participants", "Organisation").objects.all():
        for state, name in TEXTS:
            lines = activities.filter(organisation=organisation, state=state).order_by("id")
            setattr(organisation, name, "\n".join(lines.values_list("description", flat=True)))
        organisation.save(update_fields=[name for _, name in TEXTS])


class Migration(migrations.Migration):
    dependencies = [("participants", "0008_organisation_profiles")]

    operations = [migrations.RunPython(write_activities, write_texts)]
