"""The class and the retention of every field of this floor (``clusterhub.web.privacy``).

What members may read, members read in the frozen versions of the record; typed texts are the coordination's.
"""

from clusterhub.web.privacy import Keep, Kept, Register, detail_of, name_of

BYTES_AS_DEPOSITED = (
    "Un fichier déposé est une pièce du dossier de la réunion : il reste tel que reçu, et son empreinte le prouve. "
    "La coordination peut en déposer une version sans ce nom."
)

FIELDS: Register = {
    "Meeting": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster kind title year serial starts_at ends_at opened_at closed_at venue host place "
        "online_url state agenda_state headcount_override previous circulated_at adopted_at correcting_since documents",
    ),
    "MeetingRole": Kept(
        until=Keep.RECORD,
        cluster="meeting kind organisation organisation_name position",
        personal="person name job_title",
        copies={"name": name_of("person"), "job_title": detail_of("person")},
    ),
    "MeetingEvent": Kept(until=Keep.RECORD, cluster="meeting kind before after reason at", personal="actor"),
    "AgendaItem": Kept(
        until=Keep.RECORD,
        cluster="created_at meeting parent position kind title title_version presenter_organisation planned_minutes "
        "state visibility documents",
        restricted="discussion discussion_version status_note status_note_version",
        personal="presenter_person presenter",
        copies={"presenter": name_of("presenter_person")},
    ),
    "Outcome": Kept(
        until=Keep.RECORD, restricted="created_at item kind text text_version on issuer addressee position"
    ),
    "Section": Kept(until=Keep.RECORD, restricted="created_at meeting kind title body body_version position"),
    "AgendaTemplate": Kept(until=Keep.DIRECTORY, cluster="created_at cluster name meeting_kind objectives is_default"),
    "AgendaTemplateItem": Kept(until=Keep.DIRECTORY, cluster="template parent position kind title planned_minutes"),
    "Attendance": Kept(
        until=Keep.RECORD,
        cluster="created_at meeting organisation organisation_name state mode signed_in_at position",
        personal="person name job_title represented_by",
        copies={"name": name_of("person"), "job_title": detail_of("person")},
    ),
    "AgendaProposal": Kept(
        until=Keep.RECORD,
        restricted="created_at cluster meeting organisation title detail planned_minutes state link item answer "
        "decided_at",
        personal="said_by author decided_by",
        copies={"said_by": name_of("author")},
        said={"title": "author", "detail": "author", "answer": "decided_by"},
    ),
    "ForeseenAttendance": Kept(
        until=Keep.RECORD,
        restricted="meeting organisation coming note link at",
        personal="people said_by author",
        copies={"said_by": name_of("author")},
        said={"note": "author"},
    ),
    "Document": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster name version_label state comments_until visibility file original_name content_type "
        "size sha256 first decision",
        personal="uploaded_by",
        stays={"file": BYTES_AS_DEPOSITED},
    ),
    "DocumentEvent": Kept(until=Keep.RECORD, cluster="document before after note at", personal="actor"),
    "DocumentComment": Kept(
        until=Keep.RECORD,
        cluster="created_at document text organisation made_at",
        personal="author said_by",
        copies={"said_by": name_of("author")},
        said={"text": "author"},
    ),
    "Picture": Kept(
        until=Keep.RECORD,
        cluster="created_at meeting file content_type width height size sha256",
        personal="added_by",
        stays={"file": BYTES_AS_DEPOSITED},
    ),
    "TextRevision": Kept(
        until=Keep.RECORD,
        restricted="object_uuid object_type field base_version version text key saved_at kept_in restored",
        personal="author",
    ),
    "SignIn": Kept(until=Keep.ANSWER, restricted="created_at meeting organisation_name", personal="name job_title"),
    "Operation": Kept(until=Keep.DEVICE, restricted="key digest outcome done_at", personal="user", goes=True),
}
