import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_append_only_history"),
        ("minutes", "0006_record_styles"),
        ("participants", "0003_distribution_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="remark",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accepted", "Acceptée, le texte change"),
                    ("answered", "Répondue, le texte reste"),
                    ("reserved", "Inscrite comme réserve à l’adoption"),
                ],
                max_length=8,
                verbose_name="suite donnée",
            ),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("adopted", "Adopté"), ("reserved", "Adopté avec réserves"), ("postponed", "Reporté")],
                        max_length=9,
                        verbose_name="suite",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="consigné par",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="meetings.agendaitem",
                        verbose_name="point",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="minutes.minutes",
                        verbose_name="compte rendu",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval",
                        to="minutes.minutesversion",
                        verbose_name="version adoptée",
                    ),
                ),
            ],
            options={
                "verbose_name": "approbation en séance",
                "verbose_name_plural": "approbations en séance",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Circulation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("comments_until", models.DateField(verbose_name="remarques jusqu’au")),
                ("to_members", models.BooleanField(default=False, verbose_name="aussi aux membres")),
                (
                    "list_names",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="listes choisies, telles que nommées ce jour-là"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circulation",
                        to="minutes.minutesversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "diffusion",
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="adresse électronique")),
                (
                    "source",
                    models.CharField(
                        choices=[("present", "présent"), ("member", "membre"), ("list", "liste de diffusion")],
                        max_length=7,
                        verbose_name="au titre de",
                    ),
                ),
                ("has_access", models.BooleanField(default=False, verbose_name="peut lire ici")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="participants.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "circulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="minutes.circulation",
                        verbose_name="diffusion",
                    ),
                ),
            ],
            options={
                "verbose_name": "destinataire",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="jour")),
                (
                    "means",
                    models.CharField(choices=[("page", "page"), ("pdf", "PDF")], max_length=4, verbose_name="comment"),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="à")),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lecteur",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="minutes.minutesversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture",
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="réserve")),
                (
                    "organisation_name",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation, telle qu’écrite"),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="minutes.approval",
                        verbose_name="approbation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="participants.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "remark",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservation",
                        to="minutes.remark",
                        verbose_name="objection réglée",
                    ),
                ),
            ],
            options={
                "verbose_name": "réserve",
                "ordering": ("id",),
            },
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "postponed"), ("version", None)),
                    models.Q(models.Q(("verdict", "postponed"), _negated=True), ("version__isnull", False)),
                    _connector="OR",
                ),
                name="approval_adopts_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict", "postponed"), _negated=True),
                fields=("minutes",),
                name="approval_adopts_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(fields=("version", "reader", "day"), name="opening_once_per_day"),
        ),
        AppendOnly("minutes_remark", updatable=("answer", "answer_note", "answered_by_id", "answered_at")),
        AppendOnly("minutes_circulation"),
        AppendOnly("minutes_addressee", updatable=("name", "address", "person_id")),
        AppendOnly("minutes_opening"),
        AppendOnly("minutes_approval"),
        AppendOnly("minutes_reservation", updatable=("organisation_id",)),
    ]
