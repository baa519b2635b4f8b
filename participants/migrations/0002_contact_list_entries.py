import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactListEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("csv", "CSV (tableur)")], max_length=4, verbose_name="format"
                    ),
                ),
                ("people_count", models.PositiveIntegerField(verbose_name="personnes dont les coordonnées y figurent")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_lists",
                        to="participants.cluster",
                        verbose_name="cluster",
                    ),
                ),
            ],
            options={
                "verbose_name": "liste de contacts produite",
                "verbose_name_plural": "listes de contacts produites",
                "ordering": ("-at", "-id"),
            },
        ),
        AppendOnly("participants_contactlistentry"),
    ]
