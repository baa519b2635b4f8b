import django.db.models.deletion
from django.db import migrations, models

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0016_actions_to_confirm_and_of_a_sector"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionupdate",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="actions.actionupdate",
                verbose_name="rectifie",
            ),
        ),
        AppendOnly(
            "actions_actionupdate", updatable=("organisation_id",), erasable=("author_name", "comment", "proof_url")
        ),
    ]
