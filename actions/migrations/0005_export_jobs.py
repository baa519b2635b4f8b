import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import actions.models.exports


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0004_updates_by_link"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le"),
                ),
                ("filters", models.TextField(blank=True, verbose_name="filtres")),
                ("format", models.CharField(max_length=4, verbose_name="format")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "En attente"),
                            ("running", "En cours"),
                            ("done", "Prêt"),
                            ("failed", "Échoué"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("row_count", models.PositiveIntegerField(default=0, verbose_name="lignes à écrire")),
                ("done_count", models.PositiveIntegerField(default=0, verbose_name="lignes écrites")),
                ("beat_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier signe")),
                ("expires_at", models.DateTimeField(verbose_name="gardé jusqu’au")),
                (
                    "file",
                    models.FileField(blank=True, upload_to=actions.models.exports.opaque_path, verbose_name="fichier"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="export_jobs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pour",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "ordering": ("-created_at", "-id"),
                "indexes": [models.Index(fields=["state", "created_at"], name="export_by_state")],
            },
        ),
    ]
