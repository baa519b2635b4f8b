"""Small pictures in the texts, from the room to the sealed document: kept once, bound by their digest, never empty."""

import base64
import hashlib
import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from meetings.enums import Visibility
from meetings.errors import FileRefused, MeetingNotEditable
from meetings.models import Picture
from meetings.services import pictures as services
from meetings.services.lifecycle import close_meeting
from meetings.services.pictures import add_picture
from meetings.services.texts import save_text
from minutes.content import Content
from minutes.editions import for_edition
from minutes.errors import CirculationBlocked, SealFailed
from minutes.render import RenderRefused, render_minutes
from minutes.render.engine import render_pdf
from minutes.selectors.checks import list_missing
from minutes.selectors.freeze import freeze
from minutes.selectors.pictures import picture_files
from minutes.services.record import adopt_minutes, circulate_minutes, render_sealed
from tests.meetings.factories import NOVEMBER_15, adopt, make_meeting
from tests.meetings.files import EXE, PDF
from tests.minutes import pasted
from tests.minutes.factories import make_held_meeting, make_item
from tests.minutes.pasted import jpeg, png, shown

CIRCULATED_AT = NOVEMBER_15 + timedelta(days=1)


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state="open")


def put(people, meeting, data=None, name="carte.png"):
    return add_picture(meeting=meeting, file=ContentFile(data or png(), name=name), by=people.coordinator)


def bytes_of(picture):
    with picture.file.open("rb") as opened:
        return opened.read()


# --- Kept -------------------------------------------------------------------------------------------------------------


def test_picture_is_kept_once_under_its_digest(people, meeting):
    other = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=30), by=people.coordinator, state="open")

    first, again, elsewhere = put(people, meeting), put(people, meeting), put(people, other)

    assert first == again
    assert (elsewhere.meeting, elsewhere.uuid != first.uuid) == (other, True)
    assert first.file.name == elsewhere.file.name == f"pictures/{first.sha256}"
    assert hashlib.sha256(bytes_of(first)).hexdigest() == first.sha256
    assert (first.content_type, first.width, first.height, first.size) == ("image/png", 600, 360, len(bytes_of(first)))


@pytest.mark.parametrize("damage", [default_storage.delete, lambda name: overwrite(name)])
def test_picture_that_was_lost_or_damaged_is_back_once_it_is_put_back(people, meeting, damage):
    picture = put(people, meeting)
    damage(picture.file.name)

    assert put(people, meeting) == picture
    assert hashlib.sha256(bytes_of(picture)).hexdigest() == picture.sha256


def test_nothing_of_the_file_but_its_points_is_kept(people, meeting):
    exif = Image.Exif()
    exif[0x010E] = "Chez le témoin"
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG", exif=exif)

    kept = bytes_of(put(people, meeting, out.getvalue() + b"<script>boum()</script>PK\x03\x04"))

    assert b"moin" not in kept
    assert b"boum" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_large_picture_is_reduced(people, meeting):
    picture = put(people, meeting, jpeg(2000, 3000))
    assert (picture.width, picture.height) == (1067, 1600)
    assert picture.size <= services.BOUNDS.kept_bytes


def test_picture_copied_from_another_meeting_is_not_encoded_again(people, meeting):
    other = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=30), by=people.coordinator, state="open")
    photograph = put(people, meeting, jpeg())
    assert put(people, other, bytes_of(photograph)).sha256 == photograph.sha256


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it has 900 million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (EXE, "ne peut pas être lue"),
        (PDF, "ne peut pas être lue"),
        (b"GIF89a" + b"\0" * 40, "ne peut pas être lue"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>boum()</script></svg>", "SVG"),
        (png()[:40], "ne peut pas être lue"),
        (bomb(), "(trop de pixels|ne peut pas être lue)"),
        (bomb(5000), "trop de pixels : 16 millions au plus"),
        (b"\xff\xd8" + b"\0" * 8_000_000, "trop lourde : 8 Mo au plus"),
    ],
)
def test_what_is_no_small_picture_is_refused_in_french(people, meeting, data, said):
    with pytest.raises(FileRefused, match=said):
        put(people, meeting, data)
    assert not Picture.objects.exists()


def test_pictures_of_a_meeting_are_counted(people, meeting, monkeypatch):
    monkeypatch.setattr(services, "MAX_PER_MEETING", 1)
    first = put(people, meeting)
    with pytest.raises(FileRefused, match="1 images au plus"):
        put(people, meeting, jpeg())
    assert put(people, meeting) == first


def test_picture_is_not_added_to_an_adopted_record(people, meeting):
    close_meeting(meeting=meeting, by=people.coordinator)
    adopt(meeting)
    with pytest.raises(MeetingNotEditable):
        put(people, meeting)


@pytest.mark.parametrize("change", [lambda one: one.delete(), lambda one: Picture.objects.update(sha256="0" * 64)])
def test_picture_never_changes(people, meeting, change):
    picture = put(people, meeting)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(picture)
    assert Picture.objects.filter(sha256=picture.sha256).exists()


# --- In a text --------------------------------------------------------------------------------------------------------


def save(people, target, text, field="discussion"):
    key = "5f0a3c1e-8d52-4d5e-9a35-3b3f3f0c1a11"
    return save_text(target=target, field=field, text=text, base_version=0, key=key, author=people.coordinator).text


def test_text_shows_the_pictures_of_its_meeting_only(people, meeting):
    other = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=30), by=people.coordinator, state="open")
    own, foreign = shown(put(people, meeting).uuid, "Carte"), shown(put(people, other).uuid, "Ailleurs")

    assert save(people, meeting.items.first(), f"<p>a</p>{own}{foreign}") == f"<p>a</p>{own}<p>[image : Ailleurs]</p>"


def test_title_shows_no_picture(people, meeting):
    own = shown(put(people, meeting).uuid, "Carte")
    assert "<img" not in save(people, meeting.items.first(), f"Titre {own}", "title").replace("<img src", "")


# --- Added by the room's script ---------------------------------------------------------------------------------------


def sent(user, meeting, data):
    client = Client()
    client.force_login(user)
    files = {"file": ContentFile(data, name="carte")} if data is not None else {}
    return client.post(reverse("minutes:picture_add", args=[meeting.uuid]), files)


def test_picture_is_added_and_the_fragment_names_it(people, meeting):
    response = sent(people.coordinator, meeting, png())

    picture = Picture.objects.get()
    assert response.status_code == 201
    assert f'data-picture src="/images/{picture.uuid}/"' in response.text
    assert (picture.meeting, picture.added_by) == (meeting, people.coordinator)


@pytest.mark.parametrize(
    ("data", "said"), [(EXE, "ne peut pas être lue"), (b"", "vide"), (None, "Choisissez une image")]
)
def test_refusal_is_a_fragment_in_french(people, meeting, data, said):
    response = sent(people.coordinator, meeting, data)
    assert response.status_code == 422
    assert "data-refusal" in response.text
    assert said in response.text


# --- Shown ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(people):
    """Of its two pictures, the second stands under a point for the coordination only."""
    held = make_held_meeting(people)
    open_to_all, restricted = put(people, held), put(people, held, jpeg())
    make_item(held, "Sites", discussion=f"<p>Voir.</p>{shown(open_to_all.uuid, 'Carte')}")
    make_item(held, "Incident", discussion=shown(restricted.uuid, "Plan"), visibility=Visibility.COORDINATION)
    held.open_to_all, held.restricted = open_to_all, restricted
    return held


def seen_by(user, picture):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(reverse("minutes:picture", args=[picture.uuid]))


def status_of(user, picture):
    response = seen_by(user, picture)
    if response.streaming:
        response.getvalue()
    return response.status_code


def test_picture_is_served_as_it_is_kept(people, held):
    response = seen_by(people.coordinator, held.open_to_all)

    assert response.getvalue() == bytes_of(held.open_to_all)
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"


def test_members_see_the_pictures_of_what_they_read(people, held):
    before = status_of(people.member, held.open_to_all)
    circulate_minutes(meeting=held, by=people.coordinator, at=CIRCULATED_AT)

    assert before == 404
    assert status_of(people.member, held.open_to_all) == 200
    assert status_of(people.member, held.restricted) == 404
    assert status_of(people.coordinator, held.restricted) == 200


@pytest.mark.parametrize("who", ["stranger", None])
def test_others_see_no_picture(people, held, who):
    circulate_minutes(meeting=held, by=people.coordinator, at=CIRCULATED_AT)
    assert seen_by(who and getattr(people, who), held.open_to_all).status_code == 404


def test_picture_gone_from_the_files_is_not_found(people, held):
    default_storage.delete(held.open_to_all.file.name)
    assert seen_by(people.coordinator, held.open_to_all).status_code == 404


# --- Frozen -----------------------------------------------------------------------------------------------------------


def test_content_binds_each_picture_by_its_digest(people, held):
    content = freeze(held)

    assert [(one.number, one.sha256) for one in content.pictures] == [
        (str(one.uuid), one.sha256) for one in (held.open_to_all, held.restricted)
    ]
    assert Content.from_json(content.to_json()) == content


def test_edition_names_no_picture_of_what_it_leaves_out(people, held):
    content = freeze(held)
    for edition in ("members", "public"):
        assert [one.number for one in for_edition(content, edition).pictures] == [str(held.open_to_all.uuid)]


def test_content_without_picture_is_written_as_before(people):
    assert '"pictures"' not in freeze(make_held_meeting(people)).to_json()


# --- Printed ----------------------------------------------------------------------------------------------------------


def test_sealed_document_holds_the_picture(people, held):
    circulate_minutes(meeting=held, by=people.coordinator, at=CIRCULATED_AT)
    seen = []

    version = adopt_minutes(
        meeting=held, by=people.coordinator, render=lambda html, **rest: seen.append(html) or render_pdf(html, **rest)
    )

    assert base64.b64encode(bytes_of(held.open_to_all)).decode() in seen[0]
    assert base64.b64encode(bytes_of(held.restricted)).decode() not in seen[0]
    assert "/images/" not in seen[0]
    assert version.files.count() == 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [(default_storage.delete, "ne se trouve plus"), (lambda name: overwrite(name), "n’est plus celle")],
)
def test_record_is_not_sealed_without_its_picture(people, held, damage, said):
    circulate_minutes(meeting=held, by=people.coordinator, at=CIRCULATED_AT)
    damage(held.open_to_all.file.name)

    with pytest.raises(CirculationBlocked, match=said):
        adopt_minutes(meeting=held, by=people.coordinator, render=render_pdf)


def test_picture_lost_at_the_last_moment_seals_nothing(people, held):
    content = freeze(held)
    default_storage.delete(held.open_to_all.file.name)
    with pytest.raises(SealFailed, match="ne se trouve plus"):
        render_sealed(content, "a", render=render_pdf)


def overwrite(name: str) -> None:
    default_storage.delete(name)
    default_storage.save(name, ContentFile(jpeg(40, 40)))


def test_missing_picture_blocks_the_circulation_too(people, held):
    default_storage.delete(held.open_to_all.file.name)
    blocking = [check.text for check in list_missing(held) if check.is_blocking]
    assert len(blocking) == 1
    assert "(« Carte »)" in unspaced(blocking[0])


def test_picture_without_caption_is_asked_for(people, held):
    make_item(held, "Autre", discussion=shown(held.open_to_all.uuid))
    asked = [check.text for check in list_missing(held) if "légende" in check.text]
    assert len(asked) == 1
    assert "« Autre »" in unspaced(asked[0])


def unspaced(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_picture_that_was_not_given_is_not_printed_empty():
    with pytest.raises(RenderRefused, match="^Une image du texte manque"):
        render_minutes(pasted.pasted_content(), "a", render=render_pdf)


def test_picture_that_was_not_frozen_is_not_printed():
    with pytest.raises(RenderRefused, match="^Une image du texte manque"):
        render_minutes(replace(pasted.pasted_content(), pictures=()), "a", pictures=pasted.FILES, render=render_pdf)


def test_draft_reads_its_pictures_from_the_files(people, held):
    content = freeze(held)
    assert picture_files(content) == {str(one.uuid): bytes_of(one) for one in (held.open_to_all, held.restricted)}
