"""The page of an organisation's link: what it shows, what it takes, what it never does."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.enums import Priority, Status
from actions.models import ActionPoint, ActionUpdate
from actions.services import partners as services
from participants.errors import LinkUnusable
from participants.models import AccessLink, AccessLinkUse, Membership
from participants.services.partner_links import GRACE, VALIDITY, revoke_partner_link
from tests.actions.partner_world import HIDDEN, SHOWN, UNIT_OWN, PartnerWorld, build_partner_world, photo
from tests.factories import People
from tests.permissions.snapshot import changed_tables, database

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(people: People) -> PartnerWorld:
    return build_partner_world(people)


@pytest.fixture
def phone() -> Client:
    """Nobody signed in, no cookie, and the token of forms asked for, as in production."""
    return Client(enforce_csrf_checks=True)


def text_of(answer) -> str:
    return answer.content.decode()


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_page_shows_the_organisation_and_its_units_and_nothing_else(world: PartnerWorld, phone: Client) -> None:
    page = text_of(phone.get(world.path))
    assert SHOWN in page
    assert UNIT_OWN in page
    assert [text for text in HIDDEN.values() if text in page] == []
    assert "2 actions à suivre" in page.replace("\u202f", " ").replace("\xa0", " ")


def test_page_leads_nowhere_else(world: PartnerWorld, phone: Client) -> None:
    """Every address that the page names is its own."""
    answer = phone.get(world.path)
    for element in ("href", "action"):
        named = [part.split('"')[0] for part in text_of(answer).split(f'{element}="')[1:]]
        assert [to for to in named if not to.startswith((world.path, "#", "/static/"))] == []
    assert "<script" not in text_of(answer)


@pytest.mark.parametrize("name", HIDDEN)
def test_action_that_is_not_told_looks_like_one_that_never_was(world: PartnerWorld, phone: Client, name: str) -> None:
    unknown = phone.get(f"{world.path}{uuid4()}/")
    answer = phone.get(world.report_path(world.hidden[name]))
    sent = phone.post(world.report_path(world.hidden[name]), {"name": "Awa", "status": Status.IN_PROGRESS})
    assert (answer.status_code, sent.status_code) == (404, 404)
    assert answer.content == sent.content == unknown.content
    assert ("Votre lien fonctionne" in text_of(answer), f'href="{world.path}"' in text_of(answer)) == (True, True)
    assert not AccessLinkUse.objects.exists()


def test_unit_sees_its_own_part_only(world: PartnerWorld, phone: Client) -> None:
    AccessLink.objects.filter(pk=world.link.pk).update(organisation=world.unit)
    page = text_of(phone.get(world.path))
    assert (UNIT_OWN in page, SHOWN in page) == (True, False)


def add_shares(world: PartnerWorld, count: int, chance: Random | None = None) -> None:
    """More actions like the one that is shown."""
    share, action = world.share(world.shown), world.shown
    action.is_owned = False
    for number in range(count):
        action.pk, action.uuid, action.reference = None, f"{number:032x}", f"CRP-2016-11-9{number:02}"
        if chance:
            action.description = "".join(chance.choices(" aeinorstul", k=400))
        action.save(force_insert=True)
        share.pk, share.uuid, share.action = None, f"{number + 100:032x}", action
        share.save(force_insert=True)


@pytest.mark.parametrize("item_count", [1, 3])
def test_page_asks_as_many_questions_for_three_actions_as_for_one(
    world: PartnerWorld, phone: Client, item_count: int
) -> None:
    add_shares(world, item_count - 1)
    with CaptureQueriesContext(connection) as asked:
        phone.get(world.path)
    assert len(asked) == 9


def test_page_stays_light_however_many_actions_there_are(world: PartnerWorld, phone: Client) -> None:
    """With the style sheet, about 12 kB as it travels, the first view stays below 25 kB."""
    add_shares(world, 20, Random(7))  # noqa: S311
    answer = phone.get(world.path, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 10_000
    assert answer.context["page"].paginator.num_pages == 2
    assert len(phone.get(f"{world.path}?page=2").context["lines"]) == 7


# --- Headers ----------------------------------------------------------------------------------------------------------


def test_every_answer_stays_out_of_caches_search_engines_and_referers(world: PartnerWorld, phone: Client) -> None:
    AccessLink.objects.filter(pk=world.link.pk).update(expires_at=timezone.now() + VALIDITY)
    paths = [world.path, world.report_path(world.shown), "/p/inconnu/"]
    answers = [phone.get(path) for path in paths] + [phone.post(f"{world.path}prolonger/")]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert set(answer.cookies) <= {"messages"}


# --- What only opens it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, -1])
def test_visits_of_a_mail_scanner_change_nothing(world: PartnerWorld, phone: Client, days: int) -> None:
    """Also when the link is past its date."""
    AccessLink.objects.filter(pk=world.link.pk).update(expires_at=timezone.now() + timedelta(days=days))
    before = database()
    for path in (world.path, world.report_path(world.shown), f"{world.path}?page=2", f"{world.path}prolonger/"):
        phone.get(path)
        phone.head(path)
        phone.options(path)
    assert changed_tables(before) == []


# --- What it takes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "comment"),
    [(Status.IN_PROGRESS, ""), (Status.DONE, "Contacts remis le 20"), (Status.BLOCKED, "Piste coupée")],
)
def test_report_is_kept_with_the_name_given_and_the_link(
    world: PartnerWorld, phone: Client, status: Status, comment: str
) -> None:
    answer = phone.post(
        world.report_path(world.shown), {"name": "Awa Traoré", "status": status, "comment": comment}, follow=True
    )
    update = ActionUpdate.objects.get(link=world.link)
    assert (update.author, update.author_name, update.organisation) == (None, "Awa Traoré", world.people.partner)
    assert (update.before, update.after, update.comment) == (Status.TODO, status, comment)
    assert world.share(world.shown).status == status
    assert f"{world.shown.reference} : c’est noté, merci." in text_of(answer).replace("\u202f", " ").replace(
        "\xa0", " "
    )
    use = AccessLinkUse.objects.get()
    assert (use.link, use.name, use.act) == (
        world.link, "Awa Traoré", f"{world.shown.reference} : {status.label}"
    )  # fmt: skip


def test_report_takes_a_photo_that_members_can_read(world: PartnerWorld, phone: Client) -> None:
    fields = {"name": "Awa", "status": Status.DONE, "comment": "Fait", "file": photo()}
    phone.post(world.report_path(world.shown), fields)
    document = ActionUpdate.objects.get(link=world.link).documents.get()
    assert (document.original_name, document.uploaded_by, document.visibility) == ("atelier.png", None, "members")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": "in_progress"}, "Dites qui répond"),
        ({"name": " \u200b ", "status": "in_progress"}, "Dites qui répond"),
        ({"name": "Awa", "status": "done"}, "Dites en quelques mots ce qui a été fait."),
        ({"name": "Awa", "status": "blocked", "comment": "  "}, "Dites ce qui bloque."),
        ({"name": "Awa"}, "Choisissez « En cours », « Fait » ou « Bloqué »."),
        ({"name": "Awa", "status": "dropped"}, "Sélectionnez un choix valide"),
        ({"name": "A" * 121, "status": "in_progress"}, "au plus 120 caractères"),
    ],
)
def test_report_that_lacks_something_is_told_and_keeps_what_was_typed(
    world: PartnerWorld, phone: Client, fields: dict[str, str], message: str
) -> None:
    page = text_of(phone.post(world.report_path(world.shown), {"comment": "", "file": photo(), **fields}))
    assert ("choisissez de nouveau le fichier" in page, "Status" in page) == (True, False)
    assert message in page.replace("\u202f", " ").replace("\xa0", " ")
    assert f'value="{fields.get("name", "").strip()}"' in page or not fields.get("name", "").strip(" \u200b")
    assert not AccessLinkUse.objects.exists()


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "photo.png"])
def test_file_that_is_not_what_it_says_is_refused_in_french(world: PartnerWorld, phone: Client, name: str) -> None:
    lie = SimpleUploadedFile(name, b"<html><script>z()</script>")
    fields = {"name": "Awa", "status": Status.DONE, "comment": "Fait", "file": lie}
    page = text_of(phone.post(world.report_path(world.shown), fields))
    assert "fichier" in page.split("invalid-feedback")[-1] + page.split('role="alert"')[-1]
    assert world.share(world.shown).status == Status.TODO
    assert not ActionUpdate.objects.filter(link=world.link).exists()


def test_important_action_asks_for_its_proof_beside_the_file(world: PartnerWorld, phone: Client) -> None:
    ActionPoint.objects.filter(pk=world.shown.pk).update(priority=Priority.IMPORTANT)
    answer = phone.post(world.report_path(world.shown), {"name": "Awa", "status": "done", "comment": "Fait"})
    assert answer.context["form"].errors == {"file": ["Action importante : joignez un document ou donnez un lien."]}
    assert "Action importante : joignez un document" in text_of(answer)
    assert "un document, ou un lien ci-dessus" in text_of(phone.get(world.path))
    said = "Fait, voir https://example.org/carte?v=1."
    phone.post(world.report_path(world.shown), {"name": "Awa", "status": "done", "comment": said})
    assert world.share(world.shown).status == Status.DONE
    assert ActionUpdate.objects.get(link=world.link).proof_url == "https://example.org/carte?v=1"


def test_closed_action_is_not_reopened_from_outside(world: PartnerWorld, phone: Client) -> None:
    path = world.report_path(world.shown)
    phone.post(path, {"name": "Awa", "status": Status.DONE, "comment": "Fait"})
    page = text_of(phone.post(path, {"name": "Awa", "status": Status.IN_PROGRESS}))
    assert "Cette action est terminée." in page
    assert world.share(world.shown).status == Status.DONE


def test_same_report_sent_twice_is_one(world: PartnerWorld, phone: Client) -> None:
    for _ in range(2):
        phone.post(world.report_path(world.shown), {"name": "Awa", "status": "in_progress", "comment": "En route"})
    assert ActionUpdate.objects.filter(link=world.link).count() == 1


def test_link_used_without_end_is_slowed_down(
    world: PartnerWorld, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_MOST_PER_HOUR", 2)
    pages = [
        text_of(phone.post(world.report_path(world.shown), {"name": "Awa", "status": "in_progress", "comment": said}))
        for said in ("un", "deux", "trois")
    ]
    assert "Réessayez plus tard" in pages[-1]
    assert ActionUpdate.objects.filter(link=world.link).count() == 2


def test_name_given_once_is_filled_in_on_this_device(world: PartnerWorld, phone: Client) -> None:
    answer = phone.post(world.report_path(world.shown), {"name": "Aïssata <b>", "status": "in_progress"})
    cookie = answer.cookies["nom-partenaire"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/p/", True, "Lax")
    assert 'value="Aïssata &lt;b&gt;"' in text_of(phone.get(world.path))


def test_account_of_the_browser_counts_for_nothing(world: PartnerWorld, client: Client) -> None:
    """The report is the holder's: another site could not make a signed-in coordinator act here."""
    client.force_login(world.people.coordinator)
    client.post(world.report_path(world.shown), {"name": "Awa", "status": "in_progress"})
    assert ActionUpdate.objects.get(link=world.link).author is None


# --- Its end ----------------------------------------------------------------------------------------------------------


def test_expired_link_says_so_and_is_prolonged_in_one_tap(world: PartnerWorld, phone: Client) -> None:
    AccessLink.objects.filter(pk=world.link.pk).update(expires_at=timezone.now() - timedelta(days=1))
    expired = phone.get(world.path)
    refused = phone.post(
        world.report_path(world.shown), {"name": "Awa", "status": "in_progress", "comment": "À Ber < Gao"}
    )
    assert (expired.status_code, refused.status_code) == (410, 410)
    assert ("À Ber &lt; Gao</textarea>" in text_of(refused), "pas été enregistrée" in text_of(expired)) == (True, False)
    assert "Ce lien a expiré" in text_of(expired)
    assert [text for text in (SHOWN, *HIDDEN.values()) if text in text_of(expired) + text_of(refused)] == []

    answer = phone.post(f"{world.path}prolonger/", follow=True)
    assert SHOWN in text_of(answer)
    world.link.refresh_from_db()
    assert world.link.expires_at > timezone.now() + VALIDITY - timedelta(minutes=1)
    assert AccessLinkUse.objects.get().act == "Lien prolongé"


def test_whoever_prolongs_is_led_back_to_the_page_that_was_asked_for(world: PartnerWorld, phone: Client) -> None:
    """A call, an action; never out of the link's own pages."""
    AccessLink.objects.filter(pk=world.link.pk).update(expires_at=timezone.now() - timedelta(days=1))
    call, other = f"{world.path}appels/{world.shown.uuid}/", f"/p/{'x' * 43}/appels/{world.shown.uuid}/"
    asked = {path: phone.get(path).context["back"] for path in (call, world.report_path(world.shown), world.path)}
    assert asked == {call: call, world.report_path(world.shown): world.report_path(world.shown), world.path: ""}
    assert f'name="retour" value="{call}"' in text_of(phone.get(call))
    sent = [call, other, f"//example.org{call}", f"https://example.org{call}", f"{world.path}prolonger/", "", "\0"]
    led = {back: phone.post(f"{world.path}prolonger/", {"retour": back})["Location"] for back in sent}
    assert led == dict.fromkeys(sent, world.path) | {call: call}


def long_past(world: PartnerWorld) -> None:
    AccessLink.objects.filter(pk=world.link.pk).update(expires_at=timezone.now() - GRACE)


def withdrawn(world: PartnerWorld) -> None:
    revoke_partner_link(world.link, by=world.people.coordinator)


def left_the_cluster(world: PartnerWorld) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(organisation=world.people.partner).update(until=yesterday)


@pytest.mark.parametrize("end", [long_past, withdrawn, left_the_cluster])
def test_link_at_its_end_looks_like_one_that_never_was(world: PartnerWorld, phone: Client, end) -> None:
    end(world)
    before = database()
    unknown = phone.get("/p/inconnu/")
    answers = [
        phone.get(world.path),
        phone.get(world.report_path(world.shown)),
        phone.post(world.report_path(world.shown), {"name": "Awa", "status": "in_progress"}),
        phone.post(f"{world.path}prolonger/"),
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, unknown.content)}
    assert "Ce lien ne fonctionne pas" in text_of(unknown)
    assert changed_tables(before) == []


@pytest.mark.parametrize("end", [long_past, withdrawn])
def test_link_that_ends_while_a_photo_travels_does_nothing(world: PartnerWorld, end) -> None:
    """Its key is read first; what is sent over a slow line is there a minute later."""
    share = world.share(world.shown)
    known = AccessLink.objects.get(pk=world.link.pk)
    end(world)
    with pytest.raises(LinkUnusable):
        services.report_by_link(known, share, name="Awa", status=Status.IN_PROGRESS, file=photo())
    assert not ActionUpdate.objects.filter(link=world.link).exists()


def test_guesses_are_slowed_down_and_links_that_work_are_not(world: PartnerWorld, phone: Client) -> None:
    guesses = [phone.get(f"/p/essai{number}/").status_code for number in range(31)]
    assert guesses == [404] * 30 + [429]
    assert phone.get(world.path).status_code == 200
