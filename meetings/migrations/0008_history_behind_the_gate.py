from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    """What the erasure of a person rewrites, what a merger carries over, and what goes with time."""

    dependencies = [
        ("meetings", "0007_late_texts_kept_in_merges"),
        ("participants", "0011_mergers_and_erasures"),
    ]

    operations = [
        AppendOnly("meetings_meetingevent", erasable=("before", "after", "reason")),
        AppendOnly("meetings_textrevision", erasable=("text",)),
        AppendOnly("meetings_documentevent", erasable=("note",)),
        AppendOnly("meetings_documentcomment", erasable=("text",)),
    ]
