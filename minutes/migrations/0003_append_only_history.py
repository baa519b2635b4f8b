from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("minutes", "0002_initial")]

    operations = [
        AppendOnly("minutes_minutesevent"),
        AppendOnly("minutes_minutesversion"),
        AppendOnly("minutes_minutesfile"),
        AppendOnly("minutes_signature"),
        AppendOnly("minutes_remark", updatable=("answer", "answer_note", "answered_by_id", "answered_at")),
    ]
