from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Coalesce, TruncDate

DONE = models.Q(("status", "done"))
UNOWNED = models.Q(("is_owned", False))
UNCLEAR = models.Q(("due_on", None), ("is_owned", False), _connector="OR")
OF_A_SECTOR = models.Q(("sector", ""), _negated=True)
LISTED = ["due_on", "id", "decided_on"]
AFTER_DATE = models.Q(("completed_on__gt", models.F("due_on")), ("status", "done"))


def take_the_day_of_meeting_or_entry(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """All rows in one statement."""
    actions = apps.get_model("actions", "ActionPoint").objects
    meetings = apps.get_model("meetings", "Meeting").objects.filter(pk=models.OuterRef("meeting"))
    began = Coalesce(models.Subquery(meetings.values("starts_at")), "created_at")
    actions.update(decided_on=TruncDate(began))


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0017_words_taken_back"),
        ("meetings", "0013_sign_ins"),
        ("participants", "0013_contacts_of_a_cluster_seen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="actionpoint",
            name="decided_on",
            field=models.DateField(editable=False, null=True, verbose_name="décidée le"),
        ),
        migrations.RemoveIndex(model_name="actionpoint", name="action_by_due"),
        migrations.RemoveIndex(model_name="actionpoint", name="action_unowned_by_due"),
        migrations.RemoveIndex(model_name="actionpoint", name="action_unclear_by_due"),
        migrations.RemoveIndex(model_name="actionpoint", name="action_by_sector"),
        migrations.AlterField(
            model_name="actionpoint",
            name="cluster",
            field=models.ForeignKey(
                db_index=False,
                on_delete=models.PROTECT,
                related_name="actions",
                to="participants.cluster",
                verbose_name="cluster",
            ),
        ),
        migrations.RunPython(take_the_day_of_meeting_or_entry, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="actionpoint",
            name="decided_on",
            field=models.DateField(editable=False, verbose_name="décidée le"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=LISTED, name="action_by_due"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["cluster", "decided_on"], name="action_by_cluster_decided"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=[*LISTED, "completed_on"], name="action_done_by_due", condition=DONE),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=[*LISTED, "completed_on"], name="action_done_after_date", condition=AFTER_DATE),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=LISTED, name="action_unowned_by_due", condition=UNOWNED),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=LISTED, name="action_unclear_by_due", condition=UNCLEAR),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["sector", *LISTED], name="action_by_sector", condition=OF_A_SECTOR),
        ),
    ]
