from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    """What the erasure of a person rewrites, what a merger carries over, and what goes with time."""

    dependencies = [
        ("actions", "0009_gap_actions"),
        ("participants", "0011_mergers_and_erasures"),
    ]

    operations = [
        AppendOnly(
            "actions_actionupdate", updatable=("organisation_id",), erasable=("author_name", "comment", "proof_url")
        ),
    ]
