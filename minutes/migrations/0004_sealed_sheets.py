import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import minutes.models.files
from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_append_only_history"),
        ("minutes", "0003_append_only_history"),
        ("participants", "0002_contact_list_entries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SealedSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le"),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("content", models.TextField(verbose_name="contenu figé (JSON canonique)")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="empreinte du contenu")),
                ("public_key", models.CharField(max_length=22, unique=True, verbose_name="clé publique")),
                ("file", models.FileField(upload_to=minutes.models.files.issued_path, verbose_name="fichier")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="empreinte")),
                ("size", models.PositiveIntegerField(verbose_name="taille (octets)")),
                ("sealed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="scellée le")),
                ("signer_name", models.CharField(max_length=150, verbose_name="signataire")),
                ("job_title", models.CharField(blank=True, max_length=150, verbose_name="fonction")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="empreinte du certificat")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_sheets",
                        to="participants.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_sheets",
                        to="meetings.meeting",
                        verbose_name="pour la réunion",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scellée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche de suivi scellée",
                "verbose_name_plural": "fiches de suivi scellées",
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("cluster", "number"), name="sheet_number_once_per_cluster")
                ],
            },
        ),
        AppendOnly("minutes_sealedsheet"),
    ]
