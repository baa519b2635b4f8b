"""Documents: what goes in is checked, what comes out is an attachment for those who may see it."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.enums import DocumentState, MeetingState, Visibility
from meetings.errors import ForeignObject, MeetingNotEditable, MeetingsError, MoveRefused
from meetings.models import Document, DocumentComment
from meetings.services.documents import attach_document, detach_document, upload_document
from tests.factories import make_user
from tests.meetings.factories import adopt, make_meeting
from tests.meetings.files import EXE, PDF, docx, uploaded

FORM = {"name": "", "version_label": "v2", "state": "final", "visibility": "members"}


def make_document(cluster, name="TDR.pdf", content=PDF, **fields):
    return upload_document(cluster=cluster, file=uploaded(name, content), by=None, **fields)


def address(name, document):
    return reverse(f"meetings:{name}", args=[document.uuid])


# --- Going in ---------------------------------------------------------------------------------------------------------


def test_document_create_keeps_the_file_under_a_name_that_says_nothing(client, people):
    client.force_login(people.coordinator)

    client.post(
        reverse("meetings:document_create"),
        FORM | {"cluster": people.cluster.uuid, "file": uploaded("../Liste Niono.docx", docx())},
    )

    document = Document.objects.get()
    assert (document.name, document.original_name) == ("Liste Niono", "Liste Niono.docx")
    assert "Niono" not in document.file.name
    assert (document.size, len(document.sha256), document.uploaded_by) == (len(docx()), 64, people.coordinator)


@pytest.mark.parametrize("file", [("programme.docx", EXE), ("page.html", b"<script>"), ("vide.pdf", b"")])
def test_document_create_of_what_is_not_a_document_is_refused(client, people, file):
    client.force_login(people.coordinator)

    response = client.post(
        reverse("meetings:document_create"), FORM | {"cluster": people.cluster.uuid, "file": uploaded(*file)}
    )

    assert list(response.context["form"].errors) == ["file"]
    assert response.context["form"]["version_label"].value() == "v2"
    assert not Document.objects.exists()


def test_document_create_above_the_limit_is_refused(client, people, settings):
    settings.DOCUMENT_MAX_BYTES = len(PDF) - 1
    client.force_login(people.coordinator)

    response = client.post(
        reverse("meetings:document_create"), FORM | {"cluster": people.cluster.uuid, "file": uploaded("a.pdf", PDF)}
    )

    assert "trop lourd" in str(response.context["form"].errors["file"])


def test_document_create_in_the_cluster_of_others_is_refused(client, people):
    client.force_login(people.coordinator)

    response = client.post(
        reverse("meetings:document_create"),
        FORM | {"cluster": people.other_cluster.uuid, "file": uploaded("a.pdf", PDF)},
    )

    assert list(response.context["form"].errors) == ["cluster"]
    assert not Document.objects.exists()


@pytest.mark.parametrize(("until", "said"), [("", "Indiquez jusqu’à quand"), ("2017-06-14", "date est passée")])
def test_document_deposited_open_needs_a_date_to_come(client, people, until, said):
    client.force_login(people.coordinator)
    data = {"cluster": people.cluster.uuid, "file": uploaded("a.pdf", PDF), "state": "open", "comments_until": until}

    response = client.post(reverse("meetings:document_create"), FORM | data)

    assert said in str(response.context["form"].errors["comments_until"])
    with pytest.raises(MeetingsError, match=said):
        make_document(
            people.cluster, state=DocumentState.OPEN, comments_until=date.fromisoformat(until) if until else None
        )
    assert not Document.objects.exists()


def test_document_is_not_deposited_as_validated(client, people):
    client.force_login(people.coordinator)
    data = {"cluster": people.cluster.uuid, "file": uploaded("a.pdf", PDF), "state": "validated"}

    response = client.post(reverse("meetings:document_create"), FORM | data)

    assert list(response.context["form"].errors) == ["state"]
    with pytest.raises(MoveRefused):
        make_document(people.cluster, state=DocumentState.VALIDATED)


def test_document_edit_changes_neither_file_nor_state(client, people):
    document = make_document(people.cluster)
    client.force_login(people.coordinator)
    data = FORM | {"name": "Termes de référence", "state": "open", "comments_until": "2099-06-14"}

    client.post(address("document_edit", document), data | {"sha256": "0" * 64, "file": uploaded("b.pdf", PDF)})

    changed = Document.objects.get()
    assert (changed.name, changed.version_label) == ("Termes de référence", "v2")
    assert (changed.state, changed.comments_until) == (document.state, None)
    assert (changed.file, changed.sha256) == (document.file, document.sha256)


# --- Coming out -------------------------------------------------------------------------------------------------------


def test_document_download_is_an_attachment_in_a_sandbox(client, people):
    document = make_document(people.cluster, 'Fiche "été".pdf')
    client.force_login(people.member)

    response = client.get(address("document_download", document))

    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Fiche%20%22%C3%A9t%C3%A9%22.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_download_of_a_lost_file_is_not_found(client, people):
    document = make_document(people.cluster)
    default_storage.delete(document.file.name)
    client.force_login(people.coordinator)

    assert client.get(address("document_download", document)).status_code == 404


SEEN_BY = {
    Visibility.PUBLIC: {"coordinator": 200, "member": 200, "observer": 200, "stranger": 404, "admin": 404},
    Visibility.MEMBERS: {"coordinator": 200, "member": 200, "observer": 404, "stranger": 404, "admin": 404},
    Visibility.COORDINATION: {"coordinator": 200, "member": 404, "observer": 404, "stranger": 404, "admin": 404},
}


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("name", ["document_detail", "document_download"])
def test_document_seen_by_those_who_may(client, people, visibility, name):
    document = make_document(people.cluster, visibility=visibility)

    answers = {}
    for who in SEEN_BY[visibility]:
        client.force_login(getattr(people, who))
        response = client.get(address(name, document))
        response.getvalue()
        answers[who] = response.status_code

    assert answers == SEEN_BY[visibility]


def test_document_list_leaves_out_what_may_not_be_seen(client, people):
    for visibility in Visibility:
        make_document(people.cluster, name_of(visibility), visibility=visibility)
    make_document(people.other_cluster, "ailleurs.pdf", visibility=Visibility.PUBLIC)

    listed = {}
    for who in ("coordinator", "member", "observer"):
        client.force_login(getattr(people, who))
        listed[who] = {doc.name for doc in client.get(reverse("meetings:document_list")).context["page"]}

    assert listed == {
        "coordinator": {"coordination", "members", "public"},
        "member": {"members", "public"},
        "observer": {"public"},
    }


def name_of(visibility):
    return f"{visibility.value}.pdf"


@pytest.mark.parametrize("name", ["document_edit", "document_attach"])
@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("observer", 404), ("member", 403)])
def test_document_changed_by_the_coordination_only(client, people, name, who, status):
    document, meeting = make_document(people.cluster), make_meeting(people.cluster)
    client.force_login(getattr(people, who))

    response = client.post(address(name, document), FORM | {"name": "Autre", "meeting": meeting.uuid})

    assert response.status_code == status
    assert Document.objects.get().name == "TDR"
    assert not document.meetings.exists()


# --- Joined to meetings -----------------------------------------------------------------------------------------------


def test_document_attached_and_detached_through_its_page(client, people, meeting):
    document = make_document(people.cluster)
    client.force_login(people.coordinator)

    client.post(address("document_attach", document), {"meeting": meeting.uuid})
    assert list(meeting.documents.all()) == [document]
    client.post(reverse("meetings:document_detach", args=[document.uuid, meeting.uuid]))
    assert not meeting.documents.exists()


def test_document_attached_to_the_meeting_of_others_is_refused(client, people):
    document, foreign = make_document(people.cluster), make_meeting(people.other_cluster)
    client.force_login(people.coordinator)

    client.post(address("document_attach", document), {"meeting": foreign.uuid})

    assert not foreign.documents.exists()
    with pytest.raises(ForeignObject):
        attach_document(document=document, to=foreign.items.first())


def test_document_of_an_adopted_record_stays_as_it_is(people):
    document, meeting = make_document(people.cluster), make_meeting(people.cluster, state=MeetingState.CLOSED)
    attach_document(document=document, to=meeting)
    adopt(meeting)

    with pytest.raises(MeetingNotEditable):
        detach_document(document=document, from_=meeting)
    with pytest.raises(MeetingNotEditable):
        attach_document(document=document, to=meeting.items.first())


@pytest.mark.parametrize("item_count", [1, 3])
def test_document_pages_ask_the_same_number_of_questions(client, people, item_count):
    documents = [make_document(people.cluster) for _ in range(item_count)]
    for _ in range(item_count):
        meeting = make_meeting(people.cluster)
        attach_document(document=documents[0], to=meeting)
        attach_document(document=documents[0], to=meeting.items.first())
        make_document(people.cluster, replaces=documents[0])
        DocumentComment.objects.create(document=documents[0], author=make_user(), text="Lu")
    client.force_login(people.coordinator)

    with CaptureQueriesContext(connection) as listing:
        client.get(reverse("meetings:document_list"))
    with CaptureQueriesContext(connection) as detail:
        client.get(address("document_detail", documents[0]))

    assert (len(listing), len(detail)) == (6, 11)
