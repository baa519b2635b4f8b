"""Exports too long to wait for: asked for, written apart, handed to their owner alone, gone after a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions import exports
from actions.enums import ExportState
from actions.errors import TooManyExports
from actions.models import ActionPoint, ExportJob
from actions.services import exports as services
from actions.services.create import create_action
from actions.services.exports import claim_export, drop_export, request_export, tidy_exports, write_export
from actions.views import exports as views
from participants.models import ClusterRole, User
from tests.factories import People
from tests.sheets import body, csv_lines, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(people: People) -> list[ActionPoint]:
    return [
        create_action(cluster=people.cluster, by=None, description=text, due_text="22 novembre 2016")
        for text in ("Former", "Publier", "Suivre")
    ]


@pytest.fixture
def ask(client: Client) -> Any:
    def send(user: User, name: str, *args: Any, method: str = "get", **data: Any) -> Any:
        client.force_login(user)
        return getattr(client, method)(reverse(f"actions:{name}", args=args), data)

    return send


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_long_list_is_offered_as_a_file_to_come(people, three, ask, monkeypatch):
    monkeypatch.setattr(views, "WHILE_WAITING", 2)
    page = ask(people.member, "action_export", q="CRP", format="csv", apres="2016-11-22_1")
    assert "plus de 2" in page.content.decode().replace("\xa0", " ")
    assert page.context["form"].initial == {"filters": "q=CRP", "format": "csv"}
    assert ExportJob.objects.count() == 0

    answer = ask(people.member, "export_start", method="post", filters="q=CRP", format="csv")

    job = ExportJob.objects.get()
    assert answer["Location"] == reverse("actions:export_detail", args=[job.uuid])
    assert (job.user, job.filters, job.format, job.state) == (people.member, "q=CRP", "csv", "waiting")


def test_list_at_the_limit_is_written_at_once(people, three, ask, monkeypatch):
    monkeypatch.setattr(views, "WHILE_WAITING", 3)
    assert len(table(ask(people.member, "action_export"))) == 3


def test_export_is_written_with_its_filters_and_handed_to_its_owner(
    people, three, ask, django_capture_on_commit_callbacks
):
    job = request_export(user=people.member, filters="q=publier", format="csv")
    assert "En attente" in ask(people.member, "export_detail", job.uuid).content.decode()
    assert ask(people.member, "export_file", job.uuid).status_code == 404

    call_command("write_exports")

    job.refresh_from_db()
    assert (job.state, job.row_count, job.done_count) == ("done", 1, 1)
    assert [line[5] for line in csv_lines(ask(people.member, "export_file", job.uuid))[2:]] == ["Publier"]
    for other in (people.coordinator, people.stranger, people.admin):
        assert ask(other, "export_file", job.uuid).status_code == 404
        assert ask(other, "export_detail", job.uuid).status_code == 404
        assert ask(other, "export_drop", job.uuid, method="post").status_code == 404

    name, storage = job.file.name, job.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        ask(people.member, "export_drop", job.uuid, method="post")
    assert not ExportJob.objects.exists()
    assert not storage.exists(name)


def test_progress_is_told_while_it_is_written(people, three, ask, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 1)
    monkeypatch.setattr(services, "BATCH", 1)
    job, told = request_export(user=people.member, filters="", format="xlsx"), []
    real = services._tell
    monkeypatch.setattr(services, "_tell", lambda job, **facts: told.append(facts) or real(job, **facts))

    write_export(job, ActionPoint.objects.all())

    assert [facts.get("done_count") for facts in told] == [None, 1, 2, 3, 3]
    assert told[-1]["state"] == ExportState.DONE


def test_page_shows_how_far_it_is(people, ask):
    job = request_export(user=people.member, filters="", format="xlsx")
    ExportJob.objects.update(state=ExportState.RUNNING, row_count=300, done_count=100)
    page = ask(people.member, "export_detail", job.uuid).content.decode()
    assert 'max="100" value="33"' in page
    assert "100\xa0actions écrites sur 300" in page or "100&nbsp;actions écrites sur" in page


def test_rights_are_those_of_the_moment(people, three, ask):
    job = request_export(user=people.coordinator, filters="", format="xlsx")
    call_command("write_exports")
    assert len(table(ask(people.coordinator, "export_file", job.uuid))) == 3
    ClusterRole.objects.filter(person=people.coordinator.person).update(until=timezone.localdate() - timedelta(days=1))
    assert ask(people.coordinator, "export_file", job.uuid).status_code == 404

    late = request_export(user=fresh(people.stranger), filters="", format="xlsx")
    call_command("write_exports")
    assert table(ask(people.stranger, "export_file", late.uuid)) == []


def test_one_writer_takes_each_export(people):
    first = request_export(user=people.member, filters="", format="xlsx")
    second = request_export(user=people.coordinator, filters="", format="xlsx")
    assert [claim_export(), claim_export(), claim_export()] == [first, second, None]


def test_same_export_asked_twice_is_one(people):
    assert request_export(user=people.member, filters="q=a", format="csv") == request_export(
        user=people.member, filters="q=a", format="csv"
    )


def test_nobody_fills_the_disk(people, ask):
    for number in range(3):
        request_export(user=people.member, filters=f"q={number}", format="csv")
    with pytest.raises(TooManyExports):
        request_export(user=people.member, filters="q=4", format="csv")
    page = ask(people.member, "export_start", method="post", filters="q=4", format="csv")
    assert "déjà trois exports" in page.content.decode()
    assert ExportJob.objects.count() == 3


def test_failure_is_said_and_the_next_one_goes_on(people, three, monkeypatch, caplog):
    broken = request_export(user=people.member, filters="", format="xlsx")
    good = request_export(user=people.coordinator, filters="", format="csv")
    monkeypatch.setitem(services.WRITERS, "xlsx", lambda *args: 1 / 0)
    call_command("write_exports")
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, good.state) == ("failed", "done")
    assert "ZeroDivisionError" in caplog.text


def test_export_dropped_while_it_is_written_leaves_no_file(people, three):
    job = request_export(user=people.member, filters="", format="xlsx")
    ExportJob.objects.all().delete()
    write_export(job, ActionPoint.objects.all())
    assert not job.file


def test_day_after_everything_is_gone(people, three, ask, django_capture_on_commit_callbacks):
    job = request_export(user=people.member, filters="", format="xlsx")
    call_command("write_exports")
    job.refresh_from_db()
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert tidy_exports(at=tomorrow) == 1
    assert not job.file.storage.exists(job.file.name)

    old = request_export(user=people.member, filters="", format="xlsx")
    ExportJob.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert ask(people.member, "export_detail", old.uuid).status_code == 404


def test_writer_that_died_is_given_up(people):
    request_export(user=people.member, filters="", format="xlsx")
    job = claim_export()
    tidy_exports(at=timezone.now() + timedelta(minutes=9))
    job.refresh_from_db()
    assert job.state == "running"
    tidy_exports(at=timezone.now() + timedelta(minutes=11))
    job.refresh_from_db()
    assert job.state == "failed"


@pytest.mark.parametrize("data", [{"format": "exe"}, {"format": "csv", "filters": "q=" + "a" * 5000}, {}])
def test_bad_request_is_refused_beside_the_field(people, ask, data):
    assert ask(people.member, "export_start", method="post", **data).status_code == 200
    assert ExportJob.objects.count() == 0


def test_get_changes_nothing(people, ask):
    job = request_export(user=people.member, filters="", format="xlsx")
    assert ask(people.member, "export_drop", job.uuid).status_code == 405
    assert ask(people.member, "export_start").status_code == 405
    drop_export(job)
    assert body(ask(people.member, "action_export", format="csv"))
