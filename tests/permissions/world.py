"""Two clusters alike in everything, and one account of each kind in the first: what there is to see and to refuse.

Every text carries a token that says who may read it, so that a search of any answer shows what leaked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone
from post_office.models import Email

from actions.enums import CallPart, DueKind
from actions.models import ActionPoint
from actions.services.calls import send_call
from actions.services.contributions import answer_call
from actions.services.create import create_action
from actions.services.exports import request_export, write_export
from actions.services.handovers import hand_over
from actions.services.report import report_on_action
from actions.services.saved_views import save_view
from clusterhub.web.richtext import clean
from meetings.enums import DocumentState, MeetingState, SectionKind, Visibility
from meetings.models import Meeting, Outcome, TextRevision
from meetings.services import lifecycle
from meetings.services.agenda import add_item, add_outcome, ensure_section
from meetings.services.attendance import add_attendance
from meetings.services.document_life import comment_document, open_document, validate_document
from meetings.services.documents import attach_document, upload_document
from meetings.services.pictures import add_picture
from meetings.services.sign_ins import sign_in, sign_in_url
from meetings.services.templates import add_template_item, create_agenda_template
from meetings.services.texts import save_text
from minutes.enums import RevocationReason
from minutes.models import Decision
from minutes.render.engine import render_pdf
from minutes.selectors.follow_up import members_sheet
from minutes.services.authority import ensure_authority
from minutes.services.identities import ensure_identity
from minutes.services.openings import record_opening
from minutes.services.publications import publish_edition
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.remarks import add_remark
from minutes.services.revocation import revoke_identity
from minutes.services.scans import upload_scan
from minutes.services.sheets import seal_follow_up_sheet
from minutes.services.styles import add_logo, save_style
from minutes.verify.authority import AuthorityCertificate
from participants.enums import MailKind, MembershipStatus, Role
from participants.models import Cluster, Holiday, Organisation, Person, Place, User
from participants.services.activities import declare_need, report_activity
from participants.services.choices import stop_url
from participants.services.feeds import feed_url, open_feed
from participants.services.links import create_link
from participants.services.partner_links import create_partner_link
from participants.voices import Voice
from tests.factories import (
    PASSWORD,
    make_admin,
    make_cluster,
    make_group,
    make_list,
    make_membership,
    make_organisation,
    make_person,
    make_place,
    make_role,
    make_user,
)
from tests.fixtures.holidays import bring_holidays_back
from tests.fixtures.kept import kept
from tests.meetings.factories import make_meeting
from tests.minutes.styles import drawing

SECRET, LIVE, MEMBERS, ADOPTED, PUBLISHED = "Confidentiel", "Endirect", "Entrenous", "Adoptee", "Publiee"
"""Tokens: for the coordination; being typed; for members; for observers too; for everybody. The code follows."""

ROLES = (
    *("anonymous", "stranger", "observer", "member", "focal_point"),
    *("rapporteur", "co_facilitator", "coordinator", "admin"),
)
ACCOUNTS = {
    "observer": None,
    "member": None,
    "focal_point": Role.FOCAL_POINT,
    "rapporteur": Role.RAPPORTEUR,
    "co_facilitator": Role.CO_FACILITATOR,
    "coordinator": Role.COORDINATOR,
}
PARTS = ("CHEF", "ONG", "OBS")
Kwargs = dict[str, Any]
Say = Callable[[str], str]


@dataclass
class Side:
    """One cluster with everything in it. ``at`` gives, by the name of an object, what its addresses are made of."""

    code: str
    cluster: Cluster
    lead: Organisation
    partner: Organisation
    watcher: Organisation
    accounts: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    actions: dict[str, ActionPoint] = field(default_factory=dict)
    at: dict[str, Kwargs] = field(default_factory=dict)

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return (self.lead, self.partner, self.watcher)


@dataclass
class World:
    own: Side
    foreign: Side
    admin: User

    def user(self, role: str) -> User | None:
        """The account of a role in the own cluster; ``stranger`` coordinates the foreign one."""
        if role == "anonymous":
            return None
        if role == "admin":
            return self.admin
        return self.foreign.accounts["coordinator"] if role == "stranger" else self.own.accounts[role]

    def fresh(self, role: str) -> User | None:
        """The same account without what it remembered of its rights."""
        user = self.user(role)
        return User.objects.get(pk=user.pk) if user else None


PAYLOAD = """"'><zz><img src=x onerror=z()>{{7|add:7}}"""


def hostile(text: str) -> str:
    """Closes an attribute and a tag, opens some, asks a template to compute: short enough for the shortest column."""
    return f"{text}{PAYLOAD}"


@kept
def build_world(say: Say = str) -> World:
    """``say`` puts each text into the world: as it is, or with something hostile in it."""
    bring_holidays_back()
    return World(own=build_side("OWN", say), foreign=build_side("FOR", say), admin=make_admin("admin@example.org"))


def build_side(code: str, say: Say) -> Side:
    cluster = make_cluster(
        say(f"Cluster {code}"), code, name=say(f"{code} du Mali"), usual_venue=say("Salle habituelle")
    )
    lead, partner, watcher = (
        make_organisation(f"{code}{part}", say(f"{code} {part}")) for part in ("CHEF", "ONG", "OBS")
    )
    side = Side(code, cluster, lead, partner, watcher)
    for organisation in (lead, partner):
        make_membership(organisation, cluster)
    make_membership(watcher, cluster, MembershipStatus.OBSERVER)
    _add_people(side, say)
    _add_meetings(side, say)
    _add_publication(side, say)
    _add_actions(side, say)
    _add_handovers(side, say)
    _add_documents(side, say)
    _add_style(side, say)
    _add_records(side, say)
    _add_lists(side, say)
    _seal_sheet(side)
    _add_export(side)
    _add_addresses(side, say)
    _add_keys(side)
    return side


def _add_lists(side: Side, say: Say) -> None:
    """What the register holds, and a list that somebody keeps."""
    for name in ("circulated", "adopted"):
        decided = Decision.objects.filter(minutes__meeting=side.meetings[name])
        side.at[f"{name} decision"] = {"uuid": decided.filter(is_restricted=False).earliest("pk").uuid}
        side.at["secret decision"] = {"uuid": decided.filter(is_restricted=True).earliest("pk").uuid}
    view = save_view(user=side.accounts["member"], name=say("Vue"), filters="late=on")
    side.at["saved view"] = {"uuid": view.uuid}


# --- People -----------------------------------------------------------------------------------------------------------


def _add_people(side: Side, say: Say) -> None:
    for name, role in ACCOUNTS.items():
        organisation = {"observer": side.watcher, "member": side.partner, "focal_point": side.partner}.get(
            name, side.lead
        )
        person = _person(side, name, organisation, say)
        side.accounts[name] = make_user(person, f"compte-{name}-{side.code.lower()}@example.org")
        if role:
            make_role(person, side.cluster, role, topic=say("Sujet") if role == Role.FOCAL_POINT else "")
    side.people["newcomer"] = _person(side, "newcomer", side.partner, say)


def _person(side: Side, name: str, organisation: Organisation, say: Say) -> Person:
    number = len(side.people)
    person = make_person(
        say(f"{name} {side.code}"),
        organisation,
        emails=(f"contact-{name}-{side.code.lower()}@example.org",),
        phones=(f"+223 7{'1' if side.code == 'OWN' else '2'} 00 00 {number:02}",),
        job_title=say("Fonction"),
    )
    return side.people.setdefault(name, person)


# --- Meetings ---------------------------------------------------------------------------------------------------------


def _add_meetings(side: Side, say: Say) -> None:
    """One meeting in each state that changes who sees what, the oldest first."""
    today = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    steps = {
        "adopted": (MeetingState.CLOSED, -90),
        "circulated": (MeetingState.CLOSED, -60),
        "closed": (MeetingState.CLOSED, -30),
        "cancelled": (MeetingState.CANCELLED, -15),
        "open": (MeetingState.OPEN, -1),
        "announced": (MeetingState.ANNOUNCED, 15),
        "planned": (MeetingState.PLANNED, 45),
    }
    for name, (state, days) in steps.items():
        side.meetings[name] = make_meeting(
            side.cluster,
            today + timedelta(days=days),
            title=say(f"Réunion {name} {side.code}"),
            venue=say("Salle"),
            by=side.accounts["coordinator"],
        )
        _add_texts(side, side.meetings[name], name, say)
        _bring_to(side.meetings[name], state, side)


def _bring_to(meeting: Meeting, state: str, side: Side) -> None:
    """As the factory does, once there is something in the meeting."""
    by = side.accounts["coordinator"]
    if state == MeetingState.CANCELLED:
        lifecycle.cancel_meeting(meeting=meeting, reason="Route coupée", by=by)
    if state == MeetingState.ANNOUNCED:
        lifecycle.announce_meeting(meeting=meeting, by=by)
    if state in (MeetingState.OPEN, MeetingState.CLOSED):
        lifecycle.open_meeting(meeting=meeting, by=by, at=meeting.starts_at)
    if state == MeetingState.CLOSED:
        lifecycle.close_meeting(meeting=meeting, by=by, at=meeting.starts_at + timedelta(minutes=90))


# --- What was said ----------------------------------------------------------------------------------------------------

READ_BY = {"circulated": MEMBERS, "adopted": ADOPTED}


def _add_texts(side: Side, meeting: Meeting, name: str, say: Say) -> None:
    """Points that members may know of, with what was said under them, and one for the coordination."""
    token = READ_BY.get(name, LIVE) + side.code
    shown = {"planned": SECRET, "announced": ADOPTED, "adopted": ADOPTED}.get(name, MEMBERS) + side.code
    point = add_item(meeting=meeting, title=say(f"Point {shown}"), presenter=say("Présentateur"))
    meeting.items.filter(pk=point.pk).update(discussion=clean(say(token)), status_note=clean(say(token)))
    secret = SECRET + side.code
    restricted = add_item(meeting=meeting, title=say(f"Point {secret}"), visibility=Visibility.COORDINATION)
    meeting.items.filter(pk=restricted.pk).update(discussion=clean(say(secret)))
    add_item(meeting=meeting, title=say(f"Sous le point {secret}"), parent=restricted)
    outcome = add_outcome(item=point, text=say(token), issuer=say("Cluster"), addressee=say("Partenaires"))
    add_outcome(item=restricted, text=say(secret))
    _reword(side, outcome, say(token), name)
    section = ensure_section(meeting=meeting, kind=SectionKind.LESSONS, body=say(token))
    add_attendance(meeting=meeting, person=side.people["member"])
    add_attendance(meeting=meeting, name=say("De passage"), organisation_name=say("Venue d’ailleurs"))
    if name in ("open", "circulated", "adopted"):
        _add_pictures(side, meeting, name, {point.pk: "picture", restricted.pk: "secret"})
    side.at[name] = {"uuid": meeting.uuid}
    if name == "open":
        side.at["code on the wall"] = side.at[name] | {"key": sign_in_url(meeting).rstrip("/")[-16:]}
        sign_in(meeting=meeting, name=f"Visiteuse {SECRET}{side.code}", organisation_name="Inconnue")
    side.at[f"{name} item"] = side.at[name] | {"item_uuid": point.uuid}
    side.at[f"{name} outcome"] = side.at[name] | {"outcome_uuid": outcome.uuid}
    side.at[f"{name} section"] = side.at[name] | {"section_uuid": section.uuid}


def _reword(side: Side, outcome: Outcome, text: str, name: str) -> None:
    """Its history has two states, of which the first may be brought back."""
    by = side.accounts["coordinator"]
    save_text(target=outcome, field="text", text=f"Revu. {text}", base_version=0, key=uuid4(), author=by)
    history = {"uuid": outcome.item.meeting.uuid, "number": outcome.uuid, "field": "outcome.text"}
    first = TextRevision.objects.get(object_uuid=outcome.uuid, version=0)
    side.at[f"{name} text"] = history
    side.at[f"{name} text state"] = history | {"save": first.key}


def _add_pictures(side: Side, meeting: Meeting, name: str, kinds: dict[int, str]) -> None:
    """One in what members may read, another in what they may not."""
    for number, (item, kind) in enumerate(kinds.items()):
        file = BytesIO(drawing(40 + number, 30))
        picture = add_picture(meeting=meeting, file=file, by=side.accounts["coordinator"])
        shown = Concat("discussion", Value(f'<img src="/images/{picture.uuid}/" alt="Croquis">'))
        meeting.items.filter(pk=item).update(discussion=shown)
        side.at[f"{name} {kind}"] = {"uuid": picture.uuid}


def _add_actions(side: Side, say: Say) -> None:
    for name, meeting in side.meetings.items():
        if not meeting.is_editable or meeting.opened_at is None:
            continue
        point = meeting.items.filter(visibility=Visibility.MEMBERS, parent=None).exclude(presenter="").get()
        token = {"open": LIVE, "adopted": ADOPTED}.get(name, MEMBERS) + side.code
        side.actions[name] = _action(side, say, f"Promesse {token}", meeting=meeting, item=point)
    secret = SECRET + side.code
    side.actions["restricted"] = _action(side, say, f"Promesse {secret}", visibility=Visibility.COORDINATION)
    side.actions["free"] = _action(side, say, f"Promesse {MEMBERS}{side.code}")
    awaited = {"due_kind": DueKind.TO_BE_COMMUNICATED, "due_set_by": f"{side.code}ONG"}
    side.actions["awaiting"] = _action(side, say, f"Promesse {MEMBERS}{side.code}", **awaited)
    for name, action in side.actions.items():
        side.at[f"{name} action"] = {"uuid": action.uuid}
    report_on_action(
        side.actions["free"],
        by=side.accounts["focal_point"],
        organisation=side.partner,
        status="in_progress",
        comment=say(f"Avancée {MEMBERS}{side.code}"),
        note=say("Précision"),
    )
    review = side.meetings["planned"].action_reviews.filter(action=side.actions["free"]).get()
    side.at["planned review"] = side.at["planned"] | {"review_uuid": review.uuid}


def _add_handovers(side: Side, say: Say) -> None:
    """One that was sent to a neighbour, one that came from it; each coordination reads what was handed over."""
    neighbour = make_cluster(say(f"Voisin {side.code}"), f"V{side.code}", name=say(f"Voisin {side.code} du Mali"))
    by, reason = side.accounts["coordinator"], say("Motif")
    theirs = create_action(cluster=neighbour, by=None, description=say(f"Promesse {SECRET}{side.code}"))
    sent = hand_over(side.actions["free"], to=neighbour, by=by, reason=reason)
    received = hand_over(theirs, to=side.cluster, by=by, reason=reason)
    side.at |= {"sent handover": {"uuid": sent.uuid}, "received handover": {"uuid": received.uuid}}


def _action(side: Side, say: Say, description: str, **given: Any) -> ActionPoint:
    return create_action(
        cluster=side.cluster,
        by=side.accounts["coordinator"],
        description=say(description),
        owner_text=f"{side.code}ONG, {say('quelqu’un')}",
        due_text=say("dès que possible"),
        **given,
    )


# --- Documents, templates, addresses ----------------------------------------------------------------------------------


def _add_records(side: Side, say: Say) -> None:
    """The text of the circulated record goes on being typed; the adopted one is sealed."""
    by = side.accounts["coordinator"]
    circulated, adopted = side.meetings["circulated"], side.meetings["adopted"]
    for meeting in (circulated, adopted):
        circulate_minutes(meeting=meeting, by=by)
    ensure_section(meeting=circulated, kind=SectionKind.OUTLOOK, body=say(LIVE + side.code))
    remark = add_remark(
        minutes=circulated.minutes,
        passage=say(f"Point {MEMBERS}{side.code}"),
        kind="remark",
        text=say(f"Remarque {MEMBERS}{side.code}"),
        by=side.accounts["member"],
    )
    side.at["circulated remark"] = side.at["circulated"] | {"remark_uuid": remark.uuid}
    version = adopt_minutes(meeting=adopted, by=by, render=render_pdf)
    side.at["as rapporteur"] = side.at["adopted"] | {"role": "rapporteur"}
    side.at["as chair"] = side.at["adopted"] | {"role": "chair"}
    ensure_authority()
    record_opening(version=version, reader=by, means="page")
    side.at["ruling"] = {"uuid": side.meetings["open"].uuid, "record_uuid": circulated.uuid}
    side.at["printed address"] = {"key": version.public_key}
    side.at["sealed file"] = side.at["adopted"] | {"file_uuid": version.files.get().uuid}


def _add_style(side: Side, say: Say) -> None:
    """What members read says it; the page where it is chosen is the coordinator's."""
    texts = {"header_text": say("En-tête"), "footer_text": say("Pied"), "role_labels": {"chair": say("Présidé")}}
    save_style(cluster=side.cluster, layout="a", document_name="compte_rendu", **texts)
    logo = add_logo(cluster=side.cluster, file=BytesIO(drawing()), alt=say("Logo"))
    side.at["logo"] = {"uuid": side.cluster.uuid, "logo": logo.uuid}


def _add_keys(side: Side) -> None:
    """The rapporteur's is in force, the focal point's is revoked."""
    ensure_identity(side.people["rapporteur"])
    lost = ensure_identity(side.people["focal_point"])
    by = side.accounts["focal_point"]
    revoke_identity(identity=lost, reason=RevocationReason.KEY_COMPROMISE, by=by)
    side.at["key holder"] = {"uuid": side.people["rapporteur"].uuid}
    side.at["key lost"] = {"uuid": side.people["focal_point"].uuid}
    side.at["authority"] = {"code": AuthorityCertificate(ensure_authority().pem).code}


def _seal_sheet(side: Side) -> None:
    by, meeting = side.accounts["coordinator"], side.meetings["announced"]
    seen = members_sheet(meeting).sha256()
    sheet = seal_follow_up_sheet(meeting=meeting, by=by, password=PASSWORD, seen=seen, render=render_pdf)
    side.at["sealed sheet"] = {"uuid": sheet.uuid}
    side.at["sheet address"] = {"key": sheet.public_key}


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def _add_publication(side: Side, say: Say) -> None:
    """A record signed by hand, and its public edition."""
    by, held_at = side.accounts["coordinator"], timezone.now() - timedelta(days=120)
    meeting = make_meeting(side.cluster, held_at, title=say(f"Réunion publiée {side.code}"), by=by)
    meeting.items.all().delete()
    point = add_item(meeting=meeting, title=say(f"Point {PUBLISHED}{side.code}"))
    secret = SECRET + side.code
    restricted = add_item(meeting=meeting, title=say(f"Point {secret}"), visibility=Visibility.COORDINATION)
    for item, token in ((point, PUBLISHED + side.code), (restricted, secret)):
        meeting.items.filter(pk=item.pk).update(discussion=clean(say(token)))
    add_attendance(meeting=meeting, person=side.people["member"])
    _bring_to(meeting, MeetingState.CLOSED, side)
    circulate_minutes(meeting=meeting, by=by)
    version = adopt_minutes(meeting=meeting, by=by, render=render_pdf)
    upload_scan(version=version, file=SimpleUploadedFile("scan.png", PIXEL + side.code.encode()), by=by)
    publication = publish_edition(version=version, by=by, password=PASSWORD, render=render_pdf)
    side.at["signed"] = {"uuid": meeting.uuid}
    side.at["publication"] = {"key": publication.key}
    side.at["signed publication"] = side.at["signed"] | side.at["publication"]


LEVELS = {"public": Visibility.PUBLIC, "members": Visibility.MEMBERS, "restricted": Visibility.COORDINATION}


def _add_documents(side: Side, say: Say) -> None:
    for name, visibility in LEVELS.items():
        token = {"public": ADOPTED, "members": MEMBERS, "restricted": SECRET}[name] + side.code
        document = upload_document(
            cluster=side.cluster,
            file=SimpleUploadedFile(f"{token}.csv", f"a;b\n{token};1\n".encode(), "text/csv"),
            by=side.accounts["coordinator"],
            name=say(f"Document {token}"),
            version_label=say("v1"),
            visibility=visibility,
        )
        for where, meeting in side.meetings.items():
            if meeting.is_editable and (name, where) != ("members", "adopted"):
                attach_document(document=document, to=meeting)
        side.at[f"{name} document"] = {"uuid": document.uuid}
        side.at[f"{name} attached"] = {"uuid": document.uuid, "meeting_uuid": side.meetings["open"].uuid}
    _add_lives(side, say)


def _add_lives(side: Side, say: Say) -> None:
    """One document in each state that something may follow, for members."""
    by, soon = side.accounts["coordinator"], timezone.localdate() + timedelta(days=5)
    for state in (DocumentState.DRAFT, DocumentState.OPEN, DocumentState.VALIDATED):
        file = SimpleUploadedFile(f"{state.value}-{MEMBERS}{side.code}.csv", b"a;b\n", "text/csv")
        named = say(f"Document {MEMBERS}{side.code} {state.value}")
        document = upload_document(cluster=side.cluster, file=file, by=by, name=named, state=DocumentState.DRAFT)
        side.at[f"{state.value} document"] = {"uuid": document.uuid}
        if state == DocumentState.OPEN:
            open_document(document=document, until=soon, by=by)
            said = say(f"Observation {MEMBERS}{side.code}")
            comment_document(document=document, text=said, by=side.accounts["member"])
        if state == DocumentState.VALIDATED:
            decision = add_outcome(item=side.meetings["closed"].items.first(), text=say(f"Décidé {LIVE}{side.code}"))
            validate_document(document=document, decision=decision, by=by)


def _add_partner_link(side: Side) -> None:
    """What whoever holds the partner's link asks for."""
    link, url = create_partner_link(organisation=side.partner, cluster=side.cluster, by=side.accounts["coordinator"])
    partner = {"uuid": side.cluster.uuid, "part": side.partner.uuid}
    key = {"key": url.rstrip("/").rpartition("/")[2]}
    side.at |= {
        "partner": partner,
        "partner link": partner | {"link": link.uuid},
        "held link": key,
        "held action": key | {"uuid": side.actions["free"].shares.get(organisation=side.partner).uuid},
        "letter": {"number": 1},
    }


def _add_call(side: Side, say: Say) -> None:
    """A call to the partner about a document, and a point that it proposed."""
    named, file = say(f"Document {MEMBERS}{side.code} commenté"), SimpleUploadedFile("avis.csv", b"a;b\n", "text/csv")
    call = send_call(
        cluster=side.cluster,
        organisations=[side.partner, side.lead],
        by=side.accounts["coordinator"],
        title=say(f"Appel {MEMBERS}{side.code}"),
        parts=[CallPart.AGENDA, CallPart.ATTENDANCE, CallPart.DOCUMENT, CallPart.PROFILE],
        due_on=timezone.localdate() + timedelta(days=5),
        meeting=side.meetings["announced"],
        document=upload_document(cluster=side.cluster, file=file, by=None, name=named),
    )
    said = {"title": say(f"Point {MEMBERS}{side.code} proposé"), "detail": "", "minutes": None}
    spoken: Kwargs = {"organisation": side.partner, "voice": Voice("Awa")}
    answer = answer_call(call, part=CallPart.AGENDA, content=said, **spoken)
    answer_call(call, part=CallPart.PROFILE, content={"sectors": ["ERY"], "places": ""}, **spoken)
    key, own = side.at["held link"], {"uuid": call.uuid}
    seat = {"uuid": side.cluster.uuid, "organisation": side.partner.uuid}
    side.at |= {
        "call": own,
        "call answer": own | {"organisation": side.partner.uuid},
        "call answer part": own | {"organisation": side.partner.uuid, "part": "points"},
        "held call": key | own,
        "held call part": key | own | {"part": "points"},
        "held point": key | {"uuid": answer.proposal.uuid},
        "proposal": {"uuid": answer.proposal.uuid},
        "seat": seat,
        "own point": seat | {"point": answer.proposal.uuid},
    }


def _add_mails(side: Side) -> None:
    key = stop_url(side.people["member"], MailKind.REMINDERS).rstrip("/").rpartition("/")[2]
    feed = open_feed(side.cluster, by=side.accounts["coordinator"])
    side.at |= {
        "feed": {"uuid": feed.uuid, "key": feed_url(feed).removesuffix(".ics")[-43:]},
        "stop link": {"key": key},
        "holiday": {"uuid": Holiday.objects.earliest("on").uuid},
        "stuck mail": {"number": Email.objects.latest("pk").pk},
    }


def _add_export(side: Side) -> None:
    """Written for the coordinator, with what the coordination may see."""
    owner = User.objects.get(pk=side.accounts["coordinator"].pk)
    job = request_export(user=owner, filters="", format="xlsx")
    write_export(job, ActionPoint.objects.visible_to(owner))
    side.at["export"] = {"uuid": job.uuid}


def _add_profile(side: Side, place: Place, say: Say) -> None:
    """An activity that everybody may know of, one that was said in the cluster, and a need."""
    own = {"organisation": side.partner, "by": side.accounts["focal_point"], "place": place, "sector": "ERY"}
    report_activity(**own, cluster=None, description=say(f"Profil de {side.code}"))
    said = report_activity(**own, cluster=side.cluster, description=say(f"Activité {MEMBERS}{side.code}"))
    need = declare_need(**own, cluster=side.cluster, text=say(f"Besoin {MEMBERS}{side.code}"))
    side.at |= {"activity": {"uuid": said.uuid}, "need": {"uuid": side.cluster.uuid, "part": need.uuid}}


def _add_addresses(side: Side, say: Say) -> None:
    cluster, place = side.cluster, make_place(say(f"Lieu {side.code}"))
    side.partner.places.add(place)
    group = make_group(cluster, say("Les ONG"), [side.partner])
    chosen = make_list(cluster, say(f"Liste {SECRET}{side.code}"), people=[side.people["member"]])
    template = create_agenda_template(cluster=cluster, name=say(f"Modèle {SECRET}{side.code}"))
    first, second = (add_template_item(template=template, title=say(f"Point {number}")) for number in (1, 2))
    side.at |= {
        "organisation": {"uuid": side.partner.uuid},
        "person": {"uuid": side.people["member"].uuid},
        "newcomer": {"uuid": side.people["newcomer"].uuid},
        "organisation pair": {"uuid": side.partner.uuid, "other": side.watcher.uuid},
        "person pair": {"uuid": side.people["member"].uuid, "other": side.people["newcomer"].uuid},
        "cluster": {"uuid": cluster.uuid},
        "membership": {"uuid": cluster.uuid, "part": cluster.memberships.get(organisation=side.partner).uuid},
        "role": {"uuid": cluster.uuid, "part": cluster.roles.get(person=side.people["focal_point"]).uuid},
        "group": {"uuid": cluster.uuid, "part": group.uuid},
        "list": {"uuid": cluster.uuid, "part": chosen.uuid},
        "template": {"uuid": template.uuid},
        "template item": {"uuid": template.uuid, "number": second.pk},
        "template button": {"uuid": template.uuid, "number": second.pk, "button": "monter"},
        "planned role": side.at["planned"] | {"number": side.meetings["planned"].roles.first().pk},
    }
    assert first.position < second.position
    _, key = create_link(person=side.people["newcomer"], email=f"invitation-{side.code.lower()}@example.org")
    side.at["invitation"] = {"key": key}
    _add_partner_link(side)
    _add_profile(side, place, say)
    _add_mails(side)
    _add_call(side, say)
    side.at["token"] = {"uidb64": "MQ", "token": "set-password"}
