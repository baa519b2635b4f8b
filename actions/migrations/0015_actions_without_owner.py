from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

UNOWNED = models.Q(("is_owned", False))
UNCLEAR = models.Q(("due_on", None), ("is_owned", False), _connector="OR")


def say_which_have_no_owner(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nearly all have one: those rows are not written again."""
    apps.get_model("actions", "ActionPoint").objects.filter(owners=None).update(is_owned=False)


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0014_lists_of_one_cluster_by_date"),
        ("meetings", "0013_sign_ins"),
        ("participants", "0013_contacts_of_a_cluster_seen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="actionpoint",
            name="is_owned",
            field=models.BooleanField(default=True, editable=False, verbose_name="a un responsable"),
        ),
        migrations.RunPython(say_which_have_no_owner, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="actionpoint",
            name="is_owned",
            field=models.BooleanField(default=False, editable=False, verbose_name="a un responsable"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["cluster", "due_on", "id"], name="action_unowned_by_cluster", condition=UNOWNED),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["due_on", "id"], name="action_unowned_by_due", condition=UNOWNED),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["cluster", "due_on", "id"], name="action_unclear_by_cluster", condition=UNCLEAR),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["due_on", "id"], name="action_unclear_by_due", condition=UNCLEAR),
        ),
    ]
