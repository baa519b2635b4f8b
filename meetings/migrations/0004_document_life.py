import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_append_only_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="decision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="validated_documents",
                to="meetings.outcome",
                verbose_name="validé par la décision",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="first",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later_versions",
                to="meetings.document",
                verbose_name="première version",
            ),
        ),
        migrations.CreateModel(
            name="DocumentComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le"),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="observation")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="faite le")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="meetings.document",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "observation",
                "ordering": ("made_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Projet"),
                            ("open", "Ouvert aux observations"),
                            ("validated", "Validé"),
                            ("final", "Version finale"),
                        ],
                        max_length=10,
                        verbose_name="avant",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Projet"),
                            ("open", "Ouvert aux observations"),
                            ("validated", "Validé"),
                            ("final", "Version finale"),
                        ],
                        max_length=10,
                        verbose_name="après",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="meetings.document",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "événement de document",
                "verbose_name_plural": "événements de document",
                "ordering": ("at", "id"),
            },
        ),
        AppendOnly("meetings_documentevent"),
        AppendOnly("meetings_documentcomment"),
    ]
