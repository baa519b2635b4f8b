"""The pages of a document's life: the same predicate shows the link and opens the page, refusals stay on it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.enums import DocumentState, MeetingState, Visibility
from meetings.models import Document, DocumentComment
from meetings.services.agenda import add_item, add_outcome
from meetings.services.document_life import comment_document, open_document, validate_document
from tests.meetings.factories import make_meeting
from tests.meetings.files import PDF, uploaded
from tests.meetings.views.test_documents import FORM, make_document

MOVES = ("document_open", "document_validate", "document_distribute", "document_take_back")
OFFERED = {
    DocumentState.DRAFT: {"document_open", "document_validate"},
    DocumentState.OPEN: {"document_open", "document_validate", "document_take_back"},
    DocumentState.VALIDATED: {"document_distribute", "document_take_back"},
    DocumentState.FINAL: set(),
}


def soon():
    return timezone.localdate() + dt.timedelta(days=5)


def document_in(people, state, **fields):
    document = make_document(people.cluster, state=DocumentState.DRAFT, **fields)
    if state == DocumentState.OPEN:
        open_document(document=document, until=soon(), by=None)
    if state == DocumentState.VALIDATED:
        validate_document(document=document, decision=decision_of(people), by=None)
    return document if state != DocumentState.FINAL else make_document(people.cluster, **fields)


def decision_of(people):
    meeting = make_meeting(people.cluster, state=MeetingState.OPEN, by=people.coordinator)
    item = add_item(meeting=meeting, title="Validation du plan", kind="decision")
    return add_outcome(item=item, text="Le plan est validé, " + "sous réserve, " * 10)


def address(name, document):
    return reverse(f"meetings:{name}", args=[document.uuid])


def shown(response):
    return response.content.decode()


@pytest.mark.parametrize("state", DocumentState)
def test_page_offers_what_it_allows(client, people, state):
    document = document_in(people, state)
    client.force_login(people.coordinator)

    page = shown(client.get(address("document_detail", document)))

    assert {name for name in MOVES if f'href="{address(name, document)}"' in page} == OFFERED[state]
    statuses = {name: client.get(address(name, document)).status_code for name in MOVES}
    assert statuses == {name: 200 if name in OFFERED[state] else 403 for name in MOVES}


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("observer", 404), ("member", 403), ("admin", 404), ("rapporteur", 302)]
)
def test_document_moved_by_the_coordination_only(client, people, who, status):
    document = document_in(people, DocumentState.DRAFT)
    client.force_login(getattr(people, who))

    response = client.post(address("document_open", document), {"until": soon().isoformat()})

    assert response.status_code == status
    assert Document.objects.get().state == (DocumentState.OPEN if status == 302 else DocumentState.DRAFT)


@pytest.mark.parametrize("until", ["", "2017-06-14", "bientôt"])
def test_document_open_with_a_bad_date_says_so(client, people, until):
    document = document_in(people, DocumentState.DRAFT)
    client.force_login(people.coordinator)

    response = client.post(address("document_open", document), {"until": until})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert Document.objects.get().state == DocumentState.DRAFT


def test_document_validated_by_a_decision_of_the_list(client, people):
    document, decision = document_in(people, DocumentState.DRAFT), decision_of(people)
    client.force_login(people.coordinator)

    form = client.get(address("document_validate", document)).context["form"]
    labels = [label for value, label in form.fields["decision"].choices if value]
    client.post(address("document_validate", document), {"decision": decision.uuid})

    assert len(labels) == 1
    assert labels[0].startswith("15/11/2016 · Validation du plan : Le plan est validé, sous réserve")
    assert labels[0].endswith("…")
    assert Document.objects.get().decision == decision


def test_document_validated_by_the_decision_of_others_is_refused(client, people):
    document = document_in(people, DocumentState.DRAFT)
    foreign = make_meeting(people.other_cluster, state=MeetingState.OPEN)
    decision = add_outcome(item=foreign.items.first(), text="Ailleurs")
    client.force_login(people.coordinator)

    response = client.post(address("document_validate", document), {"decision": decision.uuid})

    assert list(response.context["form"].errors) == ["decision"]
    assert Document.objects.get().state == DocumentState.DRAFT


def test_document_distributed_when_only_the_coordination_sees_it_stays(client, people):
    document = document_in(people, DocumentState.VALIDATED, visibility=Visibility.COORDINATION)
    client.force_login(people.coordinator)

    response = client.post(address("document_distribute", document))

    assert "visible que par la coordination" in shown(response)
    assert Document.objects.get().state == DocumentState.VALIDATED


def test_member_comments_on_the_page(client, people):
    document = document_in(people, DocumentState.OPEN)
    client.force_login(people.member)

    response = client.post(address("document_comment", document), {"text": "Ajouter <b>Gao</b>"}, follow=True)

    assert "Ajouter &lt;b&gt;Gao&lt;/b&gt;" in shown(response)
    assert DocumentComment.objects.get().author == people.member


def test_comment_that_cannot_be_kept_stays_in_its_field(client, people):
    document = document_in(people, DocumentState.OPEN)
    client.force_login(people.member)

    response = client.post(address("document_comment", document), {"text": "mot " * 600})

    assert response.status_code == 200
    assert response.context["comment_form"]["text"].value().startswith("mot mot")
    assert list(response.context["comment_form"].errors) == ["text"]
    assert not DocumentComment.objects.exists()


def test_observer_reads_the_public_document_and_not_its_life(client, people):
    document = document_in(people, DocumentState.OPEN, visibility=Visibility.PUBLIC)
    comment_document(document=document, text="Entre membres", by=people.member)
    seen = {}
    for who in ("member", "observer"):
        client.force_login(getattr(people, who))
        page = shown(client.get(address("document_detail", document)))
        seen[who] = [word in page for word in ("Entre membres", "Historique", "Votre observation")]

    assert seen == {"member": [True, True, True], "observer": [False, False, False]}


def test_members_read_when_a_document_was_validated_and_not_the_live_text(client, people):
    document = document_in(people, DocumentState.VALIDATED)
    pages = {}
    for who in ("coordinator", "member"):
        client.force_login(getattr(people, who))
        pages[who] = shown(client.get(address("document_detail", document))).replace("\u00a0", " ")

    assert all("la réunion du 15 novembre 2016" in page for page in pages.values())
    assert ["Validation du plan" in pages[who] for who in ("coordinator", "member")] == [True, False]


def test_new_version_follows_the_one_before(client, people):
    document = document_in(people, DocumentState.VALIDATED, visibility=Visibility.PUBLIC)
    client.force_login(people.coordinator)
    form = client.get(address("document_new_version", document)).context["form"]
    offered = {name: form[name].value() for name in ("name", "version_label", "visibility", "state")}

    response = client.post(address("document_new_version", document), FORM | {"file": uploaded("b.pdf", PDF)})

    assert offered == {"name": "TDR", "version_label": "v2", "visibility": "public", "state": "draft"}
    version = Document.objects.latest("pk")
    assert response.url == address("document_detail", version)
    assert (version.first, version.decision, version.state) == (document, document.decision, DocumentState.FINAL)
    page = shown(client.get(address("document_detail", document)))
    assert "Une version plus récente existe." in page


def test_new_version_without_a_file_is_asked_again(client, people):
    document = document_in(people, DocumentState.DRAFT)
    client.force_login(people.coordinator)

    response = client.post(address("document_new_version", document), FORM)

    assert list(response.context["form"].errors) == ["file"]
    assert Document.objects.count() == 1


def test_list_keeps_the_latest_versions_where_asked(client, people):
    first = make_document(people.cluster)
    second = make_document(people.cluster, replaces=first)
    client.force_login(people.member)

    whole = client.get(reverse("meetings:document_list"))
    latest = client.get(reverse("meetings:document_list"), {"versions": "last"})

    assert list(whole.context["page"]) == [second, first]
    assert list(latest.context["page"]) == [second]
    assert shown(whole).count("version plus récente") == 1


def test_list_tells_until_when_a_document_is_open(client, people):
    document = document_in(people, DocumentState.OPEN)
    client.force_login(people.member)
    assert "Ouvert aux observations" in shown(client.get(reverse("meetings:document_list")))

    Document.objects.filter(pk=document.pk).update(comments_until=dt.date(2017, 6, 14))

    assert "Observations closes" in shown(client.get(reverse("meetings:document_list")))
