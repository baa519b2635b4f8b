from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def tell_each_posting_its_cluster(apps, schema_editor):
    entries = apps.get_model("search", "Entry").objects.filter(pk=OuterRef("entry_id"))
    apps.get_model("search", "Posting").objects.update(cluster_id=Subquery(entries.values("cluster_id")))


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries_and_postings")]

    operations = [
        migrations.AddField("posting", "cluster_id", models.PositiveBigIntegerField(null=True)),
        migrations.RunPython(tell_each_posting_its_cluster, migrations.RunPython.noop),
        migrations.AddIndex(
            "posting",
            models.Index(fields=["stem", "kind", "cluster_id", "-on", "-entry"], name="posting_of_cluster"),
        ),
    ]
