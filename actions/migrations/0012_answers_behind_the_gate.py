from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    """What organisations said follows a merger; the names given are rewritten by an erasure."""

    dependencies = [
        ("actions", "0011_calls"),
        ("meetings", "0011_proposals_behind_the_gate"),
    ]

    operations = [
        AppendOnly("actions_callanswer", updatable=("organisation_id",), erasable=("content", "said_by")),
    ]
