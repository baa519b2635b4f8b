from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made, pressed
from meetings import rules
from meetings.filters import DocumentFilter
from meetings.forms.document_life import CommentForm
from meetings.forms.documents import AttachForm, DocumentForm, DocumentUploadForm
from meetings.models import Document, Meeting
from meetings.selectors import document_life
from meetings.services.documents import attach_document, detach_document, update_document, upload_document
from participants.models import Cluster, User

PER_PAGE = 25


def document_list(request: HttpRequest) -> HttpResponse:
    seen = Document.objects.visible_to(request.user)
    listed = seen.select_related("cluster").mark_replaced(among=seen)
    found = DocumentFilter(request.GET, listed, request=request)
    context = {
        "filter": found,
        "page": Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page")),
        "can_create": rules.can_create_meeting(request.user),
    }
    return render(request, "meetings/document_list.html", context)


def document_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_meeting(request.user))
    clusters = Cluster.objects.coordinated_by(request.user)
    form = DocumentUploadForm(request.POST or None, request.FILES or None, clusters=clusters)
    if request.method == "POST" and (
        document := made(form, lambda: upload_document(by=request.user, **form.cleaned_data))
    ):
        messages.success(request, "Le document est déposé.")
        return redirect("meetings:document_detail", document.uuid)
    return render(request, "meetings/document_create.html", {"form": form})


def document_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    related = Document.objects.select_related("cluster", "uploaded_by__person", "decision__item__meeting")
    return detail_page(request, get_visible(related, request.user, uuid=uuid))


def detail_page(request: HttpRequest, document: Document, *, comment_form: CommentForm | None = None) -> HttpResponse:
    """Also with a comment that could not be kept as it was written."""
    user = request.user
    can_edit = rules.can_edit_document(user, document)
    if comment_form is None and rules.can_comment_document(user, document):
        comment_form = CommentForm()
    context = {
        "document": document,
        "life": document_life(document, user),
        "rights": DocumentRights.of(user, document),
        "form": AttachForm(document=document) if can_edit else None,
        "comment_form": comment_form,
    }
    return render(request, "meetings/document_detail.html", context)


@dataclass(frozen=True)
class DocumentRights:
    """What this person may do with the document now."""

    can_edit: bool
    can_add_version: bool
    can_open: bool
    can_take_back: bool
    can_validate: bool
    can_distribute: bool
    can_copy_message: bool
    can_see_life: bool
    can_see_decision: bool

    @classmethod
    def of(cls, user: User, document: Document) -> DocumentRights:
        return cls(
            can_edit=rules.can_edit_document(user, document),
            can_add_version=rules.can_add_version(user, document),
            can_open=rules.can_open_document(user, document),
            can_take_back=rules.can_take_back_document(user, document),
            can_validate=rules.can_validate_document(user, document),
            can_distribute=rules.can_distribute_document(user, document),
            can_copy_message=rules.can_copy_document_message(user, document),
            can_see_life=rules.can_see_document_life(user, document),
            can_see_decision=rules.can_see_validation(user, document),
        )


def document_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = _editable(request, uuid)
    name = document.name
    form = DocumentForm(request.POST or None, instance=document)
    if request.method == "POST" and made(form, lambda: update_document(document=document, **form.cleaned_data)):
        messages.success(request, "Le document est modifié.")
        return redirect("meetings:document_detail", document.uuid)
    return render(request, "meetings/document_form.html", {"form": form, "document": document, "name": name})


@require_POST
def document_attach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    document = _editable(request, uuid)
    form = AttachForm(request.POST, document=document)
    if form.is_valid():
        meeting = form.cleaned_data["meeting"]
        done = f"Le document est joint à « {meeting.title} »."
        pressed(request, lambda: attach_document(document=document, to=meeting), done)
    else:
        messages.error(request, "Choisissez une réunion de la liste.")
    return redirect("meetings:document_detail", document.uuid)


@require_POST
def document_detach(request: HttpRequest, uuid: UUID, meeting_uuid: UUID) -> HttpResponse:
    document = _editable(request, uuid)
    meeting: Meeting = get_object_or_404(document.meetings, uuid=meeting_uuid)
    done = f"Le document n’est plus joint à « {meeting.title} »."
    pressed(request, lambda: detach_document(document=document, from_=meeting), done)
    return redirect("meetings:document_detail", document.uuid)


def _editable(request: HttpRequest, uuid: UUID) -> Document:
    document = get_visible(Document.objects.select_related("cluster"), request.user, uuid=uuid)
    require(rules.can_edit_document(request.user, document))
    return document


def document_download(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Always as an attachment, in a sandbox: what somebody uploaded never runs as a page of ours."""
    return as_download(get_visible(Document.objects.all(), request.user, uuid=uuid))


def as_download(document: Document) -> FileResponse:
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=True, filename=document.original_name, content_type=document.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
