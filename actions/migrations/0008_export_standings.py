from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0007_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportjob",
            name="standings",
            field=models.JSONField(default=dict, verbose_name="droits à la demande"),
        ),
    ]
