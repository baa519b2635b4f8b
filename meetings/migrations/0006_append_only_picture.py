from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_picture")]

    operations = [AppendOnly("meetings_picture")]
