from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    """What organisations said follows a merger; the names given are rewritten by an erasure."""

    dependencies = [
        ("meetings", "0010_proposals"),
    ]

    operations = [
        AppendOnly("meetings_documentcomment", updatable=("organisation_id",), erasable=("text", "said_by")),
        AppendOnly(
            "meetings_foreseenattendance", updatable=("organisation_id",), erasable=("people", "note", "said_by")
        ),
    ]
