from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_initial")]

    operations = [
        AppendOnly("actions_actionupdate"),
    ]
