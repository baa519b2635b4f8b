from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participants.models import Place
from participants.selectors import places_named
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def snapshot() -> list[tuple[object, ...]]:
    return sorted(Place.objects.values_list("code", "name", "level", "parent__name", "valid_from"), key=str)


def test_mali_has_its_regions_and_cercles(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_places")

    with_code = Place.objects.exclude(code="")
    assert [with_code.filter(level=level).count() for level in (1, 2)] == [10, 53]
    assert Place.objects.filter(code="", level=1).count() == 10
    assert Place.objects.get(code="ML0703").parent.name == "Gao"
    assert capsys.readouterr().out == "Lieux : 73 ajoutés, 0 corrigés.\n"


def test_loading_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_places", verbosity=0)
    before = snapshot()
    call_command("load_places")

    assert snapshot() == before
    assert capsys.readouterr().out == "Lieux : 0 ajoutés, 0 corrigés.\n"


def test_changed_row_is_corrected_and_others_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_places", verbosity=0)
    Place.objects.create(name="Ansongo-Plage", level=4)
    file = tmp_path / "places.csv"
    file.write_text(
        "code,code_system,name,level,parent_code,valid_from,valid_to\nML07,pcode,Gao (région),1,,2021-12-20,\n"
    )
    call_command("load_places", file)

    assert Place.objects.get(code="ML07").name == "Gao (région)"
    assert Place.objects.count() == 74
    assert capsys.readouterr().out == "Lieux : 0 ajoutés, 1 corrigés.\n"


def test_places_are_found_by_name_however_many_are_asked() -> None:
    """The largest of a name; none where two are as large."""
    region, *_ = [make_place("Ségou", 1), make_place("Ségou", 2), make_place("Sokolo", 3), make_place("Sokolo", 3)]
    asked = {"segou ": region, "Sokolo": None, "Inconnu": None, "": None}
    with CaptureQueriesContext(connection) as queries:
        assert places_named(list(asked)) == asked
    assert len(queries) == 1
