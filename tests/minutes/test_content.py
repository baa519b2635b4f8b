import dataclasses
import hashlib
import json

import pytest

from minutes.content import Contact, Content, OrganisationPresent, UnreadableContent
from tests.minutes.sample import sample_content


def test_content_from_its_own_json_is_equal():
    content = sample_content()
    assert Content.from_json(content.to_json()) == content


def test_json_does_not_depend_on_the_order_of_construction():
    content = sample_content()
    values = {field.name: getattr(content, field.name) for field in reversed(dataclasses.fields(content))}
    assert Content(**values).sha256() == content.sha256()


def test_json_is_canonical():
    text = sample_content().to_json()
    assert text.startswith('{"actions":[{"description_html":')
    assert "Échéancier" in text


def test_one_changed_letter_changes_the_fingerprint():
    content = sample_content()
    meeting = dataclasses.replace(content.meeting, venue="OCHA")
    assert dataclasses.replace(content, meeting=meeting).sha256() != content.sha256()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', '{"format": 1, "surprise": true}'])
def test_json_of_another_shape_is_refused(text):
    with pytest.raises(UnreadableContent):
        Content.from_json(text)


def test_content_without_the_later_fields_keeps_its_fingerprint():
    older = sample_content().to_json()
    assert "organisations_present" not in older
    assert "contact" not in json.loads(older)
    assert Content.from_json(older).sha256() == hashlib.sha256(older.encode()).hexdigest()


def test_later_fields_are_written_and_read_back():
    units = (OrganisationPresent(name="MINUSMA", units=("CAD", "PE")),)
    content = sample_content(organisations_present=units, contact=Contact(name="Awa Démé"))
    assert Content.from_json(content.to_json()) == content
    assert content.sha256() != sample_content().sha256()
