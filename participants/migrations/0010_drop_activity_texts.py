from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participants", "0009_texts_to_activities")]

    operations = [
        migrations.RemoveField(model_name="organisation", name="activities_done"),
        migrations.RemoveField(model_name="organisation", name="activities_under_way"),
    ]
