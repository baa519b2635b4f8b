import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import minutes.models.minutes
from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("minutes", "0004_sealed_sheets"),
        ("participants", "0002_contact_list_entries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=minutes.models.minutes.random_public_key,
                        max_length=22,
                        unique=True,
                        verbose_name="clé publique",
                    ),
                ),
                ("content", models.TextField(verbose_name="contenu figé (JSON canonique, édition publique)")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="publié le")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="retiré le")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="motif du retrait")),
            ],
            options={
                "verbose_name": "publication",
                "ordering": ("-published_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="SigningEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("replaced", "Signataire remplacé"),
                            ("refused", "Signature refusée"),
                            ("waived", "Signature à laquelle il est renoncé"),
                        ],
                        max_length=10,
                        verbose_name="objet",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("rapporteur", "Rapporteur"),
                            ("reviewer", "Relecture"),
                            ("chair", "Présidence de séance"),
                            ("seal", "Cachet du cluster"),
                        ],
                        max_length=12,
                        verbose_name="en qualité de",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="nom")),
                ("job_title", models.CharField(blank=True, max_length=150, verbose_name="fonction")),
                ("organisation_name", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
            ],
            options={
                "verbose_name": "événement de signature",
                "verbose_name_plural": "événements de signature",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SigningPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_rapporteur", models.BooleanField(default=True, verbose_name="le rapporteur")),
                ("by_reviewer", models.BooleanField(default=False, verbose_name="le relecteur")),
                ("by_chair", models.BooleanField(default=True, verbose_name="la présidence de séance")),
                ("by_seal", models.BooleanField(default=False, verbose_name="le cachet du cluster")),
                ("in_order", models.BooleanField(default=True, verbose_name="dans cet ordre")),
                (
                    "remind_after_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="0 : aucun rappel automatique.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="rappel après (jours)",
                    ),
                ),
            ],
            options={
                "verbose_name": "règle de signature",
                "verbose_name_plural": "règles de signature",
            },
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_once_per_role",
        ),
        migrations.AddField(
            model_name="signature",
            name="edition",
            field=models.CharField(
                choices=[("coordination", "Coordination"), ("members", "Membres"), ("public", "Publique")],
                default="members",
                max_length=12,
                verbose_name="édition",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="stands_for",
            field=models.CharField(blank=True, max_length=150, verbose_name="à la place de"),
        ),
        migrations.AddField(
            model_name="signingidentity",
            name="cluster",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signing_identities",
                to="participants.cluster",
                verbose_name="cluster",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="role",
            field=models.CharField(
                choices=[
                    ("rapporteur", "Rapporteur"),
                    ("reviewer", "Relecture"),
                    ("chair", "Présidence de séance"),
                    ("seal", "Cachet du cluster"),
                ],
                max_length=12,
                verbose_name="en qualité de",
            ),
        ),
        migrations.AlterField(
            model_name="signingidentity",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signing_identities",
                to="participants.person",
                verbose_name="personne",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("version", "edition", "role"), name="signature_once_per_role"),
        ),
        migrations.AddConstraint(
            model_name="signingidentity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("cluster",), name="seal_in_force_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingidentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cluster__isnull", False), ("person", None)),
                    models.Q(("cluster", None), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="identity_of_a_person_or_a_cluster",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="minutes.minutesfile",
                verbose_name="fichier",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="published_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="publié par",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="minutes.minutesversion",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="retiré par",
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="par",
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="minutes",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signing_events",
                to="minutes.minutes",
                verbose_name="compte rendu",
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="participants.person",
                verbose_name="personne",
            ),
        ),
        migrations.AddField(
            model_name="signingevent",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signing_events",
                to="minutes.minutesversion",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="signingpolicy",
            name="cluster",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signing_policy",
                to="participants.cluster",
                verbose_name="cluster",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)), fields=("version",), name="version_published_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_reason", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="publication_withdrawn_in_full",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="signing_event_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__isnull", False), ("kind", "replaced"), _connector="OR"),
                name="signing_event_of_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "waived")), fields=("version", "role"), name="signature_waived_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by_rapporteur", True),
                    ("by_reviewer", True),
                    ("by_chair", True),
                    ("by_seal", True),
                    _connector="OR",
                ),
                name="policy_asks_somebody",
                violation_error_message="Choisissez au moins un signataire.",
            ),
        ),
        AppendOnly("minutes_signature"),
        AppendOnly("minutes_signingevent"),
        AppendOnly("minutes_publication", updatable=("withdrawn_at", "withdrawn_by_id", "withdrawn_reason")),
    ]
