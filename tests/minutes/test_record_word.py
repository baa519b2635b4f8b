"""The Word file at its address: who gets which edition, under which name, and what it says of itself."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from meetings.models import AgendaItem
from meetings.services.lifecycle import reopen_meeting
from meetings.services.pictures import add_picture
from minutes.selectors.record import content_of
from minutes.services import word
from minutes.services.errata import open_correction
from minutes.word.engine import make_word
from tests.minutes.factories import CONTACTS, SECRETS, make_item
from tests.minutes.pasted import png, shown
from tests.minutes.reading import parts_of_word
from tests.minutes.word import paragraphs_of

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """The child process has a test of its own."""
    monkeypatch.setattr(word, "word_bounded", make_word)


@pytest.fixture
def fetch(client, people):
    def get(who, meeting, query="", **headers):
        client.force_login(getattr(people, who))
        return client.get(reverse("minutes:record_word", args=[meeting.uuid]) + query, headers=headers)

    return get


def data_of(response):
    return b"".join(response.streaming_content)


def words_of(response):
    return "\n".join(paragraphs_of(data_of(response)))


@pytest.mark.parametrize(
    ("who", "expected"), [("coordinator", 200), ("member", 200), ("observer", 404), ("stranger", 404)]
)
def test_project_is_for_those_who_read_the_record(fetch, circulated, who, expected):
    assert fetch(who, circulated).status_code == expected


def test_nothing_circulated_is_nothing_for_members(fetch, held):
    assert fetch("member", held).status_code == 403


@pytest.mark.parametrize("edition", ["coordination", "public"])
def test_other_editions_are_for_the_coordination(fetch, adopted, edition):
    meeting = adopted.minutes.meeting
    statuses = [fetch(who, meeting, f"?edition={edition}").status_code for who in ("member", "observer", "rapporteur")]
    assert statuses == [403, 403, 200]


def test_edition_that_nobody_knows_is_the_members(fetch, circulated):
    assert "édition des membres" in words_of(fetch("coordinator", circulated, "?edition=x"))


def test_file_is_handed_out_as_a_file_and_kept_by_no_cache(fetch, circulated):
    response = fetch("member", circulated)
    assert response["Content-Type"] == DOCX
    name = "compte-rendu-CRP-2016-11-15-projet-modifiable.docx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"


def test_names_tell_the_files_apart(fetch, adopted):
    meeting = adopted.minutes.meeting
    responses = [fetch("coordinator", meeting, f"?edition={one}") for one in ("members", "coordination", "public")]
    assert [response["Content-Disposition"].partition("2016-11-15")[2] for response in responses] == [
        '-version-2-modifiable.docx"',
        '-version-2-coordination-modifiable.docx"',
        '-version-2-publique-modifiable.docx"',
    ]


def test_members_get_the_circulated_text_and_nothing_restricted(fetch, circulated):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    data = data_of(fetch("member", circulated))
    everything = "".join(parts_of_word(data).values())
    assert "Huit fiches examinées" in everything
    assert [one for one in ("Neuf fiches", *SECRETS, *CONTACTS) if one in everything] == []
    assert paragraphs_of(data)[0] == "Projet, version 1 · édition des membres"


def test_coordination_gets_the_live_text_in_each_edition(fetch, circulated):
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    texts = {one: words_of(fetch("coordinator", circulated, f"?edition={one}")) for one in ("coordination", "public")}
    assert [("Neuf fiches" in text, "secretpoint" in text) for text in texts.values()] == [(True, True), (True, False)]
    assert "édition publique" in texts["public"]


def test_adopted_copy_bears_the_digest_that_the_sealed_document_prints(fetch, adopted):
    lines = paragraphs_of(data_of(fetch("member", adopted.minutes.meeting)))
    content = content_of(adopted, "members")
    assert lines[0] == "Adopté, version 2 · édition des membres"
    assert lines[2] == f"SHA-256 du contenu : {content.sha256()}"
    assert content.verification_url in lines[1]


def test_while_an_erratum_is_prepared_the_members_edition_is_the_version_in_force(fetch, adopted, people):
    meeting = adopted.minutes.meeting
    open_correction(meeting=meeting, by=people.coordinator, reason="Un nom.")
    make_item(meeting, "Ajouté depuis", discussion="<p>Depuis.</p>")
    in_force, prepared = (
        words_of(fetch("coordinator", meeting, f"?edition={one}")) for one in ("members", "coordination")
    )
    assert ("Ajouté depuis" in in_force, "Ajouté depuis" in prepared) == (False, True)
    assert prepared.startswith("Projet, version 3")


def test_known_file_is_not_sent_again(fetch, circulated):
    etag = fetch("member", circulated)["ETag"]
    assert fetch("focal_point", circulated, if_none_match=etag).status_code == 304
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Neuf fiches.</p>")
    assert fetch("coordinator", circulated, if_none_match=etag).status_code == 200


def test_same_file_is_made_once(fetch, circulated, monkeypatch):
    first = data_of(fetch("member", circulated))
    monkeypatch.setattr(word, "word_bounded", None)
    assert data_of(fetch("focal_point", circulated)) == first


def test_text_that_cannot_be_made_is_said(fetch, circulated, monkeypatch):
    def refuse(*arguments):
        raise word.RenderRefused("Le fichier Word n’a pas pu être fait.")

    monkeypatch.setattr(word, "word_bounded", refuse)
    AgendaItem.objects.filter(title="Projets de 2017").update(discussion="<p>Encore autre chose.</p>")
    response = fetch("coordinator", circulated)
    assert response.status_code == 503
    assert "Le fichier Word n’a pas pu être fait." in response.content.decode()


@pytest.mark.parametrize(("who", "expected"), [("coordinator", 4), ("member", 2)])
def test_record_page_offers_word_beside_the_pdf(client, people, circulated, who, expected):
    client.force_login(getattr(people, who))
    page = client.get(reverse("minutes:record", args=[circulated.uuid])).content.decode()
    address = reverse("minutes:record_word", args=[circulated.uuid])
    assert page.count(f'href="{address}') == expected


# --- Pictures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def pictured(people, held):
    reopen_meeting(meeting=held, by=people.coordinator)
    picture = add_picture(meeting=held, file=ContentFile(png(), name="carte.png"), by=people.coordinator)
    make_item(held, "Carte", discussion=f"<p>Voici</p>{shown(picture.uuid, 'Carte des cercles')}")
    return picture


def test_picture_of_a_text_is_in_the_file_with_its_caption(fetch, held, pictured):
    data = data_of(fetch("coordinator", held, "?edition=coordination"))
    assert [line for line in paragraphs_of(data) if "Carte" in line][-1] == "Carte des cercles"
    with zipfile.ZipFile(BytesIO(data)) as package, pictured.file.open("rb") as kept:
        assert package.read("word/media/image1.png") == kept.read()


def test_picture_that_is_gone_is_said(fetch, held, pictured):
    pictured.file.storage.delete(pictured.file.name)
    response = fetch("coordinator", held, "?edition=coordination")
    assert response.status_code == 503
    assert "ne se trouve plus dans les fichiers" in response.content.decode()
