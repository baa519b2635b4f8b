from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0004_partner_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contactlistentry",
            name="format",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("csv", "CSV (tableur)"),
                    ("xlsx", "XLSX (tableur)"),
                    ("copy", "Adresses à copier"),
                ],
                max_length=4,
                verbose_name="format",
            ),
        ),
    ]
