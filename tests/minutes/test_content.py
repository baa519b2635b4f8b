import dataclasses

import pytest

from minutes.content import Content, UnreadableContent
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
