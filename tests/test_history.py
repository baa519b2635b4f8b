"""History across the suite: tables that refuse changes, and are emptied between transactional tests all the same."""

import uuid

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from meetings.models import TextRevision


def write_revision() -> TextRevision:
    return TextRevision.objects.create(
        object_uuid=uuid.uuid4(), object_type="agendaitem", field="discussion", base_version=0, version=1, text="dit"
    )


@pytest.mark.django_db(transaction=True)
def test_flush_empties_history_and_leaves_it_append_only() -> None:
    write_revision()
    call_command("flush", interactive=False, verbosity=0)
    assert TextRevision.objects.count() == 0
    revision = write_revision()
    with pytest.raises(IntegrityError, match="append-only"):
        TextRevision.objects.filter(pk=revision.pk).update(text="autre")
    with pytest.raises(IntegrityError, match="append-only"):
        revision.delete()
