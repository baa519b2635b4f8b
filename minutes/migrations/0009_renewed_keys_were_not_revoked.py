"""Until now, a certificate was given up only when it had expired and another one took its place."""

from django.db import migrations
from django.db.models import F


def revoked_to_replaced(apps, schema_editor):
    identities = apps.get_model("minutes", "SigningIdentity").objects
    identities.exclude(revoked_at=None).update(replaced_at=F("revoked_at"), revoked_at=None)


def replaced_to_revoked(apps, schema_editor):
    identities = apps.get_model("minutes", "SigningIdentity").objects
    identities.filter(revoked_at=None).update(revoked_at=F("replaced_at"))


class Migration(migrations.Migration):
    dependencies = [("minutes", "0008_key_sources_and_revocations")]
    operations = [migrations.RunPython(revoked_to_replaced, replaced_to_revoked)]
