from django.db import migrations

from clusterhub.web.append_only import AppendOnly


class Migration(migrations.Migration):
    """What the erasure of a person rewrites, what a merger carries over, and what goes with time."""

    dependencies = [
        ("minutes", "0011_people_in_the_room"),
        ("participants", "0011_mergers_and_erasures"),
    ]

    operations = [
        AppendOnly("minutes_minutesevent", erasable=("reason",)),
        AppendOnly(
            "minutes_remark",
            updatable=("answer", "answer_note", "answered_by_id", "answered_at"),
            erasable=("passage", "text"),
        ),
        AppendOnly("minutes_circulation", erasable=("list_names",)),
        AppendOnly("minutes_opening", expires=True),
        AppendOnly("minutes_approval", erasable=("reason",)),
        AppendOnly("minutes_reservation", updatable=("organisation_id",), erasable=("text", "organisation_name")),
        AppendOnly(
            "minutes_signingevent",
            updatable=("person_id",),
            erasable=("name", "job_title", "organisation_name", "reason"),
        ),
        AppendOnly("minutes_decisionreplacement", erasable=("note",)),
    ]
