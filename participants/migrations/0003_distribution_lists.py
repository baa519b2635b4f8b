import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0002_contact_list_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="cluster",
            name="attaches_pdf",
            field=models.BooleanField(
                default=False,
                help_text="L’édition des membres, sans ce qui est réservé à la coordination ni coordonnées.",
                verbose_name="joindre le PDF aux courriels de qui n’a pas de compte",
            ),
        ),
        migrations.AlterField(
            model_name="contactlistentry",
            name="format",
            field=models.CharField(
                choices=[("pdf", "PDF"), ("csv", "CSV (tableur)"), ("copy", "Adresses à copier")],
                max_length=4,
                verbose_name="format",
            ),
        ),
        migrations.CreateModel(
            name="DistributionList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("folded", models.CharField(editable=False, max_length=120)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distribution_lists",
                        to="participants.cluster",
                        verbose_name="cluster",
                    ),
                ),
                (
                    "organisations",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="participants.organisation", verbose_name="organisations"
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="participants.person", verbose_name="personnes"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="participants.place",
                        verbose_name="région ou lieu",
                    ),
                ),
            ],
            options={
                "verbose_name": "liste de diffusion",
                "verbose_name_plural": "listes de diffusion",
                "ordering": ("folded", "id"),
            },
        ),
        migrations.AddField(
            model_name="contactlistentry",
            name="distribution_list",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exports",
                to="participants.distributionlist",
                verbose_name="liste de diffusion",
            ),
        ),
        migrations.CreateModel(
            name="ListAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "distribution_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="participants.distributionlist",
                        verbose_name="liste",
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse libre",
                "verbose_name_plural": "adresses libres",
                "ordering": ("name", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="distributionlist",
            constraint=models.UniqueConstraint(fields=("cluster", "folded"), name="list_name_once_per_cluster"),
        ),
        migrations.AddConstraint(
            model_name="listaddress",
            constraint=models.UniqueConstraint(
                models.F("distribution_list"),
                django.db.models.functions.text.Lower("email"),
                name="address_once_per_list",
            ),
        ),
        AppendOnly("participants_contactlistentry"),
    ]
