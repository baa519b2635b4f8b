"""Refusals of services are told where the person is looking."""

from __future__ import annotations

import pytest
from django import forms

from clusterhub.web.attempts import made, submitted
from clusterhub.web.refusals import Refusal

pytestmark = pytest.mark.once


class Report(forms.Form):
    comment = forms.CharField()
    status = forms.CharField(widget=forms.HiddenInput, required=False)


def refuse_beside(field: str | None) -> object:
    raise Refusal("Joignez un document.", field)


@pytest.mark.parametrize(
    ("field", "told"), [("comment", "comment"), ("file", "__all__"), ("status", "__all__"), (None, "__all__")]
)
def test_refusal_stands_beside_its_field_where_the_person_sees_it(field: str | None, told: str) -> None:
    form = Report({"comment": "Fait"})
    assert made(form, lambda: refuse_beside(field)) is None
    assert form.errors == {told: ["Joignez un document."]}


def test_service_without_an_answer_was_done_all_the_same() -> None:
    form, done = Report({"comment": "Fait"}), []
    assert submitted(form, lambda: done.append(form.cleaned_data["comment"])) is True
    assert done == ["Fait"]


@pytest.mark.parametrize("sent", [None, {}])
def test_nothing_is_tried_with_a_form_that_is_not_sent_or_not_valid(sent: dict[str, str] | None) -> None:
    assert submitted(Report(sent), lambda: refuse_beside(None)) is False


def test_error_that_is_no_refusal_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        made(Report({"comment": "Fait"}), lambda: 1 / 0)
