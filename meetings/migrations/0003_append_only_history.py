from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_initial")]

    operations = [
        AppendOnly("meetings_meetingevent"),
        AppendOnly("meetings_textrevision"),
    ]
