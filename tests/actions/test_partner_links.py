"""The coordination gives links, follows their use, takes them back; keys are nowhere but in the mail that left."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office import mail as queue
from post_office.models import STATUS, Email

from actions.partners import LATELY, focal_mailboxes, partners_in, reachable_in
from actions.services.partners import mail_partner_actions
from clusterhub.log import KeyMaskingFilter, OneLineFormatter
from clusterhub.web.departure import place_for
from clusterhub.web.mail import queue_mail
from participants.enums import Role
from participants.models import AccessLink, AccessLinkUse, MessageLedger
from participants.services.partner_links import create_partner_link, find_partner_link, partner_link_for
from tests.actions.partner_world import HIDDEN, SHOWN, PartnerWorld, build_partner_world
from tests.factories import People, make_membership, make_organisation, make_person, make_role, make_user
from tests.letters import page_of
from tests.permissions.snapshot import database

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"http://localhost:8000/p/([\w-]{43})/")
SendMail = Callable[[], list[mail.EmailMessage]]


@pytest.fixture
def world(people: People) -> PartnerWorld:
    return build_partner_world(people)


@pytest.fixture
def coordinator(client: Client, world: PartnerWorld) -> Client:
    client.force_login(world.people.coordinator)
    return client


def at(world: PartnerWorld, name: str, **more: object) -> str:
    return reverse(f"actions:{name}", args=[world.people.cluster.uuid, world.people.partner.uuid, *more.values()])


def plain(answer) -> str:
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


# --- The mail ---------------------------------------------------------------------------------------------------------


def test_mail_goes_to_focal_points_with_a_link_of_its_own_that_opens_the_page(
    coordinator: Client, world: PartnerWorld, sent_mail: SendMail
) -> None:
    answer = coordinator.post(at(world, "partner_send"), follow=True)
    (letter,) = sent_mail()
    key = ADDRESS.search(letter.body)[1]
    assert "1 message part aux points focaux." in plain(answer)
    assert (letter.to, letter.subject) == (["focal@example.org"], "PARTEN : vos actions, Relèvement")
    assert "2 actions attendent une réponse de PARTEN" in letter.body.replace("\u202f", " ").replace("\xa0", " ")
    assert SHOWN in letter.body
    assert [text for text in HIDDEN.values() if text in letter.body] == []
    assert find_partner_link(key).sent_to == "focal@example.org"
    assert SHOWN in plain(Client().get(f"/p/{key}/"))


@pytest.fixture
def noon() -> Iterator[None]:
    """What is told once a day is told again after midnight."""
    with time_machine.travel(timezone.localtime().replace(hour=12), tick=True):
        yield


@pytest.mark.usefixtures("noon")
def test_mail_goes_once_a_day_however_often_the_button_is_pressed(coordinator: Client, world: PartnerWorld) -> None:
    for _ in range(3):
        answer = coordinator.post(at(world, "partner_send"), follow=True)
    assert Email.objects.count() == 1
    assert MessageLedger.objects.filter(purpose="partner_actions").count() == 1
    assert "ont déjà reçu ce message" in plain(answer)


def test_nobody_to_write_to_is_said(coordinator: Client, world: PartnerWorld) -> None:
    url = reverse("actions:partner_send", args=[world.people.cluster.uuid, world.people.lead.uuid])
    assert "Aucun point focal avec une adresse" in plain(coordinator.post(url, follow=True))
    assert not Email.objects.exists()


@pytest.mark.usefixtures("noon")
def test_all_get_their_link_in_one_press_and_nobody_twice(coordinator: Client, world: PartnerWorld) -> None:
    """Who was given a link lately is left alone, whom nobody can write to is listed, and a double press sends once."""
    cluster = world.people.cluster
    chief = make_person(organisation=world.people.lead, emails=("chef@example.org",))
    make_role(chief, cluster, Role.FOCAL_POINT)
    url, listed = (reverse(f"actions:{name}", args=[cluster.uuid]) for name in ("partner_send_all", "partner_list"))

    mailing = coordinator.get(listed).context["mailing"]
    assert [[one.acronym for one in group] for group in (mailing.due, mailing.served, mailing.unreachable)] == [
        ["CHEF"], ["PARTEN"], ["TERRAIN", "VIGIE"]
    ]  # fmt: skip
    said = [plain(coordinator.post(url, follow=True)) for _ in range(2)]
    assert ("Le lien part à 1 organisation." in said[0], "Aucun message ne part" in said[1]) == (True, True)
    assert [email.to for email in Email.objects.all()] == [["chef@example.org"]]
    served = said[1].partition("rien ne leur est envoyé&nbsp;:")[2].partition(".</p>")[0]
    assert sorted(served.strip().split(", ")) == ["CHEF", "PARTEN"]
    assert reverse("actions:partner_detail", args=[cluster.uuid, world.unit.uuid]) in said[1].partition("Sans point")[2]

    AccessLink.objects.update(created_at=timezone.now() - LATELY)
    coordinator.post(url)
    assert [email.to for email in Email.objects.order_by("pk")] == [["chef@example.org"], ["focal@example.org"]]


@pytest.mark.parametrize(
    ("account_is_active", "emails", "is_named"),
    [
        (True, (), True),
        (True, ("chef@example.org",), False),
        (False, (), False),
        (False, ("chef@example.org",), True),
    ],
)
def test_reachable_is_who_has_somebody_to_write_to(
    world: PartnerWorld, account_is_active: bool, emails: tuple[str, ...], is_named: bool
) -> None:
    """Asked of all at once, as asked of one: for a unit too, whose focal point is also that of the whole."""
    cluster = world.people.cluster
    chief = make_person(organisation=None if is_named else world.unit, emails=emails)
    make_user(chief, is_active=account_is_active)
    make_role(chief, cluster, Role.FOCAL_POINT, organisation=world.unit if is_named else None)

    partners = list(partners_in(cluster))
    with_somebody = {one.pk for one in partners if focal_mailboxes(one, cluster)}
    assert reachable_in(cluster) & {one.pk for one in partners} == with_somebody
    assert (world.unit.pk in with_somebody) == (account_is_active or bool(emails))


def test_mail_and_link_are_queued_together_or_not_at_all(world: PartnerWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr("actions.services.partners.send_partner_actions", fail)
    before = database()
    with pytest.raises(OSError, match="disque plein"):
        mail_partner_actions(organisation=world.people.partner, cluster=world.people.cluster, by=None)
    assert database() == before


# --- Where the key is not ---------------------------------------------------------------------------------------------


def everything_stored() -> str:
    return repr(database())


def test_key_is_in_no_table_before_or_after_the_mail_left(
    coordinator: Client, world: PartnerWorld, sent_mail: SendMail
) -> None:
    coordinator.post(at(world, "partner_send"))
    waiting = AccessLink.objects.get(sent_to="focal@example.org")
    assert waiting.key_hash is None
    assert "/p/" not in everything_stored()
    (letter,) = sent_mail()
    key = ADDRESS.search(letter.body)[1]
    Client().post(f"/p/{key}/{world.share(world.shown).uuid}/", {"name": "Awa", "status": "in_progress"})
    stored = everything_stored()
    assert AccessLinkUse.objects.count() == 1
    assert (key in stored, "/p/" in stored) == (False, False)
    email = Email.objects.get()
    assert (email.status, email.message, email.html_message) == (STATUS.sent, "", "")
    assert email.subject == letter.subject


def test_mail_tried_again_carries_a_key_of_its_own_and_both_work(
    world: PartnerWorld, sent_mail: SendMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first try may have arrived although the server said nothing."""
    mail_partner_actions(organisation=world.people.partner, cluster=world.people.cluster, by=None)
    sent_mail()
    Email.objects.update(status=STATUS.queued)
    first, second = [ADDRESS.search(letter.body)[1] for letter in sent_mail()]
    assert first != second
    assert mail.outbox[0].extra_headers["Message-ID"] == mail.outbox[1].extra_headers["Message-ID"]
    assert {find_partner_link(key).sent_to for key in (first, second)} == {"focal@example.org"}


def test_both_parts_of_a_mail_carry_the_same_key_and_the_store_none(world: PartnerWorld, sent_mail: SendMail) -> None:
    mail_partner_actions(organisation=world.people.partner, cluster=world.people.cluster, by=None)
    (letter,) = sent_mail()
    key = ADDRESS.search(letter.body)[1]
    assert set(ADDRESS.findall(page_of(letter))) == {key}
    assert AccessLink.objects.filter(sent_to="focal@example.org").count() == 1
    kept = Email.objects.get()
    assert (kept.message, kept.html_message, key in str(kept.context)) == ("", "", False)


def test_link_withdrawn_while_its_mail_waits_is_never_written(world: PartnerWorld, sent_mail: SendMail) -> None:
    mail_partner_actions(organisation=world.people.partner, cluster=world.people.cluster, by=None)
    AccessLink.objects.update(revoked_at=timezone.now())
    (letter,) = sent_mail()
    assert "/p/" not in letter.body
    assert "href" not in page_of(letter)


def test_place_written_by_somebody_into_a_text_gives_no_link(
    world: PartnerWorld, sent_mail: SendMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers of waiting links are unguessable; any other is nothing."""
    name = f"Awa {place_for('partner', world.people.partner.uuid)} {place_for('autre', world.link.uuid)}"
    queue_mail("password_link", "awa@example.org", {"name": name, "url": "http://localhost:8000/x/"})
    (letter,) = sent_mail()
    assert letter.body.startswith("Bonjour Awa")
    assert [mark for mark in ("⟦", "/p/") if mark in letter.body + page_of(letter)] == []


def test_reminders_get_an_address_that_is_completed_at_departure(world: PartnerWorld, sent_mail: SendMail) -> None:
    url = partner_link_for(world.people.partner, world.people.cluster, to="awa@example.org")
    queue_mail("password_link", "awa@example.org", {"name": "{{ 7|add:7 }} <Awa> & Cie", "url": url})
    (letter,) = sent_mail()
    assert "{{ 7|add:7 }} <Awa> & Cie" in letter.body
    assert find_partner_link(ADDRESS.search(letter.body)[1]).organisation == world.people.partner


@pytest.mark.parametrize("path", ["/p/{key}/", "/p/{key}/prolonger/", "/invitation/{key}/"])
def test_key_is_masked_in_every_log(world: PartnerWorld, path: str) -> None:
    path = path.format(key=world.key)
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, 'Not Found: %s "%s"', (path, path), None)
    line = OneLineFormatter("{message}", style="{").format(record)
    masked = path.replace(world.key, "…")
    assert line == f'Not Found: {masked} "{masked}"'

    access = logging.LogRecord("gunicorn.access", logging.INFO, "", 1, '"%(r)s" %(s)s', ({"r": path, "s": 200},), None)
    assert KeyMaskingFilter().filter(access)
    assert access.getMessage() == f'"{masked}" 200'


def test_refusals_of_a_link_leave_no_key_in_the_log(world: PartnerWorld, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().get(f"{world.path}prolonger/")
        Client().get(f"/p/{world.key}x/")
    lines = [OneLineFormatter("{message}", style="{").format(record) for record in caplog.records]
    assert [line for line in lines if "/p/…" in line]
    assert [line for line in lines if world.key in line] == []


# --- On the coordination's pages --------------------------------------------------------------------------------------


def test_message_to_copy_is_shown_once_with_a_link_that_works(coordinator: Client, world: PartnerWorld) -> None:
    page = coordinator.post(at(world, "partner_copy"))
    key = ADDRESS.search(page.content.decode())[1]
    assert find_partner_link(key).created_by == world.people.coordinator
    assert "PARTEN, Relèvement : 2 actions attendent votre réponse." in plain(page)
    assert key not in plain(coordinator.get(at(world, "partner_detail")))
    assert coordinator.get(at(world, "partner_copy")).status_code == 405


def test_page_tells_what_was_done_with_the_links(coordinator: Client, world: PartnerWorld) -> None:
    Client().post(world.report_path(world.shown), {"name": "Awa Traoré", "status": "in_progress"})
    page = plain(coordinator.get(at(world, "partner_detail")))
    listed = plain(coordinator.get(reverse("actions:partner_list", args=[world.people.cluster.uuid])))
    action = plain(coordinator.get(reverse("actions:action_detail", args=[world.shown.uuid])))
    [leads] = re.findall(r'href="([^"]*part=ouverte)">2 actions à suivre', page)
    assert world.shown.reference in plain(coordinator.get(leads))
    assert f"{world.shown.reference} : En cours" in page
    assert "Awa Traoré" in page
    assert "a répondu le" in listed
    assert "Awa Traoré, pour PARTEN (par le lien de partenaire)" in action


@pytest.mark.parametrize("act", ["prolonger", "retirer", "autre"])
def test_coordination_prolongs_or_withdraws_one_link(coordinator: Client, world: PartnerWorld, act: str) -> None:
    other, _ = create_partner_link(organisation=world.people.partner, cluster=world.people.cluster, by=None)
    soon = timezone.now() + timedelta(days=1)
    AccessLink.objects.update(expires_at=soon)
    coordinator.post(at(world, "partner_link_act", link=world.link.uuid), {"act": act})
    world.link.refresh_from_db()
    other.refresh_from_db()
    assert world.link.is_revoked == (act == "retirer")
    assert world.link.revoked_by == (world.people.coordinator if act == "retirer" else None)
    assert (world.link.expires_at > soon) == (act == "prolonger")
    assert (other.is_revoked, other.expires_at) == (False, soon)


def test_coordination_withdraws_all_links_of_the_organisation_here(coordinator: Client, world: PartnerWorld) -> None:
    create_partner_link(organisation=world.people.partner, cluster=world.people.cluster, by=None)
    elsewhere, _ = create_partner_link(organisation=world.people.partner, cluster=world.people.other_cluster, by=None)
    answer = coordinator.post(at(world, "partner_revoke"), follow=True)
    assert "2 liens retirés." in plain(answer)
    assert list(AccessLink.objects.filter(revoked_at=None)) == [elsewhere]


def test_link_that_was_withdrawn_cannot_be_prolonged(coordinator: Client, world: PartnerWorld) -> None:
    AccessLink.objects.update(revoked_at=timezone.now())
    answer = coordinator.post(at(world, "partner_link_act", link=world.link.uuid), {"act": "prolonger"}, follow=True)
    assert "Ce lien a été retiré." in plain(answer)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["CHEF", "PARTEN", "VIGIE"]),
        ("?q=parten", ["PARTEN"]),
        ("?link=avec", ["PARTEN"]),
        ("?link=sans", ["CHEF", "VIGIE"]),
        ("?link=utilise", []),
        ("?link=muet", ["PARTEN"]),
        ("?late=on", ["CHEF", "PARTEN"]),
    ],
)
def test_list_is_filtered(coordinator: Client, world: PartnerWorld, query: str, names: list[str]) -> None:
    page = coordinator.get(reverse("actions:partner_list", args=[world.people.cluster.uuid]) + query).context["page"]
    assert sorted(one.acronym for one in page if one != world.unit) == names


def test_counts_are_those_of_the_page_of_the_link(coordinator: Client, world: PartnerWorld) -> None:
    """The units are counted with it, and what is not told is not."""
    page = coordinator.get(reverse("actions:partner_list", args=[world.people.cluster.uuid])).context["page"]
    counts = {one.acronym: (one.open_count, one.late_count, one.link_count) for one in page}
    assert counts == {"CHEF": (1, 1, 0), "PARTEN": (2, 2, 1), "TERRAIN": (1, 1, 0), "VIGIE": (0, 0, 0)}


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_asks_as_many_questions_for_three_as_for_one(
    coordinator: Client, world: PartnerWorld, item_count: int
) -> None:
    for number in range(item_count):
        make_membership(make_organisation(f"ONG {number}"), world.people.cluster)
    with CaptureQueriesContext(connection) as asked:
        coordinator.get(reverse("actions:partner_list", args=[world.people.cluster.uuid]))
    assert len(asked) == 8


def test_history_of_uses_cannot_be_changed(world: PartnerWorld) -> None:
    Client().post(f"{world.path}prolonger/")
    with pytest.raises(Exception, match="append-only"):
        AccessLinkUse.objects.update(act="Rien")


def test_queue_keeps_mails_without_a_link_as_they_were(sent_mail: SendMail) -> None:
    queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": "http://localhost:8000/x/"})
    assert Email.objects.get().template is None
    assert queue.get_queued().count() == 1
    assert "http://localhost:8000/x/" in sent_mail()[0].body
