from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0011_mergers_and_erasures"),
    ]

    operations = [
        AppendOnly("participants_merger", erasable=("reason",)),
    ]
