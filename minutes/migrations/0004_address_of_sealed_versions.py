from django.db import migrations, models

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    """The public address belongs to the version: its files, signed or not, all print the same one."""

    dependencies = [("minutes", "0003_append_only_history")]

    operations = [
        migrations.RemoveField(model_name="minutesfile", name="public_key"),
        migrations.AddField(
            model_name="minutesversion",
            name="public_key",
            field=models.CharField(blank=True, max_length=22, null=True, unique=True, verbose_name="clé publique"),
        ),
        AppendOnly("minutes_minutesversion"),
        AppendOnly("minutes_minutesfile"),
    ]
